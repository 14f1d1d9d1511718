#include "http/target.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::server::http {

namespace {

std::optional<request> read(std::string target) {
    request made;
    made.target = std::move(target);
    return read_target(made) ? std::optional{made} : std::nullopt;
}

} // namespace

BOOST_AUTO_TEST_SUITE(targets)

BOOST_AUTO_TEST_CASE(path_and_query_are_decoded) {
    auto const seen = read("/api/tables/a%2Fb%20c/data?sort=-x&filter=%7B%22a%22%3A1%7D&q=two+words&last").value();
    BOOST_TEST(
        seen.path == (std::vector<std::string>{"api", "tables", "a/b c", "data"}), boost::test_tools::per_element()
    );
    BOOST_TEST(seen.parameter("sort").value() == "-x");
    BOOST_TEST(seen.parameter("filter").value() == R"({"a":1})");
    BOOST_TEST(seen.parameter("q").value() == "two words");
    BOOST_TEST(seen.parameter("last").value() == "");
    BOOST_TEST(!seen.parameter("missing").has_value());
}

BOOST_AUTO_TEST_CASE(what_is_no_target_is_refused) {
    for (char const* const target :
         {"", "api", "http://x/y", "/a%zz", "/a%ff", "/a?b=%c3%28", "/a b", "/%00%ff", "/a%00", "/a?b=%00"})
        BOOST_TEST(!read(target).has_value(), target);
}

BOOST_AUTO_TEST_CASE(dots_stay_segments) {
    auto const seen = read("/assets/../../etc/passwd").value();
    BOOST_TEST(seen.path.size() == 5U);
    BOOST_TEST(seen.path.at(1) == "..");
}

BOOST_AUTO_TEST_CASE(a_prefix_is_taken_away_where_it_is) {
    auto const path = [](std::string target, std::string const& prefix) {
        auto made = read(std::move(target)).value();
        strip_prefix(made, prefix);
        std::string text;
        for (auto const& each : made.path)
            text += '/' + each;
        return text;
    };
    BOOST_TEST(path("/a/b/api/x?y=1", "/a/b") == "/api/x");
    BOOST_TEST(path("/a/b", "/a/b") == "");
    BOOST_TEST(path("/a/b?x=1", "/a/b") == "");
    BOOST_TEST(path("/api/x", "/a/b") == "/api/x");
    BOOST_TEST(path("/a/bc/x", "/a/b") == "/a/bc/x");
    BOOST_TEST(path("/a/b/api", "") == "/a/b/api");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::server::http
