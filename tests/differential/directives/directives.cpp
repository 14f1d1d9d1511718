// Every directive and type, compared with what the real Alembic renders.
#include "cases.hpp"

#include "sql/compiler.hpp"
#include "sql/offline.hpp"
#include "sqlalchemy/evaluate.hpp"

#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <fstream>
#include <iterator>
#include <map>
#include <sstream>

namespace alembicore {

namespace {

boost::json::object read_rendered() {
    std::ifstream file{ALEMBICORE_RENDERED};
    std::string const text{std::istreambuf_iterator<char>{file}, {}};
    return boost::json::parse(text).as_object();
}

std::string render(std::string const& source) {
    sql::compiler run{sql::audience::script()};
    sqlalchemy::evaluation_environment environment;
    environment.facts.written_to = sqlalchemy::statement_target::script;
    std::string text;
    for (auto const& each :
         sqlalchemy::evaluate_revision(source, "case.py", sqlalchemy::revision_function::upgrade, environment))
        for (auto const& statement : run.render(each))
            switch (statement.kind) {
            case sql::statement_kind::leave_transaction:
                text += "COMMIT;\n\n";
                break;
            case sql::statement_kind::enter_transaction:
                text += "BEGIN;\n\n";
                break;
            case sql::statement_kind::sql:
                text += sql::render_offline(statement.text, sql::percent::plain) + "\n\n";
            }
    return text;
}

void check_case(std::string const& source, boost::json::object const& expected) {
    try {
        std::string const text = render(source);
        if (auto const* sql = expected.if_contains("sql"))
            BOOST_TEST(text == std::string_view{sql->as_string()});
        else
            BOOST_ERROR("Alembic raises " << expected.at("error") << ", but there is: " << text);
    } catch (error const& failed) {
        BOOST_TEST(expected.contains("error"), describe(failed.info()));
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(directives)

BOOST_AUTO_TEST_CASE(every_case_is_rendered_as_alembic_renders_it) {
    auto const rendered = read_rendered();
    auto const cases = test::read_cases();
    BOOST_TEST(cases.size() == rendered.size());
    std::size_t compared = 0;
    for (auto const& [name, source] : cases)
        BOOST_TEST_CONTEXT(name) {
            auto const& expected = rendered.at(name).as_object();
            if (expected.contains("skipped"))
                continue;
            check_case(source, expected);
            ++compared;
        }
    BOOST_TEST(compared > cases.size() / 2);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore
