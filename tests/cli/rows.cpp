// `alembicore rows` and `alembicore export` on a real server.
#include "migrated_project.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

namespace alembicore::test {

namespace {

/// A project whose database has a table of three people.
struct people : migrated_project {
    people() : migrated_project{two_tables()} {
        static_cast<void>(ask("CREATE TABLE people (id int PRIMARY KEY, name text, age int); "
                              "INSERT INTO people VALUES (1, 'Ann', 30), (2, 'Bob', NULL), (3, 'Cem', 5)"));
    }
};

} // namespace

BOOST_AUTO_TEST_SUITE(rows)

BOOST_AUTO_TEST_CASE(are_shown_sorted_and_chosen) {
    people const project;
    BOOST_TEST(project.run({"rows", "people"}).output == "id  name  age\n1   Ann   30\n2   Bob   NULL\n3   Cem   5\n");
    BOOST_TEST(
        project.run({"rows", "people", "-s", "-name", "-w", "age>=5"}).output ==
        "id  name  age\n3   Cem   5\n1   Ann   30\n"
    );
    BOOST_TEST(project.run({"rows", "public.people", "-w", "age="}).output == "id  name  age\n2   Bob   NULL\n");
    BOOST_TEST(
        project.run({"rows", "people", "-w", "name~b", "-w", "id!=3"}).output == "id  name  age\n2   Bob   NULL\n"
    );
}

BOOST_AUTO_TEST_CASE(come_in_pages) {
    people const project;
    auto const first = boost::json::parse(project.run({"rows", "people", "-l", "2", "--json"}).output);
    BOOST_TEST(first.at("rows").as_array().size() == 2U);
    BOOST_TEST(first.at("before").is_null());
    std::string const after{first.at("after").as_string()};
    auto const second = project.run({"rows", "people", "-l", "2", "--after", after});
    BOOST_TEST(second.output == "id  name  age\n3   Cem   5\n");
    BOOST_TEST(project.run({"rows", "people", "-l", "2"}).error_output == "more: --after " + after + "\n");
}

BOOST_AUTO_TEST_CASE(are_written_out) {
    people const project;
    BOOST_TEST(project.run({"export", "people", "-w", "id<3"}).output == "id,name,age\r\n1,Ann,30\r\n2,Bob,\r\n");
    BOOST_TEST(
        project.run({"export", "people", "-f", "sql", "-w", "id=2"}).output ==
        "INSERT INTO \"public\".\"people\" (\"id\", \"name\", \"age\") VALUES ('2', 'Bob', NULL);\n"
    );
}

BOOST_AUTO_TEST_CASE(are_chosen_in_sql) {
    people const project;
    BOOST_TEST(
        project.run({"rows", "people", "--condition", "length(name) = 3 AND age > 9"}).output ==
        "id  name  age\n1   Ann   30\n"
    );
    BOOST_TEST(project.run({"export", "people", "--condition", "id = 1; DROP TABLE people"}).exit_status == 2);
}

BOOST_AUTO_TEST_CASE(are_pointed_to) {
    people const project;
    static_cast<void>(project.ask("CREATE TABLE dogs (owner int CONSTRAINT theirs REFERENCES people); "
                                  "INSERT INTO dogs VALUES (1), (1)"));
    BOOST_TEST(
        project.run({"rows", "people", "--references", "id=1"}).output ==
        "table        rows  foreign key  where\npublic.dogs  2     theirs       owner=1\n"
    );
    auto const report = boost::json::parse(project.run({"rows", "people", "--references", "id=1", "--json"}).output);
    BOOST_TEST(report.at("keys").at(0).at("values").at("owner").as_string() == "1");
    BOOST_TEST(project.run({"rows", "people", "--references", "id"}).exit_status == 2);
}

BOOST_AUTO_TEST_CASE(are_read_in) {
    people const project;
    project.files().write("new.csv", "id,name\n4,Dan\n5,\n");
    BOOST_TEST(
        project.run({"import", "people", "new.csv", "--dry-run"}).output ==
        "2 rows would be imported; nothing was changed\n"
    );
    BOOST_TEST(project.run({"import", "people", "new.csv"}).output == "2 rows imported\n");
    BOOST_TEST(project.ask("SELECT coalesce(name, '-') FROM people WHERE id > 3 ORDER BY id") == "Dan,-");
    auto const refused = project.run({"import", "people", "new.csv"});
    BOOST_TEST(refused.exit_status == 1);
    BOOST_TEST(refused.error_output.find("new.csv:2") != std::string::npos, refused.error_output);
    BOOST_TEST(refused.error_output.find("people_pkey") != std::string::npos);
    BOOST_TEST(project.run({"import", "people", "absent.csv"}).exit_status == 1);
}

BOOST_AUTO_TEST_CASE(wrong_use_is_told) {
    people const project;
    BOOST_TEST(project.run({"rows", "nobody"}).exit_status == 2);
    BOOST_TEST(project.run({"rows", "people", "-w", "age"}).error_output.find("is no condition") != std::string::npos);
    BOOST_TEST(project.run({"rows", "people", "-l", "x"}).exit_status == 2);
    BOOST_TEST(project.run({"rows", "people", "-s", "height"}).error_output.find("height") != std::string::npos);
    BOOST_TEST(project.run({"export", "people", "-f", "xml"}).exit_status == 2);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
