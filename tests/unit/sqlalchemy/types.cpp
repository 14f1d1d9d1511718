#include "support/error_checks.hpp"
#include "support/revision_statements.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::sqlalchemy {

using test::statements_of;

namespace {

/// The type of a column, after what is defined before `upgrade`.
std::string column_type(std::string const& type, std::string const& before = {}) {
    auto const all = statements_of("op.add_column('t', sa.Column('a', " + type + "))", before);
    BOOST_REQUIRE(!all.empty());
    std::string const start = "ALTER TABLE t ADD COLUMN a ";
    BOOST_REQUIRE(all.front().starts_with(start));
    return all.front().substr(start.size());
}

struct type_case {
    std::string before;
    std::string type;
    std::string expected;
};

void check(std::initializer_list<type_case> rows) {
    for (auto const& row : rows)
        BOOST_TEST_CONTEXT(row.before << row.type) BOOST_TEST(column_type(row.type, row.before) == row.expected);
}

} // namespace

BOOST_AUTO_TEST_SUITE(types)

BOOST_AUTO_TEST_CASE(a_decorator_is_what_it_decorates) {
    check({
        {"class T(sa.TypeDecorator):\n    impl = sa.String\n", "T(5)", "VARCHAR(5)"},
        {"class T(sa.TypeDecorator[str]):\n    impl = sa.String(5)\n", "T", "VARCHAR(5)"},
        {"class T(sa.TypeDecorator):\n"
         "    impl = sa.CHAR\n"
         "    def load_dialect_impl(self, dialect):\n"
         "        return dialect.type_descriptor(sa.Uuid() if dialect.name == 'postgresql' else sa.CHAR(32))\n",
         "T()",
         "UUID"},
        {"class T(sa.TypeDecorator):\n"
         "    impl = sa.Text\n"
         "    def __init__(self, size):\n"
         "        super(T, self).__init__()\n"
         "        self.impl = sa.String(size)\n",
         "T(7).with_variant(sa.Integer(), 'sqlite')",
         "VARCHAR(7)"},
    });
}

BOOST_AUTO_TEST_CASE(a_label_that_is_a_tuple_stops_only_what_writes_it) {
    std::string const column = "sa.Column('a', sa.Enum(('x', 'y'), name='k'))";
    BOOST_TEST(statements_of("op.add_column('t', " + column + ")").size() == 1U);
    auto const refused = test::require_error(errc::python_exception, [&] {
        return statements_of("op.create_table('t', " + column + ")");
    });
    BOOST_TEST(refused.message.find("('x', 'y')") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(aliases_of_members_are_no_labels) {
    auto const all = statements_of(
        "sa.Enum(Kind, name='k').create(op.get_bind())",
        "import enum\nclass Kind(enum.Enum):\n    A = 1\n    B = 2\n    C = 1\n"
    );
    BOOST_REQUIRE(all.size() == 1U);
    BOOST_TEST(all.front() == "CREATE TYPE k AS ENUM ('A', 'B')");
}

BOOST_AUTO_TEST_CASE(a_decorator_of_the_root_is_what_its_dialect_chooses) {
    std::string const root = "class T(sa.TypeDecorator):\n    impl = sa.types.TypeEngine\n";
    check({
        {root + "    def load_dialect_impl(self, dialect):\n        return dialect.type_descriptor(sa.UUID())\n",
         "T()",
         "UUID"},
    });
    test::require_error(errc::not_evaluable, [&] { return column_type("T()", root); });
}

BOOST_AUTO_TEST_CASE(rules_of_compilation_for_classes_of_sqlalchemy_are_refused) {
    std::string const rule = "from sqlalchemy.ext.compiler import compiles\n"
                             "@compiles(sa.ForeignKeyConstraint, 'DIALECT')\n"
                             "def nameless(element, compiler, **kw):\n"
                             "    element.name = None\n"
                             "    return compiler.visit_foreign_key_constraint(element, **kw)\n";
    auto const on = [&](std::string const& dialect) {
        auto text = rule;
        return text.replace(text.find("DIALECT"), 7, dialect);
    };
    BOOST_TEST(column_type("sa.Integer()", on("mysql")) == "INTEGER");
    auto const refused =
        test::require_error(errc::not_evaluable, [&] { return column_type("sa.Integer()", on("postgresql")); });
    BOOST_TEST(refused.message == "@compiles changes the SQL of a class of sqlalchemy");
}

BOOST_AUTO_TEST_CASE(types_that_cannot_be_known_are_refused) {
    struct refused_case {
        std::string before;
        std::string body;
    };

    for (auto const& each : std::initializer_list<refused_case>{
             {"class T(sa.String):\n    def __init__(self): pass\n", "op.add_column('t', sa.Column('a', T()))"},
             {"class T(sa.String):\n    def __init__(self):\n        super().__init__(5)\n        self.length = 6\n",
              "op.add_column('t', sa.Column('a', T()))"},
             {"from sqlalchemy.dialects import mysql\n", "op.add_column('t', sa.Column('a', mysql.LONGTEXT()))"},
             {"class T(sa.TypeDecorator):\n    impl = sa.String\n    def bind_expression(self, v): return v\n",
              "op.execute(sa.table('t', sa.column('a', T())).update().values(a='x'))"},
             {"from app import encrypt\n"
              "class T(sa.TypeDecorator):\n"
              "    impl = sa.String\n"
              "    def process_bind_param(self, value, dialect): return encrypt(value)\n",
              "op.execute(sa.table('t', sa.column('a', T())).update().values(a='x'))"},
             {"", "op.execute(str(sa.DateTime().compile()))"}})
        BOOST_TEST_CONTEXT(each.before << each.body)
    test::require_error(errc::not_evaluable, [&] { return statements_of(each.body, each.before); });
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::sqlalchemy
