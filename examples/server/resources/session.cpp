// What a page has to know before it asks for anything else: who one is, and what one may do.
#include "access/cookies.hpp"
#include "http/problem.hpp"
#include "resources/answers.hpp"
#include "resources/resources.hpp"
#include "workspace/time.hpp"

#include <alembicore/version.hpp>

#include <boost/json/array.hpp>

namespace alembicore::server::resources {

namespace {

namespace json = boost::json;

constexpr std::size_t longest_told = 64;

json::object abilities(http::role holds) {
    return {
        {"view", holds >= http::role::viewer},
        {"edit", holds >= http::role::editor},
        {"operate", holds >= http::role::operator_},
        {"administer", holds >= http::role::admin},
    };
}

json::array ways_in(access::policy const& rules) {
    json::array ways;
    if (!rules.users.empty())
        ways.emplace_back("password");
    if (rules.tokens.any_key())
        ways.emplace_back("bearer");
    return ways;
}

http::response describe_session(access::door const& entrance, access::visitor const& asking) {
    auto const& [who, token, ends] = asking;
    auto answer = json_response(json::object{
        {"token", token},
        {"user", who.name.empty() ? json::value() : json::value(who.name)},
        {"role", http::name_of(who.holds)},
        {"can", abilities(who.holds)},
        {"login_needed", who.holds == http::role::anyone},
        {"login", ways_in(entrance.rules())},
        {"read_only", entrance.rules().read_only},
        {"production", entrance.rules().production},
        {"expires", ends ? json::value(to_text(*ends)) : json::value()},
    });
    answer.fields.emplace_back("Cache-Control", "no-store");
    return answer;
}

http::response refuse(access::refusal const& refused) {
    auto answer = http::problem(refused.info, refused.status);
    answer.about = refused.info.message;
    if (refused.wait)
        answer.fields.emplace_back("Retry-After", std::to_string(refused.wait->count()));
    return answer;
}

http::response log_in(access::door& entrance, http::request const& asked) {
    body_members body{asked};
    auto const name = body.text("user");
    auto const password = body.text("password");
    body.finish();
    auto const outcome = entrance.log_in(asked, name, password);
    if (auto const* refused = std::get_if<access::refusal>(&outcome)) {
        auto answer = refuse(*refused);
        answer.about = "login of " + name.substr(0, longest_told);
        return answer;
    }
    auto const& begun = std::get<access::session>(outcome);
    auto answer = describe_session(entrance, entrance.visitor_of(begun));
    answer.fields.emplace_back("Set-Cookie", access::session_cookie(asked, begun.id));
    answer.about = "login of " + name;
    return answer;
}

http::response log_out(access::door& entrance, http::request const& asked) {
    entrance.log_out(asked);
    auto answer = describe_session(entrance, entrance.nobody());
    answer.fields.emplace_back("Set-Cookie", access::session_cookie(asked, {}));
    return answer;
}

} // namespace

std::vector<http::route> session_routes(access::door& entrance) {
    using enum http::method;
    using enum http::role;
    return {
        {get,
         "/api/session",
         anyone,
         "Who one is, what one may do, and the token that changes need",
         [&entrance](http::call const& asked) {
             auto const recognised = entrance.recognise(asked.request);
             auto const* refused = std::get_if<access::refusal>(&recognised);
             return refused != nullptr ? refuse(*refused)
                                       : describe_session(entrance, std::get<access::visitor>(recognised));
         }},
        {post,
         "/api/login",
         anyone,
         "Begin a session, which the cookie of the answer is for",
         [&entrance](http::call const& asked) { return log_in(entrance, asked.request); },
         {},
         R"({"user": "alice", "password": "…"})"},
        {post,
         "/api/logout",
         anyone,
         "End the session",
         [&entrance](http::call const& asked) { return log_out(entrance, asked.request); }},
        {get,
         "/api/version",
         anyone,
         "The version of the server",
         [](http::call const&) {
             return json_response(json::object{{"version", version()}});
         }},
    };
}

} // namespace alembicore::server::resources
