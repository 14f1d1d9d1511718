#include "support/rule_pages.hpp"

#include <alembicore/error.hpp>

#include <boost/test/unit_test.hpp>

namespace alembicore::lint {

namespace {

std::string found_in(std::string const& sql, options const& wanted = {}) {
    std::string rules;
    for (auto const& each : lint_sql(sql, "f.sql", wanted).findings)
        rules += (rules.empty() ? "" : " ") + each.rule;
    return rules;
}

options only(std::string const& rule) {
    options wanted;
    wanted.only = {rule};
    return wanted;
}

std::string rules_of(report const& made) {
    std::string rules;
    for (auto const& each : made.findings)
        rules += (rules.empty() ? "" : " ") + each.rule;
    return rules;
}

} // namespace

BOOST_AUTO_TEST_SUITE(linting)

BOOST_AUTO_TEST_CASE(a_table_that_is_created_here_is_no_risk) {
    BOOST_TEST(found_in("CREATE TABLE t (id bigint PRIMARY KEY); CREATE INDEX i ON t (id, id2)") == "");
    BOOST_TEST(found_in("CREATE TEMP TABLE t (id int); ALTER TABLE t ADD COLUMN c int NOT NULL") == "");
    BOOST_TEST(found_in("CREATE TABLE t (id bigint PRIMARY KEY); ALTER TABLE t RENAME TO u; DROP TABLE u") == "");
}

BOOST_AUTO_TEST_CASE(what_is_no_harm_is_left_alone) {
    // An index with operators of its own serves other searches.
    BOOST_TEST(
        found_in("CREATE TABLE t (id bigint PRIMARY KEY, a text); CREATE INDEX i ON t (a);"
                 "CREATE INDEX j ON t (a varchar_pattern_ops)") == ""
    );
    // There is no row that could be in the way.
    BOOST_TEST(found_in("DELETE FROM t; ALTER TABLE t ADD COLUMN c int NOT NULL", only("L12")) == "");
    // Nobody reads a table that is gone.
    BOOST_TEST(found_in("BEGIN; DROP TABLE t; ALTER TABLE u VALIDATE CONSTRAINT c; COMMIT", only("L07")) == "");
    // The rows come back.
    BOOST_TEST(
        found_in(
            "INSERT INTO aside SELECT * FROM t; DROP TABLE t; CREATE TABLE t (id bigint PRIMARY KEY);"
            "INSERT INTO t SELECT * FROM aside",
            only("B03")
        ) == ""
    );
}

BOOST_AUTO_TEST_CASE(a_column_that_may_be_null_already_becomes_nothing) {
    std::string const table = "CREATE TABLE t (id serial, a int, b int NOT NULL, PRIMARY KEY (b));";
    auto const relaxed = [&](std::string const& column) {
        test::rule_project project;
        project.add_python({"op.execute('" + table + "')", "op.alter_column('t', '" + column + "', nullable=True)"});
        return rules_of(lint_revisions(project.open(), {"r1", "r2"}, only("B07")));
    };
    BOOST_TEST(relaxed("a") == "");
    BOOST_TEST(relaxed("b") == "B07");
    BOOST_TEST(relaxed("id") == "B07");
    // Of what was made elsewhere nothing is known but the type that it was given.
    BOOST_TEST(
        found_in("ALTER TABLE u ALTER a TYPE bigint; ALTER TABLE u ALTER a DROP NOT NULL", only("B07")) == "B07"
    );
}

BOOST_AUTO_TEST_CASE(a_name_that_another_column_takes_is_still_there) {
    BOOST_TEST(found_in("ALTER TABLE t RENAME a TO old; ALTER TABLE t RENAME b TO a", only("B04")) == "B04");
    BOOST_TEST(found_in("ALTER TABLE t RENAME b TO a; ALTER TABLE t RENAME c TO b", only("B04")) == "B04");
    BOOST_TEST(found_in("ALTER TABLE t RENAME a TO old; ALTER TABLE t ADD COLUMN a int", only("B04")) == "B04");
    BOOST_TEST(found_in("ALTER TABLE t RENAME a TO old; ALTER TABLE u ADD COLUMN a int", only("B04")) == "B04");
}

BOOST_AUTO_TEST_CASE(a_key_that_comes_back_over_its_columns_is_replaced) {
    std::string const dropped = "ALTER TABLE orders DROP CONSTRAINT orders_user_id_fkey;";
    auto const after = [&](std::string const& next) {
        test::rule_project project;
        project.add_python({"op.execute('" + dropped + next + "')"});
        return rules_of(lint_revisions(project.open(), {"r1"}, only("B08")));
    };
    BOOST_TEST(after("") == "B08");
    BOOST_TEST(
        after("ALTER TABLE orders RENAME user_id TO buyer_id;"
              "ALTER TABLE orders ADD FOREIGN KEY (buyer_id) REFERENCES users (id)") == ""
    );
    BOOST_TEST(after("ALTER TABLE orders ADD FOREIGN KEY (user_id, code) REFERENCES versions (id, code)") == "");
    BOOST_TEST(after("ALTER TABLE orders ADD FOREIGN KEY (code) REFERENCES versions (code)") == "B08");
}

BOOST_AUTO_TEST_CASE(rows_that_a_key_names_are_not_the_whole_table) {
    std::string const keyed = "ALTER TABLE t ADD PRIMARY KEY (id), ADD COLUMN c int, ADD UNIQUE (code, n);";
    auto const filled = [&](std::string const& condition) {
        auto wanted = only("L16");
        wanted.in_transaction = true;
        return found_in(keyed + "UPDATE t SET c = 1 WHERE " + condition, wanted);
    };
    BOOST_TEST(filled("id = 5") == "");
    BOOST_TEST(filled("t.id IN ('a'::text, 'b') AND c IS NULL") == "");
    BOOST_TEST(filled("id = 5 OR c IS NULL") == "L16");
    BOOST_TEST(filled("id IN (SELECT id FROM u)") == "L16");
    BOOST_TEST(filled("id > 5") == "L16");
    BOOST_TEST(filled("code = 5") == "L16");
}

BOOST_AUTO_TEST_CASE(a_type_that_is_made_where_it_is_missing_is_in_nobodys_way) {
    auto const left = [](std::string const& arguments) {
        test::rule_project project;
        project.add_python(
            {"def upgrade():\n    sa.Enum('a', name='colour').create(op.get_bind()" + arguments +
             ")\n    op.add_column('users', sa.Column('nick', sa.Text()))\n\n\n"
             "def downgrade():\n    op.drop_column('users', 'nick')\n"}
        );
        return rules_of(lint_revisions(project.open(), {"r1"}, only("A06")));
    };
    BOOST_TEST(left(", checkfirst=False") == "A06");
    BOOST_TEST(left(", checkfirst=True") == "");
}

BOOST_AUTO_TEST_CASE(a_session_alone_is_beside_no_ddl) {
    auto const asked = [](std::string const& more) {
        test::rule_project project;
        project.add_python(
            {"def upgrade():\n    session = sa.orm.Session(bind=op.get_bind())\n"
             "    for row in session.execute(sa.text('SELECT 1')):\n        print(row.id)\n" +
             more + "\n\ndef downgrade():\n    op.drop_table('notes')\n"}
        );
        return rules_of(lint_revisions(project.open(), {"r1"}, only("A05")));
    };
    BOOST_TEST(asked("") == "");
    BOOST_TEST(asked("    op.add_column('users', sa.Column('nick', sa.Text()))\n") == "A05");
    BOOST_TEST(asked("    op.execute('alter table users add nick text')\n") == "A05");
}

BOOST_AUTO_TEST_CASE(a_column_from_before_may_have_an_index) {
    std::string const key = "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES u (id)";
    BOOST_TEST(found_in(key, only("D01")) == "");
    BOOST_TEST(found_in("ALTER TABLE t ADD COLUMN a int;" + key, only("D01")) == "D01");
    BOOST_TEST(found_in("CREATE TABLE t (a int);" + key, only("D01")) == "D01");
}

BOOST_AUTO_TEST_CASE(an_index_may_be_of_the_little_known_table_that_is_dropped) {
    BOOST_TEST(found_in("DROP INDEX i; DROP TABLE elsewhere", only("L03")) == "");
    BOOST_TEST(found_in("DROP TABLE elsewhere; DROP INDEX i", only("L03")) == "L03");
    BOOST_TEST(found_in("CREATE TABLE t (a int); DROP INDEX i; DROP TABLE t", only("L03")) == "L03");
}

BOOST_AUTO_TEST_CASE(findings_of_a_file_have_their_place_in_it) {
    auto const found = lint_sql("SELECT 1;\n\nDROP TABLE app.t;\n", "f.sql").findings;
    BOOST_REQUIRE(found.size() == 1U);
    BOOST_TEST(found[0].place->file == "f.sql");
    BOOST_TEST(found[0].place->line == 3U);
    BOOST_TEST(found[0].subject == "app.t");
    BOOST_TEST(found[0].statement == "DROP TABLE app.t");
}

BOOST_AUTO_TEST_CASE(versions_of_the_server_matter) {
    auto wanted = only("L11");
    wanted.server_version = 100'004;
    BOOST_TEST(found_in("ALTER TABLE t ADD COLUMN c int DEFAULT 1", wanted) == "L11");
    wanted.server_version = 150'000;
    BOOST_TEST(found_in("ALTER TABLE t ADD COLUMN c int DEFAULT 1", wanted) == "");
    BOOST_TEST(found_in("ALTER TABLE t ADD COLUMN c int DEFAULT app.next()", wanted) == "L11");
}

BOOST_AUTO_TEST_CASE(a_file_may_run_within_a_transaction) {
    auto wanted = only("L02");
    BOOST_TEST(found_in("CREATE INDEX CONCURRENTLY i ON t (a)", wanted) == "");
    wanted.in_transaction = true;
    BOOST_TEST(found_in("CREATE INDEX CONCURRENTLY i ON t (a)", wanted) == "L02");
}

BOOST_AUTO_TEST_CASE(rules_are_chosen_by_id_and_by_family) {
    std::string const sql = "DROP TABLE t; CREATE TABLE u (id int)";
    BOOST_TEST(found_in(sql, only("B")) == "B02");
    options wanted;
    wanted.without = {"B02", "D13"};
    BOOST_TEST(found_in(sql, wanted) == "");
    wanted.also = {"D09"};
    BOOST_TEST(found_in(sql, wanted) == "D09");
    BOOST_CHECK_THROW(static_cast<void>(found_in(sql, only("X99"))), error);
}

BOOST_AUTO_TEST_CASE(a_table_is_new_to_the_whole_plan_but_not_to_the_next_revision) {
    test::rule_project project;
    project.add_python({"op.create_index('users_name_idx', 'users', ['name'])"});
    auto const opened = project.open();
    BOOST_TEST(rules_of(lint_plan(opened, plan_upgrade(opened.graph(), "head", {}), only("L01"))) == "");
    BOOST_TEST(rules_of(lint_plan(opened, plan_upgrade(opened.graph(), "head", {"r0"}), only("L01"))) == "L01");
    BOOST_TEST(rules_of(lint_revisions(opened, {"r0", "r1"}, only("L01"))) == "L01");
}

BOOST_AUTO_TEST_CASE(a_plan_of_one_transaction_holds_its_locks_over_revisions) {
    test::rule_project project;
    project.add_python(
        {"op.add_column('users', sa.Column('nick', sa.Text()))",
         "op.execute('ALTER TABLE orders VALIDATE CONSTRAINT orders_total_check')"}
    );
    auto const opened = project.open();
    auto const plan = plan_upgrade(opened.graph(), "head", {"r0"});
    auto wanted = only("L07");
    BOOST_TEST(rules_of(lint_plan(opened, plan, wanted)) == "");
    wanted.transactions = transaction_mode::per_run;
    BOOST_TEST(rules_of(lint_plan(opened, plan, wanted)) == "L07");
}

BOOST_AUTO_TEST_CASE(a_downgrade_is_a_plan_too) {
    test::rule_project project;
    project.add_python({"def upgrade():\n    op.add_column('users', sa.Column('nick', sa.Text()))\n\n\n"
                        "def downgrade():\n    op.drop_column('users', 'nick')\n"});
    auto const opened = project.open();
    auto const made = lint_plan(opened, plan_downgrade(opened.graph(), "-1", {"r1"}), {});
    BOOST_TEST(rules_of(made) == "A09");
    BOOST_TEST((made.findings.at(0).direction == direction::downgrade));
}

BOOST_AUTO_TEST_CASE(what_a_baseline_knows_is_left_out_though_lines_move) {
    options wanted;
    auto const first = lint_sql("DROP TABLE t", "f.sql");
    test::temporary_folder const folder;
    write_baseline(folder.path() / "baseline.txt", first);
    wanted.baseline = read_baseline(folder.path() / "baseline.txt");
    BOOST_TEST(wanted.baseline.size() == 1U);
    auto const second = lint_sql("\n\nDROP TABLE t; DROP TABLE u", "f.sql", wanted);
    BOOST_TEST(second.in_baseline == 1U);
    BOOST_REQUIRE(second.findings.size() == 1U);
    BOOST_TEST(second.findings[0].subject == "u");
}

BOOST_AUTO_TEST_CASE(revisions_up_to_a_start_are_left_out) {
    test::rule_project project;
    project.add_python({"op.drop_table('notes')", "op.drop_table('orders')"});
    options wanted = only("B02");
    wanted.start_after = "r1";
    auto const made = lint_revisions(project.open(), {"r0", "r1", "r2"}, wanted);
    BOOST_TEST(rules_of(made) == "B02");
    BOOST_TEST(made.revisions == 1U);
}

BOOST_AUTO_TEST_CASE(a_comment_in_a_revision_accepts_a_finding) {
    test::rule_project project;
    project.add_python({"# alembicore: ignore B02 nobody uses it\nop.drop_table('notes')"});
    auto const made = lint_revisions(project.open(), {"r1"});
    BOOST_TEST(rules_of(made) == "");
    BOOST_TEST(made.ignored == 1U);
}

BOOST_AUTO_TEST_CASE(several_heads_are_a_finding) {
    test::temporary_folder const folder;
    folder.write("a.py", "revision = 'a'\ndown_revision = None\ndef upgrade(): pass\ndef downgrade(): pass\n");
    folder.write("b.py", "revision = 'b'\ndown_revision = 'a'\ndef upgrade(): pass\ndef downgrade(): pass\n");
    folder.write("c.py", "revision = 'c'\ndown_revision = 'a'\ndef upgrade(): pass\ndef downgrade(): pass\n");
    BOOST_TEST(rules_of(lint_revisions(project::open_versions({folder.path()}), {"a", "b", "c"})) == "T04");
}

BOOST_AUTO_TEST_CASE(heads_are_no_finding_where_the_child_of_one_cannot_be_read) {
    test::temporary_folder const folder;
    folder.write("a.py", "revision = 'a'\ndown_revision = None\ndef upgrade(): pass\ndef downgrade(): pass\n");
    folder.write("b.py", "revision = 'b'\ndown_revision = 'a'\ndef upgrade(): pass\ndef downgrade(): pass\n");
    folder.write(
        "c.py", "from shop import *\nrevision = 'c'\ndown_revision = 'a'\ndef upgrade(): pass\ndef downgrade(): pass\n"
    );
    folder.write("d.py", "revision = 'd'\ndown_revision = 'c'\ndef upgrade(): pass\ndef downgrade(): pass\n");
    folder.write("e.py", "revision = 'e'\ndown_revision = 'b'\ndef upgrade(): pass\ndef downgrade(): pass\n");
    BOOST_TEST(rules_of(lint_revisions(project::open_versions({folder.path()}), {"a", "b", "e"}, only("T04"))) == "");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_read_beforehand_is_a_finding) {
    test::rule_project project;
    project.add_python({"for row in op.get_bind().execute(sa.text('SELECT 1')):\n    op.drop_table(row[0])"});
    BOOST_TEST(rules_of(lint_revisions(project.open(), {"r1"})) == "B16");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::lint
