// Every directive and type, written anew as Python from its operations: the evaluator must make the same of it, and
// compare_written.py asks the real Alembic.
#include "cases.hpp"

#include "authoring/directive.hpp"
#include "sql/compiler.hpp"
#include "sqlalchemy/evaluate.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <fstream>
#include <map>

namespace alembicore {

namespace {

std::vector<operation::any_operation> operations_of(std::string const& source) {
    return sqlalchemy::evaluate_revision(source, "case.py", sqlalchemy::revision_function::upgrade);
}

/// Indexes and comments of a table may come in another order.
std::vector<std::string> sql_of(std::vector<operation::any_operation> const& operations) {
    sql::compiler run{sql::audience::server()};
    std::vector<std::string> all;
    for (auto const& each : operations)
        for (auto& statement : run.render(each))
            all.push_back(std::move(statement.text));
    std::ranges::sort(all);
    return all;
}

std::string source_of(std::vector<operation::any_operation> const& operations) {
    auto const made = authoring::written(operations, {});
    return "from alembic import op\nimport sqlalchemy as sa\n" + made.imports + "\n\ndef upgrade():\n    " +
           (made.upgrade.empty() ? "pass" : made.upgrade) + "\n";
}

} // namespace

BOOST_AUTO_TEST_SUITE(written_directives)

BOOST_AUTO_TEST_CASE(what_is_written_makes_the_same_operations) {
    boost::json::object sources;
    for (auto const& [name, source] : test::read_cases())
        BOOST_TEST_CONTEXT(name) {
            std::vector<operation::any_operation> first;
            std::vector<std::string> wanted;
            try {
                first = operations_of(source);
                wanted = sql_of(first);
            } catch (error const&) {
                continue; // nothing to be written
            }
            auto const written = source_of(first);
            BOOST_TEST_CONTEXT(written)
            try {
                BOOST_TEST(sql_of(operations_of(written)) == wanted, boost::test_tools::per_element());
            } catch (error const& refusal) {
                BOOST_ERROR(describe(refusal.info()));
            }
            sources[name] = written;
        }
    BOOST_TEST(sources.size() > 300U);
    std::ofstream{ALEMBICORE_WRITTEN} << boost::json::serialize(sources);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore
