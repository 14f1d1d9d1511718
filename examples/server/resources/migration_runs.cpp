// Plans, and what runs and rehearses them.
#include "resources/answers.hpp"
#include "resources/resources.hpp"
#include "resources/run_requests.hpp"

#include <alembicore/json.hpp>
#include <alembicore/merge_rehearsal.hpp>
#include <alembicore/migrator.hpp>
#include <alembicore/rehearsal.hpp>

namespace alembicore::server::resources {

namespace {

plan decide(
    revision_graph const& graph,
    std::string const& kind,
    std::vector<std::string> const& targets,
    std::vector<std::string> const& rows
) {
    if (targets.empty())
        throw error{errc::bad_usage, "no target is given", "give [\"head\"]"};
    if (kind == "upgrade")
        return plan_upgrade(graph, targets.front(), rows);
    if (kind == "downgrade")
        return plan_downgrade(graph, targets.front(), rows);
    if (kind == "stamp")
        return plan_stamp(graph, targets, rows);
    throw error{errc::bad_usage, "there is no direction '" + kind + "'", "give upgrade, downgrade or stamp"};
}

plan make_plan(workspace& served, http::request const& asked) {
    body_members body{asked};
    auto const kind = body.text("direction");
    auto const targets = body.texts("targets");
    auto const from = body.value("from") != nullptr ? std::optional{body.texts("from")} : std::nullopt;
    body.finish();
    auto const opened = served.project();
    return decide(opened->project.graph(), kind, targets, from ? *from : served.current());
}

/// Runs with a migrator on a connection of its own.
template <typename Work>
auto migrating(workspace& served, run_options options, Work const& run) {
    return [&served, options, run](work_context const& with) {
        changing const done{served};
        auto const opened = served.project();
        auto target = database::connect(opened->project.database_url());
        migrator runner{opened->project, target, with.events};
        auto chosen = options;
        chosen.stop = with.stop;
        return to_json(run(runner, chosen));
    };
}

wanted_run read_run(run_desk const& desk, direction kind, http::call const& asked) {
    body_members body{asked.request};
    auto wanted = run_for(asked, kind == direction::upgrade ? "upgrade" : "downgrade");
    wanted.direction = wanted.kind;
    wanted.targets = body.texts("target");
    if (wanted.targets.empty() && kind == direction::upgrade)
        wanted.targets = {"head"};
    if (wanted.targets.empty())
        throw error{errc::bad_usage, "the member 'target' is missing", "say which revision to go to"};
    auto const options = run_options_in(body, asked.who);
    require_confirmation(desk, body);
    body.finish();
    wanted.work = migrating(
        desk.served,
        options,
        [kind, target = wanted.targets.front()](migrator& runner, run_options const& how) {
            return kind == direction::upgrade ? runner.upgrade(target, how) : runner.downgrade(target, how);
        }
    );
    return wanted;
}

wanted_run read_stamp(run_desk const& desk, http::call const& asked) {
    body_members body{asked.request};
    auto wanted = run_for(asked, "stamp");
    wanted.direction = wanted.kind;
    wanted.targets = body.texts("target");
    if (wanted.targets.empty())
        throw error{errc::bad_usage, "the member 'target' is missing", "say which revision to stamp"};
    auto const options = run_options_in(body, asked.who);
    auto const mode = body.flag("purge") ? migrator::stamp_mode::purge : migrator::stamp_mode::keep;
    require_confirmation(desk, body);
    body.finish();
    wanted.work =
        migrating(desk.served, options, [mode, targets = wanted.targets](migrator& runner, run_options const& how) {
            return runner.stamp(targets, mode, how);
        });
    return wanted;
}

constexpr named<rehearsal::place> places[]{
    {"scratch", rehearsal::place::scratch}, {"target", rehearsal::place::target}};
constexpr named<rehearsal::rows_kept> kept_rows[]{
    {"none", rehearsal::rows_kept::none}, {"sample", rehearsal::rows_kept::sample}, {"all", rehearsal::rows_kept::all}};

wanted_run read_rehearsal(run_desk const& desk, http::call const& asked) {
    body_members body{asked.request};
    auto wanted = run_for(asked, "rehearse");
    wanted.direction = body.text_or("direction", "upgrade");
    wanted.targets = body.texts("target");
    if (wanted.targets.empty() && wanted.direction == "upgrade")
        wanted.targets = {"head"};
    rehearsal::options how;
    how.place = one_of<rehearsal::place>(body, "on", places).value_or(how.place);
    how.rows = one_of<rehearsal::rows_kept>(body, "data", kept_rows).value_or(how.rows);
    how.sample_size = body.optional_number("sample").value_or(how.sample_size);
    body.finish();
    if (how.place == rehearsal::place::target && how.rows != rehearsal::rows_kept::none)
        throw error{errc::bad_usage, "'data' is about a scratch database", "leave out 'on'"};
    wanted.use = how.place == rehearsal::place::scratch ? work_use::aside : work_use::database;
    // What is wrong with the target is told at once.
    static_cast<void>(
        decide(desk.served.project()->project.graph(), wanted.direction, wanted.targets, desk.served.current())
    );
    wanted.work =
        [&served = desk.served, how, kind = wanted.direction, targets = wanted.targets](work_context const& with) {
            auto const opened = served.project();
            auto const& project = opened->project;
            auto target = database::connect(project.database_url());
            auto const rows = migrator{project, target}.current();
            auto chosen = how;
            chosen.stop = with.stop;
            chosen.events = with.events;
            return to_json(rehearsal::rehearse(project, target, decide(project.graph(), kind, targets, rows), chosen));
        };
    return wanted;
}

wanted_run read_merge_rehearsal(run_desk const& desk, http::call const& asked) {
    body_members body{asked.request};
    auto wanted = run_for(asked, "rehearse_merge");
    wanted.use = work_use::aside;
    wanted.targets = body.texts("heads");
    body.finish();
    auto const opened = desk.served.project();
    if (wanted.targets.empty())
        wanted.targets = opened->project.graph().heads();
    wanted.work = [&served = desk.served, heads = wanted.targets](work_context const& with) {
        auto const now = served.project();
        auto like = database::connect(now->project.database_url());
        return to_json(rehearsal::rehearse_merge(now->project, like, heads, with.stop));
    };
    return wanted;
}

constexpr auto upgrade_body = R"({"target": "head", "backup": "auto", "engine": "auto", "lock_wait": 300,
 "lock_timeout": "5s", "statement_timeout": "5min", "on_blocked": "wait", "confirm": "shop"})";
constexpr auto downgrade_body = R"({"target": "-1", "backup": "auto", "confirm": "shop"})";
constexpr auto rehearsal_body =
    R"({"direction": "upgrade", "target": "head", "on": "scratch", "data": "sample", "sample": 1000})";

} // namespace

std::vector<http::route> migration_run_routes(run_desk const& desk) {
    using enum http::method;
    using enum http::role;
    auto const upgrade = starts(desk, [](run_desk const& at, http::call const& asked) {
        return read_run(at, direction::upgrade, asked);
    });
    auto const downgrade = starts(desk, [](run_desk const& at, http::call const& asked) {
        return read_run(at, direction::downgrade, asked);
    });
    auto const rehearse = starts(desk, read_rehearsal);
    return {
        {post,
         "/api/alembic/migrations/plan",
         viewer,
         "The steps that a run would take",
         [&served = desk.served](http::call const& asked) {
             return json_response(to_json(make_plan(served, asked.request)));
         },
         {},
         R"({"direction": "upgrade", "targets": ["head"]})"},
        {post,
         "/api/alembic/migrations/upgrade",
         operator_,
         "Apply revisions up to a target",
         upgrade,
         {},
         upgrade_body},
        {post,
         "/api/alembic/migrations/downgrade",
         operator_,
         "Undo revisions down to a target",
         downgrade,
         {},
         downgrade_body},
        {post,
         "/api/alembic/migrations/stamp",
         operator_,
         "Set the version table without running anything",
         starts(desk, read_stamp),
         {},
         R"({"target": ["head"], "purge": false, "confirm": "shop"})"},
        {post,
         "/api/alembic/migrations/rehearse",
         operator_,
         "Try a plan in a scratch database, or in the target within a transaction that is rolled back",
         rehearse,
         {},
         rehearsal_body},
        {post,
         "/api/alembic/migrations/merge/rehearse",
         operator_,
         "Replay branches in both orders in scratch databases",
         starts(desk, read_merge_rehearsal),
         {},
         R"({"heads": []})"},
        {post, "/api/alembic/rehearse", operator_, "As /api/alembic/migrations/rehearse", rehearse, {}, rehearsal_body},
        {post, "/api/migrations/upgrade", operator_, "As /api/alembic/migrations/upgrade", upgrade, {}, upgrade_body},
        {post,
         "/api/migrations/downgrade",
         operator_,
         "As /api/alembic/migrations/downgrade",
         downgrade,
         {},
         downgrade_body},
    };
}

} // namespace alembicore::server::resources
