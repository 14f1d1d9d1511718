#include "migrate/version_table.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::migrate {

BOOST_AUTO_TEST_SUITE(version_table_text)

BOOST_AUTO_TEST_CASE(the_table_is_made_as_alembic_makes_it) {
    BOOST_TEST(
        render_create({}) == "CREATE TABLE alembic_version (\n\tversion_num VARCHAR(32) NOT NULL, \n"
                             "\tCONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)\n)"
    );
}

BOOST_AUTO_TEST_CASE(without_a_primary_key_there_is_no_constraint_and_nothing_is_returned) {
    settings project;
    project.version_table_pk = false;
    auto const table = version_table_of(project);
    BOOST_TEST(render_create(table) == "CREATE TABLE alembic_version (\n\tversion_num VARCHAR(32) NOT NULL\n)");
    BOOST_TEST(
        render_change({row_change_kind::insert_row, "", "a"}, table) ==
        "INSERT INTO alembic_version (version_num) VALUES ('a')"
    );
}

BOOST_AUTO_TEST_CASE(rows_are_changed_as_alembic_changes_them) {
    struct row {
        row_change change;
        char const* plain;
        char const* elsewhere;
    };

    settings project;
    project.version_table = "Versions";
    project.version_table_schema = "app";
    for (auto const& row : {
             row{{row_change_kind::insert_row, "", "a"},
                 "INSERT INTO alembic_version (version_num) VALUES ('a') RETURNING alembic_version.version_num",
                 "INSERT INTO app.\"Versions\" (version_num) VALUES ('a') RETURNING app.\"Versions\".version_num"},
             row{{row_change_kind::update_row, "a", "b"},
                 "UPDATE alembic_version SET version_num='b' WHERE alembic_version.version_num = 'a'",
                 "UPDATE app.\"Versions\" SET version_num='b' WHERE app.\"Versions\".version_num = 'a'"},
             row{{row_change_kind::delete_row, "a", ""},
                 "DELETE FROM alembic_version WHERE alembic_version.version_num = 'a'",
                 "DELETE FROM app.\"Versions\" WHERE app.\"Versions\".version_num = 'a'"},
         }) {
        BOOST_TEST(render_change(row.change, {}) == row.plain);
        BOOST_TEST(render_change(row.change, version_table_of(project)) == row.elsewhere);
    }
}

BOOST_AUTO_TEST_CASE(an_id_is_a_literal_whatever_is_in_it) {
    BOOST_TEST(
        render_change({row_change_kind::delete_row, "a'; DROP TABLE t; --", ""}, {}) ==
        "DELETE FROM alembic_version WHERE alembic_version.version_num = 'a''; DROP TABLE t; --'"
    );
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::migrate
