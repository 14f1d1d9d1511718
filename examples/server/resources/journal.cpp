// What was done to the database, as the runs themselves have recorded it.
#include "resources/answers.hpp"
#include "resources/resources.hpp"

#include <alembicore/applied_files.hpp>
#include <alembicore/journal.hpp>
#include <alembicore/json.hpp>

#include <charconv>

namespace alembicore::server::resources {

namespace {

journal::page page_in(http::request const& asked) {
    journal::page wanted;
    constexpr std::uint64_t most = 1000;
    wanted.most = std::min(number_in_query(asked, "limit").value_or(wanted.most), most);
    if (auto const before = number_in_query(asked, "before"))
        wanted.before = static_cast<std::int64_t>(*before);
    return wanted;
}

http::response list_runs(workspace& served, http::request const& asked) {
    auto const wanted = page_in(asked);
    std::vector<journal::recorded_run> found;
    served.with_database([&](database& on) { found = journal::list(on, wanted); });
    return json_response(boost::json::object{{"runs", list_of(found)}});
}

http::response describe_run(workspace& served, std::string const& text) {
    std::int64_t number = 0;
    auto const [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    std::optional<journal::recorded_run> found;
    if (failed == std::errc{} && end == text.data() + text.size())
        served.with_database([&](database& on) { found = journal::find(on, number); });
    return found ? json_response(to_json(*found)) : not_found("the journal has no run " + text, "see GET /api/journal");
}

/// Without a project there are no files to compare with.
std::vector<edited_revision> edited_in(workspace& served, database& on) {
    try {
        return edited_revisions(served.project()->project, on);
    } catch (error const& failure) {
        if (failure.code() != errc::not_a_project)
            throw;
        return {};
    }
}

http::response verify(workspace& served, http::request const& asked) {
    boost::json::object document;
    served.with_database([&](database& on) {
        document = to_json(journal::verify(on, asked.parameter("expect"))).as_object();
        document["edited"] = list_of(edited_in(served, on));
    });
    return json_response(document);
}

} // namespace

std::vector<http::route> journal_routes(workspace& served) {
    using enum http::method;
    using enum http::role;
    return {
        {get,
         "/api/journal",
         viewer,
         "The recorded runs, newest first, without their steps",
         [&served](http::call const& asked) { return list_runs(served, asked.request); },
         {{"limit", "at most so many; 50"}, {"before", "the number of a run: older ones"}}},
        {get,
         "/api/journal/verify",
         viewer,
         "Whether every entry is as it was written, and which revisions were edited after they were applied",
         [&served](http::call const& asked) { return verify(served, asked.request); },
         {{"expect", "the last hash of earlier"}}},
        {get,
         "/api/journal/{run}",
         viewer,
         "One recorded run with its steps",
         [&served](http::call const& asked) { return describe_run(served, asked.segment("run")); }},
    };
}

} // namespace alembicore::server::resources
