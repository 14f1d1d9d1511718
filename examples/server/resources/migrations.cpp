// The history of a project and what runs do with it.
#include "resources/answers.hpp"
#include "resources/resources.hpp"

#include <alembicore/json.hpp>
#include <alembicore/migrator.hpp>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <mutex>
#include <set>

namespace alembicore::server::resources {

namespace {

namespace json = boost::json;

/// What the database says about the history; `failure` where it cannot be asked.
struct database_state {
    std::vector<std::string> rows;
    std::set<std::string, std::less<>> applied;
    json::value failure;

    [[nodiscard]] bool known() const noexcept { return failure.is_null(); }
};

json::array array_of(std::vector<std::string> const& texts) {
    json::array made;
    for (auto const& each : texts)
        made.emplace_back(each);
    return made;
}

/// One, several, or none, as Alembic has it: a text, a list, or null.
json::value as_alembic_has_it(std::vector<std::string> const& ids) {
    if (ids.empty())
        return nullptr;
    if (ids.size() == 1)
        return json::value(ids.front());
    return array_of(ids);
}

database_state ask_database(workspace& served, revision_graph const& graph) {
    database_state state;
    try {
        state.rows = served.current();
        for (auto const& id : graph.applied(state.rows))
            state.applied.insert(id);
    } catch (error const& failure) {
        state.failure = to_json(failure.info());
    }
    return state;
}

json::value unless_unknown(database_state const& state, bool answer) {
    return state.known() ? json::value(answer) : json::value();
}

json::object summary(revision_graph const& graph, revision const& of, database_state const& state) {
    auto const known = to_json(graph, of.id);
    return {
        {"revision", of.id},
        {"down_revision", as_alembic_has_it(of.down_revisions)},
        {"branch_labels", known.at("branch_labels")},
        {"labels", known.at("labels")},
        {"depends_on", known.at("depends_on")},
        {"doc", known.at("message")},
        {"date", known.at("create_date")},
        {"module_path", of.path.empty() ? json::value() : json::value(of.path)},
        {"is_head", known.at("head")},
        {"is_branch_point", known.at("branch_point")},
        {"is_merge_point", known.at("merge_point")},
        {"is_missing", of.ghost},
        {"is_current", unless_unknown(state, std::ranges::find(state.rows, of.id) != state.rows.end())},
        {"is_applied", unless_unknown(state, state.applied.contains(of.id))},
        {"findings", known.at("diagnostics")},
    };
}

/// Newest first; ghosts, which have no place in the order, at the end.
std::vector<std::string> order_of(revision_graph const& graph) {
    std::vector<std::string> order;
    try {
        order = graph.history();
    } catch (error const&) {
        for (auto const& each : graph.revisions())
            order.push_back(each.id);
        std::ranges::reverse(order);
    }
    std::set<std::string> const listed{order.begin(), order.end()};
    for (auto const& each : graph.revisions())
        if (!listed.contains(each.id))
            order.push_back(each.id);
    return order;
}

json::object describe_history(project const& opened, database_state const& state) {
    auto const& graph = opened.graph();
    json::array migrations;
    for (auto const& id : order_of(graph))
        migrations.push_back(summary(graph, *graph.find(id), state));
    json::array problems;
    for (auto const& problem : opened.diagnostics())
        problems.push_back(to_json(problem));
    json::array unknown;
    for (auto const& row : state.rows)
        if (graph.find(row) == nullptr)
            unknown.emplace_back(row);
    return {
        {"migrations", std::move(migrations)},
        {"heads", array_of(graph.heads())},
        {"current", state.known() ? json::value(array_of(state.rows)) : json::value()},
        {"unknown_in_database", std::move(unknown)},
        {"database_error", state.failure},
        {"problems", std::move(problems)},
    };
}

json::object describe_graph(revision_graph const& graph) {
    json::array nodes;
    json::array edges;
    for (auto const& each : graph.revisions()) {
        nodes.push_back(to_json(graph, each.id));
        for (auto const& parent : each.down_revisions)
            edges.push_back({{"from", each.id}, {"to", parent}, {"kind", "down_revision"}});
        if (!each.ghost)
            for (auto const& needed : graph.dependencies(each.id))
                edges.push_back({{"from", each.id}, {"to", needed}, {"kind", "depends_on"}});
    }
    return {{"nodes", std::move(nodes)}, {"edges", std::move(edges)}};
}

std::string text_of_file(std::string const& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

/// The list is asked for again and again, and seldom changes.
class history_cache {
public:
    std::shared_ptr<http::content const> find(loaded_project const& loaded, database_state const& state) {
        auto const key = std::to_string(loaded.revision) + key_of(state);
        std::scoped_lock const lock{mutex_};
        if (key != key_) {
            made_ = json_response(describe_history(loaded.project, state)).body;
            key_ = key;
        }
        return made_;
    }

private:
    static std::string key_of(database_state const& state) {
        std::string key = state.known() ? "=" : json::serialize(state.failure);
        for (auto const& row : state.rows)
            key += ' ' + row;
        return key;
    }

    std::mutex mutex_;
    std::string key_;
    std::shared_ptr<http::content const> made_;
};

http::response describe_revision(workspace& served, std::string const& id) {
    auto const opened = served.project();
    auto const& graph = opened->project.graph();
    auto const exact = graph.resolve_one(id);
    if (!exact)
        return not_found("'" + id + "' is no revision", "give an id");
    auto const& found = *graph.find(*exact);
    auto described = summary(graph, found, ask_database(served, graph));
    described["docstring"] = found.doc;
    described["children"] = array_of(graph.children(found.id));
    if (!found.ghost) {
        described["source"] = text_of_file(found.path);
        auto const seen = to_json(opened->project.inspect(found.id)).as_object();
        described["upgrade"] = seen.at("upgrade");
        described["downgrade"] = seen.at("downgrade");
    }
    return json_response(described);
}

plan make_plan(workspace& served, http::request const& asked) {
    body_members body{asked};
    auto const kind = body.text("direction");
    auto const targets = body.texts("targets");
    auto const from = body.value("from") != nullptr ? std::optional{body.texts("from")} : std::nullopt;
    body.finish();
    if (targets.empty())
        throw error{errc::bad_usage, "the member 'targets' is empty", "give [\"head\"]"};
    auto const opened = served.project();
    auto const& graph = opened->project.graph();
    auto const rows = from ? *from : served.current();
    if (kind == "upgrade")
        return plan_upgrade(graph, targets.front(), rows);
    if (kind == "downgrade")
        return plan_downgrade(graph, targets.front(), rows);
    if (kind == "stamp")
        return plan_stamp(graph, targets, rows);
    throw error{errc::bad_usage, "there is no direction '" + kind + "'", "give upgrade, downgrade or stamp"};
}

engine engine_named(std::string const& name) {
    if (name == "auto")
        return engine::automatic;
    if (name == "native")
        return engine::native;
    if (name == "python")
        return engine::python;
    throw error{errc::bad_usage, "there is no engine '" + name + "'", "give auto, native or python"};
}

wanted_run read_run(direction kind, http::call const& call) {
    auto const& asked = call.request;
    body_members body{asked};
    wanted_run wanted;
    wanted.direction = kind;
    wanted.asked_by = call.who.name.empty() ? asked.client : call.who.name;
    wanted.options.authenticated_user = call.who.name;
    wanted.targets = body.texts("target");
    if (wanted.targets.empty() && kind == direction::upgrade)
        wanted.targets = {"head"};
    if (wanted.targets.empty())
        throw error{errc::bad_usage, "the member 'target' is missing", "say which revision to go to"};
    if (auto const name = body.optional_text("engine"))
        wanted.options.engine = engine_named(*name);
    if (auto const seconds = body.optional_number("lock_wait"))
        wanted.options.lock_wait = std::chrono::seconds{*seconds};
    wanted.options.tag = body.text_or("tag", "");
    if (kind == direction::stamp && body.flag("purge"))
        wanted.stamping = migrator::stamp_mode::purge;
    body.finish();
    return wanted;
}

http::handler starts(runs& going, direction kind) {
    return [&going, kind](http::call const& asked) {
        auto const id = going.start(read_run(kind, asked));
        auto answer = json_response(going.describe(id).value(), 202);
        answer.fields.emplace_back("Location", "/api/runs/" + id);
        answer.about = "run " + id;
        return answer;
    };
}

new_revision read_new_revision(body_members& body) {
    new_revision wanted;
    wanted.message = body.text_or("message", "");
    wanted.id = body.text_or("id", "");
    wanted.branch_labels = body.texts("branch_labels");
    wanted.depends_on = body.texts("depends_on");
    return wanted;
}

http::response created(created_revision const& made) {
    json::array hooks;
    for (auto const& hook : made.hooks)
        hooks.push_back(
            {{"name", hook.name},
             {"exit_status", hook.exit_status ? json::value(*hook.exit_status) : json::value()},
             {"output", hook.output},
             {"problem", hook.problem}}
        );
    return json_response(
        json::object{{"revision", made.id}, {"module_path", made.path.string()}, {"hooks", hooks}}, 201
    );
}

http::response create_revision(workspace& served, http::request const& asked) {
    body_members body{asked};
    auto wanted = read_new_revision(body);
    if (auto const parents = body.texts("parents"); !parents.empty())
        wanted.heads = parents;
    wanted.splice = body.flag("splice");
    body.finish();
    return created(served.project()->project.create_revision(wanted));
}

http::response merge_heads(workspace& served, http::request const& asked) {
    body_members body{asked};
    auto const wanted = read_new_revision(body);
    auto const heads = body.texts("heads");
    body.finish();
    return created(served.project()->project.merge(heads, wanted));
}

constexpr auto run_body = R"({"target": "head", "engine": "auto", "lock_wait": 300})";

} // namespace

std::vector<http::route> migration_routes(workspace& served, runs& going) {
    using enum http::method;
    using enum http::role;
    auto cache = std::make_shared<history_cache>();

    http::handler const list = [&served, cache](http::call const&) {
        auto const opened = served.project();
        http::response answer;
        answer.body = cache->find(*opened, ask_database(served, opened->project.graph()));
        return answer;
    };
    http::handler const current = [&served](http::call const&) {
        auto const opened = served.project();
        auto const rows = served.current();
        return json_response(json::object{
            {"current", array_of(rows)}, {"tips", array_of(opened->project.graph().current_tips(rows))}});
    };
    http::handler const heads = [&served](http::call const&) {
        auto const& graph = served.project()->project.graph();
        return json_response(json::object{
            {"heads", array_of(graph.heads())}, {"real_heads", array_of(graph.real_heads())}});
    };
    auto const upgrade = starts(going, direction::upgrade);
    auto const downgrade = starts(going, direction::downgrade);

    return {
        {get,
         "/api/alembic/migrations",
         viewer,
         "All revisions, newest first, with what the database has of them",
         list},
        {get,
         "/api/alembic/migrations/graph",
         viewer,
         "The revisions as nodes and edges",
         [&served](http::call const&) { return json_response(describe_graph(served.project()->project.graph())); }},
        {get, "/api/alembic/migrations/current", viewer, "The rows of the version table", current},
        {get, "/api/alembic/migrations/heads", viewer, "The heads of the history", heads},
        {get,
         "/api/alembic/migrations/{revision}",
         viewer,
         "One revision: source, operations and SQL both ways",
         [&served](http::call const& asked) { return describe_revision(served, asked.segment("revision")); }},
        {post,
         "/api/alembic/migrations/plan",
         viewer,
         "The steps that a run would take",
         [&served](http::call const& asked) { return json_response(to_json(make_plan(served, asked.request))); },
         {},
         R"({"direction": "upgrade", "targets": ["head"]})"},
        {post, "/api/alembic/migrations/upgrade", operator_, "Apply revisions up to a target", upgrade, {}, run_body},
        {post,
         "/api/alembic/migrations/downgrade",
         operator_,
         "Undo revisions down to a target",
         downgrade,
         {},
         R"({"target": "-1"})"},
        {post,
         "/api/alembic/migrations/stamp",
         operator_,
         "Set the version table without running anything",
         starts(going, direction::stamp),
         {},
         R"({"target": ["head"], "purge": false})"},
        {post,
         "/api/alembic/migrations/revision",
         operator_,
         "Write a new revision file",
         [&served](http::call const& asked) { return create_revision(served, asked.request); },
         {},
         R"({"message": "add users", "parents": ["head"]})"},
        {post,
         "/api/alembic/migrations/merge",
         operator_,
         "Write a revision that merges heads",
         [&served](http::call const& asked) { return merge_heads(served, asked.request); },
         {},
         R"({"message": "merge", "heads": []})"},
        {get, "/api/migrations/history", viewer, "As /api/alembic/migrations", list},
        {get, "/api/migrations/current", viewer, "As /api/alembic/migrations/current", current},
        {get, "/api/migrations/heads", viewer, "As /api/alembic/migrations/heads", heads},
        {post, "/api/migrations/upgrade", operator_, "As /api/alembic/migrations/upgrade", upgrade, {}, run_body},
        {post,
         "/api/migrations/downgrade",
         operator_,
         "As /api/alembic/migrations/downgrade",
         downgrade,
         {},
         R"({"target": "-1"})"},
    };
}

} // namespace alembicore::server::resources
