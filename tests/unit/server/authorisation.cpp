// Every route of the table, asked by every role.
#include "access/password.hpp"
#include "http/role.hpp"
#include "http/target.hpp"
#include "service.hpp"

#include "support/temporary_folder.hpp"
#include "token_samples.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

namespace alembicore::server {

namespace {

using http::role;

constexpr role roles[]{role::anyone, role::viewer, role::editor, role::operator_, role::admin};
constexpr char const* password = "right horse battery";

/// A server for an empty folder, with a user of each role who is called like it.
struct served_team {
    test::temporary_folder folder;
    std::ostringstream log;
    std::unique_ptr<service> running;

    explicit served_team(server_settings chosen = {}) {
        auto const hash = access::hash_password(password, {.passes = 1, .memory = 8192});
        std::string users;
        for (auto const each : {role::viewer, role::editor, role::operator_, role::admin})
            users += std::string{http::name_of(each)} + ':' + std::string{http::name_of(each)} + ':' + hash + '\n';
        chosen.access.users = folder.write("users", users);
        std::filesystem::permissions(chosen.access.users, std::filesystem::perms::owner_read);
        chosen.project.directory = folder.path();
        running = std::make_unique<service>(chosen, log);
    }

    http::response
    ask(http::method verb, std::string const& target, http::fields fields, std::string body = "{}") const {
        http::request asked;
        asked.verb = verb;
        asked.target = target;
        asked.fields = std::move(fields);
        asked.fields.emplace("Host", "localhost:3000");
        asked.body = std::move(body);
        asked.client = "127.0.0.1";
        BOOST_REQUIRE(http::read_target(asked));
        return running->answers().answer(asked);
    }

    /// What a request of this role brings along, with a session begun for it.
    http::fields log_in(role holds) const {
        auto const before = json_of(ask(http::method::get, "/api/session", {}));
        http::fields fields{{"X-Alembicore-Token", text(before, "token")}};
        if (holds == role::anyone)
            return fields;
        auto const name = std::string{http::name_of(holds)};
        auto const begun = ask(
            http::method::post, "/api/login", fields, R"({"user": ")" + name + R"(", "password": ")" + password + "\"}"
        );
        BOOST_REQUIRE(begun.status == 200U);
        std::string cookie;
        for (auto const& [field, value] : begun.fields)
            if (field == "Set-Cookie")
                cookie = value.substr(0, value.find(';'));
        return {{"X-Alembicore-Token", text(json_of(begun), "token")}, {"Cookie", cookie}};
    }

    static boost::json::object json_of(http::response const& answer) {
        return boost::json::parse(answer.body->plain()).as_object();
    }

    static std::string text(boost::json::object const& from, std::string_view member) {
        return std::string{from.at(member).as_string()};
    }
};

std::string target_of(http::route const& route) {
    auto target = route.pattern;
    for (auto brace = target.find('{'); brace != std::string::npos; brace = target.find('{'))
        target.replace(brace, target.find('}') - brace + 1, "x");
    return target;
}

bool is_refusal(http::response const& answer) {
    return answer.status == 401 || answer.status == 403;
}

} // namespace

BOOST_AUTO_TEST_SUITE(authorisation)

BOOST_AUTO_TEST_CASE(every_route_is_open_to_its_role_and_those_above_alone) {
    served_team const team;
    BOOST_REQUIRE(team.running->routes().size() > 40U);
    for (auto const holds : roles) {
        auto const fields = team.log_in(holds);
        for (auto const& route : team.running->routes()) {
            if (route.pattern == "/api/logout")
                continue; // it would end the session of the walk
            auto const seen = team.ask(route.verb, target_of(route), fields);
            BOOST_TEST_CONTEXT(http::name_of(holds) << ' ' << http::name_of(route.verb) << ' ' << route.pattern) {
                bool const wrong_login = route.pattern == "/api/login";
                BOOST_TEST((is_refusal(seen) && !wrong_login) == (holds < route.needs), seen.status);
                if (holds < route.needs)
                    BOOST_TEST(seen.status == (holds == role::anyone ? 401U : 403U));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(a_bearer_is_asked_for_no_token_and_held_to_the_same_roles) {
    test::temporary_folder const folder;
    std::string const secret = "0123456789abcdef0123456789abcdef";
    server_settings chosen;
    chosen.access.tokens = {.secret = folder.write("secret", secret), .issuer = "us", .audience = "we"};
    std::filesystem::permissions(chosen.access.tokens.secret, std::filesystem::perms::owner_read);
    served_team const team{chosen};
    for (auto const holds : {role::viewer, role::editor, role::operator_, role::admin}) {
        auto const name = std::string{http::name_of(holds)};
        http::fields const fields{
            {"Authorization",
             "Bearer " +
                 test::by_secret(
                     secret, test::hs256, R"({"iss":"us","aud":"we","exp":9999999999,"sub":"x","role":")" + name + "\"}"
                 )}};
        for (auto const& route : team.running->routes()) {
            auto const seen = team.ask(route.verb, target_of(route), fields);
            BOOST_TEST(
                (seen.status == 401U || seen.status == 403U) == (holds < route.needs), name + ' ' + route.pattern
            );
        }
        BOOST_TEST(team.text(team.json_of(team.ask(http::method::get, "/api/session", fields)), "user") == "x");
    }
    auto const wrong = team.ask(http::method::get, "/healthz", {{"Authorization", "Bearer x.y.z"}});
    BOOST_TEST(wrong.status == 401U);
    BOOST_TEST(team.ask(http::method::get, "/api/runs", {{"Authorization", "Basic eDp5"}}).status == 401U);
}

BOOST_AUTO_TEST_CASE(what_is_open_to_everybody_and_what_viewers_may_send_is_written_down) {
    std::set<std::string> const open{
        "/api/session", "/api/login", "/api/logout", "/api/version", "/api/openapi.json", "/healthz", "/readyz"};
    std::set<std::string> const changes_nothing{
        "/api/alembic/lint", "/api/alembic/migrations/plan", "/api/comparisons/{id}/cancel"};
    served_team const team;
    for (auto const& route : team.running->routes())
        BOOST_TEST_CONTEXT(http::name_of(route.verb) << ' ' << route.pattern) {
            BOOST_TEST((role{route.needs} == role::anyone) == open.contains(route.pattern));
            if (route.verb != http::method::get && role{route.needs} == role::viewer)
                BOOST_TEST(changes_nothing.contains(route.pattern));
        }
}

BOOST_AUTO_TEST_CASE(a_change_needs_the_token_of_its_own_session) {
    served_team const team;
    auto const mine = team.log_in(role::admin);
    auto const other = team.log_in(role::admin);
    for (auto const& token : {std::string{}, other.at("X-Alembicore-Token")})
        for (auto const& route : team.running->routes())
            if (route.verb != http::method::get) {
                auto const seen = team.ask(
                    route.verb, target_of(route), {{"Cookie", mine.at("Cookie")}, {"X-Alembicore-Token", token}}
                );
                BOOST_TEST(seen.status == 403U, route.pattern);
            }
}

BOOST_AUTO_TEST_CASE(a_server_that_only_shows_changes_nothing_for_anybody) {
    server_settings chosen;
    chosen.access.read_only = true;
    served_team const team{chosen};
    auto const fields = team.log_in(role::admin);
    BOOST_TEST(team.json_of(team.ask(http::method::get, "/api/session", fields)).at("read_only").as_bool());
    for (auto const& route : team.running->routes())
        if (route.pattern != "/api/logout" && route.pattern != "/api/login")
            BOOST_TEST(
                (team.ask(route.verb, target_of(route), fields).status == 403) == (role{route.needs} > role::viewer),
                route.pattern
            );
}

BOOST_AUTO_TEST_CASE(a_session_says_who_and_what) {
    served_team const team;
    auto const before = team.json_of(team.ask(http::method::get, "/api/session", {}));
    BOOST_TEST(before.at("user").is_null());
    BOOST_TEST(before.at("login_needed").as_bool());
    auto const fields = team.log_in(role::operator_);
    auto const now = team.json_of(team.ask(http::method::get, "/api/session", fields));
    BOOST_TEST(team.text(now, "user") == "operator");
    BOOST_TEST(team.text(now, "role") == "operator");
    BOOST_TEST(team.text(now, "token") != team.text(before, "token"));
    BOOST_TEST(now.at("can").as_object().at("operate").as_bool());
    BOOST_TEST(!now.at("can").as_object().at("administer").as_bool());
    BOOST_TEST(!now.at("login_needed").as_bool());
    BOOST_TEST(team.ask(http::method::post, "/api/logout", fields).status == 200U);
    BOOST_TEST(team.ask(http::method::get, "/api/runs", fields).status == 401U);
}

BOOST_AUTO_TEST_CASE(attempts_to_log_in_are_counted) {
    served_team const team;
    auto const fields = team.log_in(role::anyone);
    std::size_t wrong = 0;
    http::response last;
    for (int i = 0; i < 12; ++i) {
        last = team.ask(http::method::post, "/api/login", fields, R"({"user": "admin", "password": "wrong"})");
        wrong += last.status == 401U ? 1U : 0U;
    }
    BOOST_TEST(wrong == 10U);
    BOOST_TEST(last.status == 429U);
    bool says_when = false;
    for (auto const& [name, value] : last.fields)
        says_when = says_when || (name == "Retry-After" && !value.empty());
    BOOST_TEST(says_when);
}

BOOST_AUTO_TEST_CASE(changes_and_refused_attempts_are_written_down) {
    test::temporary_folder const folder;
    server_settings chosen;
    chosen.access.audit = folder.path() / "audit.jsonl";
    served_team const team{chosen};
    auto const viewer = team.log_in(role::viewer);
    static_cast<void>(team.ask(http::method::get, "/api/runs", viewer));
    static_cast<void>(team.ask(http::method::post, "/api/alembic/migrations/upgrade", viewer));
    static_cast<void>(team.ask(http::method::post, "/api/alembic/migrations/upgrade", team.log_in(role::operator_)));
    static_cast<void>(team.ask(http::method::get, "/api/runs", {}));
    std::ifstream opened{chosen.access.audit};
    std::string told;
    for (std::string line; std::getline(opened, line);) {
        auto const said = boost::json::parse(line).as_object();
        auto const* user = said.at("user").if_string();
        told += team.text(said, "event") + ' ' + (user == nullptr ? "nobody" : std::string{*user}) + ' ' +
                std::to_string(said.at("status").as_int64()) + '\n';
        BOOST_TEST(line.find(password) == std::string::npos);
    }
    BOOST_TEST(
        told == "session nobody 200\nrefused viewer 403\nsession nobody 200\nchange operator 202\nrefused nobody 401\n"
    );
}

BOOST_AUTO_TEST_CASE(nothing_is_changed_while_nothing_can_be_written_down) {
    test::temporary_folder const folder;
    server_settings chosen;
    chosen.access.audit = folder.path() / "audit.jsonl";
    served_team const team{chosen};
    auto const fields = team.log_in(role::admin);
    std::filesystem::remove(chosen.access.audit);
    std::filesystem::create_directory(chosen.access.audit);
    BOOST_TEST(team.ask(http::method::post, "/api/alembic/migrations/upgrade", fields).status == 503U);
    BOOST_TEST(team.ask(http::method::get, "/api/runs", fields).status == 200U);
}

BOOST_AUTO_TEST_CASE(who_asks_too_often_waits) {
    server_settings chosen;
    chosen.access.requests = {.burst = 5, .per_second = 1};
    served_team const team{chosen};
    unsigned last = 0;
    for (int i = 0; i < 6; ++i)
        last = team.ask(http::method::get, "/healthz", {}).status;
    BOOST_TEST(last == 429U);
}

BOOST_AUTO_TEST_CASE(other_sites_read_answers_where_they_are_named_alone) {
    auto const allowed_for = [](http::response const& answer) {
        for (auto const& [name, value] : answer.fields)
            if (name == "Access-Control-Allow-Origin")
                return value;
        return std::string{};
    };
    http::fields const from{{"Origin", "https://tools.example"}, {"Access-Control-Request-Method", "POST"}};
    served_team const closed;
    BOOST_TEST(closed.ask(http::method::options, "/api/runs", from).status == 403U);
    BOOST_TEST(allowed_for(closed.ask(http::method::get, "/healthz", from)) == "");
    server_settings chosen;
    chosen.access.origins = {"https://tools.example"};
    served_team const open{chosen};
    BOOST_TEST(open.ask(http::method::options, "/api/runs", from).status == 204U);
    BOOST_TEST(allowed_for(open.ask(http::method::get, "/healthz", from)) == "https://tools.example");
    BOOST_TEST(allowed_for(open.ask(http::method::get, "/healthz", {{"Origin", "https://evil.example"}})) == "");
}

BOOST_AUTO_TEST_CASE(without_users_everybody_on_this_machine_may_do_all) {
    test::temporary_folder const folder;
    std::ostringstream log;
    server_settings chosen;
    chosen.project.directory = folder.path();
    service alone{chosen, log};
    http::request asked;
    asked.target = "/api/session";
    asked.fields = {{"Host", "localhost:3000"}};
    BOOST_REQUIRE(http::read_target(asked));
    auto const seen = boost::json::parse(alone.answers().answer(asked).body->plain()).as_object();
    BOOST_TEST(seen.at("user").is_null());
    BOOST_TEST(!seen.at("login_needed").as_bool());
    BOOST_TEST(std::string{seen.at("role").as_string()} == "admin");
    BOOST_TEST(seen.at("login").as_array().empty());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::server
