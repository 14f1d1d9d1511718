// New revision files.
#include "http/problem.hpp"
#include "resources/answers.hpp"
#include "resources/resources.hpp"

#include <alembicore/json.hpp>
#include <alembicore/merge_rehearsal.hpp>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace alembicore::server::resources {

namespace {

namespace json = boost::json;

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
    changing const done{served};
    return created(served.project()->project.create_revision(wanted));
}

http::response conflicting(rehearsal::commutation const& tried) {
    error_info info;
    info.code = errc::multiple_heads;
    info.message = "the branches do not give the same schema in both orders";
    info.reason = "nothing was written";
    info.remedy = "look at what differs, and correct one of the branches; or merge without rehearsing";
    auto answer = http::problem(info, 409);
    auto document = json::parse(answer.body->plain()).as_object();
    document["rehearsal"] = to_json(tried);
    return http::text_response(json::serialize(document), answer.content_type, 409);
}

rehearsal::commutation try_both_orders(workspace& served, project const& of, std::vector<std::string> heads) {
    if (heads.empty())
        heads = of.graph().heads();
    rehearsal::commutation tried;
    served.with_database([&](database& like) { tried = rehearsal::rehearse_merge(of, like, heads); });
    return tried;
}

http::response merge_heads(workspace& served, http::request const& asked) {
    body_members body{asked};
    auto wanted = read_new_revision(body);
    auto const heads = body.texts("heads");
    wanted.splice = body.flag("splice");
    bool const proven_first = body.flag("rehearse");
    body.finish();
    changing const done{served};
    auto const opened = served.project();
    if (proven_first)
        if (auto const tried = try_both_orders(served, opened->project, heads); !tried.commutes)
            return conflicting(tried);
    return created(opened->project.merge(heads, wanted));
}

} // namespace

std::vector<http::route> revision_file_routes(workspace& served) {
    using enum http::method;
    using enum http::role;
    return {
        {post,
         "/api/alembic/migrations/revision",
         operator_,
         "Write a new revision file",
         [&served](http::call const& asked) { return create_revision(served, asked.request); },
         {},
         R"({"message": "add users", "parents": ["head"], "splice": false})"},
        {post,
         "/api/alembic/migrations/merge",
         operator_,
         "Write a revision that merges heads, with 'rehearse' only where both orders give the same schema",
         [&served](http::call const& asked) { return merge_heads(served, asked.request); },
         {},
         R"({"message": "merge", "heads": [], "rehearse": true})"},
    };
}

} // namespace alembicore::server::resources
