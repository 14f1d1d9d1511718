#include "browser.hpp"
#include "running_server.hpp"

#include <boost/json/array.hpp>
#include <boost/test/unit_test.hpp>

namespace alembicore::test {

namespace {

struct served_project {
    migrated_project project{two_tables()};
    running_server server{project};
    browser page{server.port()};
};

/// Two heads behind one table; the second creates `other`.
std::vector<sample_revision> two_heads(std::string const& other) {
    return {
        {.id = "a1", .doc = "one", .upgrade = "op.execute('CREATE TABLE one (id int)')"},
        {.id = "b2", .down_revision = "'a1'", .doc = "left", .upgrade = "op.execute('ALTER TABLE one ADD x int')"},
        {.id = "c3", .down_revision = "'a1'", .doc = "right", .upgrade = other},
    };
}

std::size_t tables_in(migrated_project const& project) {
    return std::stoul(project.ask("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"));
}

} // namespace

BOOST_AUTO_TEST_SUITE(server_rehearsals)

BOOST_AUTO_TEST_CASE(a_rehearsal_is_a_run_that_changes_nothing) {
    served_project made;
    auto const run = made.page.run("/api/alembic/rehearse", R"({"target": "t1"})");
    BOOST_TEST(run.at("kind").as_string() == "rehearse");
    BOOST_TEST(run.at("direction").as_string() == "upgrade");
    BOOST_TEST(run.at("state").as_string() == "done");
    BOOST_TEST(run.at("report").at("steps").at(0).at("revision").as_string() == "t1");
    BOOST_TEST(run.at("report").at("way_back").at("verdict").as_string() == "returns");
    BOOST_TEST(run.at("events").to_number<int>() > 0);
    BOOST_TEST(tables_in(made.project) == 0U);
    BOOST_TEST(made.page.get("/api/alembic/migrations/t1").json().at("locks").is_array());
    BOOST_TEST(made.page.get("/api/alembic/migrations/t2").json().at("locks").is_null());
    BOOST_TEST(made.page.post("/api/alembic/rehearse", R"({"target": "nosuch"})").status == 404U);
    BOOST_TEST(made.page.post("/api/alembic/rehearse", R"({"on": "mars"})").status == 400U);
}

BOOST_AUTO_TEST_CASE(the_difference_that_a_revision_makes_is_told) {
    served_project made;
    auto const seen = made.page.get("/api/alembic/diff/t2").json();
    BOOST_TEST(seen.at("after").at(0).as_string() == "t1");
    bool found = false;
    for (auto const& change : seen.at("changes").as_array()) {
        BOOST_TEST(change.at("kind").as_string() == "added");
        BOOST_TEST(change.at("part").as_string().find(".one") == boost::json::string::npos);
        found = found || change.at("part").as_string() == "table public.two";
    }
    BOOST_TEST(found);
    BOOST_TEST(made.page.get("/api/alembic/migrations/diff/t2").json() == seen);
    BOOST_TEST(made.page.get("/api/alembic/diff/nosuch").status == 404U);
    BOOST_TEST(tables_in(made.project) == 0U);
}

BOOST_AUTO_TEST_CASE(pending_revisions_are_linted_and_so_are_those_that_are_named) {
    migrated_project const project{{
        {.id = "t1", .doc = "one", .upgrade = "op.execute('CREATE TABLE one (id bigint PRIMARY KEY)')"},
        {.id = "t2", .down_revision = "'t1'", .doc = "two", .upgrade = "op.create_index('ix', 'one', ['id'])"},
    }};
    running_server const server{project};
    browser page{server.port()};
    BOOST_TEST(page.run("/api/alembic/migrations/upgrade", R"({"target": "t1"})").at("state").as_string() == "done");
    auto const pending = page.get("/api/alembic/lint").json();
    BOOST_TEST(pending.at("revisions").to_number<int>() == 1);
    BOOST_TEST(pending.at("findings").at(0).at("revision").as_string() == "t2");
    auto const named = page.get("/api/alembic/lint?revision=t2&database=0").json();
    bool has_lock = false;
    for (auto const& each : named.at("findings").as_array())
        has_lock = has_lock || each.at("rule").as_string() == "L01";
    BOOST_TEST(has_lock);
    auto const chosen =
        page.post("/api/alembic/lint", R"({"revisions": ["t2"], "without": ["L"], "database": false})").json();
    for (auto const& each : chosen.at("findings").as_array())
        BOOST_TEST(!each.at("rule").as_string().starts_with("L"));
    BOOST_TEST(page.post("/api/alembic/lint", R"({"only": ["nosuch"]})").status == 400U);
    BOOST_TEST(page.get("/api/alembic/lint/rules").json().as_array().size() > 50U);
}

BOOST_AUTO_TEST_CASE(what_somebody_has_changed_by_hand_is_drift) {
    served_project made;
    static_cast<void>(made.page.run("/api/alembic/migrations/upgrade", "{}"));
    BOOST_TEST(made.page.get("/api/drift").json().at("differences").as_array().empty());
    static_cast<void>(made.project.ask("ALTER TABLE two ADD COLUMN note text"));
    auto const seen = made.page.get("/api/drift").json();
    BOOST_TEST(seen.at("differences").at(0).at("part").as_string() == "column public.two.note");
    BOOST_TEST(seen.at("differences").at(0).at("odd").as_string() == "database");
}

BOOST_AUTO_TEST_CASE(a_merge_is_written_where_both_orders_give_the_same) {
    migrated_project const project{two_heads("op.execute('CREATE TABLE other (id int)')")};
    running_server const server{project};
    browser page{server.port()};
    auto const tried = page.run("/api/alembic/migrations/merge/rehearse", "{}");
    BOOST_TEST(tried.at("report").at("commutes").as_bool());
    auto const merged = page.post("/api/alembic/migrations/merge", R"({"message": "merge", "rehearse": true})");
    BOOST_TEST(merged.status == 201U, merged.body);
    auto const heads = page.get("/api/alembic/migrations/heads").json();
    BOOST_TEST(heads.at("heads").as_array().size() == 1U); // without waiting
}

BOOST_AUTO_TEST_CASE(a_merge_of_branches_that_conflict_is_not_written) {
    migrated_project const project{two_heads("op.execute('ALTER TABLE one ADD x text')")};
    running_server const server{project};
    browser page{server.port()};
    auto const refused = page.post("/api/alembic/migrations/merge", R"({"message": "merge", "rehearse": true})");
    BOOST_TEST(refused.status == 409U);
    BOOST_TEST(!refused.json().at("rehearsal").at("commutes").as_bool());
    BOOST_TEST(page.get("/api/alembic/migrations/heads").json().at("heads").as_array().size() == 2U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
