#include "migrate/rows.hpp"

#include "postgres/transaction.hpp"
#include "support/error_checks.hpp"
#include "support/temporary_cluster.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::migrate {

namespace {

version_table table_in(std::string schema) {
    version_table table;
    table.name.schema = schema::identifier{.text = std::move(schema), .quote = {}};
    return table;
}

} // namespace

BOOST_AUTO_TEST_SUITE(rows)

BOOST_AUTO_TEST_CASE(a_missing_table_has_no_rows_and_is_created_once) {
    test::temporary_database const database;
    postgres::connection opened{database.url()};
    BOOST_TEST(read_rows(opened, {}).empty());
    BOOST_TEST(database.ask("SELECT count(*) FROM pg_class WHERE relname = 'alembic_version'") == "0");
    ensure_table(opened, {});
    ensure_table(opened, {});
    BOOST_TEST(
        database.ask("SELECT conname FROM pg_constraint WHERE conrelid = 'alembic_version'::regclass AND contype = 'p'"
        ) == "alembic_version_pkc"
    );
}

BOOST_AUTO_TEST_CASE(a_table_that_goes_away_before_the_run_is_a_mismatch) {
    test::temporary_database const database;
    postgres::connection opened{database.url()};
    {
        postgres::transaction const broken{opened};
        test::require_error(errc::version_mismatch, [&] { return lock_and_read_rows(opened, {}); });
    }
    ensure_table(opened, {});
    postgres::transaction const whole{opened};
    BOOST_TEST(lock_and_read_rows(opened, {}).empty());
}

BOOST_AUTO_TEST_CASE(rows_are_inserted_updated_and_deleted) {
    test::temporary_database const database;
    postgres::connection opened{database.url()};
    ensure_table(opened, {});
    apply_change(opened, {}, {row_change_kind::insert_row, "", "a"});
    apply_change(opened, {}, {row_change_kind::update_row, "a", "b"});
    BOOST_TEST(read_rows(opened, {}) == std::vector<std::string>{"b"}, boost::test_tools::per_element());
    apply_change(opened, {}, {row_change_kind::delete_row, "b", ""});
    BOOST_TEST(read_rows(opened, {}).empty());
}

BOOST_AUTO_TEST_CASE(the_table_is_found_where_the_search_path_finds_it_or_in_its_schema) {
    test::temporary_database const database;
    postgres::connection opened{database.url()};
    opened.execute("CREATE SCHEMA app; CREATE TABLE app.alembic_version (version_num text); "
                   "INSERT INTO app.alembic_version VALUES ('x')");
    BOOST_TEST(read_rows(opened, {}).empty());
    BOOST_TEST(read_rows(opened, table_in("app")).size() == 1U);
    BOOST_TEST(read_rows(opened, table_in("elsewhere")).empty());
    opened.execute("SET search_path = app");
    BOOST_TEST(read_rows(opened, {}).size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_view_is_taken_for_the_table) {
    test::temporary_database const database;
    postgres::connection opened{database.url()};
    opened.execute("CREATE VIEW alembic_version AS SELECT 'v'::text AS version_num");
    BOOST_TEST(read_rows(opened, {}) == std::vector<std::string>{"v"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_row_that_is_not_as_planned_is_a_mismatch) {
    test::temporary_database const database;
    postgres::connection opened{database.url()};
    ensure_table(opened, {});
    apply_change(opened, {}, {row_change_kind::insert_row, "", "a"});
    for (auto const& change :
         {row_change{row_change_kind::update_row, "x", "y"},
          row_change{row_change_kind::delete_row, "x", ""},
          row_change{row_change_kind::insert_row, "", "a"}}) {
        auto const info = test::require_error(errc::version_mismatch, [&] {
            apply_change(opened, {}, change);
            return 0;
        });
        BOOST_TEST(!info.remedy.empty());
        BOOST_TEST(info.retryable);
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::migrate
