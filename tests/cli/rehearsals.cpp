// `alembicore rehearse`.
#include "migrated_project.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

namespace alembicore::test {

namespace {

std::vector<sample_revision> revisions_with_a_lost_way_back() {
    return {
        {.id = "a1",
         .doc = "users",
         .upgrade = "op.create_table('users', sa.Column('id', sa.Integer, primary_key=True))",
         .downgrade = "op.drop_table('users')"},
        {.id = "b2",
         .down_revision = "'a1'",
         .doc = "ages",
         .upgrade = "op.alter_column('users', 'id', type_=sa.BigInteger)",
         .downgrade = "op.alter_column('users', 'id', type_=sa.Integer)"},
        {.id = "c3",
         .down_revision = "'b2'",
         .doc = "notes",
         .upgrade = "op.add_column('users', sa.Column('note', sa.Text))"},
    };
}

} // namespace

BOOST_AUTO_TEST_SUITE(rehearsals)

BOOST_AUTO_TEST_CASE(tell_locks_and_rewrites_and_whether_there_is_a_way_back) {
    migrated_project const project{revisions_with_a_lost_way_back()};
    BOOST_TEST(project.run({"upgrade", "a1"}).exit_status == 0);
    auto const good = project.run({"rehearse", "b2", "--strict"});
    BOOST_TEST(good.exit_status == 0, good.error_output);
    BOOST_TEST(good.output.find("locks users: AccessExclusive") != std::string::npos, good.output);
    BOOST_TEST(good.output.find("rewrites users") != std::string::npos, good.output);
    BOOST_TEST(good.output.find("way back: downgrading gives the same schema") != std::string::npos, good.output);
    auto const lost = project.run({"rehearse", "head"});
    BOOST_TEST(lost.exit_status == 0, lost.error_output);
    BOOST_TEST(lost.output.find("by c3:\n+ column public.users.note") != std::string::npos, lost.output);
    BOOST_TEST(project.run({"rehearse", "head", "--strict", "-q"}).exit_status == 1);
    auto const document = boost::json::parse(project.run({"rehearse", "upgrade", "head", "--json"}).output);
    BOOST_TEST(std::string{document.at("way_back").at("verdict").as_string()} == "differs");
    BOOST_TEST(std::string{document.at("place").as_string()} == "scratch");
    BOOST_TEST(project.ask("SELECT version_num FROM alembic_version") == "a1");
}

BOOST_AUTO_TEST_CASE(go_down_where_the_target_lies_behind) {
    migrated_project const project{revisions_with_a_lost_way_back()};
    BOOST_TEST(project.run({"upgrade", "head"}).exit_status == 0);
    for (auto const* target : {"a1", "-2", "base"}) {
        auto const found = project.run({"rehearse", target, "--json"});
        BOOST_TEST(found.exit_status == 0, found.error_output);
        auto const document = boost::json::parse(found.output);
        BOOST_TEST(std::string{document.at("plan").at("direction").as_string()} == "downgrade");
    }
    BOOST_TEST(project.run({"rehearse", "head"}).output.find("nothing to do") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(fail_where_the_plan_does) {
    migrated_project const project{{{.id = "a1", .doc = "drops", .upgrade = "op.drop_table('nothing')"}}};
    for (auto const* where : {"scratch", "target"}) {
        auto const found = project.run({"rehearse", "head", "--on", where});
        BOOST_TEST(found.exit_status == 1);
        BOOST_TEST(found.error_output.find("\"nothing\" does not exist") != std::string::npos, found.error_output);
    }
    auto const document = boost::json::parse(project.run({"rehearse", "head", "--json"}).output);
    BOOST_TEST(std::string{document.at("failure").at("revision").as_string()} == "a1");
}

BOOST_AUTO_TEST_CASE(wrong_use_is_told) {
    migrated_project const project{revisions_with_a_lost_way_back()};
    for (words const& line : std::vector<words>{
             {"rehearse", "head", "--on", "moon"},
             {"rehearse", "head", "--data", "some"},
             {"rehearse", "stamp", "head"},
             {"rehearse", "head", "--on", "target", "--data", "all"}})
        BOOST_TEST(project.run(line).exit_status == 2);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
