#include "project/backup_before.hpp"

#include <utility>

namespace alembicore::project_backup {

namespace {

backup_policy policy_of(run_facts const& run) {
    return run.options.backup.value_or(run.of.backup.policy);
}

std::filesystem::path directory_of(run_facts const& run) {
    if (!run.options.backup_directory.empty())
        return run.options.backup_directory;
    return run.of.backup.directory.empty() ? default_backup_directory() : run.of.backup.directory;
}

backup_choice asked_for(backup_policy policy) {
    return {.policy = policy, .reason = "asked for", .tables = {}};
}

/// Affected tables can be kept where they are known.
backup_choice affected(plan_effects effects) {
    if (!effects.unknown.empty())
        return {
            .policy = backup_policy::full,
            .reason = "not everything that the plan does is known beforehand: " + effects.unknown,
            .tables = {}};
    if (effects.destroyed.empty())
        return {.policy = backup_policy::none, .reason = "the plan takes nothing away", .tables = {}};
    return {.policy = backup_policy::affected, .reason = "asked for", .tables = std::move(effects.destroyed)};
}

backup_choice choose(database& target, run_facts const& run) {
    switch (auto const policy = policy_of(run)) {
    case backup_policy::affected:
        return affected(run.effects.found());
    case backup_policy::automatic:
        if (!run.effects.may_destroy())
            return {.policy = backup_policy::none, .reason = "the plan takes nothing away", .tables = {}};
        if (!has_rows(target, run.options.stop))
            return {.policy = backup_policy::none, .reason = "no table of the database has rows", .tables = {}};
        return choose_backup(target, run.effects.found(), directory_of(run), run.options.stop);
    default:
        return asked_for(policy);
    }
}

backup_occasion occasion_of(plan const& decided) {
    backup_occasion made{.direction = decided.direction, .target = decided.target, .revisions = {}};
    for (auto const& each : decided.steps)
        made.revisions.push_back(each.revision);
    return made;
}

void tell(run_facts const& run, event const& happened) {
    if (run.events)
        run.events(happened);
}

void prune(run_facts const& run, backup_manifest const& made) {
    backup_retention keep;
    if (run.of.backup.keep != 0)
        keep.count = run.of.backup.keep;
    keep.age = run.of.backup.keep_age;
    keep.database = made.database;
    keep.kind = backup_kind::of_runs;
    if (keep.count || keep.age)
        prune_backups(made.folder.parent_path(), keep);
}

} // namespace

std::optional<backup_manifest> make(database& target, run_facts const& run) {
    if (policy_of(run) == backup_policy::none)
        return std::nullopt;
    auto choice = choose(target, run);
    tell(run, backup_chosen{choice.policy, choice.reason});
    if (choice.policy == backup_policy::none)
        return std::nullopt;
    backup_request request;
    request.directory = directory_of(run);
    request.policy = choice.policy;
    request.reason = std::move(choice.reason);
    request.tables = std::move(choice.tables);
    request.version_table = catalog::name{run.of.version_table_schema, run.of.version_table};
    request.occasion = occasion_of(run.decided);
    request.programs = run.of.backup.programs;
    request.progress = [&](backup_progress const& now) { tell(run, now); };
    request.stop = run.options.stop;
    auto made = create_backup(target, request);
    tell(run, backup_made{made.id, made.folder.string(), made.policy, made.size, made.elapsed});
    prune(run, made);
    return made;
}

std::string restoring(backup_manifest const& made) {
    return "`alembicore backup restore " + made.id + (made.policy == backup_policy::full ? "`" : " --into NAME`");
}

void offer(error_info& failure, backup_manifest const& made, direction of) {
    std::string const back = of == direction::upgrade ? "downgrade" : "upgrade";
    failure.remedy += failure.remedy.empty() ? "" : failure.remedy.ends_with('?') ? " If not: " : "; ";
    failure.remedy += "what was committed is undone by `alembicore " + back +
                      "`, and the state before the run is kept: " + restoring(made);
}

} // namespace alembicore::project_backup
