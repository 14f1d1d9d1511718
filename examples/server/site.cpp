#include "site.hpp"

#include "content_policy.hpp"
#include "http/problem.hpp"
#include "workspace/time.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <ostream>

namespace alembicore::server {

namespace {

constexpr std::uint64_t largest_body = 1024 * 1024;
constexpr std::uint64_t largest_import = 256 * 1024 * 1024;
constexpr std::size_t worth_compressing = 1024;

/// What goes for every answer. Source: OWASP's list of headers.
constexpr std::pair<char const*, char const*> security_fields[]{
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
};

error_info info_of(errc code, std::string message, std::string remedy) {
    error_info info;
    info.code = code;
    info.message = std::move(message);
    info.remedy = std::move(remedy);
    return info;
}

http::response allow(std::vector<http::method> const& verbs, http::response answer) {
    std::string names = "OPTIONS";
    for (auto const verb : verbs) {
        names += ", " + std::string{http::name_of(verb)};
        if (verb == http::method::get)
            names += ", HEAD";
    }
    answer.fields.emplace_back("Allow", names);
    return answer;
}

http::response no_content() {
    http::response answer;
    answer.status = 204;
    return answer;
}

/// A question of a browser, which sends the request itself afterwards.
bool is_preflight(http::request const& asked) {
    return asked.verb == http::method::options && !asked.field("Origin").empty() &&
           !asked.field("Access-Control-Request-Method").empty();
}

/// What viewers may send changes nothing. A login and a logout are no change of the database, but are told as well.
bool is_change(http::route const& route) noexcept {
    return route.verb != http::method::get && http::role{route.needs} != http::role::viewer;
}

http::response moved(std::string to) {
    auto answer = no_content();
    answer.status = 308;
    answer.fields.emplace_back("Location", std::move(to));
    return answer;
}

bool is_text(std::string_view content_type) noexcept {
    return content_type.starts_with("text/") || content_type.starts_with("application/j") ||
           content_type.starts_with("application/problem") || content_type.starts_with("image/svg") ||
           content_type.starts_with("application/wasm");
}

bool has_field(http::response const& answer, std::string_view name) {
    return std::ranges::any_of(answer.fields, [&](auto const& each) { return each.first == name; });
}

/// `*`, or a list of tags with commas between them.
bool names_tag(std::string_view list, std::string_view tag) noexcept {
    return list == "*" || list.find(tag) != std::string_view::npos;
}

void add_tag(http::request const& asked, http::response& answer) {
    if ((asked.verb != http::method::get && asked.verb != http::method::head) || answer.status != 200 ||
        answer.streamed)
        return;
    auto const& tag = answer.body->tag();
    answer.fields.emplace_back("ETag", tag);
    if (!has_field(answer, "Cache-Control"))
        answer.fields.emplace_back("Cache-Control", "private, no-cache");
    if (names_tag(asked.field("If-None-Match"), tag)) {
        answer.status = 304;
        answer.body = std::make_shared<http::content const>(std::string{});
    }
}

void compress(http::request const& asked, http::response& answer) {
    if (answer.streamed || answer.body->plain().size() < worth_compressing || !is_text(answer.content_type))
        return;
    answer.fields.emplace_back("Vary", "Accept-Encoding");
    if (asked.field("Accept-Encoding").find("gzip") == std::string_view::npos)
        return;
    answer.fields.emplace_back("Content-Encoding", "gzip");
    answer.body = answer.body->packed();
}

} // namespace

site::site(
    http::router routes, static_files page, access::door& entrance, std::string prefix, event_log& log, metrics& counted
)
    : routes_(std::move(routes)), page_(std::move(page)), door_(entrance), audit_{entrance.rules().audit},
      prefix_(std::move(prefix)), log_(log), counted_(counted) {}

std::uint64_t site::body_limit(http::method, std::string_view target) const noexcept {
    return target.find("/import") != std::string_view::npos ? largest_import : largest_body;
}

http::response site::refuse(access::refusal const& refused) const {
    auto answer = http::problem(refused.info, refused.status);
    answer.about = refused.info.message;
    answer.fields.emplace_back("Cache-Control", "no-store");
    if (refused.wait)
        answer.fields.emplace_back("Retry-After", std::to_string(refused.wait->count()));
    if (refused.status == 401)
        answer.fields.emplace_back(
            "WWW-Authenticate",
            door_.rules().tokens.any_key() ? "Bearer realm=\"alembicore\"" : "Session realm=\"alembicore\""
        );
    return answer;
}

/// While nothing can be written down, nothing is changed.
http::response site::run(http::match const& matched, http::request const& asked, trail const& known) {
    if (is_change(*matched.found) && !audit_.ready())
        return http::problem(
            info_of(errc::file_unwritable, "the audit log cannot be written", "see the log of the server"), 503
        );
    return matched.found->run({asked, matched.segments, known.who});
}

std::optional<access::refusal> site::examine(http::request const& asked, trail& known) {
    if (auto refused = door_.refuse_rate(asked))
        return refused;
    if (auto refused = door_.refuse_place(asked))
        return refused;
    if (is_preflight(asked))
        return std::nullopt;
    auto recognised = door_.recognise(asked);
    if (auto* refused = std::get_if<access::refusal>(&recognised))
        return std::move(*refused);
    auto const& asking = std::get<access::visitor>(recognised);
    known.who = asking.who;
    known.asked_for = routes_.find(asked.verb, asked.path);
    auto const* matched = std::get_if<http::match>(&known.asked_for);
    if (matched == nullptr)
        return std::nullopt;
    known.found = matched->found;
    return door_.refuse(asked, asking, matched->found->needs);
}

http::response site::route(http::request const& asked, trail& known) {
    if (auto const refused = examine(asked, known))
        return refuse(*refused);
    if (is_preflight(asked))
        return no_content();
    if (auto const* matched = std::get_if<http::match>(&known.asked_for))
        return run(*matched, asked, known);
    if (auto const* other = std::get_if<http::no_such_method>(&known.asked_for)) {
        if (asked.verb == http::method::options)
            return allow(other->allowed, no_content());
        return allow(
            other->allowed,
            http::problem(
                info_of(
                    errc::bad_usage,
                    std::string{http::name_of(asked.verb)} + " is not what " + asked.target + " answers",
                    "see /docs"
                ),
                405
            )
        );
    }
    bool const at_prefix = asked.path.empty() && !prefix_.empty() && asked.target.starts_with(prefix_);
    if (at_prefix && !asked.target.starts_with(prefix_ + '/'))
        return moved("/" + asked.target.substr(prefix_.size()));
    bool const is_api = !asked.path.empty() && asked.path.front() == "api";
    if (!is_api)
        if (auto file = page_.find(asked))
            return std::move(*file);
    return http::problem(info_of(errc::bad_usage, "there is nothing at " + asked.target, "see /docs"), 404);
}

http::response site::answer_problems(http::request const& asked, trail& known) try {

    return route(asked, known);

} catch (http::not_allowed const& refused) {

    return http::problem(refused.info(), 403);

} catch (http::not_confirmed const& refused) {

    return http::problem(refused.info(), 428);

} catch (error const& failure) {

    return http::problem(failure.info());

} catch (std::exception const& unexpected) {

    return http::problem(info_of(
        errc::internal,
        std::string{"unexpected: "} + unexpected.what(),
        "this is a defect of alembicore: please report it with the request"
    ));
}

/// Source: https://fetch.spec.whatwg.org/#http-cors-protocol
void site::allow_origin(http::request const& asked, http::response& answer) const {
    auto const& origins = door_.rules().origins;
    if (origins.empty())
        return;
    answer.fields.emplace_back("Vary", "Origin");
    auto const origin = asked.field("Origin");
    if (std::ranges::find(origins, origin) == origins.end())
        return;
    answer.fields.emplace_back("Access-Control-Allow-Origin", std::string{origin});
    if (!is_preflight(asked))
        return;
    answer.fields.emplace_back("Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE");
    answer.fields.emplace_back(
        "Access-Control-Allow-Headers", "Authorization, Content-Type, If-None-Match, Last-Event-ID, X-Alembicore-Token"
    );
    answer.fields.emplace_back("Access-Control-Max-Age", "600");
}

void site::audit(http::request const& asked, trail const& known, http::response const& answer) {
    bool const refused = answer.status == 401 || answer.status == 403 || answer.status == 429;
    if (!refused && (known.found == nullptr || !is_change(*known.found)))
        return;
    bool const of_session = known.found != nullptr && http::role{known.found->needs} == http::role::anyone;
    try {
        audit_.write(
            {.kind = refused ? "refused" : (of_session ? "session" : "change"),
             .who = known.who,
             .asked = asked,
             .answer = answer},
            std::chrono::system_clock::now()
        );
    } catch (error const& failure) {
        // It is done, and is answered; nothing further is changed until the log can be written again.
        log_.write({{"level", "error"}, {"event", "audit"}, {"error", failure.what()}});
    }
}

/// Where a client is sent to must be below the prefix.
void site::add_prefix(http::response& answer) const {
    for (auto& [name, value] : answer.fields)
        if (name == "Location" && value.starts_with('/'))
            value = prefix_ + value;
}

void site::complete(http::request const& asked, trail const& known, http::response& made) {
    if (known.found != nullptr)
        made.route = known.found->pattern;
    add_prefix(made);
    audit(asked, known, made);
    add_tag(asked, made);
    compress(asked, made);
    allow_origin(asked, made);
    if (!has_field(made, "Content-Security-Policy"))
        made.fields.emplace_back("Content-Security-Policy", content_policy(""));
    for (auto const& [name, value] : security_fields)
        made.fields.emplace_back(name, value);
    if (asked.secure && !asked.field("Host").starts_with("localhost"))
        made.fields.emplace_back("Strict-Transport-Security", "max-age=31536000"); // would go for all ports there
}

std::optional<http::response> site::refuse_early(http::request const& head) noexcept try {

    trail known;
    auto const refused = examine(head, known);
    if (!refused)
        return std::nullopt;
    auto made = refuse(*refused);
    complete(head, known, made);
    return made;

} catch (...) {

    http::response made;
    made.status = 500;
    return made;
}

http::response site::answer(http::request const& asked) noexcept {
    http::response made;
    try {
        trail known;
        made = answer_problems(asked, known);
        complete(asked, known, made);
    } catch (...) {
        made = {};
        made.status = 500;
    }
    return made;
}

void site::note(http::record const& done) noexcept {
    log_.request_done(done);
    try {
        counted_.request_done(done);
    } catch (...) {
        // A number that is missing stops no answer.
    }
}

} // namespace alembicore::server
