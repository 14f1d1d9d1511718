// `alembicore models --engine python`: the mapper in the project's own interpreter.
#include "migrated_project.hpp"
#include "sample_project.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

#include <filesystem>

namespace alembicore::test {

namespace {

constexpr std::string_view models_file = R"(
import sys
from sqlalchemy import Column, ForeignKey, Integer, String
from sqlalchemy.orm import declarative_base, relationship
print("loading")
Base = declarative_base()
def columns():
    return {name: Column(String(len(name) + len(sys.argv[:1]))) for name in ("first", "second")}
class Team(Base):
    __tablename__ = "teams"
    id = Column(Integer, primary_key=True)
    people = relationship("Person", back_populates="team", cascade="all", passive_deletes=True)
Person = type("Person", (Base,), {
    "__tablename__": "people", "id": Column(Integer, primary_key=True),
    "team_id": Column(ForeignKey("teams.id", ondelete="SET NULL")),
    "team": relationship("Team", back_populates="people"), **columns()})
)";

/// It would connect to nothing if more of it ran.
constexpr std::string_view env_file = R"(
from alembic import context
from app import Base
target_metadata = Base.metadata
if context.is_offline_mode():
    raise RuntimeError("offline")
raise RuntimeError("online")
)";

struct project_for_python : sample_project {
    project_for_python() : sample_project{two_tables()} {
        write("alembic.ini", "[alembic]\nscript_location = %(here)s/migrations\nprepend_sys_path = .\n");
        write("app.py", models_file);
        write("migrations/env.py", env_file);
    }

    [[nodiscard]] base::process_result
    ask(std::vector<std::string> more = {}, std::map<std::string, std::string> environment = {}) const {
        std::vector<std::string> words{"models", "--engine", "python"};
        words.insert(words.end(), more.begin(), more.end());
        environment.emplace("ALEMBICORE_PYTHON", ALEMBICORE_TEST_PYTHON);
        return run(std::move(words), std::move(environment));
    }

    [[nodiscard]] boost::json::value error_of(base::process_result const& failed) const {
        BOOST_TEST(failed.exit_status == 1, failed.error_output);
        return boost::json::parse(failed.output).at("error");
    }
};

bool has(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

} // namespace

BOOST_AUTO_TEST_SUITE(models_engine)

BOOST_AUTO_TEST_CASE(says_what_only_running_the_code_can_tell) {
    project_for_python const project;
    auto const seen = project.ask({"--json"});
    BOOST_REQUIRE_MESSAGE(seen.exit_status == 0, seen.output << seen.error_output);
    auto const document = boost::json::parse(seen.output);
    BOOST_TEST(document.at("origin").as_string() == "environment");
    BOOST_TEST(document.at("base").as_string() == "env.py");
    BOOST_TEST(document.at("models").as_array().size() == 2U);
    auto const& team = document.at("models").at(0);
    BOOST_TEST(team.at("module").as_string() == "app");
    BOOST_TEST(team.at("place").at("line").to_number<int>() == 9);
    BOOST_TEST(team.at("place").at("excerpt").as_string() == "class Team(Base):");
    auto const& people = team.at("relationships").at(0);
    BOOST_TEST(people.at("direction").as_string() == "one_to_many");
    BOOST_TEST(people.at("passive_deletes").as_string() == "true");
    BOOST_TEST(people.at("foreign_keys").at(0).as_string() == "people.team_id");
    BOOST_TEST(people.at("on_delete").at(0).as_string() == "SET NULL");
    std::string types;
    for (auto const& column : document.at("tables").at(1).at("columns").as_array())
        types += std::string{column.at("type").as_string()} + ';';
    BOOST_TEST(has(types, "VARCHAR(6);VARCHAR(7);"), types);
    auto const drawn = project.ask({"--format", "mermaid"});
    BOOST_TEST(drawn.output.starts_with("erDiagram"), drawn.output);
    BOOST_TEST(has(drawn.error_output, "loading"));
    BOOST_TEST(!std::filesystem::exists(project.path() / "__pycache__"));
}

BOOST_AUTO_TEST_CASE(a_variable_names_the_base_and_alembic_is_not_needed) {
    project_for_python const project;
    project.write("alembic.py", "raise ImportError('no Alembic here')\n");
    auto const seen = project.ask({"Person", "--json"}, {{"SQLALCHEMY_BASE", "app:Base"}});
    BOOST_REQUIRE_MESSAGE(seen.exit_status == 0, seen.output << seen.error_output);
    auto const document = boost::json::parse(seen.output);
    BOOST_TEST(document.at("origin").as_string() == "variable");
    BOOST_TEST(document.at("models").as_array().size() == 1U);
    auto const failed = project.ask({"--json"}, {{"SQLALCHEMY_BASE", "app:columns"}});
    BOOST_TEST(project.error_of(failed).at("code").as_string() == "not_evaluable");
}

BOOST_AUTO_TEST_CASE(modules_are_searched_for_where_env_py_has_none) {
    project_for_python const project;
    project.write("migrations/env.py", "target_metadata = None\n");
    project.write("broken.py", R"(
from sqlalchemy import Column, Integer
from app import Base
class Late(Base):
    __tablename__ = "late"
    id = Column(Integer, primary_key=True)
raise ValueError("not today")
)");
    auto const seen = project.ask({"--json"});
    BOOST_REQUIRE_MESSAGE(seen.exit_status == 0, seen.output << seen.error_output);
    auto const document = boost::json::parse(seen.output);
    BOOST_TEST(document.at("origin").as_string() == "search");
    BOOST_TEST(document.at("models").as_array().size() == 3U);
    BOOST_TEST(document.at("unknowns").at(0).at("attribute").as_string() == "broken");
    BOOST_TEST(document.at("unknowns").at(0).at("reason").as_string() == "ValueError: not today");
}

BOOST_AUTO_TEST_CASE(an_import_that_raises_is_told_with_place_and_traceback) {
    project_for_python const project;
    project.write("app.py", "import nowhere_to_be_found\n");
    auto const error = project.error_of(project.ask({"--json"}));
    BOOST_TEST(error.at("code").as_string() == "python_exception");
    BOOST_TEST(has(error.at("message").as_string(), "No module named 'nowhere_to_be_found'"));
    BOOST_TEST(has(error.at("place").at("file").as_string(), "app.py"));
    BOOST_TEST(error.at("place").at("line").to_number<int>() == 1);
    BOOST_TEST(has(error.at("traceback").as_string(), "from app import Base"));
}

BOOST_AUTO_TEST_CASE(a_relationship_that_leads_nowhere_is_said_and_the_rest_is_known) {
    project_for_python const project;
    project.write("app.py", std::string{models_file} + R"(
class Alone(Base):
    __tablename__ = "alone"
    id = Column(Integer, primary_key=True)
    other = relationship("Nobody")
)");
    auto const seen = project.ask({"--json"});
    BOOST_REQUIRE_MESSAGE(seen.exit_status == 0, seen.output << seen.error_output);
    auto const document = boost::json::parse(seen.output);
    BOOST_TEST(document.at("models").as_array().size() == 3U);
    auto const& unknown = document.at("models").at(2).at("unknowns").at(0);
    BOOST_TEST(unknown.at("attribute").as_string() == "other");
    BOOST_TEST(has(unknown.at("reason").as_string(), "Nobody"));
    BOOST_TEST(document.at("models").at(0).at("relationships").as_array().size() == 1U);
}

BOOST_AUTO_TEST_CASE(without_a_python_that_has_sqlalchemy_all_places_are_listed) {
    project_for_python const project;
    auto const program = project.write("bare", "#!/bin/sh\nexec " ALEMBICORE_TEST_PYTHON " -S \"$@\"\n");
    std::filesystem::permissions(program, std::filesystem::perms::owner_all);
    auto const bare = project.error_of(project.ask({"--json", "--python", program.string()}));
    BOOST_TEST(bare.at("code").as_string() == "python_unavailable");
    BOOST_TEST(has(bare.at("reason").as_string(), "is not installed"), bare.at("reason"));
    BOOST_TEST(has(bare.at("message").as_string(), "SQLAlchemy"));
    auto const none = project.error_of(project.ask({"--json", "--python", "/nowhere/python"}));
    BOOST_TEST(has(none.at("reason").as_string(), "there is no such program"));
}

BOOST_AUTO_TEST_CASE(the_mapper_and_a_database_are_compared_as_the_models_are) {
    migrated_project const project{two_tables()};
    project.files().write("app.py", R"(
import enum
from sqlalchemy import CheckConstraint, Column, Enum, ForeignKey, Integer, String
from sqlalchemy.orm import declarative_base
class Mood(enum.Enum):
    good = 1
Base = declarative_base()
def sized():
    return {"size_%d" % number: Column(Integer) for number in range(2)}
Team = type("Team", (Base,), {"__tablename__": "teams", "id": Column(Integer, primary_key=True), "mood": Column(Enum(Mood)),
    "__table_args__": (CheckConstraint("id>0"),), **sized()})
class Person(Base):
    __tablename__ = "people"
    id = Column(Integer, primary_key=True)
    name = Column(String(40), nullable=False)
    team_id = Column(ForeignKey("teams.id", ondelete="SET NULL"), index=True)
)");
    static_cast<void>(
        project.ask("CREATE TYPE mood AS ENUM ('good'); CREATE TABLE teams (mood mood, size_0 int, size_1 int, "
                    "id serial PRIMARY KEY, CONSTRAINT other_name CHECK (id > 0)); "
                    "CREATE TABLE people (id serial PRIMARY KEY, name varchar(20) NOT NULL, team_id int REFERENCES "
                    "teams (id) ON DELETE SET NULL); CREATE TABLE extra (x int)")
    );
    auto const asked =
        project.run({"models", "--against", "--engine", "python", "--python", ALEMBICORE_TEST_PYTHON, "--json"});
    BOOST_REQUIRE_MESSAGE(asked.exit_status == 0, asked.output << asked.error_output);
    auto const document = boost::json::parse(asked.output);
    std::string parts;
    for (auto const& each : document.at("differences").as_array())
        parts += std::string{each.at("part").as_string()} + ';';
    BOOST_TEST(parts == "table public.extra;column public.people.name;index public.people.ix_people_team_id;");
    BOOST_TEST(document.at("unknowns").as_array().empty());
    BOOST_TEST(project.ask("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'alembicore%'") == "0");
}

BOOST_AUTO_TEST_CASE(wrong_use_is_told) {
    project_for_python const project;
    BOOST_TEST(project.run({"models", "--engine", "fast"}).exit_status == 2);
    BOOST_TEST(project.run({"models", "--engine", "auto"}).exit_status == 0);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
