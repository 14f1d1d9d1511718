#include "base/file.hpp"
#include "review/reasons.hpp"

#include <alembicore/backup.hpp>
#include <alembicore/migrator.hpp>
#include <alembicore/review.hpp>
#include <alembicore/sql_file.hpp>

#include <utility>

namespace alembicore::review {

namespace {

/// Adds what lint finds. Where no table has rows there is nobody to wait and nothing to lose.
template <typename Look>
void add_findings(report& to, database& target, options const& how, Look const& look) {
    if (how.consent == consent::off || !has_rows(target, how.lint.stop))
        return;
    try {
        to.lint = look();
        to.unknown = unjudged_in(to.lint);
    } catch (error const& failure) {
        if (failure.code() != errc::not_available)
            throw;
        to.unknown.push_back(failure.info().message);
    }
}

plan plan_of(
    revision_graph const& graph, direction way, std::string_view target, std::vector<std::string> const& rows
) {
    return way == direction::downgrade ? plan_downgrade(graph, target, rows) : plan_upgrade(graph, target, rows);
}

} // namespace

report look_at(project const& opened, database& target, plan const& decided, options const& how) {
    report seen;
    seen.plan = decided;
    if (decided.steps.empty())
        return seen;
    add_findings(seen, target, how, [&] {
        auto wanted = how.lint;
        wanted.history = lint::history::where_it_decides;
        return lint::lint_plan(opened, decided, wanted, &target);
    });
    if (how.rehearsal)
        seen.rehearsal = rehearsal::rehearse(opened, target, decided, *how.rehearsal);
    seen.reasons = reasons_in(seen);
    return seen;
}

report look_at_move(project const& opened, database& on, direction way, std::string_view target, options const& how) {
    std::vector<std::string> rows;
    try {
        rows = migrator{opened, on}.current();
    } catch (error const& failure) {
        if (failure.code() != errc::decided_at_run_time || how.rehearsal)
            throw;
        report seen;
        seen.unknown.push_back(failure.info().message);
        return seen;
    }
    try {
        return look_at(opened, on, plan_of(opened.graph(), way, target, rows), how);
    } catch (error const& failure) {
        throw error{opened.explained(failure.info())};
    }
}

report look_at_sql(project const& opened, database& target, std::filesystem::path const& file, options const& how) {
    report seen;
    seen.plan = plan_of_sql(opened, target, file);
    add_findings(seen, target, how, [&] {
        auto wanted = how.lint;
        wanted.in_transaction = true;
        auto found = lint::lint_sql(base::read_text_file(file), file.string(), wanted, &target);
        // What cannot run in the transaction of the file is run outside of it.
        std::erase_if(found.findings, [](auto const& each) { return each.rule == "L02"; });
        return found;
    });
    if (how.rehearsal)
        seen.rehearsal = rehearse_sql(opened, target, file, *how.rehearsal);
    seen.reasons = reasons_in(seen);
    return seen;
}

} // namespace alembicore::review
