// What writes a history anew: its first revision from a database, several revisions as one, another parent.
#include "resources/answers.hpp"
#include "resources/resources.hpp"
#include "resources/run_requests.hpp"

#include <alembicore/baseline.hpp>
#include <alembicore/json.hpp>
#include <alembicore/rebase.hpp>
#include <alembicore/squash.hpp>

namespace alembicore::server::resources {

namespace {

/// Works on the project as it is then, with a connection of its own.
template <typename Options, typename Make>
auto rewriting(workspace& served, Options how, Make const& make) {
    return [&served, how, make](work_context const& with) {
        changing const done{served};
        auto const opened = served.project();
        auto target = database::connect(opened->project.database_url());
        auto chosen = how;
        chosen.stop = with.stop;
        return to_json(make(opened->project, target, chosen));
    };
}

wanted_run read_baseline(run_desk const& desk, http::call const& asked) {
    body_members body{asked.request};
    baseline::options how;
    how.message = body.text_or("message", how.message);
    how.id = body.text_or("id", "");
    how.schemas = body.texts("schemas");
    how.dump = !body.flag("no_dump");
    how.effect = body.flag("dry_run") ? baseline::effect::none : baseline::effect::written;
    if (how.effect == baseline::effect::written)
        require_confirmation(desk, body);
    static_cast<void>(body.value("confirm"));
    body.finish();
    auto wanted = run_for(asked, "baseline");
    wanted.use = how.effect == baseline::effect::none ? work_use::aside : work_use::database;
    wanted.work = rewriting(desk.served, how, baseline::make);
    return wanted;
}

constexpr named<squash::more_than_schema> treatments[]{
    {"keep", squash::more_than_schema::kept}, {"leave-out", squash::more_than_schema::left_out}};

wanted_run read_squash(run_desk const& desk, http::call const& asked) {
    body_members body{asked.request};
    squash::options how;
    auto const range = body.text("range");
    how.message = body.text_or("message", "");
    how.more_than_schema =
        one_of<squash::more_than_schema>(body, "data", treatments).value_or(squash::more_than_schema::refused);
    how.effect = body.flag("dry_run") ? squash::effect::none : squash::effect::written;
    body.finish();
    auto wanted = run_for(asked, "squash");
    wanted.use = work_use::aside;
    wanted.targets = {range};
    wanted.work =
        rewriting(desk.served, how, [range](project const& of, database& like, squash::options const& chosen) {
            return squash::make(of, like, range, chosen);
        });
    return wanted;
}

http::response rebase(workspace& served, http::request const& asked) {
    body_members body{asked};
    auto const revision = body.text("revision");
    auto const onto = body.text("onto");
    bool const written = !body.flag("dry_run");
    body.finish();
    changing const done{served};
    auto const moved = plan_rebase(served.project()->project, revision, onto);
    if (written)
        write_rebase(moved);
    return json_response(boost::json::object{
        {"revision", moved.id},
        {"from", array_of(moved.from)},
        {"to", moved.to},
        {"path", moved.path.string()},
        {"text", moved.text},
        {"written", written},
    });
}

} // namespace

std::vector<http::route> rewriting_routes(run_desk const& desk) {
    using enum http::method;
    using enum http::role;
    return {
        {post,
         "/api/alembic/migrations/baseline",
         operator_,
         "Write the first revision of a database that has lived without Alembic, and stamp it",
         starts(desk, read_baseline),
         {},
         R"({"message": "baseline", "schemas": [], "no_dump": false, "dry_run": true, "confirm": "shop"})"},
        {post,
         "/api/alembic/migrations/squash",
         operator_,
         "Write one revision that makes the schema of several",
         starts(desk, read_squash),
         {},
         R"({"range": "base:head", "message": "", "data": "keep", "dry_run": true})"},
        {post,
         "/api/alembic/migrations/rebase",
         operator_,
         "Give a revision another parent, in its file",
         [&served = desk.served](http::call const& asked) { return rebase(served, asked.request); },
         {},
         R"({"revision": "5c1f", "onto": "92aa", "dry_run": true})"},
    };
}

} // namespace alembicore::server::resources
