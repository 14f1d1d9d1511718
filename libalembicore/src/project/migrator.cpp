// The public face of running plans.
#include "migrate/rows.hpp"
#include "migrate/run.hpp"
#include "postgres/connection.hpp"
#include "postgres/transaction.hpp"
#include "project/decided.hpp"
#include "project/steps.hpp"

#include <alembicore/migrator.hpp>

#include <utility>

namespace alembicore {

struct migrator::implementation {
    project opened;
    database& target;
    event_sink sink;
    migrate::version_table table;

    [[nodiscard]] std::vector<std::string> rows() const { return migrate::read_rows(target.connection(), table); }

    run_report run(plan decided, migrate::present_rows rows, run_options const& options) const {
        // Offline text has to guess how a server reads a backslash; here the server has said it.
        bool const plain = target.connection().reported("standard_conforming_strings") != "off";
        auto const result = migrate::run_plan(
            target.connection(),
            {
                .decided = decided,
                .source = project_steps::source_of(opened, plain ? sql::backslash::plain : sql::backslash::doubled),
                .table = table,
                .transactions = options.transactions.value_or(opened.settings().transactions),
                .rows = rows,
                .events = sink,
                .stop = options.stop,
            }
        );
        return {
            .plan = std::move(decided),
            .steps_done = result.steps_done,
            .statements = result.statements,
            .elapsed = result.elapsed,
        };
    }
};

migrator::migrator(project opened, database& target, event_sink sink)
    : implementation_(std::make_unique<implementation>(implementation{
          std::move(opened), target, std::move(sink), migrate::version_table{}})) {
    require_decided_run(implementation_->opened.settings());
    implementation_->table = migrate::version_table_of(implementation_->opened.settings());
}

migrator::~migrator() = default;

std::vector<std::string> migrator::current() const {
    return implementation_->rows();
}

run_report migrator::upgrade(std::string_view target, run_options const& options) {
    return run(plan_upgrade(implementation_->opened.graph(), target, current()), options);
}

run_report migrator::downgrade(std::string_view target, run_options const& options) {
    return run(plan_downgrade(implementation_->opened.graph(), target, current()), options);
}

run_report migrator::stamp(std::vector<std::string> const& targets, stamp_mode mode, run_options const& options) {
    bool const purge = mode == stamp_mode::purge;
    auto const rows = purge ? std::vector<std::string>{} : current();
    return implementation_->run(
        plan_stamp(implementation_->opened.graph(), targets, rows),
        purge ? migrate::present_rows::purged : migrate::present_rows::required,
        options
    );
}

run_report migrator::run(plan const& decided, run_options const& options) {
    return implementation_->run(decided, migrate::present_rows::required, options);
}

void migrator::ensure_version() {
    auto& connection = implementation_->target.connection();
    postgres::transaction creation{connection};
    migrate::ensure_table(connection, implementation_->table);
    creation.commit();
}

} // namespace alembicore
