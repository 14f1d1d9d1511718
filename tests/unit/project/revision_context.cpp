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
        auto const file = folder.write(
            "migrations/versions/a.py", "from alembic import context, op\ndef upgrade():\n    " + body + "\n"
        );
        project_body::evaluator evaluator{load_settings(request), request, sqlalchemy::statement_target::script};
        sql::compiler compiler{sql::audience::script(sqlalchemy_generation::v2_0)};
        std::vector<std::string> all;
        for (auto const& statement :
             project_body::compile(evaluator.evaluate(file, sqlalchemy::revision_function::upgrade), compiler))
            all.push_back(statement.text);
        return all;
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

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore
