#include "data/count.hpp"
#include "data/cursor.hpp"
#include "data/edits.hpp"
#include "data/export.hpp"
#include "data/impact.hpp"
#include "data/known_tables.hpp"
#include "data/page.hpp"
#include "data/references.hpp"
#include "data/statement.hpp"

#include <map>

namespace alembicore::data {

struct access::state {
    postgres::connection& connection;
    access_options options;

    [[nodiscard]] call begin(intent what) const { return call{connection, what, options.time_limit}; }

    [[nodiscard]] page read_with(shape const& of, page_request const& wanted, std::stop_token const& stop) const {
        auto in = begin(intent::read);
        return read_page(in, of, wanted, options.cursor_secret, stop);
    }
};

namespace {

/// Whether a table that has changed since it was looked up could be the reason.
bool may_be_of_old_shape(errc code) noexcept {
    return code == errc::statement_failed || code == errc::bad_usage;
}

} // namespace

access::access(database& on, access_options options)
    : state_(std::make_unique<state>(state{on.connection(), std::move(options)})) {
    if (state_->options.cursor_secret.empty())
        state_->options.cursor_secret = new_secret();
}

access::access(access&&) noexcept = default;
access::~access() = default;

page access::read(page_request const& wanted, std::stop_token const& stop) {
    auto* const known = state_->options.known ? state_->options.known->state_.get() : nullptr;
    if (auto const remembered = known != nullptr ? known->find(wanted.table) : nullptr) {
        try {
            return state_->read_with(*remembered, wanted, stop);
        } catch (error const& failure) {
            if (!may_be_of_old_shape(failure.code()))
                throw;
            known->forget(wanted.table);
        }
    }
    auto in = state_->begin(intent::read);
    auto of = read_shape(in.connection(), wanted.table);
    auto made = read_page(in, of, wanted, state_->options.cursor_secret, stop);
    if (known != nullptr)
        known->keep(std::move(of));
    return made;
}

value access::read_value(
    catalog::name const& table, row_key const& key, std::string const& column, std::stop_token const& stop
) {
    auto in = state_->begin(intent::read);
    auto const of = read_shape(in.connection(), table);
    statement question;
    (question << "SELECT ").name(of.column(column).shown.name);
    (question << " FROM ").name(of.name) << " WHERE ";
    write_key(question, of, key);
    auto const answer = question.run(in.connection(), stop);
    if (answer.row_count() != 1)
        throw error{
            errc::bad_usage,
            "the key names " + std::to_string(answer.row_count()) + " rows of " + table.schema + '.' + table.object};
    auto const field = answer.value(0, 0);
    return field ? value{std::string{*field}} : std::nullopt;
}

std::int64_t access::estimate(catalog::name const& table, filter const& where) {
    auto in = state_->begin(intent::read);
    return estimate_rows(in, read_shape(in.connection(), table), where);
}

std::int64_t access::count(catalog::name const& table, filter const& where, std::stop_token const& stop) {
    auto in = state_->begin(intent::read);
    return count_rows(in, read_shape(in.connection(), table), where, stop);
}

edit_report access::apply(std::vector<edit> const& edits, std::stop_token const& stop) {
    auto in = state_->begin(intent::write);
    std::map<catalog::name, shape> shapes;
    auto const shape_of = [&](catalog::name const& table) -> shape const& {
        auto const found = shapes.find(table);
        return found != shapes.end() ? found->second
                                     : shapes.emplace(table, read_shape(in.connection(), table)).first->second;
    };
    return apply_edits(in, edits, shape_of, stop);
}

impact_report access::impact_of_deleting(
    catalog::name const& table,
    std::vector<row_key> const& rows,
    std::chrono::milliseconds time_limit,
    std::stop_token const& stop
) {
    call in{state_->connection, intent::read, time_limit};
    return impact_of(in, read_shape(in.connection(), table), rows, stop);
}

std::string access::label_column(catalog::name const& table) {
    auto in = state_->begin(intent::read);
    return read_label(in, read_shape(in.connection(), table));
}

candidate_page access::candidates(candidate_request const& wanted, std::stop_token const& stop) {
    auto in = state_->begin(intent::read);
    return read_candidates(in, wanted, state_->options.cursor_secret, stop);
}

referring_report access::references_to(
    catalog::name const& table, row_key const& row, std::chrono::milliseconds time_limit, std::stop_token const& stop
) {
    call in{state_->connection, intent::read, time_limit};
    return read_references(in, read_shape(in.connection(), table), row, stop);
}

void access::write_out(export_request const& wanted, text_sink const& to, std::stop_token const& stop) {
    auto in = state_->begin(intent::read);
    export_rows(in, read_shape(in.connection(), wanted.table), wanted, to, stop);
}

} // namespace alembicore::data
