// Revisions that import the project's own code: what is known of a module is known, the rest is refused when it is
// used.
#include "project/body.hpp"

#include "support/error_checks.hpp"
#include "support/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore {

namespace {

class project_folder {
public:
    test::temporary_folder folder;

    std::vector<std::string> upgrade(std::string const& imports, std::string const& body) {
        auto const file = folder.write(
            "project/migrations/versions/a.py",
            "from alembic import op\nimport sqlalchemy as sa\n" + imports + "\ndef upgrade():\n    " + body + "\n"
        );
        settings known;
        known.config_file = folder.path() / "project/alembic.ini";
        known.script_location = folder.path() / "project/migrations";
        known.version_locations = {known.script_location / "versions"};
        project_body::evaluator evaluator{known, settings_request{}, sqlalchemy::statement_target::server};
        sql::compiler compiler{sql::audience::server()};
        std::vector<std::string> all;
        for (auto const& statement :
             project_body::compile(evaluator.evaluate(file, sqlalchemy::revision_function::upgrade), compiler))
            all.push_back(statement.text);
        return all;
    }

    std::string first(std::string const& imports, std::string const& body) {
        auto const all = upgrade(imports, body);
        BOOST_REQUIRE(!all.empty());
        return all.front();
    }
};

} // namespace

BOOST_AUTO_TEST_SUITE(imported_modules)

BOOST_AUTO_TEST_CASE(what_can_be_evaluated_of_a_module_is_known) {
    project_folder project;
    project.folder.write("project/app/__init__.py", "");
    project.folder.write(
        "project/app/models.py",
        "import nowhere\n"
        "from .settings import SIZE\n"
        "LIMIT = nowhere.limit + 1\n"
        "for x in nowhere.things:\n    OTHER = x\n"
        "if nowhere.flag:\n    import os as chosen\n"
        "raise ValueError\n"
        "NAME = 'users'\n"
        "@nowhere.decorated\nclass Strange(nowhere.Base):\n    pass\n"
        "class Kind:\n    TABLE = NAME\n    ODD = 1 + nowhere.x\n"
    );
    project.folder.write("project/app/settings.py", "SIZE = 7\n");
    BOOST_TEST(
        project.first(
            "from app.models import NAME, SIZE, Kind, LIMIT",
            "op.add_column(NAME, sa.Column(Kind.TABLE, sa.String(SIZE)))"
        ) == "ALTER TABLE users ADD COLUMN users VARCHAR(7)"
    );
    for (auto const* name : {"LIMIT", "OTHER", "chosen.name", "Strange.x", "Kind.ODD"})
        BOOST_TEST_CONTEXT(name)
    test::require_error(errc::not_evaluable, [&] {
        return project.upgrade("from app.models import *", std::string{"op.execute(f'select {"} + name + "}')");
    });
}

BOOST_AUTO_TEST_CASE(what_a_statement_may_have_changed_half_way_is_unknown) {
    project_folder project;
    project.folder.write(
        "project/app.py",
        "import nowhere\n"
        "NAMES = ['a']\n"
        "OTHERS = ['b']\n"
        "UNTOUCHED = ['c']\n"
        "def fill():\n    OTHERS.append('x')\n    OTHERS.append(nowhere.y + 1)\n"
        "NAMES.append(nowhere.z + 1)\n"
        "fill() + 1\n"
    );
    BOOST_TEST(project.first("from app import UNTOUCHED", "op.execute(UNTOUCHED[0])") == "c");
    for (auto const* name : {"NAMES", "OTHERS"})
        BOOST_TEST_CONTEXT(name)
    test::require_error(errc::not_evaluable, [&] {
        return project.upgrade("from app import NAMES, OTHERS", std::string{"op.execute("} + name + "[0])");
    });
}

BOOST_AUTO_TEST_CASE(names_behind_an_unknown_star_import_are_refused) {
    project_folder project;
    project.folder.write("project/app.py", "import os\nA = 1\nfrom nowhere import *\nB = 2\n");
    BOOST_TEST(project.first("from app import B", "op.execute(f'select {B}')") == "select 2");
    for (auto const* name : {"A", "C"})
        BOOST_TEST_CONTEXT(name)
    test::require_error(errc::not_evaluable, [&] {
        return project.upgrade("import app", std::string{"op.execute(f'select {app."} + name + "}')");
    });
}

BOOST_AUTO_TEST_CASE(the_top_level_of_a_revision_goes_on_too) {
    project_folder project;
    BOOST_TEST(project.first("import nowhere\nA = nowhere.a + 1\nB = 'select 1'", "op.execute(B)") == "select 1");
    auto const refusal = test::require_error(errc::not_evaluable, [&] {
        return project.upgrade("import nowhere\nA = nowhere.a + 1", "op.execute(A)");
    });
    BOOST_REQUIRE(refusal.place.has_value());
    BOOST_TEST(refusal.place->line == 4U);
}

BOOST_AUTO_TEST_CASE(types_of_the_application_are_evaluated) {
    project_folder project;
    project.folder.write(
        "project/app/types.py",
        "import sqlalchemy as sa\n"
        "from sqlalchemy.dialects.postgresql import UUID\n"
        "from nowhere import serializer\n"
        "class StringUUID(sa.TypeDecorator):\n"
        "    impl = sa.CHAR\n"
        "    cache_ok = True\n"
        "    def process_bind_param(self, value, dialect):\n        return serializer(value)\n"
        "    def load_dialect_impl(self, dialect):\n"
        "        if dialect.name == 'postgresql':\n            return dialect.type_descriptor(UUID())\n"
        "        return dialect.type_descriptor(sa.CHAR(36))\n"
    );
    BOOST_TEST(
        project.first("from app.types import StringUUID", "op.add_column('t', sa.Column('a', StringUUID()))") ==
        "ALTER TABLE t ADD COLUMN a UUID"
    );
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore
