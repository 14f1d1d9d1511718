// What is dangerous about revisions.
#include "resources/answers.hpp"
#include "resources/resources.hpp"

#include <alembicore/json.hpp>
#include <alembicore/lint.hpp>

namespace alembicore::server::resources {

namespace {

constexpr named<lint::directions> ways[]{
    {"upgrade", lint::directions::upgrade},
    {"downgrade", lint::directions::downgrade},
    {"both", lint::directions::both}};

struct lint_request {
    std::vector<std::string> revisions; ///< identifiers; empty = what is pending
    lint::options how;
    bool live = true; ///< ask the database about the tables
};

lint::report find(workspace& served, lint_request const& wanted) {
    auto const opened = served.project();
    auto const& graph = opened->project.graph();
    std::vector<std::string> ids;
    for (auto const& each : wanted.revisions)
        for (auto& id : graph.resolve(each))
            ids.push_back(std::move(id));
    auto const look = [&](database* live) {
        if (wanted.revisions.empty())
            return lint::lint_plan(opened->project, plan_upgrade(graph, "heads", served.current()), wanted.how, live);
        return lint::lint_revisions(opened->project, ids, wanted.how, live);
    };
    if (!wanted.live)
        return look(nullptr);
    lint::report made;
    served.with_database([&](database& on) { made = look(&on); });
    return made;
}

http::response get_findings(workspace& served, http::request const& asked) {
    lint_request wanted{asked.parameters("revision"), lint::load_options(served.request())};
    if (auto const way = asked.parameter("direction"))
        wanted.how.directions = value_named<lint::directions>("direction", *way, ways);
    if (auto const live = asked.parameter("database"))
        wanted.live = *live != "0";
    return json_response(to_json(find(served, wanted)));
}

http::response post_findings(workspace& served, http::request const& asked) {
    body_members body{asked};
    lint_request wanted{body.texts("revisions"), lint::load_options(served.request())};
    if (auto const way = one_of<lint::directions>(body, "direction", ways))
        wanted.how.directions = *way;
    if (body.value("only") != nullptr)
        wanted.how.only = body.texts("only");
    for (auto& each : body.texts("also"))
        wanted.how.also.push_back(std::move(each));
    for (auto& each : body.texts("without"))
        wanted.how.without.push_back(std::move(each));
    if (body.value("database") != nullptr)
        wanted.live = body.flag("database");
    body.finish();
    return json_response(to_json(find(served, wanted)));
}

} // namespace

std::vector<http::route> lint_routes(workspace& served) {
    using enum http::method;
    using enum http::role;
    return {
        {get,
         "/api/alembic/lint",
         viewer,
         "What is dangerous about the pending revisions, or those that are named",
         [&served](http::call const& asked) { return get_findings(served, asked.request); },
         {{"revision", "an identifier; repeatable"},
          {"direction", "upgrade, downgrade or both"},
          {"database", "0: do not ask the database about the tables"}}},
        {post,
         "/api/alembic/lint",
         viewer,
         "As GET, with the options of lint",
         [&served](http::call const& asked) { return post_findings(served, asked.request); },
         {},
         R"({"revisions": ["head"], "direction": "both", "only": [], "also": [], "without": [], "database": true})"},
        {get,
         "/api/alembic/lint/rules",
         viewer,
         "The rules of lint",
         [](http::call const&) { return json_response(to_json(lint::rules())); }},
    };
}

} // namespace alembicore::server::resources
