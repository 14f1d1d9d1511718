// `alembicore models`.
#include "sample_project.hpp"

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

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
