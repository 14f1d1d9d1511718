#include "http/router.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::server::http {

namespace {

route named(method verb, std::string pattern) {
    return {.verb = verb, .pattern = pattern, .needs = role::viewer, .summary = pattern, .run = {}};
}

router sample() {
    return router{{
        named(method::get, "/api/migrations/{revision}"),
        named(method::get, "/api/migrations/heads"),
        named(method::get, "/api/tables/{table}/rows/{id}"),
        named(method::delete_, "/api/tables/{table}/rows/{id}"),
    }};
}

using words = std::vector<std::string>;

} // namespace

BOOST_AUTO_TEST_SUITE(routing)

BOOST_AUTO_TEST_CASE(what_is_spelt_out_goes_first) {
    auto const routes = sample();
    BOOST_TEST(
        std::get<match>(routes.find(method::get, {"api", "migrations", "heads"})).found->pattern ==
        "/api/migrations/heads"
    );
    auto const open = std::get<match>(routes.find(method::get, {"api", "migrations", "a1b2"}));
    BOOST_TEST(open.found->pattern == "/api/migrations/{revision}");
    BOOST_TEST(open.segments.at("revision") == "a1b2");
}

BOOST_AUTO_TEST_CASE(segments_may_hold_anything) {
    auto const routes = sample();
    auto const found =
        std::get<match>(routes.find(method::get, {"api", "tables", "od/d \"name\"", "rows", "{\"a\":1}"}));
    BOOST_TEST(found.segments.at("table") == "od/d \"name\"");
    BOOST_TEST(found.segments.at("id") == "{\"a\":1}");
}

BOOST_AUTO_TEST_CASE(head_is_answered_as_get) {
    BOOST_TEST(std::holds_alternative<match>(sample().find(method::head, {"api", "migrations", "heads"})));
}

BOOST_AUTO_TEST_CASE(another_method_says_which_there_are) {
    auto const other = std::get<no_such_method>(sample().find(method::put, {"api", "tables", "t", "rows", "1"}));
    BOOST_TEST(other.allowed.size() == 2U);
}

BOOST_AUTO_TEST_CASE(unknown_paths_are_told) {
    for (auto const& path :
         {words{}, words{"api"}, words{"api", "migrations", "a", "b"}, words{"api", "tables", "t", "rows"}})
        BOOST_TEST(std::holds_alternative<no_such_path>(sample().find(method::get, path)));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::server::http
