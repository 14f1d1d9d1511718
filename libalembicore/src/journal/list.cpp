// The journal as values.
#include "journal/content.hpp"
#include "journal/entry.hpp"
#include "journal/table.hpp"
#include "postgres/connection.hpp"

#include <alembicore/journal.hpp>

#include <algorithm>

namespace alembicore::journal {

namespace {

std::vector<entry> entries_of(database& of, selection const& wanted) {
    return read(of.connection(), wanted).value_or(std::vector<entry>{});
}

recorded_run run_of(entry const& started) {
    auto run = parse_start(started.content);
    run.number = started.number;
    return run;
}

/// The step that `revision` names, which has not been completed.
recorded_step* open_step_of(recorded_run& run, std::string const& revision) {
    auto const found = std::ranges::find_if(run.steps.rbegin(), run.steps.rend(), [&](recorded_step const& each) {
        return each.revision == revision && !each.finished;
    });
    return found == run.steps.rend() ? nullptr : &*found;
}

void complete(recorded_run& run, recorded_step step) {
    if (auto* const begun = open_step_of(run, step.revision))
        *begun = std::move(step);
    else
        run.steps.push_back(std::move(step));
}

void add_statement(recorded_run& run, told_statement told) {
    auto* const step = open_step_of(run, told.revision);
    if (step == nullptr)
        return;
    if (told.told.finished && !step->statements.empty() && !step->statements.back().finished)
        step->statements.back() = std::move(told.told);
    else
        step->statements.push_back(std::move(told.told));
    step->statement_count = step->statements.size();
}

void add(recorded_run& run, entry const& each) {
    if (each.kind == kind::step_started)
        run.steps.push_back(parse_step(each.content));
    else if (each.kind == kind::step_done)
        complete(run, parse_step(each.content));
    else if (each.kind == kind::statement_started || each.kind == kind::statement_done)
        add_statement(run, parse_statement(each.content));
    else if (each.kind == kind::run_ended)
        parse_end(each.content, run);
}

} // namespace

std::vector<recorded_run> list(database& of, page const& wanted) {
    selection starts{.condition = "kind = 'run_started'", .order = "number DESC", .most = wanted.most};
    if (wanted.before)
        starts.condition += " AND number < " + std::to_string(*wanted.before);
    std::vector<recorded_run> runs;
    for (auto const& each : entries_of(of, starts))
        runs.push_back(run_of(each));
    if (runs.empty())
        return runs;
    auto const oldest = std::to_string(runs.back().number);
    for (auto const& each :
         entries_of(of, {.condition = "kind = 'run_ended' AND number > " + oldest, .order = "number", .most = {}}))
        if (auto const found = std::ranges::find(runs, each.run, &recorded_run::number); found != runs.end())
            parse_end(each.content, *found);
    return runs;
}

std::optional<recorded_run> find(database& of, std::int64_t number) {
    // A run's entries lie together, for one run at a time writes; the key finds them.
    auto const text = std::to_string(number);
    auto const entries =
        entries_of(of, {.condition = "number >= " + text + " AND run = " + text, .order = "number", .most = {}});
    if (entries.empty() || entries.front().kind != kind::run_started)
        return std::nullopt;
    auto run = run_of(entries.front());
    for (auto const& each : entries)
        add(run, each);
    return run;
}

} // namespace alembicore::journal
