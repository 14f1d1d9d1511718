#include "browser.hpp"
#include "running_server.hpp"

#include "postgres/connection.hpp"

#include <alembicore/database.hpp>

#include <boost/json/array.hpp>
#include <boost/test/unit_test.hpp>

namespace alembicore::test {

namespace {

struct served_table {
    migrated_project project{{{.id = "t1", .doc = "one", .upgrade = "pass"}}};
    running_server server{project};
    browser page{server.port()};

    served_table() {
        static_cast<void>(project.ask("CREATE TABLE people (id int PRIMARY KEY, name text, note text)"));
        static_cast<void>(project.ask("INSERT INTO people SELECT i, 'person ' || i FROM generate_series(1, 250) AS i"));
    }

    answer change(std::string const& method, std::string const& target, std::string const& body) {
        return page.send(method, target, body, {{"X-Alembicore-Token", page.token()}});
    }
};

std::string first_value(boost::json::value const& page, std::size_t row) {
    return std::string{page.at("rows").at(row).at("cells").at(0).as_string()};
}

} // namespace

BOOST_AUTO_TEST_SUITE(server_rows)

BOOST_AUTO_TEST_CASE(pages_follow_each_other) {
    served_table made;
    auto const first = made.page.get("/api/tables/people/data?size=100&sort=-id").json();
    BOOST_TEST(first_value(first, 0) == "250");
    std::string const cursor{first.at("after").as_string()};
    auto const second = made.page.get("/api/tables/people/data?size=100&sort=-id&after=" + cursor).json();
    BOOST_TEST(first_value(second, 0) == "150");
    auto const last = made.page.get("/api/tables/public.people/data?size=100&sort=-id&last").json();
    BOOST_TEST(last.at("after").is_null());
    auto const chosen =
        made.page
            .get("/api/tables/people/data?filter=%7B%22conditions%22%3A%5B%7B%22column%22%3A%22name%22%2C"
                 "%22how%22%3A%22equals%22%2C%22values%22%3A%5B%22person%207%22%5D%7D%5D%7D")
            .json();
    BOOST_TEST(chosen.at("rows").as_array().size() == 1U);
    BOOST_TEST(made.page.get("/api/tables/people/count?exact=1").json().at("rows").as_int64() == 250);
}

BOOST_AUTO_TEST_CASE(the_list_of_tables_waits_for_nobody) {
    served_table made;
    static_cast<void>(made.project.ask("VACUUM ANALYZE people"));
    auto other = database::connect(made.project.url());
    other.connection().execute("BEGIN; LOCK TABLE people IN ACCESS EXCLUSIVE MODE; CREATE TABLE half_made (id int)");
    auto const listed = made.page.get("/api/tables").json();
    other.connection().execute("ROLLBACK");
    BOOST_REQUIRE(listed.at("tables").as_array().size() == 1U);
    auto const& only = listed.at("tables").at(0);
    BOOST_TEST(only.at("name").as_string() == "people");
    BOOST_TEST(only.at("kind").as_string() == "table");
    BOOST_TEST(only.at("columns").as_int64() == 3);
    BOOST_TEST(only.at("rows").as_int64() == 250);
    BOOST_TEST(only.at("size").as_int64() >= 16384);
}

BOOST_AUTO_TEST_CASE(who_has_a_table_for_himself_is_told_instead_of_waited_for) {
    served_table made;
    static_cast<void>(made.project.ask("CREATE TABLE free (id int PRIMARY KEY)"));
    auto other = database::connect(made.project.url());
    other.connection().execute("BEGIN; LOCK TABLE people IN ACCESS EXCLUSIVE MODE");
    auto const who = "session " + std::to_string(other.connection().backend());
    for (std::string const asked :
         {"/api/schema",
          "/api/schema/diagram",
          "/api/tables/people/schema",
          "/api/tables/people/data",
          "/api/tables/people/count?exact=1"})
        BOOST_TEST_CONTEXT(asked) {
            auto const refused = made.page.get(asked);
            BOOST_TEST(refused.status == 409U);
            auto const problem = refused.json();
            BOOST_TEST(problem.at("code").as_string() == "lock_not_granted");
            BOOST_TEST(std::string{problem.at("what").as_string()}.find("public.people") != std::string::npos);
            BOOST_TEST(std::string{problem.at("why").as_string()}.find(who) != std::string::npos);
        }
    BOOST_TEST(made.page.get("/api/tables/free/schema").status == 200U);
    BOOST_TEST(made.page.get("/api/tables/free/data").status == 200U);
    other.connection().execute("ROLLBACK");
    BOOST_TEST(made.page.get("/api/tables/people/schema").status == 200U);
}

BOOST_AUTO_TEST_CASE(rows_are_inserted_changed_and_deleted) {
    served_table made;
    BOOST_TEST(
        made.change("POST", "/api/tables/people/rows", R"({"values": {"id": 1000, "name": "Ada"}})").status == 201U
    );
    auto const changed =
        made.change("PATCH", "/api/tables/people/rows/1000", R"({"values": {"note": null, "name": "Grace"}})");
    BOOST_TEST(changed.status == 200U);
    BOOST_TEST(made.project.ask("SELECT name FROM people WHERE id = 1000") == "Grace");
    BOOST_TEST(made.change("DELETE", "/api/tables/people/rows/%7B%22id%22%3A%221000%22%7D", "").status == 200U);
    BOOST_TEST(made.project.ask("SELECT count(*) FROM people WHERE id = 1000") == "0");
}

BOOST_AUTO_TEST_CASE(a_row_that_somebody_else_has_changed_is_a_conflict_with_both_versions) {
    served_table made;
    auto const seen = made.page.get("/api/tables/people/data?size=1&sort=id").json();
    std::string const version{seen.at("rows").at(0).at("version").as_string()};
    static_cast<void>(made.project.ask("UPDATE people SET name = 'theirs' WHERE id = 1"));
    auto const refused = made.change(
        "PATCH", "/api/tables/people/rows/1", R"({"values": {"name": "mine"}, "version": ")" + version + "\"}"
    );
    BOOST_TEST(refused.status == 409U);
    BOOST_TEST(refused.json().at("conflicts").at(0).at("row_now").at("cells").at(1).as_string() == "theirs");
    BOOST_TEST(made.project.ask("SELECT name FROM people WHERE id = 1") == "theirs");
}

BOOST_AUTO_TEST_CASE(composite_keys_and_odd_names_work) {
    served_table made;
    static_cast<void>(
        made.project.ask("CREATE TABLE \"od.d/na%me\" (a int, b text, \"va\"\"lue\" text, PRIMARY KEY (a, b))")
    );
    std::string const table = "/api/tables/od.d%2Fna%25me";
    BOOST_TEST(
        made.change("POST", table + "/rows?schema=public", R"({"values": {"a": 1, "b": "x'y", "va\"lue": "v"}})")
            .status == 201U
    );
    auto const changed = made.change(
        "PATCH",
        table + "/rows/%7B%22a%22%3A1%2C%22b%22%3A%22x'y%22%7D?schema=public",
        R"({"values": {"va\"lue": "w"}})"
    );
    BOOST_TEST(changed.status == 200U, changed.body);
    auto const vague = made.change("DELETE", table + "/rows/1?schema=public", "");
    BOOST_TEST(vague.status == 400U);
    BOOST_TEST(vague.json().at("what").as_string().find("2 columns") != boost::json::string::npos);
    BOOST_TEST(made.project.ask("SELECT \"va\"\"lue\" FROM \"od.d/na%me\"") == "w");
    BOOST_TEST(made.page.get(table + "/schema?schema=public").json().at("columns").as_array().size() == 3U);
    BOOST_TEST(made.page.get("/api/tables/nosuch/schema").status == 404U);
}

BOOST_AUTO_TEST_CASE(exports_and_imports_are_files) {
    served_table made;
    auto const exported = made.page.get("/api/tables/people/export?format=csv&sort=id");
    BOOST_TEST(exported.fields.at("content-type").starts_with("text/csv"));
    BOOST_TEST(exported.body.starts_with("id,name,note\r\n1,person 1,\r\n"), exported.body.substr(0, 80));
    BOOST_TEST(made.page.get("/api/tables/nosuch/export").status == 400U);
    auto const tried = made.change("POST", "/api/tables/people/import?dry_run=1", "id,name\n5000,x\n");
    BOOST_TEST(tried.json().at("rows").as_int64() == 1);
    BOOST_TEST(made.project.ask("SELECT count(*) FROM people") == "250");
    auto const refused = made.change("POST", "/api/tables/people/import", "id,name\n5000,x\n1,y\n");
    BOOST_TEST(refused.status == 422U);
    BOOST_TEST(made.project.ask("SELECT count(*) FROM people") == "250");
    BOOST_TEST(made.change("POST", "/api/tables/people/import", "id,name\n5000,x\n").status == 200U);
    BOOST_TEST(made.project.ask("SELECT count(*) FROM people") == "251");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
