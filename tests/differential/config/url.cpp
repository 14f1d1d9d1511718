#include <alembicore/database_url.hpp>
#include <alembicore/error.hpp>

#include "python_oracle.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

namespace alembicore {

namespace {

/// Left out is what SQLAlchemy 1.4 and 2.0 disagree on: lists of hosts and ports that do not match, and a list of hosts
/// beside another host.
std::string generate_url(std::mt19937& random) {
    static constexpr std::string_view schemes[] = {"postgresql://", "postgresql+psycopg2://"};
    static constexpr std::string_view users[] = {
        "",
        "u@",
        "u:p@",
        "u:@",
        ":p@",
        "a%40b:c%3Ad@",
        "u:p/?#:=@",
        "u@v@",
        "u+v:p+q@",
        "u:100%@",
        "u:%zz%4@",
        "\xC3\xA9:%C3%A9@",
        "u:a b@",
        "u:p%%@"};
    static constexpr std::string_view hosts[] = {
        "", "h", "h:5433", "[::1]", "[::1]:5433", ":5433", "db.example.com", "1.2.3.4:1", "h1,h2", "h1,h2:5433"};
    static constexpr std::string_view databases[] = {"", "/", "/d", "/my%20db", "/d/e", "/a b", "/d:e@"};
    static constexpr std::string_view queries[] = {
        "",
        "",
        "",
        "?",
        "?sslmode=require",
        "?application_name=a+b%26c&sslmode=prefer",
        "?host=/run/pg",
        "?host=a:1&host=b:2",
        "?host=a&host=b",
        "?host=a,b&port=1,2",
        "?host=::1",
        "?user=q&password=r",
        "?port=7",
        "?sslmode=&x",
        "?dbname=e",
        "?options=-c%20search_path%3Ds",
        "?connect_timeout=3&&",
        "?host=a:1&host=b",
    };
    std::string url;
    url += test::pick(random, schemes);
    url += test::pick(random, users);
    auto const query = test::pick(random, queries);
    bool const lists_hosts = query.find("&host=") != query.npos;
    url += lists_hosts ? "" : test::pick(random, hosts);
    url += test::pick(random, databases);
    url += query;
    return url;
}

boost::json::value read_url(std::string const& text) {
    try {
        boost::json::object answer;
        for (auto const& [keyword, value] : parse_database_url(text).parameters)
            answer[keyword] = value;
        return answer;
    } catch (error const&) {
        return "refused";
    }
}

} // namespace

BOOST_AUTO_TEST_CASE(urls_are_read_as_sqlalchemy_reads_them) {
    auto random = test::seeded_random();
    std::vector<std::string> cases;
    for (int i = 0; i < 4000; ++i)
        cases.push_back(generate_url(random));
    auto const answers = test::ask_python("url", cases);
    std::size_t accepted = 0;
    for (std::size_t i = 0; i < cases.size(); ++i) {
        accepted += answers[i].is_object() ? 1U : 0U;
        if (auto const ours = read_url(cases[i]); ours != answers[i])
            BOOST_ERROR(cases[i] << "\n  Python: " << answers[i] << "\n  here:   " << ours);
    }
    BOOST_TEST(accepted > cases.size() / 2);
}

} // namespace alembicore
