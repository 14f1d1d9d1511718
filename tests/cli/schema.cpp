// `alembicore schema` on a real server.
#include "migrated_project.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

namespace alembicore::test {

BOOST_AUTO_TEST_SUITE(schema)

BOOST_AUTO_TEST_CASE(shows_tables_and_draws_them) {
    migrated_project const project{two_tables()};
    BOOST_TEST(project.run({"upgrade", "head"}).exit_status == 0);
    auto const text = project.run({"schema"});
    BOOST_TEST(text.exit_status == 0, text.error_output);
    BOOST_TEST(text.output.find("table alembic_version") != std::string::npos);
    BOOST_TEST(project.run({"schema", "alembic%", "--format", "mermaid"})
                   .output.starts_with("erDiagram\n  \"alembic_version\""));
    auto const document = boost::json::parse(project.run({"schema", "--json"}).output);
    BOOST_TEST(document.at("tables").as_array().size() == 3U);
    auto const print = project.run({"schema", "--format", "fingerprint"}).output;
    BOOST_TEST(print == std::string{document.at("fingerprint").as_string()} + "\n");
}

BOOST_AUTO_TEST_CASE(graphviz_draws_svg_and_its_absence_is_told) {
    migrated_project const project{two_tables()};
    BOOST_TEST(project.run({"upgrade", "head"}).exit_status == 0);
    auto const drawn = project.run({"schema", "--format", "svg"});
    if (base::find_program("dot").empty())
        BOOST_TEST(drawn.error_output.find("install graphviz") != std::string::npos);
    else
        BOOST_TEST(drawn.output.find("<svg") != std::string::npos, drawn.error_output);
    auto const without = project.run({"schema", "--format", "svg"}, {{"PATH", "/nowhere"}});
    BOOST_TEST(without.exit_status == 1);
    BOOST_TEST(without.error_output.find("install graphviz") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(needs_no_project_when_told_the_database) {
    temporary_folder const empty;
    migrated_project const project{two_tables()};
    base::process_request request;
    request.arguments = {ALEMBICORE_PROGRAM, "schema", "--database-url", project.address()};
    request.directory = empty.path();
    BOOST_TEST(base::run_process(request).exit_status == 0);
}

BOOST_AUTO_TEST_CASE(tells_two_databases_apart) {
    migrated_project const one{two_tables()};
    migrated_project const other{two_tables()};
    BOOST_TEST(one.run({"upgrade", "head"}).exit_status == 0);
    BOOST_TEST(other.run({"upgrade", "t1"}).exit_status == 0);
    auto const told = one.run({"schema", "--against", other.address()});
    BOOST_TEST(told.output.starts_with("+ "), told.output);
    BOOST_TEST(one.run({"schema", "--against", one.address()}).output == "");
    auto const changes = boost::json::parse(one.run({"schema", "--against", other.address(), "--json"}).output);
    BOOST_TEST(std::string{changes.at(0).at("kind").as_string()} == "added");
}

BOOST_AUTO_TEST_CASE(wrong_use_is_told) {
    migrated_project const project{two_tables()};
    auto const unknown = project.run({"schema", "--format", "png"});
    BOOST_TEST(unknown.exit_status == 2);
    BOOST_TEST(unknown.error_output.find("choose text") != std::string::npos);
    auto const refused = project.run({"schema", "--against", "mysql://u:secret@h/d"});
    BOOST_TEST(refused.exit_status == 1);
    BOOST_TEST(refused.error_output.find("secret") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
