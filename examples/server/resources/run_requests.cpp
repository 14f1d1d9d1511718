#include "resources/run_requests.hpp"

#include "http/problem.hpp"
#include "resources/answers.hpp"

namespace alembicore::server::resources {

namespace {

constexpr named<engine> engines[]{{"auto", engine::automatic}, {"native", engine::native}, {"python", engine::python}};

std::optional<std::chrono::milliseconds> duration_in(body_members& body, std::string_view name) {
    auto const text = body.optional_text(name);
    if (!text)
        return std::nullopt;
    auto const read = parse_duration(*text);
    if (!read)
        throw error{
            errc::bad_usage,
            "the member '" + std::string{name} + "' is no duration: " + *text,
            "give 500ms, 5s, 2min, 1h, or 0 for no limit"};
    return read;
}

} // namespace

std::string asker_of(http::call const& asked) {
    return asked.who.name.empty() ? asked.request.client : asked.who.name;
}

wanted_run run_for(http::call const& asked, std::string kind) {
    wanted_run wanted;
    wanted.kind = std::move(kind);
    wanted.asked_by = asker_of(asked);
    wanted.trace = http::trace_of(asked.request.field("traceparent"));
    return wanted;
}

void require_confirmation(run_desk const& desk, body_members& body, std::string const& database) {
    auto const typed = body.optional_text("confirm");
    if (!desk.rules.production || typed == database)
        return;
    http::not_confirmed refused{
        errc::bad_usage,
        "the database '" + database + "' is marked as one for production",
        "look at what will be done, and send its name: \"confirm\": \"" + database + '"'};
    refused.info().reason = typed ? "the member 'confirm' has another name" : "the member 'confirm' is missing";
    throw refused;
}

void require_confirmation(run_desk const& desk, body_members& body) {
    if (desk.rules.production)
        require_confirmation(desk, body, desk.served.database_name());
    else
        static_cast<void>(body.optional_text("confirm"));
}

run_options run_options_in(body_members& body, http::identity const& who) {
    run_options options;
    options.authenticated_user = who.name;
    options.engine = one_of<engine>(body, "engine", engines);
    if (auto const seconds = body.optional_number("lock_wait"))
        options.lock_wait = std::chrono::seconds{*seconds};
    options.limits.lock_timeout = duration_in(body, "lock_timeout");
    options.limits.statement_timeout = duration_in(body, "statement_timeout");
    if (auto const text = body.optional_text("on_blocked")) {
        options.on_blocked = parse_blocker_policy(*text);
        if (!options.on_blocked)
            throw error{
                errc::bad_usage,
                "there is no policy '" + *text + "'",
                "give wait, give-up, retry, cancel or terminate"};
    }
    if (auto const text = body.optional_text("backup")) {
        options.backup = parse_backup_policy(*text);
        if (!options.backup)
            throw error{
                errc::bad_usage,
                "there is no backup policy '" + *text + "'",
                "give auto, full, affected, schema or none"};
    }
    options.tag = body.text_or("tag", "");
    return options;
}

http::handler starts(run_desk const& desk, wanted_run (*read)(run_desk const&, http::call const&)) {
    return [&desk, read](http::call const& asked) { return begin(desk.going, read(desk, asked)); };
}

http::response begin(runs& going, wanted_run wanted) {
    auto const id = going.start(std::move(wanted));
    auto answer = json_response(going.describe(id).value(), 202);
    answer.fields.emplace_back("Location", "/api/runs/" + id);
    answer.about = "run " + id;
    return answer;
}

} // namespace alembicore::server::resources
