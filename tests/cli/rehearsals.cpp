// `alembicore rehearse`, `drift` and `check`.
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
         .upgrade = "op.alter_column('users', 'id', type_=sa.BigInteger)\n"
                    "    op.execute('ALTER SEQUENCE users_id_seq AS bigint')",
         .downgrade = "op.execute('ALTER SEQUENCE users_id_seq AS integer')\n"
                      "    op.alter_column('users', 'id', type_=sa.Integer)"},
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

BOOST_AUTO_TEST_SUITE(drifting)

BOOST_AUTO_TEST_CASE(check_and_drift_fail_where_models_and_database_differ) {
    migrated_project const project{revisions_with_a_lost_way_back()};
    auto const write_models = [&](std::string const& more) {
        project.files().write(
            "app.py",
            "from sqlalchemy import BigInteger, Column, Integer, Text\nfrom sqlalchemy.orm import declarative_base\n"
            "Base = declarative_base()\nclass User(Base):\n    __tablename__ = 'users'\n"
            "    id = Column(BigInteger, primary_key=True)\n    note = Column(Text)\n" +
                more
        );
    };
    write_models("");
    BOOST_TEST(project.run({"upgrade", "b2"}).exit_status == 0);
    auto const behind = project.run({"check"});
    BOOST_TEST(behind.exit_status == 1);
    BOOST_TEST(behind.output.find("The database is at b2, the project at c3.") != std::string::npos, behind.output);
    BOOST_TEST(project.run({"upgrade", "head"}).exit_status == 0);
    auto const fine = project.run({"check"});
    BOOST_TEST(fine.exit_status == 0, fine.output << fine.error_output);
    auto const calm = project.run({"drift", "--check"});
    BOOST_TEST(calm.exit_status == 0, calm.output << calm.error_output);
    BOOST_TEST(calm.output.find("c3, the database and the models agree.") != std::string::npos, calm.output);
    write_models("    age = Column(Integer)\n");
    BOOST_TEST(project.run({"check", "--json"}).output.find("\"up_to_date\":true") != std::string::npos);
    BOOST_TEST(project.run({"check"}).exit_status == 1);
    BOOST_TEST(project.run({"drift"}).exit_status == 0);
    auto const found = project.run({"drift", "--check"});
    BOOST_TEST(found.exit_status == 1);
    BOOST_TEST(found.output.find("column public.users.age  the models differ") != std::string::npos, found.output);
    auto const document = boost::json::parse(project.run({"drift", "--json"}).output);
    BOOST_TEST(std::string{document.at("differences").at(0).at("odd").as_string()} == "models");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(sql_and_merges)

BOOST_AUTO_TEST_CASE(a_file_of_sql_is_rehearsed_and_applied) {
    migrated_project const project{revisions_with_a_lost_way_back()};
    BOOST_TEST(project.run({"upgrade", "head"}).exit_status == 0);
    project.files().write("fix.sql", "ALTER TABLE users ADD COLUMN age integer;\n");
    auto const tried = project.run({"sql", "apply", "fix.sql", "--rehearse"});
    BOOST_TEST(tried.exit_status == 0, tried.error_output);
    BOOST_TEST(tried.output.find("locks users: AccessExclusive") != std::string::npos, tried.output);
    BOOST_TEST(project.ask("SELECT count(*) FROM information_schema.columns WHERE column_name = 'age'") == "0");
    auto const done = project.run({"sql", "apply", "fix.sql", "--json"});
    BOOST_TEST(done.exit_status == 0, done.error_output);
    BOOST_TEST(boost::json::parse(done.output).at("statements").to_number<int>() == 1);
    BOOST_TEST(project.ask("SELECT count(*) FROM information_schema.columns WHERE column_name = 'age'") == "1");
    BOOST_TEST(project.run({"sql", "apply"}).exit_status == 2);
    BOOST_TEST(project.run({"sql", "apply", "nowhere.sql"}).exit_status == 1);
}

BOOST_AUTO_TEST_CASE(a_merge_is_written_where_the_branches_commute) {
    std::vector<sample_revision> revisions = revisions_with_a_lost_way_back();
    revisions.push_back(
        {.id = "d4",
         .down_revision = "'b2'",
         .doc = "teams",
         .upgrade = "op.create_table('teams', sa.Column('id', sa.Integer))"}
    );
    migrated_project const project{revisions};
    auto const merged = project.run({"merge", "heads", "--rehearse", "--rev-id", "m5", "-m", "both"});
    BOOST_TEST(merged.exit_status == 0, merged.error_output);
    BOOST_TEST(merged.output.find("commutes") != std::string::npos, merged.output);
    BOOST_TEST(project.run({"heads"}).output.find("m5") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_merge_of_branches_that_conflict_is_not_written) {
    std::vector<sample_revision> revisions = revisions_with_a_lost_way_back();
    revisions.push_back(
        {.id = "d4", .down_revision = "'b2'", .doc = "index", .upgrade = "op.create_index('notes', 'users', ['note'])"}
    );
    migrated_project const project{revisions};
    auto const refused = project.run({"merge", "c3", "d4", "--rehearse", "-m", "both"});
    BOOST_TEST(refused.exit_status == 1);
    BOOST_TEST(
        refused.output.find("conflicts: in the order d4, c3, revision d4 fails") != std::string::npos, refused.output
    );
    auto const document = boost::json::parse(project.run({"merge", "heads", "--rehearse", "--json", "-m", "x"}).output);
    BOOST_TEST(!document.at("commutes").as_bool());
    BOOST_TEST(project.run({"heads"}).output.find("c3") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_branch_is_put_behind_another_revision) {
    std::vector<sample_revision> revisions = revisions_with_a_lost_way_back();
    revisions.push_back({.id = "d4", .down_revision = "'a1'", .doc = "teams"});
    revisions.push_back({.id = "e5", .down_revision = "'d4'", .doc = "more"});
    migrated_project const project{revisions};
    auto const shown = project.run({"rebase", "d4", "--onto", "c3", "--dry-run", "--json"});
    BOOST_TEST(shown.exit_status == 0, shown.error_output);
    BOOST_TEST(!boost::json::parse(shown.output).at("written").as_bool());
    BOOST_TEST(project.run({"heads"}).output.find("c3") != std::string::npos);
    BOOST_TEST(project.run({"rebase", "d4", "--onto", "c3"}).exit_status == 0);
    BOOST_TEST(project.run({"heads"}).output.find("c3") == std::string::npos);
    BOOST_TEST(project.run({"upgrade", "head"}).exit_status == 0);
    BOOST_TEST(project.ask("SELECT version_num FROM alembic_version") == "e5");
    auto const circle = project.run({"rebase", "b2", "--onto", "e5"});
    BOOST_TEST(circle.exit_status == 1);
    BOOST_TEST(circle.error_output.find("comes after b2") != std::string::npos, circle.error_output);
    BOOST_TEST(project.run({"rebase", "d4"}).exit_status == 2);
    BOOST_TEST(project.run({"rebase", "d4", "--onto", "c3"}).exit_status == 1);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
