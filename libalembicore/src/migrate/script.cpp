#include "migrate/script.hpp"

#include <alembicore/error.hpp>

#include <ostream>
#include <string_view>

namespace alembicore::migrate {

namespace {

/// Everything in the script is a text with a blank line after it.
class script_sink : public walk_sink {
public:
    script_sink(script_style const& style, std::ostream& out) : style_(style), out_(out) {}

    void begin() override { write_transaction_line("BEGIN;"); }

    void commit() override { write_transaction_line("COMMIT;"); }

    void need_version_table() override { write_sql(render_create(style_.table)); }

    void start_step(step const& started, std::size_t) override { write("-- Running " + render_move(started)); }

    postgres::result run_statement(sql::statement const& statement) override {
        if (!statement.remark.empty())
            write(statement.remark);
        write_sql(statement.text);
        return {};
    }

    postgres::result ask(std::string const& query, postgres::connection::parameters const&) override {
        throw error{errc::needs_database, "a script cannot ask: " + query};
    }

    void leave_transaction() override { commit(); }

    void enter_transaction() override { begin(); }

    void change_row(row_change const& change) override { write_sql(render_change(change, style_.table)); }

    void finish_step(step const&, std::size_t) override {}

private:
    void write(std::string_view text) { out_ << text << "\n\n"; }

    void write_sql(std::string_view text) { write(sql::render_offline(text, style_.percent)); }

    void write_transaction_line(std::string_view text) {
        if (style_.transactions != transaction_mode::none)
            write(text);
    }

    script_style const& style_;
    std::ostream& out_;
};

} // namespace

script_style script_style_of(settings const& project) {
    return {
        .table = version_table_of(project),
        .transactions = project.transactions,
        .percent = project.offline_percent_doubled ? sql::percent::doubled : sql::percent::plain,
    };
}

void write_script(plan const& decided, step_source const& source, script_style const& style, std::ostream& out) {
    auto const steps = prepare(decided, source);
    script_sink sink{style, out};
    walk(decided, steps, scope_of(style.transactions), sink);
}

void write_ensure_version(script_style const& style, std::ostream& out) {
    script_sink sink{style, out};
    bool const framed = scope_of(style.transactions) == transaction_scope::run;
    if (framed)
        sink.begin();
    sink.need_version_table();
    if (framed)
        sink.commit();
}

} // namespace alembicore::migrate
