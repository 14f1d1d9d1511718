// What revisions read of the project's configuration.
#include "project/body.hpp"

#include "support/error_checks.hpp"
#include "support/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore {

namespace {

class configured_project {
public:
    test::temporary_folder folder;
    settings_request request{.config_files = {"alembic.ini"}, .directory = folder.path(), .environment = {}};

    configured_project() {
        ini("script_location = %(here)s/migrations\n");
        env_py("from alembic import context\nconfig = context.config\n");
    }

    void ini(std::string const& options) { folder.write("alembic.ini", "[alembic]\n" + options); }

    void env_py(std::string const& text) { folder.write("migrations/env.py", text); }

    /// The statements that a revision with this body executes.
    std::vector<std::string> executed(std::string const& body) {
        return executed_text("from alembic import context, op\ndef upgrade():\n    " + body + "\n");
    }

    std::vector<std::string>
    executed_text(std::string const& text, sqlalchemy::statement_target target = sqlalchemy::statement_target::script) {
        auto const file = folder.write("migrations/versions/a.py", text);
        project_body::evaluator evaluator{load_settings(request), request, target};
        sql::compiler compiler{sql::audience::script(sqlalchemy_generation::v2_0)};
        std::vector<std::string> all;
        for (auto const& statement :
             project_body::compile(evaluator.evaluate(file, sqlalchemy::revision_function::upgrade), compiler))
            all.push_back(statement.text);
        return all;
    }

    /// Of a revision whose upgrade() takes these parameters.
    std::vector<std::string> executed_with(std::string const& parameters, std::string const& body) {
        return executed_text("from alembic import op as real\ndef upgrade(" + parameters + "):\n    " + body + "\n");
    }

    /// The text of an expression.
    std::string value(std::string const& expression) {
        auto const all = executed("op.execute(repr(" + expression + "))");
        BOOST_REQUIRE(all.size() == 1U);
        return all.front();
    }

    error_info refusal(std::string const& body) {
        return test::require_error(errc::not_evaluable, [&] { return executed(body); });
    }
};

} // namespace

BOOST_AUTO_TEST_SUITE(revision_context)

BOOST_AUTO_TEST_CASE(options_are_those_of_the_ini) {
    configured_project project;
    project.ini("script_location = %(here)s/migrations\nname = a-%(part)s\npart = b\n[own]\nkey = 1\n");

    struct {
        std::string expression;
        std::string expected;
    } const rows[] = {
        {"context.config.get_main_option('name')", "'a-b'"},
        {"context.config.get_main_option('Name')", "'a-b'"},
        {"context.config.get_main_option('none')", "None"},
        {"context.config.get_main_option('none', 'x')", "'x'"},
        {"op.get_context().config.get_section_option('own', 'key')", "'1'"},
        {"context.get_context().config.get_section('own')['key']", "'1'"},
        {"context.config.get_section('none', {})", "{}"},
        {"list(context.config.get_section('own'))", "['here', 'key']"},
        {"context.config.get_alembic_option('name')", "'a-b'"},
        {"context.config.config_ini_section", "'alembic'"},
        {"context.config.config_file_name", "'alembic.ini'"},
        {"context.config.attributes.get('connection', 7)", "7"},
        {"'connection' in context.config.attributes", "False"},
    };

    for (auto const& row : rows)
        BOOST_TEST_CONTEXT(row.expression) BOOST_TEST(project.value(row.expression) == row.expected);
    test::require_error(errc::python_exception, [&] {
        return project.executed("context.config.get_section_option('none', 'key')");
    });
}

BOOST_AUTO_TEST_CASE(arguments_are_those_of_the_command_line) {
    configured_project project;
    BOOST_TEST(project.value("context.get_x_argument()") == "[]");
    BOOST_TEST(project.value("context.config.cmd_opts.x") == "None");
    project.request.x_arguments = {"tenant=a=b", "plain"};
    BOOST_TEST(project.value("context.get_x_argument()") == "['tenant=a=b', 'plain']");
    BOOST_TEST(project.value("context.get_x_argument(as_dictionary=True)") == "{'tenant': 'a=b', 'plain': ''}");
    BOOST_TEST(project.value("context.config.cmd_opts.x") == "['tenant=a=b', 'plain']");
}

BOOST_AUTO_TEST_CASE(options_that_env_py_may_set_are_refused) {
    configured_project project;
    project.ini("script_location = %(here)s/migrations\nname = a\nother = b\n");
    project.env_py("from alembic import context\nimport app\ncontext.config.set_main_option('name', app.NAME)\n");
    BOOST_TEST(project.value("context.config.get_main_option('other')") == "'b'");
    BOOST_TEST(project.refusal("context.config.get_main_option('name')").message.find("'name'") != std::string::npos);
    project.refusal("context.config.get_section('alembic')");

    project.folder.write("app.py", "def prepare(config):\n    config.set_main_option(key(), 'x')\n");
    project.refusal("context.config.get_main_option('other')");
}

BOOST_AUTO_TEST_CASE(the_text_of_the_url_is_shown_to_nobody) {
    configured_project project;
    project.ini("script_location = %(here)s/migrations\npw = hunter22\nsqlalchemy.url = postgresql://u:%(pw)s@h/db\n");
    BOOST_TEST(project.value("context.config.get_main_option('sqlalchemy.url').startswith('postgresql')") == "True");
    BOOST_TEST(project.value("'sqlite' in context.config.get_main_option('sqlalchemy.url')") == "False");
    BOOST_TEST(project.value("not context.config.get_main_option('sqlalchemy.url')") == "False");
    for (auto const* body :
         {"op.execute(context.config.get_main_option('sqlalchemy.url'))",
          "raise ValueError(context.config.get_main_option('sqlalchemy.url'))",
          "raise ValueError(f\"{context.config.get_main_option('pw')}\")",
          "op.execute('select ' + context.config.get_main_option('pw'))",
          "op.execute(repr(context.config.get_section('alembic')))",
          "op.execute('%s' % (context.config.get_main_option('sqlalchemy.url'),))",
          "op.execute(context.config.get_main_option('sqlalchemy.url')[0:40])",
          "{}[context.config.get_main_option('sqlalchemy.url')]"})
        BOOST_TEST_CONTEXT(body) {
            try {
                project.executed(body);
                BOOST_ERROR("was not refused");
            } catch (error const& refused) {
                auto const& info = refused.info();
                for (auto const& text : {info.message, info.reason, info.remedy})
                    BOOST_TEST(text.find("hunter22") == std::string::npos);
            }
        }
    project.request.database_url = "postgresql://other@h/db";
    project.refusal("context.config.get_main_option('sqlalchemy.url')");
}

BOOST_AUTO_TEST_CASE(a_project_without_an_ini_has_no_options) {
    configured_project project;
    project.folder.write("pyproject.toml", "[tool.alembic]\nscript_location = 'migrations'\n");
    std::filesystem::remove(project.folder.path() / "alembic.ini");
    project.request.config_files = {};
    auto const info = test::require_error(errc::python_exception, [&] {
        return project.executed("context.config.get_main_option('name')");
    });
    BOOST_TEST(info.message == "CommandError: No config file 'alembic.ini' found, or file has no '[alembic]' section");
}

BOOST_AUTO_TEST_CASE(functions_get_what_env_py_hands_to_the_run) {
    configured_project project;
    project.env_py("import os\nimport nowhere\n"
                   "from alembic import context, op as alembic_op\n"
                   "from tools import Quiet\n"
                   "tables = nowhere.reflect()\n"
                   "def get_tester():\n"
                   "    address = nowhere.address()\n"
                   "    if os.environ.get('TEST', '') == 'true' and address.find('x') < 0:\n        return None\n"
                   "    return Quiet('q')\n"
                   "def offline():\n"
                   "    context.configure(url=nowhere.url)\n"
                   "    with context.begin_transaction():\n"
                   "        context.run_migrations(op=alembic_op, tables=tables, tester=get_tester(), name='n')\n"
                   "def online():\n"
                   "    for name in nowhere.names:\n"
                   "        try:\n"
                   "            context.run_migrations(op=alembic_op, tables=tables, tester=get_tester(), name=name)\n"
                   "        except ValueError:\n            pass\n"
                   "if context.is_offline_mode():\n    offline()\nelse:\n    online()\n");
    project.folder.write(
        "tools.py",
        "class Quiet:\n    def __init__(self, x):\n        self.x = x\n    def note(self, y):\n        pass\n"
    );
    std::string const all = "op, tables, tester, name";
    BOOST_TEST(project.executed_with(all, "tester.note(tables)\n    op.execute(tester.x)").front() == "q");
    BOOST_TEST(project.executed_with("op, **rest", "op.execute(rest['tester'].x)").front() == "q");
    BOOST_TEST(project.executed_with("name='d', op=None, tables=None, tester=None", "op.execute('a')").front() == "a");
    for (auto const* body : {"op.execute(tables.a.delete())", "op.execute(name)", "op.execute('a' if name else 'b')"})
        BOOST_TEST_CONTEXT(body) {
            test::require_error(errc::not_evaluable, [&] { return project.executed_with(all, body); });
        }
    auto const info =
        test::require_error(errc::not_evaluable, [&] { return project.executed_with(all, "op.execute(name)"); });
    BOOST_TEST(info.message == "env.py decides 'name' when it runs");
    test::require_error(errc::python_exception, [&] { return project.executed_with("op, tables", "op.execute('a')"); });
}

BOOST_AUTO_TEST_CASE(options_of_the_run_are_those_of_env_py) {
    configured_project project;
    project.env_py("from alembic import context\n"
                   "PREFIX = 'pre_'\n"
                   "def offline():\n"
                   "    context.configure(url='x', literal_binds=True, same=PREFIX)\n"
                   "def online(connection):\n"
                   "    context.configure(connection=connection, prefix=PREFIX + 'x', own=PREFIX, same=PREFIX,\n"
                   "        local=connection)\n");
    auto const on_server = [&](std::string const& expression) {
        return project.executed_text(
            "from alembic import op\ndef upgrade():\n    op.execute(repr(" + expression + "))\n",
            sqlalchemy::statement_target::server
        );
    };
    using texts = std::vector<std::string>;
    BOOST_TEST(on_server("op.get_context().opts['own']") == texts{"'pre_'"});
    BOOST_TEST(on_server("op.get_context().opts.get('none', 1)") == texts{"1"});
    BOOST_TEST(
        on_server("('own' in op.get_context().opts, 'none' in op.get_context().opts)") == texts{"(True, False)"}
    );
    BOOST_TEST(on_server("op.get_context().opts['as_sql']") == texts{"False"});
    BOOST_TEST(project.value("op.get_context().opts['same']") == "'pre_'");
    BOOST_TEST(project.value("op.get_context().opts['as_sql']") == "True");
    BOOST_TEST(project.refusal("op.get_context().opts['own']").message == "env.py decides 'own' when it runs");
    for (auto const* name : {"local", "target_metadata", "connection"})
        test::require_error(errc::not_evaluable, [&] {
            return on_server("op.get_context().opts['" + std::string{name} + "']");
        });
    auto const missing =
        test::require_error(errc::python_exception, [&] { return on_server("op.get_context().opts['none']"); });
    BOOST_TEST(missing.message == "KeyError: 'none'");
}

BOOST_AUTO_TEST_CASE(options_that_env_py_hands_over_as_a_whole_are_not_known) {
    configured_project project;
    project.env_py("from alembic import context\n"
                   "def run(connection, **options):\n"
                   "    context.configure(connection, **options)\n");
    BOOST_TEST(project.refusal("op.get_context().opts['any']").message == "env.py decides 'any' when it runs");
}

BOOST_AUTO_TEST_CASE(a_parameter_that_env_py_may_give_has_no_known_default) {
    configured_project project;
    project.env_py("from alembic import context\n"
                   "def run(options):\n    context.run_migrations(**options)\n");
    test::require_error(errc::not_evaluable, [&] { return project.executed_with("name='d'", "real.execute(name)"); });
    project.env_py("from alembic import context\ndef run():\n    context.run_migrations()\n");
    BOOST_TEST(project.executed_with("name='d'", "real.execute(name)").front() == "d");
    test::require_error(errc::not_evaluable, [&] { return project.executed_with("name", "real.execute(name)"); });
}

BOOST_AUTO_TEST_CASE(operations_that_env_py_registers_are_known) {
    configured_project project;
    project.env_py("import nowhere\n"
                   "from alembic import context, op\n"
                   "from alembic.operations import MigrateOperation, Operations\n"
                   "import more\n"
                   "config = nowhere.prepare()\n"
                   "op.execute('not of a revision')\n"
                   "@Operations.register_operation('grant_all')\n"
                   "class GrantAll(MigrateOperation):\n"
                   "    def __init__(self, table):\n        self.table = table\n"
                   "    @classmethod\n"
                   "    def grant_all(cls, operations, table):\n        return operations.invoke(cls(table))\n"
                   "@Operations.implementation_for(GrantAll)\n"
                   "def grant(operations, operation):\n"
                   "    if operations.get_context().dialect.name == 'postgresql':\n"
                   "        operations.execute('GRANT ALL ON ' + operation.table + ' TO x')\n");
    project.folder.write(
        "more.py",
        "from alembic.operations import MigrateOperation, Operations\n"
        "@Operations.register_operation('tell')\n"
        "class Tell(MigrateOperation):\n"
        "    @classmethod\n    def tell(cls, operations):\n        operations.execute('told')\n"
    );
    BOOST_TEST((
        project.executed("op.grant_all('t')\n    op.tell()") == std::vector<std::string>{"GRANT ALL ON t TO x", "told"}
    ));
    project.refusal("op.revoke_all('t')");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore
