#include "rehearsed_project.hpp"

#include "support/error_checks.hpp"

#include <alembicore/merge_rehearsal.hpp>
#include <alembicore/sql_file.hpp>

#include <boost/test/unit_test.hpp>

namespace alembicore::test {

namespace {

struct project_with_table : rehearsed_project {
    project_with_table() {
        revision("a", "op.create_table('t', sa.Column('x', sa.Integer))", "op.drop_table('t')");
        upgrade();
    }

    [[nodiscard]] std::filesystem::path file(std::string const& text) const {
        folder().write("fix.sql", text);
        return folder().path() / "fix.sql";
    }

    run_report apply(std::string const& text) const {
        auto on = database::connect(base().url());
        return apply_sql(open(), on, file(text));
    }

    [[nodiscard]] rehearsal::report rehearse(std::string const& text, rehearsal::options const& how = {}) const {
        auto on = database::connect(base().url());
        return rehearse_sql(open(), on, file(text), how);
    }
};

/// Two branches behind one revision.
struct branched_project : rehearsed_project {
    branched_project(std::string const& left, std::string const& right) {
        revision("a", "op.create_table('t', sa.Column('x', sa.Integer))", "pass");
        branch("l", left);
        branch("r", right);
    }

    [[nodiscard]] rehearsal::commutation merge() const {
        auto on = database::connect(base().url());
        return rehearsal::rehearse_merge(open(), on, {"l", "r"});
    }

private:
    void branch(std::string const& id, std::string const& upgrade) const {
        folder().write(
            "migrations/versions/" + id + ".py",
            "from alembic import op\nimport sqlalchemy as sa\nrevision = '" + id +
                "'\ndown_revision = 'a'\n\ndef upgrade():\n    " + upgrade + "\n\ndef downgrade():\n    pass\n"
        );
    }
};

} // namespace

BOOST_AUTO_TEST_SUITE(files_of_sql)

BOOST_AUTO_TEST_CASE(are_applied_in_one_transaction_and_leave_the_revisions) {
    project_with_table const project;
    auto const report =
        project.apply("BEGIN;\n-- two rows\nINSERT INTO t VALUES (1);\nINSERT INTO t VALUES (2);\nCOMMIT;\n");
    BOOST_TEST(report.statements == 2U);
    BOOST_TEST(project.ask("SELECT x FROM t ORDER BY x") == "1,2");
    BOOST_TEST(project.ask("SELECT version_num FROM alembic_version") == "a");
    auto const refused = require_error(errc::statement_failed, [&] {
        return project.apply("INSERT INTO t VALUES (3);\nINSERT INTO nowhere VALUES (4);");
    });
    BOOST_TEST(refused.place.value().line == 2U);
    BOOST_TEST(project.ask("SELECT count(*) FROM t") == "2");
}

BOOST_AUTO_TEST_CASE(run_outside_a_transaction_what_has_to) {
    project_with_table const project;
    BOOST_TEST(
        project
            .apply("INSERT INTO t VALUES (1); CREATE INDEX CONCURRENTLY t_x ON t (x); REINDEX INDEX CONCURRENTLY t_x; "
                   "VACUUM t; ANALYZE t; INSERT INTO t VALUES (2); DROP INDEX CONCURRENTLY t_x")
            .statements == 7U
    );
    BOOST_TEST(project.ask("SELECT count(*) FROM t") == "2");
}

BOOST_AUTO_TEST_CASE(are_refused_before_anything_runs) {
    project_with_table const project;
    for (auto const* text :
         {"INSERT INTO t VALUES (1); COMMIT; INSERT INTO t VALUES (2)",
          "ROLLBACK",
          "INSERT INTO t VALUES (1); START TRANSACTION"})
        require_error(errc::bad_usage, [&] { return project.apply(text); });
    auto const refused =
        require_error(errc::statement_failed, [&] { return project.apply("INSERT INTO t VALUES (1);\nNONSENSE"); });
    BOOST_TEST(refused.place.value().line == 2U);
    BOOST_TEST(project.ask("SELECT count(*) FROM t") == "0");
}

BOOST_AUTO_TEST_CASE(are_rehearsed_as_revisions_are) {
    project_with_table const project;
    project.run("INSERT INTO t SELECT n FROM generate_series(1, 9) AS n");
    auto const before = project.everything();
    rehearsal::options how;
    how.rows = rehearsal::rows_kept::all;
    auto const found = project.rehearse("UPDATE t SET x = x + 1; ALTER TABLE t ALTER x TYPE bigint", how);
    BOOST_TEST(!found.failure.has_value());
    BOOST_TEST(found.steps.at(0).statements.at(0).rows.value() == 9U);
    BOOST_TEST(found.steps.at(0).statements.at(1).rewrites.at(0).relation.object == "t");
    BOOST_TEST((found.way_back.verdict == rehearsal::verdict::not_tried));
    BOOST_TEST(project.rehearse("DROP TABLE nowhere").failure.has_value());
    BOOST_TEST(project.everything() == before);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(branches_in_both_orders)

BOOST_AUTO_TEST_CASE(commute_where_they_have_nothing_in_common) {
    branched_project const project{
        "op.add_column('t', sa.Column('y', sa.Integer))", "op.create_table('u', sa.Column('x', sa.Integer))"};
    auto const tried = project.merge();
    BOOST_TEST(tried.commutes);
    BOOST_TEST(tried.orders.at(0).fingerprint == tried.orders.at(1).fingerprint);
    BOOST_TEST(project.ask("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == "0");
}

BOOST_AUTO_TEST_CASE(conflict_on_the_table_that_both_change) {
    branched_project const project{
        "op.alter_column('t', 'x', type_=sa.BigInteger)", "op.alter_column('t', 'x', type_=sa.SmallInteger)"};
    auto const tried = project.merge();
    BOOST_TEST(!tried.commutes);
    BOOST_TEST(tried.tables == std::vector<std::string>{"public.t"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(conflict_where_one_needs_the_other) {
    branched_project const project{
        "op.add_column('t', sa.Column('y', sa.Integer))", "op.create_index('t_y', 't', ['y'])"};
    auto const tried = project.merge();
    BOOST_TEST(!tried.commutes);
    BOOST_TEST(!tried.orders.at(0).failure.has_value());
    BOOST_REQUIRE(tried.orders.at(1).failure.has_value());
    BOOST_TEST(tried.orders.at(1).failure->revision == "r");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
