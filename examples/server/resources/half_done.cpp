// A revision that was stopped half-way, and what finishes it or takes it back.
#include "resources/answers.hpp"
#include "resources/resources.hpp"
#include "resources/run_requests.hpp"

#include <alembicore/half_done.hpp>
#include <alembicore/json.hpp>

namespace alembicore::server::resources {

namespace {

std::optional<half_done_revision> look(workspace& served) {
    auto const opened = served.project();
    std::optional<half_done_revision> found;
    served.with_database([&](database& on) { found = find_half_done(opened->project, on); });
    return found;
}

using way_out = run_report (*)(project const&, database&, fate, event_sink const&, run_options const&);

constexpr named<way_out> ways[]{{"finish", finish_half_done}, {"undo", undo_half_done}};
constexpr named<fate> fates[]{{"done", fate::done}, {"not-done", fate::not_done}};

wanted_run read_resumption(run_desk const& desk, http::call const& asked) {
    body_members body{asked.request};
    auto const way = value_named<way_out>("how", body.text("how"), ways);
    auto const begun = one_of<fate>(body, "begun", fates).value_or(fate::unknown);
    auto const options = run_options_in(body, asked.who);
    require_confirmation(desk, body);
    body.finish();
    auto wanted = run_for(asked, "resume");
    auto const half_done = look(desk.served);
    if (!half_done)
        throw error{errc::bad_target, "no revision is half done", "there is nothing to finish or to undo"};
    wanted.targets = {half_done->revision};
    wanted.work = [&served = desk.served, way, begun, options](work_context const& with) {
        changing const done{served};
        auto const opened = served.project();
        auto target = database::connect(opened->project.database_url());
        auto chosen = options;
        chosen.stop = with.stop;
        return to_json(way(opened->project, target, begun, with.events, chosen));
    };
    return wanted;
}

} // namespace

std::vector<http::route> half_done_routes(run_desk const& desk) {
    using enum http::method;
    using enum http::role;
    return {
        {get,
         "/api/alembic/half-done",
         viewer,
         "The revision that was stopped half-way, with what is done of it and what is left, or null",
         [&served = desk.served](http::call const&) {
             auto const found = look(served);
             return json_response(boost::json::object{{"half_done", found ? to_json(*found) : boost::json::value()}});
         }},
        {post,
         "/api/alembic/migrations/resume",
         operator_,
         "Finish a revision that was stopped half-way, or take back what is done of it",
         starts(desk, read_resumption),
         {},
         R"({"how": "finish", "begun": "not-done", "lock_wait": 300, "confirm": "shop"})"},
    };
}

} // namespace alembicore::server::resources
