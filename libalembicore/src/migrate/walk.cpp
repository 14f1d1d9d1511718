#include "migrate/walk.hpp"

#include <alembicore/error.hpp>

#include <utility>

namespace alembicore::migrate {

namespace {

void walk_step(prepared_step const& step, std::size_t index, walk_sink& sink) {
    sink.start_step(*step.decided, index);
    step.body(sink);
    for (auto const& change : step.decided->version_rows)
        sink.change_row(change);
    sink.finish_step(*step.decided, index);
}

} // namespace

postgres::result perform(sql::statement const& statement, statement_sink& sink) {
    switch (statement.kind) {
    case sql::statement_kind::sql:
        return sink.run_statement(statement);
    case sql::statement_kind::leave_transaction:
        sink.leave_transaction();
        break;
    case sql::statement_kind::enter_transaction:
        sink.enter_transaction();
        break;
    }
    return {};
}

step_body body_of(std::vector<sql::statement> statements) {
    return [statements = std::move(statements)](statement_sink& sink) {
        for (auto const& statement : statements)
            perform(statement, sink);
    };
}

std::vector<prepared_step> prepare(plan const& decided, step_source const& source) {
    std::vector<prepared_step> prepared;
    prepared.reserve(decided.steps.size());
    for (auto const& step : decided.steps) {
        try {
            prepared.push_back({&step, step.kind == direction::stamp ? body_of({}) : source(step)});
        } catch (error& failure) {
            if (failure.info().revision.empty())
                failure.info().revision = step.revision;
            throw;
        }
    }
    return prepared;
}

transaction_scope scope_of(transaction_mode mode) noexcept {
    return mode == transaction_mode::per_run ? transaction_scope::run : transaction_scope::step;
}

void walk(plan const& decided, std::vector<prepared_step> const& steps, transaction_scope scope, walk_sink& sink) {
    auto rows = decided.from;
    if (scope == transaction_scope::run)
        sink.begin();
    for (std::size_t index = 0; index < steps.size(); ++index) {
        if (scope == transaction_scope::step)
            sink.begin();
        if (rows.empty())
            sink.need_version_table();
        walk_step(steps[index], index, sink);
        rows = rows_after(steps[index].decided->version_rows, std::move(rows));
        if (scope == transaction_scope::step)
            sink.commit();
    }
    if (scope == transaction_scope::run)
        sink.commit();
}

} // namespace alembicore::migrate
