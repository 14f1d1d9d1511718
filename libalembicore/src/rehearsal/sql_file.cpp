#include <alembicore/sql_file.hpp>

#include "base/file.hpp"
#include "base/place.hpp"
#include "migrate/run.hpp"
#include "migrate/run_lock.hpp"
#include "parse/statements.hpp"
#include "rehearsal/rehearse.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace alembicore {

namespace {

bool is_flagged(boost::json::object const& tree, std::string_view member) {
    auto const* const found = tree.if_contains(member);
    return found != nullptr && found->is_bool() && found->as_bool();
}

/// `REINDEX (CONCURRENTLY) …` has it among its parameters.
bool has_parameter(boost::json::object const& tree, std::string_view name) {
    auto const* const all = tree.if_contains("params");
    if (all == nullptr || !all->is_array())
        return false;
    return std::ranges::any_of(all->as_array(), [&](auto const& each) {
        auto const* const one = each.is_object() ? each.as_object().if_contains("DefElem") : nullptr;
        auto const* const called = one != nullptr ? one->as_object().if_contains("defname") : nullptr;
        return called != nullptr && called->as_string() == name;
    });
}

constexpr std::array lonely_kinds{
    "VacuumStmt",
    "CreatedbStmt",
    "DropdbStmt",
    "AlterSystemStmt",
    "CreateTableSpaceStmt",
    "DropTableSpaceStmt",
    "CreateSubscriptionStmt",
    "DropSubscriptionStmt"};

/// Whether the server refuses it in a transaction. ANALYZE is a VacuumStmt that it does not refuse.
bool is_lonely(parse::statement const& one) {
    if (one.kind == "VacuumStmt")
        return is_flagged(one.tree, "is_vacuumcmd");
    if (one.kind == "IndexStmt" || one.kind == "DropStmt")
        return is_flagged(one.tree, "concurrent");
    if (one.kind == "ReindexStmt")
        return has_parameter(one.tree, "concurrently");
    return std::ranges::find(lonely_kinds, one.kind) != lonely_kinds.end();
}

bool is_transaction_statement(parse::statement const& one, std::string_view kind) {
    return one.kind == "TransactionStmt" && one.tree.at("kind").as_string() == kind;
}

bool ends_transaction(parse::statement const& one) {
    return is_transaction_statement(one, "TRANS_STMT_BEGIN") || is_transaction_statement(one, "TRANS_STMT_START") ||
           is_transaction_statement(one, "TRANS_STMT_COMMIT") || is_transaction_statement(one, "TRANS_STMT_ROLLBACK") ||
           is_transaction_statement(one, "TRANS_STMT_PREPARE");
}

error cuts_itself(std::filesystem::path const& file, std::string const& text, parse::statement const& one) {
    error_info info;
    info.code = errc::bad_usage;
    info.message = "the file begins or ends transactions itself";
    info.reason = "it is applied in one transaction, of which it then would not be known what is permanent";
    info.remedy = "take these statements out, or cut the file in two";
    info.place = base::place_at(file.string(), text, one.offset);
    return error{std::move(info)};
}

/// The statements of a file, as the steps of a plan have them.
class written_file {
public:
    explicit written_file(std::filesystem::path file) : file_{std::move(file)}, text_{base::read_text_file(file_)} {
        auto all = parse::parse_statements(text_, {.name = file_.string()});
        leave_out_brackets(all);
        for (auto const& each : all)
            add(each);
    }

    /// One step that leaves the rows as they are.
    [[nodiscard]] plan plan_from(std::vector<std::string> const& rows) const {
        plan made;
        made.from = made.heads_after = rows;
        made.target = file_.filename().string();
        step only;
        only.revision = only.doc = made.target;
        only.from = only.to = rows;
        only.path = file_.string();
        made.steps.push_back(std::move(only));
        return made;
    }

    [[nodiscard]] migrate::step_source source() const {
        return [statements = statements_](step const&) { return migrate::body_of(statements); };
    }

private:
    static void leave_out_brackets(std::vector<parse::statement>& all) {
        bool const bracketed = all.size() >= 2 &&
                               (is_transaction_statement(all.front(), "TRANS_STMT_BEGIN") ||
                                is_transaction_statement(all.front(), "TRANS_STMT_START")) &&
                               is_transaction_statement(all.back(), "TRANS_STMT_COMMIT");
        if (!bracketed)
            return;
        all.erase(all.begin());
        all.pop_back();
    }

    void add(parse::statement const& one) {
        if (ends_transaction(one))
            throw cuts_itself(file_, text_, one);
        sql::statement made;
        made.text = std::string{parse::text_of(one, text_)};
        made.place = base::place_at(file_.string(), text_, one.offset);
        bool const lonely = is_lonely(one);
        if (lonely)
            add_border(sql::statement_kind::leave_transaction);
        statements_.push_back(std::move(made));
        if (lonely)
            add_border(sql::statement_kind::enter_transaction);
    }

    void add_border(sql::statement_kind kind) {
        sql::statement border;
        border.kind = kind;
        statements_.push_back(std::move(border));
    }

    std::filesystem::path file_;
    std::string text_;
    std::vector<sql::statement> statements_;
};

} // namespace

run_report apply_sql(
    project const& of,
    database& target,
    std::filesystem::path const& file,
    run_options const& options,
    event_sink const& events
) {
    written_file const written{file};
    auto& connection = target.connection();
    migrate::run_lock const held{
        connection,
        {.patience = options.lock_wait.value_or(of.settings().lock_wait), .events = events, .stop = options.stop}};
    run_report report;
    report.plan = written.plan_from(migrator{of, target}.current());
    migrate::run_request request{
        .decided = report.plan, .source = written.source(), .table = {}, .events = events, .stop = options.stop};
    request.table = migrate::version_table_of(of.settings());
    auto const done = migrate::run_plan(connection, request);
    report.steps_done = done.steps_done;
    report.statements = done.statements;
    report.elapsed = done.elapsed;
    report.engine_reason = "SQL needs no Python";
    return report;
}

rehearsal::report
rehearse_sql(project const& of, database& target, std::filesystem::path const& file, rehearsal::options const& how) {
    written_file const written{file};
    auto const decided = written.plan_from(migrator{of, target}.current());
    return rehearsal::rehearse_statements(of, target, decided, written.source(), how);
}

} // namespace alembicore
