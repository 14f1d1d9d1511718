// Runs that go on or are over, and what they tell.
#include "resources/answers.hpp"
#include "resources/resources.hpp"

#include <alembicore/journal.hpp>
#include <alembicore/json.hpp>

#include <boost/json/array.hpp>

#include <algorithm>
#include <charconv>
#include <set>

namespace alembicore::server::resources {

namespace {

http::response no_such_run(std::string const& id) {
    return not_found("there is no run '" + id + "' of this server", "see GET /api/runs");
}

/// What a page has seen already: `Last-Event-ID` when its connection broke, `?after=` when it was loaded anew.
std::size_t last_seen(http::request const& asked) {
    std::size_t last = 0;
    auto const text = asked.field("Last-Event-ID");
    if (!text.empty())
        std::from_chars(text.data(), text.data() + text.size(), last);
    return last != 0 ? last : static_cast<std::size_t>(number_in_query(asked, "after").value_or(0));
}

/// Source: https://html.spec.whatwg.org/multipage/server-sent-events.html
http::response events_of(runs& going, std::string const& id, std::size_t last) {
    http::response answer;
    answer.content_type = "text/event-stream";
    answer.fields.emplace_back("Cache-Control", "no-store");
    answer.streamed = [&going, id, last](http::stream_writer& to) {
        going.follow(
            id,
            last,
            [&](told const& each) {
                return to.write("id: " + std::to_string(each.id) + "\ndata: " + each.text + "\n\n");
            },
            to.gone()
        );
        to.write("event: end\ndata: {}\n\n");
    };
    return answer;
}

/// The same as messages of a WebSocket.
http::response messages_of(runs& going, std::string const& id, std::size_t last) {
    http::response answer;
    answer.by_socket = true;
    answer.streamed = [&going, id, last](http::stream_writer& to) {
        going.follow(
            id, last, [&](told const& each) { return to.write(each.text); }, to.gone()
        );
        to.write(R"({"event":"end"})");
    };
    return answer;
}

/// Runs of the journal that are none of these: of other programs, and of this server before it was started anew.
boost::json::array earlier_runs(workspace& served, boost::json::array const& of_server, std::size_t most) {
    std::set<std::int64_t> known;
    for (auto const& each : of_server)
        if (auto const* number = each.at("journal_run").if_int64())
            known.insert(*number);
    std::vector<journal::recorded_run> recorded;
    served.with_database([&](database& on) {
        recorded = journal::list(on, {.most = most + known.size(), .before = {}});
    });
    std::erase_if(recorded, [&](auto const& each) { return known.contains(each.number); });
    if (recorded.size() > most)
        recorded.resize(most);
    return list_of(recorded);
}

http::response list_runs(runs& going, workspace& served, http::request const& asked) {
    constexpr std::uint64_t most = 1000;
    boost::json::array listed;
    for (auto& each : going.list())
        listed.push_back(std::move(each));
    boost::json::object document{{"runs", std::move(listed)}};
    if (auto const wanted = number_in_query(asked, "earlier"))
        document["earlier"] = earlier_runs(served, document["runs"].as_array(), std::min(*wanted, most));
    return json_response(document);
}

} // namespace

std::vector<http::route> run_routes(workspace& served, runs& going) {
    using enum http::method;
    using enum http::role;
    return {
        {get,
         "/api/runs",
         viewer,
         "The runs of this server without their reports, newest first; with 'earlier' also those of the journal",
         [&served, &going](http::call const& asked) { return list_runs(going, served, asked.request); },
         {{"earlier", "at most so many recorded runs that are not of this server"}}},
        {get,
         "/api/runs/{id}",
         viewer,
         "One run: its state, report or error",
         [&going](http::call const& asked) {
             auto const found = going.describe(asked.segment("id"));
             return found ? json_response(*found) : no_such_run(asked.segment("id"));
         }},
        {post,
         "/api/runs/{id}/cancel",
         operator_,
         "Stop a run; what is open is rolled back",
         [&going](http::call const& asked) {
             auto const& id = asked.segment("id");
             going.cancel(id);
             auto const found = going.describe(id);
             return found ? json_response(*found, 202) : no_such_run(id);
         }},
        {get,
         "/api/runs/{id}/events",
         viewer,
         "What a run tells, from its first event on, or behind the one that was seen last: as server-sent events, or "
         "as "
         "messages of a WebSocket where one is asked for",
         [&going](http::call const& asked) {
             auto const& id = asked.segment("id");
             if (!going.describe(id))
                 return no_such_run(id);
             auto const shown = asked.request.wants_socket ? messages_of : events_of;
             return shown(going, id, last_seen(asked.request));
         },
         {{"after", "the number of the event that was seen last"}}},
    };
}

} // namespace alembicore::server::resources
