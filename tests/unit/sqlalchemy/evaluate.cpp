#include "sqlalchemy/evaluate.hpp"

#include "sql/compiler.hpp"
#include "support/error_checks.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::sqlalchemy {

namespace {

constexpr auto imports = "from alembic import op\nimport sqlalchemy as sa\n";

std::vector<operation::any_operation> upgrade(std::string const& body, evaluation_environment const& environment = {}) {
    return evaluate_revision(
        std::string{imports} + "def upgrade():\n    " + body + "\n", "a.py", revision_function::upgrade, environment
    );
}

std::vector<std::string> statements(std::string const& body, evaluation_environment const& environment = {}) {
    sql::compiler run{sql::audience::server()};
    std::vector<std::string> all;
    for (auto const& each : upgrade(body, environment))
        for (auto& statement : run.render(each))
            all.push_back(std::move(statement.text));
    return all;
}

evaluation_environment with_convention() {
    return {
        .naming_convention = {
            {"ix", "ix_%(column_0_label)s"},
            {"uq", "uq_%(table_name)s_%(column_0_name)s"},
            {"ck", "ck_%(table_name)s_%(constraint_name)s"},
            {"fk", "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s"},
            {"pk", "pk_%(table_name)s"},
        }};
}

} // namespace

BOOST_AUTO_TEST_SUITE(evaluating_revisions)

BOOST_AUTO_TEST_CASE(an_operation_knows_the_call_it_comes_from) {
    auto const made = upgrade("op.drop_table('t')");
    BOOST_REQUIRE(made.size() == 1U);
    auto const& dropped = std::get<operation::drop_table>(made.front());
    BOOST_TEST(dropped.place.line == 4U);
    BOOST_TEST(dropped.place.excerpt == "    op.drop_table('t')");
}

BOOST_AUTO_TEST_CASE(a_revision_without_the_function_raises_as_under_alembic) {
    auto const info = test::require_error(errc::python_exception, [] {
        return evaluate_revision("def upgrade():\n    pass\n", "/p/3a-b.py", revision_function::downgrade);
    });
    BOOST_TEST(info.message == "AttributeError: module '3a_b_py' has no attribute 'downgrade'");
    BOOST_TEST(info.remedy == "define downgrade(), with pass where there is nothing to do");
    auto const slip = test::require_error(errc::python_exception, [] {
        return evaluate_revision("def upgarde():\n    pass\n", "/p/3a.py", revision_function::upgrade);
    });
    BOOST_TEST(slip.remedy == "did you mean 'upgarde'?");
}

BOOST_AUTO_TEST_CASE(a_slip_of_a_directive_is_seen_as_one) {
    auto const info = test::require_error(errc::not_evaluable, [] { return upgrade("op.creat_table('t')"); });
    BOOST_TEST(info.remedy.starts_with("did you mean 'create_table'?"), info.remedy);
}

BOOST_AUTO_TEST_CASE(what_is_not_known_is_refused_with_its_place) {
    for (auto const* body :
         {"op.execute('select :a')",
          "op.some_directive_of_the_project()",
          "op.add_column('t', sa.Column('a', sa.types.SomethingNew()))"})
        BOOST_TEST_CONTEXT(body) {
            auto const info = test::require_error(errc::not_evaluable, [&] { return upgrade(body); });
            BOOST_REQUIRE(info.place.has_value());
            BOOST_TEST(info.place->line == 4U);
        }
}

BOOST_AUTO_TEST_CASE(questions_are_refused_where_there_is_no_database) {
    for (auto const* body :
         {"op.get_bind().execute(sa.text('select 1')).fetchall()",
          "[row for row in op.get_bind().execute(sa.text('select 1'))]",
          "op.get_bind().execute(sa.text('update t set a = 1')).rowcount",
          "op.get_bind().begin_nested()",
          "sa.inspect(op.get_bind()).get_columns('t')",
          "op.get_bind().dialect.has_table(op.get_bind(), 't')"})
        BOOST_TEST_CONTEXT(body) {
            auto const info = test::require_error(errc::needs_database, [&] { return upgrade(body); });
            BOOST_REQUIRE(info.place.has_value());
            BOOST_TEST(info.place->line == 4U);
        }
}

BOOST_AUTO_TEST_CASE(a_question_is_part_of_a_sentence) {
    auto const told = [](std::string const& statement) {
        auto const body = "op.get_bind().execute(sa.text(\"\"\"" + statement + "\"\"\")).fetchall()";
        return test::require_error(errc::needs_database, [&] { return upgrade(body); });
    };
    auto const of_rows = told("SELECT id,\n        name\nFROM customer");
    BOOST_TEST(
        of_rows.message ==
        "what this revision does depends on what the database answers to SELECT id, name FROM customer"
    );
    BOOST_TEST(of_rows.remedy.find("UPDATE") != std::string::npos, of_rows.remedy);
    auto const long_one = told("SELECT '" + std::string(300, 'a') + "', b FROM customer").message;
    BOOST_TEST(long_one.size() < 200U);
    BOOST_TEST(long_one.ends_with("…"), long_one);
    BOOST_TEST(told("SHOW search_path").remedy.find("UPDATE") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_alembic_raises_is_raised) {
    for (auto const* body :
         {"op.create_index('a', 't', ['x'], nonsense=1)",
          "op.drop_constraint('c', 't', type_='nonsense')",
          "op.drop_constraint(None, 't')",
          "op.add_column('t', sa.Column('a', sa.Boolean, server_default=True))",
          "op.create_table('t', sa.Column('a', sa.Integer), sa.UniqueConstraint('b'))"})
        BOOST_TEST_CONTEXT(body) test::require_error(errc::python_exception, [&] { return upgrade(body); });
}

BOOST_AUTO_TEST_CASE(a_naming_convention_names_what_has_no_final_name) {
    struct {
        std::string body;
        std::string expected;
    } const rows[] = {
        {"op.create_unique_constraint(None, 't', ['a'])", "ALTER TABLE t ADD CONSTRAINT uq_t_a UNIQUE (a)"},
        {"op.create_check_constraint('pos', 't', 'a > 0')", "ALTER TABLE t ADD CONSTRAINT ck_t_pos CHECK (a > 0)"},
        {"op.create_check_constraint(op.f('pos'), 't', 'a > 0')", "ALTER TABLE t ADD CONSTRAINT pos CHECK (a > 0)"},
        {"op.create_foreign_key(None, 't', 'r', ['a'], ['id'])",
         "ALTER TABLE t ADD CONSTRAINT fk_t_a_r FOREIGN KEY(a) REFERENCES r (id)"},
        {"op.drop_constraint('pos', 't', type_='check')", "ALTER TABLE t DROP CONSTRAINT ck_t_pos"},
        {"op.create_primary_key(None, 't', ['a'])", "ALTER TABLE t ADD CONSTRAINT pk_t PRIMARY KEY (a)"},
    };

    for (auto const& row : rows)
        BOOST_TEST_CONTEXT(row.body) {
            auto const all = statements(row.body, with_convention());
            BOOST_REQUIRE(all.size() == 1U);
            BOOST_TEST(all.front() == row.expected);
        }
}

BOOST_AUTO_TEST_CASE(parameters_of_execute_are_filled_in) {
    auto const all = statements("op.get_bind().execute(sa.text('update t set a = :a'), {'a': \"it's\"})");
    BOOST_REQUIRE(all.size() == 1U);
    BOOST_TEST(all.front() == "update t set a = 'it''s'");
}

BOOST_AUTO_TEST_CASE(ddl_has_the_values_of_its_context) {
    auto const all = statements("op.execute(sa.DDL('a %(table)s 5%% :b', context={'table': 't'}))\n"
                                "    op.execute(sa.DDL('%%'))");
    BOOST_REQUIRE(all.size() == 2U);
    BOOST_TEST(all.front() == "a t 5% :b");
    BOOST_TEST(all.back() == "%");
    test::require_error(errc::not_evaluable, [] { return upgrade("sa.DDL('a %(table)s', context={'a': 1})"); });
}

BOOST_AUTO_TEST_CASE(a_raising_batch_runs_nothing) {
    auto const all = statements("try:\n        with op.batch_alter_table('t') as b:\n            b.drop_column('c')\n  "
                                "          raise ValueError\n"
                                "    except ValueError:\n        pass");
    BOOST_TEST(all.empty());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::sqlalchemy
