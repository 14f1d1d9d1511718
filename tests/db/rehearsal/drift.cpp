#include "rehearsed_project.hpp"

#include "support/error_checks.hpp"

#include <alembicore/drift.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>

namespace alembicore::test {

namespace {

using drift::odd_side;

/// Two tables that history, database and models share.
struct agreeing_project : rehearsed_project {
    agreeing_project() {
        revision(
            "a",
            "op.create_table('users', sa.Column('id', sa.Integer, primary_key=True), sa.Column('name', "
            "sa.String(40), nullable=False))\n"
            "op.execute('CREATE VIEW names AS SELECT 1 AS n')",
            "pass"
        );
        revision("b", "op.create_table('teams', sa.Column('id', sa.Integer, primary_key=True))", "pass");
        upgrade();
        models("id = Column(Integer, primary_key=True)\n    name = Column(String(40), nullable=False)");
    }

    void models(std::string const& users, std::string const& more = "") const {
        folder().write(
            "app.py",
            "from sqlalchemy import Column, Integer, String, Text\nfrom sqlalchemy.orm import declarative_base\n"
            "Base = declarative_base()\n"
            "class User(Base):\n    __tablename__ = 'users'\n    " +
                users +
                "\nclass Team(Base):\n    __tablename__ = 'teams'\n    id = Column(Integer, primary_key=True)\n" + more
        );
    }

    [[nodiscard]] drift::report compare() const {
        auto on = database::connect(base().url());
        return drift::compare(open(), on);
    }
};

drift::difference const* find(drift::report const& in, std::string const& part) {
    auto const found = std::ranges::find(in.differences, part, &drift::difference::part);
    return found == in.differences.end() ? nullptr : &*found;
}

} // namespace

BOOST_AUTO_TEST_SUITE(drifting)

BOOST_AUTO_TEST_CASE(nothing_differs_where_all_agree) {
    agreeing_project const project;
    auto const before = project.everything();
    auto const found = project.compare();
    BOOST_TEST(found.has_models);
    BOOST_TEST(found.differences.empty());
    BOOST_TEST(found.revisions.at(0) == "b");
    BOOST_TEST(project.everything() == before);
}

BOOST_AUTO_TEST_CASE(each_side_is_found_to_be_the_odd_one) {
    agreeing_project const project;
    project.run("ALTER TABLE users ALTER COLUMN name TYPE varchar(80)"); // by hand
    project.run("ALTER TABLE teams ADD COLUMN motto text");              // by hand, and the models know it
    project.run("CREATE TABLE spare (x integer)");
    project.run("DROP VIEW names; CREATE VIEW names AS SELECT 2 AS n");
    project.models(
        "id = Column(Integer, primary_key=True)\n    name = Column(String(40), nullable=False)\n    age = "
        "Column(Integer)",
        "    motto = Column(Text)\n"
    );
    auto const found = project.compare();
    auto const odd = [&](std::string const& part) {
        auto const* one = find(found, part);
        BOOST_REQUIRE_MESSAGE(one != nullptr, part);
        return one->odd;
    };
    BOOST_TEST((odd("column public.users.name") == odd_side::database));
    BOOST_TEST((odd("column public.users.age") == odd_side::models));
    BOOST_TEST((odd("column public.teams.motto") == odd_side::history));
    BOOST_TEST((odd("table public.spare") == odd_side::database));
    BOOST_TEST((odd("view public.names") == odd_side::database));
    BOOST_TEST(find(found, "view public.names")->silent);
    BOOST_TEST(find(found, "column public.users.name")->history.value().find("(40)") != std::string::npos);
    BOOST_TEST(find(found, "column public.users.name")->database.value().find("(80)") != std::string::npos);
    BOOST_TEST(found.differences.size() == 5U);
}

BOOST_AUTO_TEST_CASE(each_odd_side_has_operations_that_bring_it_back) {
    agreeing_project const project;
    project.run("ALTER TABLE users ALTER COLUMN name TYPE varchar(80)"); // by hand
    project.run("ALTER TABLE teams ADD COLUMN motto text");              // by hand, and the models know it
    project.run("CREATE TABLE spare (x integer); CREATE INDEX spare_x ON spare (x)");
    project.models(
        "id = Column(Integer, primary_key=True)\n    name = Column(String(40), nullable=False)",
        "    motto = Column(Text)\n"
    );
    auto const found = project.compare();
    BOOST_REQUIRE(found.remedies.size() == 2U);
    auto const& back = found.remedies[0];
    BOOST_TEST((back.odd == odd_side::database));
    std::vector<std::string> const wanted{
        "op.drop_table(\"spare\")", R"(op.alter_column("users", "name", type_=sa.String(length=40)))"};
    BOOST_TEST(back.directives == wanted, boost::test_tools::per_element());
    BOOST_TEST(back.sql.at(0) == "DROP TABLE spare");
    BOOST_TEST(back.unsaid.empty());
    BOOST_TEST(!back.failure);
    auto const& missing = found.remedies[1];
    BOOST_TEST((missing.odd == odd_side::history));
    BOOST_TEST(missing.directives.at(0) == R"(op.add_column("teams", sa.Column("motto", sa.Text(), nullable=True)))");
    BOOST_TEST(missing.directives.size() == 1U);
    for (auto const& each : back.sql)
        project.run(each);
    for (auto const& each : project.compare().differences)
        BOOST_TEST((each.odd == odd_side::history), each.part);
}

BOOST_AUTO_TEST_CASE(what_no_operation_brings_back_is_named) {
    rehearsed_project project;
    project.revision("a", "op.execute(\"CREATE TYPE mood AS ENUM ('a'); CREATE TABLE t (m mood)\")", "pass");
    project.upgrade();
    project.run("ALTER TYPE mood ADD VALUE 'b'");
    auto on = database::connect(project.base().url());
    auto const found = drift::compare(project.open(), on);
    BOOST_REQUIRE(found.remedies.size() == 1U);
    BOOST_TEST(found.remedies[0].directives.empty());
    BOOST_TEST(found.remedies[0].unsaid == std::vector<std::string>{"type public.mood"});
}

BOOST_AUTO_TEST_CASE(a_project_without_models_has_two_sides) {
    rehearsed_project project;
    project.revision("a", "op.create_table('t', sa.Column('x', sa.Integer))", "pass");
    project.upgrade();
    project.run("ALTER TABLE t ADD COLUMN y integer");
    auto on = database::connect(project.base().url());
    auto const found = drift::compare(project.open(), on);
    BOOST_TEST(!found.has_models);
    BOOST_REQUIRE(found.differences.size() == 1U);
    BOOST_TEST(found.differences[0].part == "column public.t.y");
}

BOOST_AUTO_TEST_CASE(the_history_goes_as_far_as_the_database) {
    agreeing_project project;
    project.revision("c", "op.create_table('later', sa.Column('x', sa.Integer))", "pass");
    BOOST_TEST(project.compare().differences.empty());
}

BOOST_AUTO_TEST_CASE(what_cannot_be_replayed_is_told) {
    rehearsed_project project;
    project.revision("a", "op.execute('INSERT INTO made_by_hand VALUES (1)')", "pass");
    project.run("CREATE TABLE made_by_hand (x integer)");
    project.upgrade();
    auto on = database::connect(project.base().url());
    auto const refused = require_error(errc::statement_failed, [&] { return drift::compare(project.open(), on); });
    BOOST_TEST(refused.message.starts_with("the history cannot be replayed"));
    BOOST_TEST(refused.revision == "a");
    project.run("UPDATE alembic_version SET version_num = 'x'");
    require_error(errc::unknown_database_revision, [&] { return drift::compare(project.open(), on); });
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
