#include "browser.hpp"
#include "running_server.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/test/unit_test.hpp>

#include <thread>

namespace alembicore::test {

BOOST_AUTO_TEST_SUITE(server_queries)

BOOST_AUTO_TEST_CASE(a_query_reads_unless_it_is_told_to_write) {
    migrated_project const project{two_tables()};
    running_server const server{project};
    browser page{server.port()};
    auto const read = page.post("/api/database/query", R"({"sql": "SELECT 1 AS one; SELECT 2"})").json();
    BOOST_TEST(read.as_array().size() == 2U);
    auto const refused = page.post("/api/database/query", R"json({"sql": "CREATE TABLE a (id int)"})json");
    BOOST_TEST(refused.status == 409U);
    auto const written =
        page.post("/api/database/query", R"json({"sql": "CREATE TABLE a (id int)", "write": true})json");
    BOOST_TEST(written.status == 200U);
    auto const wrong = page.post("/api/database/query", R"({"sql": "SELECT nosuch"})").json();
    BOOST_TEST(wrong.at("server").at("position").as_int64() == 8);
    auto const plan = page.post("/api/database/explain", R"({"sql": "SELECT * FROM a"})").json();
    BOOST_TEST(plan.at("root").at("kind").as_string() == "Seq Scan");
}

BOOST_AUTO_TEST_CASE(a_query_is_cancelled_by_its_id) {
    migrated_project const project{two_tables()};
    running_server const server{project};
    browser page{server.port()};
    static_cast<void>(page.token());
    answer sleeping;
    std::thread asking{[&, other = page]() mutable {
        sleeping = other.post("/api/database/query", R"json({"sql": "SELECT pg_sleep(30)", "id": "q1"})json");
    }};
    unsigned status = 404;
    for (int i = 0; i < 100 && status == 404; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds{50});
        status = page.post("/api/database/query/q1/cancel", "").status;
    }
    asking.join();
    BOOST_TEST(status == 200U);
    BOOST_TEST(sleeping.json().at("code").as_string() == "cancelled");
}

BOOST_AUTO_TEST_CASE(schema_and_models_are_told) {
    migrated_project const project{two_tables()};
    running_server const server{project};
    browser page{server.port()};
    static_cast<void>(page.run("/api/alembic/migrations/upgrade", "{}"));
    auto const schema = page.get("/api/schema").json();
    BOOST_TEST(schema.at("tables").as_array().size() >= 3U);
    BOOST_TEST(page.get("/api/schema/diagram?format=mermaid").body.starts_with("erDiagram"));
    BOOST_TEST(page.get("/api/schema/diagram?format=nosuch").status == 400U);
    BOOST_TEST(page.get("/api/models").status == 200U);
    BOOST_TEST(page.get("/api/database/stats").json().at("database").is_string());
    BOOST_TEST(page.get("/api/database/connection").json().at("error").is_null());
}

BOOST_AUTO_TEST_CASE(the_description_names_every_route_and_its_role) {
    migrated_project const project{two_tables()};
    running_server const server{project};
    browser page{server.port()};
    auto const described = page.get("/api/openapi.json").json();
    BOOST_TEST(described.at("openapi").as_string() == "3.1.0");
    for (auto const& path : described.at("paths").as_object())
        for (auto const& operation : path.value().as_object())
            BOOST_TEST(!operation.value().at("x-role").as_string().empty());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
