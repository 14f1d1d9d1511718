// `alembicore lint`: what it prints, and how it ends.
#include "migrated_project.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

namespace alembicore::test {

namespace {

std::vector<sample_revision> one_risk() {
    return {
        {.id = "a1",
         .doc = "make",
         .upgrade = "op.create_table('t', sa.Column('id', sa.BigInteger(), primary_key=True))",
         .downgrade = "op.drop_table('t')"},
        {.id = "b2",
         .down_revision = "'a1'",
         .doc = "index",
         .upgrade = "op.create_index('t_idx', 't', [sa.text('abs(id)')])",
         .downgrade = "op.drop_index('t_idx')"},
    };
}

bool holds(std::string const& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

} // namespace

BOOST_AUTO_TEST_SUITE(lint)

BOOST_AUTO_TEST_CASE(an_error_among_the_findings_is_exit_code_1) {
    sample_project const project{one_risk()};
    auto const seen = project.run({"lint"});
    BOOST_TEST(seen.exit_status == 1);
    BOOST_TEST(holds(seen.output, "error L01: nobody can write to 't' until the index is built"), seen.output);
    BOOST_TEST(holds(seen.output, "Safer: build it CONCURRENTLY"), seen.output);
    BOOST_TEST(project.run({"lint", "--fail-on", "never"}).exit_status == 0);
    BOOST_TEST(project.run({"lint", "a1"}).exit_status == 0);
    BOOST_TEST(project.run({"lint", "--without", "L01"}).exit_status == 0);
    BOOST_TEST(project.run({"lint", "--only", "X9"}).exit_status == 2);
    BOOST_TEST(project.run({"lint", "a1", "--pending"}).exit_status == 2);
    auto const range = project.run({"lint", "base:head"});
    BOOST_TEST(range.exit_status == 2);
    BOOST_TEST(
        range.error_output.find("lint takes revisions, and 'base:head' is a range") != std::string::npos, range.error_output
    );
}

BOOST_AUTO_TEST_CASE(other_programs_read_it) {
    sample_project const project{one_risk()};
    auto const document = boost::json::parse(project.run({"lint", "--json"}).output);
    BOOST_TEST(document.at("revisions").as_int64() == 2);
    BOOST_TEST(document.at("findings").at(0).at("rule").as_string() == "L01");
    auto const github = project.run({"lint", "--format", "github"}).output;
    BOOST_TEST(github.starts_with("::error file="), github);
    BOOST_TEST(holds(github, ",title=alembicore L01::nobody can write"), github);
    auto const gitlab = boost::json::parse(project.run({"lint", "--format", "gitlab"}).output);
    BOOST_TEST(gitlab.at(0).at("check_name").as_string() == "L01");
    BOOST_TEST(gitlab.at(0).at("location").at("lines").at("begin").as_int64() > 0);
    auto const rules = boost::json::parse(project.run({"lint", "--rules", "--json"}).output);
    BOOST_TEST(rules.as_array().size() > 80U);
}

BOOST_AUTO_TEST_CASE(a_baseline_hides_what_it_knows) {
    sample_project const project{one_risk()};
    BOOST_TEST(project.run({"lint", "--write-baseline", "known.txt"}).exit_status == 0);
    auto const seen = project.run({"lint", "--baseline", "known.txt"});
    BOOST_TEST(seen.exit_status == 0);
    BOOST_TEST(holds(seen.output, "1 in the baseline"), seen.output);
}

BOOST_AUTO_TEST_CASE(a_file_of_sql_needs_no_project) {
    sample_project const project{one_risk()};
    project.write("change.sql", "BEGIN;\nDROP TABLE t;\nCOMMIT;\n");
    auto const seen = project.run({"lint", "change.sql"});
    BOOST_TEST(holds(seen.output, "change.sql:2: warning B02"), seen.output);
}

BOOST_AUTO_TEST_CASE(what_is_pending_is_one_plan) {
    migrated_project const project{one_risk()};
    BOOST_TEST(project.run({"lint", "--pending"}).exit_status == 0);
    BOOST_TEST(project.run({"upgrade", "a1"}).exit_status == 0);
    BOOST_TEST(project.run({"lint", "--pending"}).exit_status == 1);
    auto const weighed = project.run({"lint", "--pending", "--database"});
    BOOST_TEST(weighed.exit_status == 0);
    BOOST_TEST(holds(weighed.output, "info L01"), weighed.output);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
