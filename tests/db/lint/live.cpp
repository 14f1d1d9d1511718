#include "support/rule_pages.hpp"
#include "support/server_under_test.hpp"
#include "support/temporary_cluster.hpp"

#include <alembicore/database.hpp>
#include <alembicore/migrator.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <chrono>
#include <map>
#include <stdexcept>
#include <thread>

namespace alembicore::lint {

namespace {

char const* const all_counted =
    "SELECT 1 WHERE pg_stat_get_tuples_inserted('users'::regclass) >= (SELECT count(*) FROM users) "
    "AND pg_stat_get_tuples_inserted('orders'::regclass) >= (SELECT count(*) FROM orders)";

/// The tables of the pages in a database.
struct live_pages {
    test::temporary_database holder;
    database live = database::connect(holder.url());

    live_pages() {
        test::rule_project const project;
        migrator{project.open(), live}.upgrade();
        run("SET client_min_messages = error");
    }

    void run(std::string const& sql) { live.connection().execute(sql); }

    /// From now on what was written counts in the server's statistics.
    void flush_statistics() {
        if (test::server_major_version() >= 15) {
            run("SELECT pg_stat_force_next_flush()");
            run("SELECT 1");
            return;
        }
        // A session sends them twice a second at most, at the end of a statement, to a process that writes them in its
        // time.
        for (int waits = 0; waits < 500; ++waits) {
            if (live.connection().execute(all_counted).row_count() == 1)
                return;
            std::this_thread::sleep_for(std::chrono::milliseconds{20});
        }
        throw std::runtime_error("the server does not count what was written");
    }

    std::string find(std::vector<std::string> const& revisions, options const& wanted = {}) {
        test::rule_project project;
        project.add_python(revisions);
        return project.rules_found(wanted, &live);
    }
};

/// Enough rows to be a busy table.
std::string const busy_users = "INSERT INTO users (email) SELECT 'a@' || i FROM generate_series(1, 300000) i";
std::string const busy_orders = "INSERT INTO orders (user_id, total) SELECT users.id, 1 FROM users";

/// What the server's statistics would be, had they begun so long ago: a view before the one of the server.
std::string statistics_since(std::string const& interval) {
    return "CREATE VIEW pg_stat_database AS SELECT datname, now() - interval '" + interval +
           "' AS stats_reset FROM pg_catalog.pg_stat_database";
}

std::string const own_names_first = "SET search_path = public, pg_catalog";

std::map<std::string, std::vector<std::string>> const settings_of_rules{
    {"L05",
     {"CREATE INDEX users_broken_idx ON users (age)",
      "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'users_broken_idx'::regclass"}},
    {"N05", {busy_users, busy_orders, own_names_first, statistics_since("2 hours")}},
    {"N06", {busy_users, own_names_first, statistics_since("2 hours")}},
    {"N10", {"CREATE PUBLICATION everything FOR ALL TABLES"}},
    {"N12", {}},
};

std::string severity_of(live_pages& pages, std::string const& revision, std::string const& rule) {
    test::rule_project project;
    project.add_python({revision});
    for (auto const& each : lint_revisions(project.open(), {"r1"}, {}, &pages.live).findings)
        if (each.rule == rule)
            return (each.severity == severity::error  ? "error: "
                    : each.severity == severity::info ? "info: "
                                                      : "warning: ") +
                   each.weight;
    return "nothing";
}

} // namespace

BOOST_AUTO_TEST_SUITE(live)

BOOST_AUTO_TEST_CASE(examples_that_need_a_database) {
    auto const all = rules();
    for (auto const& page : test::read_rule_pages()) {
        auto const rule = std::ranges::find(all, page.id, &rule_description::id);
        BOOST_REQUIRE(rule != all.end());
        if (!rule->needs_database)
            continue;
        BOOST_TEST_CONTEXT(page.id) {
            live_pages pages;
            for (auto const& each : settings_of_rules.at(page.id))
                pages.run(each);
            pages.flush_statistics();
            BOOST_TEST(pages.find(page.bad.python) == page.id);
            BOOST_TEST(pages.find(page.good.python) == "");
            BOOST_TEST(!page.bad.python.empty());
        }
    }
}

BOOST_AUTO_TEST_CASE(statistics_of_a_minute_tell_no_rate) {
    live_pages pages;
    pages.run(busy_users);
    pages.run(own_names_first);
    pages.run(statistics_since("1 minute"));
    pages.flush_statistics();
    auto const build = severity_of(pages, "op.create_index('users_age_idx', 'users', ['age'])", "L01");
    BOOST_TEST(build.find("a minute") == std::string::npos, build);
    pages.run("DROP VIEW pg_stat_database");
    pages.run(statistics_since("2 hours"));
    auto const later = severity_of(pages, "op.create_index('users_age_idx', 'users', ['age'])", "L01");
    BOOST_TEST(later.find("rows written a minute") != std::string::npos, later);
}

BOOST_AUTO_TEST_CASE(the_table_decides_how_much_a_finding_matters) {
    live_pages pages;
    std::string const build = "op.create_index('users_age_idx', 'users', ['age'])";
    BOOST_TEST(severity_of(pages, build, "L01").starts_with("info: "));
    pages.run("INSERT INTO users (email) SELECT 'a' FROM generate_series(1, 50000)");
    pages.run("ANALYZE users");
    auto const middle = severity_of(pages, build, "L01");
    BOOST_TEST(middle.starts_with("error: about 50,000 rows, "), middle);
    pages.run("UPDATE pg_class SET reltuples = 12000000 WHERE relname = 'users'");
    BOOST_TEST(severity_of(pages, "op.execute(\"DELETE FROM users\")", "B15").starts_with("error: about 12,000,000"));
}

BOOST_AUTO_TEST_CASE(a_drop_with_cascade_says_what_goes_with_it) {
    live_pages pages;
    options wanted;
    wanted.only = {"N12"};
    BOOST_TEST(pages.find({"op.execute('ALTER TABLE orders DROP COLUMN code CASCADE')"}, wanted) == "N12");
    BOOST_TEST(pages.find({"op.drop_column('orders', 'note')"}, wanted) == "");
    BOOST_TEST(pages.find({"op.execute('DROP TABLE orders')"}, wanted) == "N12");
}

BOOST_AUTO_TEST_CASE(the_version_is_that_of_the_database) {
    live_pages pages;
    options wanted;
    wanted.only = {"L06", "L11"};
    BOOST_TEST(pages.find({"op.add_column('users', sa.Column('n', sa.Integer(), server_default='1'))"}, wanted) == "");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::lint
