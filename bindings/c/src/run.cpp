// Plans, runs, and what looks ahead of them.
#include "border.hpp"

#include <alembicore/json.hpp>

using namespace alembicore::bindings;

namespace {

alembicore::direction direction_of(alembicore_action action) {
    using enum alembicore::direction;
    switch (action) {
    case ALEMBICORE_UPGRADE:
        return upgrade;
    case ALEMBICORE_DOWNGRADE:
        return downgrade;
    case ALEMBICORE_STAMP:
        return stamp;
    }
    throw alembicore::error{
        alembicore::errc::bad_usage, "there is no such action", "give one of alembicore_action's values"};
}

} // namespace

alembicore_status alembicore_plan_from(
    alembicore_project const* project,
    alembicore_action action,
    char const* const* targets,
    std::size_t target_count,
    char const* from,
    alembicore_plan** plan,
    alembicore_error** error
) {
    return give_handle(plan, error, [&] {
        auto const& graph = opened(project).graph();
        auto const rows = rows_named(graph, required_text(from, "from"));
        return decide(graph, direction_of(action), texts_of(targets, target_count, "targets"), rows);
    });
}

alembicore_status alembicore_plan_for(
    alembicore_project const* project,
    alembicore_database* database,
    alembicore_action action,
    char const* const* targets,
    std::size_t target_count,
    alembicore_plan** plan,
    alembicore_error** error
) {
    return give_handle(plan, error, [&] {
        return decide_for(
            opened(project), connected(database), direction_of(action), texts_of(targets, target_count, "targets")
        );
    });
}

void alembicore_plan_free(alembicore_plan* plan) {
    delete plan;
}

alembicore_status alembicore_plan_json(alembicore_plan const* plan, char** json, alembicore_error** error) {
    return give_text(json, error, [&] { return to_json(decided(plan)); });
}

std::size_t alembicore_plan_step_count(alembicore_plan const* plan) {
    return plan == nullptr ? 0 : plan->held.steps.size();
}

alembicore_status alembicore_plan_script(
    alembicore_project const* project,
    alembicore_plan const* plan,
    char const* options,
    alembicore_control const* control,
    char** sql,
    alembicore_error** error
) {
    return give_text(sql, error, [&] {
        return render_script(opened(project), decided(plan), text_of(options), control_of(control));
    });
}

alembicore_status alembicore_upgrade(
    alembicore_project const* project,
    alembicore_database* database,
    char const* target,
    char const* options,
    alembicore_control const* control,
    char** report,
    alembicore_error** error
) {
    return give_text(report, error, [&] {
        return upgrade(
            opened(project), connected(database), required_text(target, "target"), text_of(options), control_of(control)
        );
    });
}

alembicore_status alembicore_downgrade(
    alembicore_project const* project,
    alembicore_database* database,
    char const* target,
    char const* options,
    alembicore_control const* control,
    char** report,
    alembicore_error** error
) {
    return give_text(report, error, [&] {
        return downgrade(
            opened(project), connected(database), required_text(target, "target"), text_of(options), control_of(control)
        );
    });
}

alembicore_status alembicore_stamp(
    alembicore_project const* project,
    alembicore_database* database,
    char const* const* targets,
    std::size_t target_count,
    char const* options,
    alembicore_control const* control,
    char** report,
    alembicore_error** error
) {
    return give_text(report, error, [&] {
        return stamp(
            opened(project),
            connected(database),
            texts_of(targets, target_count, "targets"),
            text_of(options),
            control_of(control)
        );
    });
}

alembicore_status alembicore_plan_run(
    alembicore_project const* project,
    alembicore_database* database,
    alembicore_plan const* plan,
    char const* options,
    alembicore_control const* control,
    char** report,
    alembicore_error** error
) {
    return give_text(report, error, [&] {
        return run_plan(opened(project), connected(database), decided(plan), text_of(options), control_of(control));
    });
}

alembicore_status alembicore_lint_revisions(
    alembicore_project const* project,
    char const* const* revisions,
    std::size_t revision_count,
    alembicore_database* database,
    char const* options,
    alembicore_control const* control,
    char** json,
    alembicore_error** error
) {
    return give_text(json, error, [&] {
        return lint_revisions(
            required(project, "project").held,
            texts_of(revisions, revision_count, "revisions"),
            database_or_null(database),
            text_of(options),
            control_of(control)
        );
    });
}

alembicore_status alembicore_lint_plan(
    alembicore_project const* project,
    alembicore_plan const* plan,
    alembicore_database* database,
    char const* options,
    alembicore_control const* control,
    char** json,
    alembicore_error** error
) {
    return give_text(json, error, [&] {
        return lint_plan(
            required(project, "project").held,
            decided(plan),
            database_or_null(database),
            text_of(options),
            control_of(control)
        );
    });
}

alembicore_status alembicore_lint_sql(
    char const* sql,
    char const* name,
    alembicore_database* database,
    char const* options,
    alembicore_control const* control,
    char** json,
    alembicore_error** error
) {
    return give_text(json, error, [&] {
        return lint_sql(
            std::string{required_text(sql, "sql")},
            std::string{text_of(name)},
            database_or_null(database),
            text_of(options),
            control_of(control)
        );
    });
}

alembicore_status alembicore_lint_rules(char** json, alembicore_error** error) {
    return give_text(json, error, [] { return lint_rules(); });
}

alembicore_status alembicore_rehearse(
    alembicore_project const* project,
    alembicore_database* database,
    alembicore_plan const* plan,
    char const* options,
    alembicore_control const* control,
    char** json,
    alembicore_error** error
) {
    return give_text(json, error, [&] {
        return rehearse(opened(project), connected(database), decided(plan), text_of(options), control_of(control));
    });
}

alembicore_status alembicore_backup_create(
    alembicore_project const* project,
    alembicore_database* database,
    char const* options,
    alembicore_control const* control,
    char** json,
    alembicore_error** error
) {
    return give_text(json, error, [&] {
        return backup_create(project_or_null(project), connected(database), text_of(options), control_of(control));
    });
}

alembicore_status
alembicore_backup_list(alembicore_project const* project, char const* options, char** json, alembicore_error** error) {
    return give_text(json, error, [&] { return backup_list(project_or_null(project), text_of(options)); });
}

alembicore_status alembicore_backup_verify(
    alembicore_project const* project,
    char const* id,
    alembicore_database* database,
    char const* options,
    alembicore_control const* control,
    char** json,
    alembicore_error** error
) {
    return give_text(json, error, [&] {
        return backup_verify(
            project_or_null(project),
            required_text(id, "id"),
            database_or_null(database),
            text_of(options),
            control_of(control)
        );
    });
}
