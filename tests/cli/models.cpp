// `alembicore models`.
#include "migrated_project.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

namespace alembicore::test {

namespace {

struct project_with_models : sample_project {
    project_with_models() : sample_project{two_tables()} {
        write("app.py", R"(
from sqlalchemy import Column, ForeignKey, Integer, String
from sqlalchemy.orm import declarative_base, relationship
Base = declarative_base()
class Team(Base):
    __tablename__ = "teams"
    id = Column(Integer, primary_key=True)
    people = relationship("Person", back_populates="team", cascade="all")
class Person(Base):
    __tablename__ = "people"
    id = Column(Integer, primary_key=True)
    name = Column(String(40), nullable=False)
    team_id = Column(ForeignKey("teams.id", ondelete="SET NULL"))
    team = relationship("Team", back_populates="people")
)");
    }
};

} // namespace

BOOST_AUTO_TEST_SUITE(models)

BOOST_AUTO_TEST_CASE(shows_classes_and_draws_them) {
    project_with_models const project;
    auto const text = project.run({"models"});
    BOOST_TEST(text.exit_status == 0, text.error_output);
    BOOST_TEST(text.output.find("class Team  table teams") != std::string::npos, text.output);
    BOOST_TEST(text.output.find("one to many Person[]") != std::string::npos, text.output);
    BOOST_TEST(text.output.find("-> teams.id on delete SET NULL") != std::string::npos, text.output);
    BOOST_TEST(project.run({"models", "--format", "mermaid"}).output.starts_with("erDiagram"));
    auto const document = boost::json::parse(project.run({"models", "Person", "--json"}).output);
    BOOST_TEST(document.at("models").as_array().size() == 1U);
    BOOST_TEST(std::string{document.at("tables").at(0).at("name").at("name").as_string()} == "people");
}

BOOST_AUTO_TEST_CASE(wrong_use_is_told) {
    project_with_models const project;
    BOOST_TEST(project.run({"models", "Nobody"}).exit_status == 2);
    BOOST_TEST(project.run({"models", "--format", "png"}).exit_status == 2);
}

BOOST_AUTO_TEST_CASE(compares_with_the_database_as_postgresql_sees_both) {
    migrated_project const project{two_tables()};
    project.files().write("app.py", R"(
import enum
from sqlalchemy import CheckConstraint, Column, Enum, ForeignKey, Integer, String, text
from sqlalchemy.orm import declarative_base
class Mood(enum.Enum):
    good = 1
Base = declarative_base()
class Team(Base):
    __tablename__ = "teams"
    __table_args__ = (CheckConstraint("size>0"),)
    id = Column(Integer, primary_key=True)
    size = Column(Integer, server_default="3")
    mood = Column(Enum(Mood))
class Person(Base):
    __tablename__ = "people"
    id = Column(Integer, primary_key=True)
    name = Column(String(40), nullable=False)
    team_id = Column(ForeignKey("teams.id", ondelete="SET NULL"), index=True)
)");
    static_cast<void>(
        project.ask("CREATE TYPE mood AS ENUM ('good'); CREATE TABLE teams (mood mood, size int4 DEFAULT '3'::integer, "
                    "id serial CONSTRAINT teams_pkey PRIMARY KEY, CONSTRAINT other_name CHECK (size > 0)); "
                    "CREATE TABLE people (id serial PRIMARY KEY, name varchar(20), team_id int REFERENCES teams (id)); "
                    "CREATE TABLE extra (x int)")
    );
    auto const text = project.run({"models", "--against"});
    BOOST_TEST(text.exit_status == 0, text.error_output);
    auto const document = boost::json::parse(project.run({"models", "--against", "--json"}).output);
    std::string parts;
    for (auto const& each : document.at("differences").as_array())
        parts += std::string{each.at("part").as_string()} + ';';
    BOOST_TEST(
        parts == "table public.extra;column public.people.name;constraint public.people.people_team_id_fkey;"
                 "index public.people.ix_people_team_id;"
    );
    BOOST_TEST(document.at("unknowns").as_array().empty());
    BOOST_TEST(project.ask("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'alembicore%'") == "0");
}

BOOST_AUTO_TEST_CASE(sequences_are_compared_and_what_models_cannot_state_is_left_out) {
    migrated_project const project{two_tables()};
    project.files().write("app.py", R"(
from sqlalchemy import Column, Identity, Integer, Sequence
from sqlalchemy.orm import declarative_base
Base = declarative_base()
class Order(Base):
    __tablename__ = "orders"
    id = Column(Integer, Sequence("order_numbers", start=1000), primary_key=True)
    line = Column(Integer, Identity(start=10, increment=5))
    other = Column(Integer, Sequence("missing_numbers"))
class Kept(Base):
    __tablename__ = "kept"
    id = Column(Integer, primary_key=True)
)");
    static_cast<void>(project.ask(
        "CREATE SEQUENCE order_numbers START 1; CREATE TABLE orders (id int PRIMARY KEY, line int NOT NULL GENERATED "
        "BY "
        "DEFAULT AS IDENTITY, other int); CREATE SEQUENCE of_nobody; CREATE TABLE kept (id int CONSTRAINT kept_pkey "
        "PRIMARY KEY); CREATE SEQUENCE odd_name AS int OWNED BY kept.id; CREATE FUNCTION f() RETURNS trigger LANGUAGE "
        "plpgsql "
        "AS "
        "'BEGIN RETURN new; END'; CREATE TRIGGER t BEFORE INSERT ON kept FOR EACH ROW EXECUTE FUNCTION f(); CREATE "
        "POLICY "
        "p ON kept USING (true); CREATE VIEW v AS SELECT 1"
    ));
    auto const seen = project.run({"models", "--against", "--json"});
    BOOST_TEST(seen.exit_status == 0, seen.error_output);
    auto const document = boost::json::parse(seen.output);
    std::string parts;
    for (auto const& each : document.at("differences").as_array())
        parts += std::string{each.at("part").as_string()} + ';';
    BOOST_TEST(
        parts == "sequence public.missing_numbers;sequence public.order_numbers;sequence public.orders_line_seq;"
                 "column public.kept.id;"
    );
}

BOOST_AUTO_TEST_CASE(who_may_create_no_schema_is_told_what_is_missing) {
    migrated_project const project{two_tables()};
    project.files().write("app.py", R"(
from sqlalchemy import Column, Integer
from sqlalchemy.orm import declarative_base
Base = declarative_base()
class Kept(Base):
    __tablename__ = "kept"
    id = Column(Integer, primary_key=True)
)");
    static_cast<void>(project.ask("CREATE ROLE no_creator LOGIN"));
    auto address = project.address();
    address.resize(address.rfind("user="));
    auto const failed = project.run({"models", "--against", "--json", "--database-url", address + "user=no_creator"});
    BOOST_TEST(failed.exit_status == 1);
    auto const error = boost::json::parse(failed.output).at("error");
    BOOST_TEST(error.at("code").as_string() == "statement_failed");
    BOOST_TEST(std::string{error.at("remedy").as_string()}.find("GRANT CREATE ON DATABASE") != std::string::npos);
    static_cast<void>(project.ask("DROP ROLE no_creator"));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
