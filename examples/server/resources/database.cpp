// The database itself, and SQL that somebody writes.
#include "http/problem.hpp"
#include "resources/answers.hpp"
#include "resources/resources.hpp"

#include <alembicore/json.hpp>
#include <alembicore/query.hpp>

#include <boost/json/array.hpp>

#include <memory>

namespace alembicore::server::resources {

namespace {

namespace json = boost::json;

/// SQL that writes can do all that a migration can.
void require_writing(http::identity const& who) {
    if (who.holds < http::role::operator_)
        throw http::not_allowed{
            errc::bad_usage,
            "SQL that writes needs the role operator",
            "change rows through the tables, or have somebody run it who may apply migrations"};
}

http::response run_query(workspace& served, cancellable_requests& going, http::call const& call) {
    body_members body{call.request};
    data::query_request wanted;
    wanted.text = body.text("sql");
    wanted.mode = body.flag("write") ? data::query_mode::read_write : data::query_mode::read_only;
    if (wanted.mode == data::query_mode::read_write)
        require_writing(call.who);
    wanted.row_limit = body.optional_number("row_limit").value_or(wanted.row_limit);
    if (auto const limit = body.optional_number("time_limit_ms"))
        wanted.time_limit = std::chrono::milliseconds{*limit};
    // What writes is carried out also when nobody waits for it any more.
    auto const gone = wanted.mode == data::query_mode::read_only ? call.request.gone : std::stop_token{};
    cancellable_requests::entry const entry{going, body.text_or("id", ""), gone};
    body.finish();
    std::vector<data::query_result> results;
    served.with_database([&](database& on) { results = data::run_query(on, wanted, entry.stop()); }, entry.stop());
    return json_response(to_json(results));
}

http::response explain(workspace& served, cancellable_requests& going, http::request const& asked) {
    body_members body{asked};
    data::explain_request wanted;
    wanted.text = body.text("sql");
    wanted.mode = body.flag("analyze") ? data::explain_mode::analyze : data::explain_mode::plan;
    wanted.buffers = body.flag("buffers");
    cancellable_requests::entry const entry{going, body.text_or("id", ""), asked.gone};
    body.finish();
    data::explanation made;
    served.with_database([&](database& on) { made = data::explain(on, wanted, entry.stop()); }, entry.stop());
    return json_response(to_json(made));
}

json::object describe_connection(workspace& served) {
    json::object described{
        {"url", nullptr}, {"database", nullptr}, {"source", nullptr}, {"server_version", nullptr}, {"error", nullptr}};
    try {
        auto const address = served.database_address();
        described["url"] = address.masked();
        described["source"] = address.source;
        described["database"] = served.database_name();
        served.with_database([&](database& on) { described["server_version"] = on.server_version(); });
    } catch (error const& failure) {
        described["error"] = to_json(failure.info());
    }
    return described;
}

constexpr char const* statistics_query = R"(
SELECT current_database() AS database, pg_database_size(current_database()) AS size,
       numbackends AS sessions, xact_commit AS commits, xact_rollback AS rollbacks,
       blks_hit AS blocks_hit, blks_read AS blocks_read, deadlocks,
       (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state = 'active') AS active,
       (SELECT count(*) FROM pg_locks WHERE NOT granted) AS waiting,
       pg_postmaster_start_time() AS started
FROM pg_stat_database WHERE datname = current_database())";

json::object describe_statistics(workspace& served) {
    std::vector<data::query_result> results;
    served.with_database([&](database& on) {
        data::query_request wanted;
        wanted.text = statistics_query;
        results = data::run_query(on, wanted);
    });
    json::object described;
    auto const& only = results.at(0);
    for (std::size_t i = 0; i < only.columns.size(); ++i)
        described.emplace(only.columns[i].name, only.rows.at(0)[i] ? json::value(*only.rows.at(0)[i]) : json::value());
    return described;
}

} // namespace

std::vector<http::route> database_routes(workspace& served) {
    using enum http::method;
    using enum http::role;
    auto const going = std::make_shared<cancellable_requests>();
    return {
        {get,
         "/api/database/connection",
         viewer,
         "Where the database is, and whether it answers",
         [&served](http::call const&) { return json_response(describe_connection(served)); }},
        {get,
         "/api/database/stats",
         viewer,
         "Size, sessions and activity of the database",
         [&served](http::call const&) { return json_response(describe_statistics(served)); }},
        {post,
         "/api/database/query",
         editor,
         "Run SQL, read-only unless 'write' is true",
         [&served, going](http::call const& asked) { return run_query(served, *going, asked); },
         {},
         R"({"sql": "SELECT 1", "write": false, "row_limit": 1000, "time_limit_ms": 30000, "id": "q1"})"},
        {post,
         "/api/database/explain",
         editor,
         "The plan of a statement",
         [&served, going](http::call const& asked) { return explain(served, *going, asked.request); },
         {},
         R"({"sql": "SELECT 1", "analyze": false, "buffers": false, "id": "q1"})"},
        {post,
         "/api/database/query/{id}/cancel",
         editor,
         "Cancel a query by the id that it was sent with",
         [going](http::call const& asked) {
             if (!going->cancel(asked.segment("id")))
                 return not_found("no such query goes on", "it may have ended");
             return json_response(json::object{{"cancelled", true}});
         }},
    };
}

} // namespace alembicore::server::resources
