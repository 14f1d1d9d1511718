// The history of a project, as it is.
#include "resources/answers.hpp"
#include "resources/migration_list.hpp"
#include "resources/resources.hpp"
#include "workspace/turnstile.hpp"

#include <alembicore/json.hpp>
#include <alembicore/revision_effect.hpp>

#include <boost/json/array.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>

namespace alembicore::server::resources {

namespace {

namespace json = boost::json;

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

/// The exact id. Errors: unknown_revision.
std::string exact_id(revision_graph const& graph, std::string const& id) {
    auto found = graph.resolve_one(id);
    if (!found)
        throw error{errc::unknown_revision, "'" + id + "' is no revision", "give an id"};
    return std::move(*found);
}

/// Locks on what was there before, which a rehearsed step has taken, each once.
json::array locks_in(json::value const& step) {
    json::array locks;
    for (auto const& statement : step.at("statements").as_array())
        for (auto const& each : statement.at("locks").as_array()) {
            if (each.at("made_here").as_bool())
                continue;
            json::object const lock{
                {"relation", each.at("relation")}, {"kind", each.at("kind")}, {"mode", each.at("mode")}};
            if (std::ranges::find(locks, lock) == locks.end())
                locks.push_back(lock);
        }
    return locks;
}

/// As the newest rehearsal of this server has seen them; null: it has seen none.
json::value rehearsed_locks(runs const& going, std::string const& revision) {
    json::value locks;
    going.find_report("rehearse", [&](json::value const& report) {
        for (auto const& step : report.at("steps").as_array())
            if (step.at("revision").as_string() == revision && step.at("direction").as_string() == "upgrade")
                locks = locks_in(step);
        return !locks.is_null();
    });
    return locks;
}

http::response describe_revision(history_source& history, runs const& going, std::string const& id) {
    auto const known = history.look();
    auto const& graph = known.graph();
    auto const& found = *graph.find(exact_id(graph, id));
    auto described = summary(known, found);
    described["docstring"] = found.doc;
    described["children"] = array_of(graph.children(found.id));
    described["applied"] = nullptr;
    if (known.journal && known.is_applied(found.id))
        if (auto const applied = known.journal->applied.find(found.id); applied != known.journal->applied.end())
            described["applied"] = to_json(applied->second);
    if (!found.ghost) {
        described["source"] = text_of_file(found.path);
        auto const seen = to_json(known.loaded->project.inspect(found.id)).as_object();
        described["upgrade"] = seen.at("upgrade");
        described["downgrade"] = seen.at("downgrade");
        described["locks"] = rehearsed_locks(going, found.id);
        described["engine"] = seen.at("upgrade").at("evaluation");
    }
    return json_response(described);
}

/// What revisions make of the schema. Each is found out once, as long as the files are the same.
class effect_cache {
public:
    explicit effect_cache(workspace& served) : served_(served) {}

    http::response find(std::string const& id, std::stop_token const& stop) {
        auto const loaded = served_.project();
        auto const exact = exact_id(loaded->project.graph(), id);
        turnstile::turn const mine{turns_, stop}; // one scratch database at a time
        if (project_ != loaded->revision)
            known_.clear();
        project_ = loaded->revision;
        auto& answer = known_[exact];
        if (!answer)
            served_.with_database(
                [&](database& on) {
                    answer = json_response(to_json(rehearsal::effect_of(loaded->project, on, exact, stop))).body;
                },
                stop
            );
        http::response made;
        made.body = answer;
        return made;
    }

private:
    workspace& served_;
    turnstile turns_; ///< for what follows
    std::uint64_t project_ = 0;
    std::map<std::string, std::shared_ptr<http::content const>> known_;
};

} // namespace

std::vector<http::route> migration_routes(workspace& served, runs const& going, cancellable_requests& comparisons) {
    using enum http::method;
    using enum http::role;
    auto const history = std::make_shared<history_source>(served);
    auto const effects = std::make_shared<effect_cache>(served);

    http::handler const list = [history](http::call const&) {
        http::response answer;
        answer.body = history->list();
        return answer;
    };
    http::handler const current = [&served](http::call const&) {
        auto const opened = served.project();
        auto const rows = served.current();
        return json_response(json::object{
            {"current", array_of(rows)}, {"tips", array_of(opened->project.graph().current_tips(rows))}});
    };
    http::handler const heads = [&served](http::call const&) {
        auto const opened = served.project();
        auto const& graph = opened->project.graph();
        return json_response(json::object{
            {"heads", array_of(graph.heads())}, {"real_heads", array_of(graph.real_heads())}});
    };
    http::handler const effect = [effects, &comparisons](http::call const& asked) {
        cancellable_requests::entry const entry{
            comparisons, asked.request.parameter("id").value_or(""), asked.request.gone};
        return effects->find(asked.segment("revision"), entry.stop());
    };
    http::query_parameter const id{"id", "by which it can be cancelled"};

    return {
        {get,
         "/api/alembic/migrations",
         viewer,
         "All revisions, newest first, with what database, journal and git have of them",
         list},
        {get,
         "/api/alembic/migrations/graph",
         viewer,
         "The revisions as nodes and edges",
         [&served](http::call const&) {
             auto const opened = served.project();
             return json_response(describe_graph(opened->project.graph()));
         }},
        {get, "/api/alembic/migrations/current", viewer, "The rows of the version table", current},
        {get, "/api/alembic/migrations/heads", viewer, "The heads of the history", heads},
        {get,
         "/api/alembic/migrations/{revision}",
         viewer,
         "One revision: source, operations and SQL both ways",
         [history, &going](http::call const& asked) {
             return describe_revision(*history, going, asked.segment("revision"));
         }},
        {get,
         "/api/alembic/migrations/diff/{revision}",
         viewer,
         "What one revision makes of the schema, found out in a scratch database",
         effect,
         {id}},
        {get, "/api/alembic/diff/{revision}", viewer, "As /api/alembic/migrations/diff/{revision}", effect, {id}},
        {get, "/api/migrations/history", viewer, "As /api/alembic/migrations", list},
        {get, "/api/migrations/current", viewer, "As /api/alembic/migrations/current", current},
        {get, "/api/migrations/heads", viewer, "As /api/alembic/migrations/heads", heads},
    };
}

} // namespace alembicore::server::resources
