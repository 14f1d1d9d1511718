#include "config/env_py.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

namespace alembicore::config {

namespace {

env_py read(std::string text) {
    env_py_inputs const inputs{
        .variable = [](std::string const&) { return std::optional<std::string>{}; },
        .main_option = [](std::string const& name
                       ) { return name == "schema" ? std::optional<std::string>{"from_ini"} : std::nullopt; },
        .ini_name = "alembic.ini",
        .x_arguments = {},
    };
    return read_env_py("env.py", std::move(text), inputs);
}

/// The shape of every stock env.py, with `arguments` for the two calls of configure().
std::string stock(std::string const& offline, std::string const& online, std::string const& head = {}) {
    return head +
           "def run_migrations_offline() -> None:\n"
           "    url = config.get_main_option('sqlalchemy.url')\n"
           "    context.configure(url=url, target_metadata=target_metadata, literal_binds=True" +
           offline +
           ")\n"
           "    with context.begin_transaction():\n"
           "        context.run_migrations()\n"
           "def run_migrations_online() -> None:\n"
           "    connectable = engine_from_config(config.get_section(config.config_ini_section, {}))\n"
           "    with connectable.connect() as connection:\n"
           "        context.configure(connection=connection, target_metadata=target_metadata" +
           online +
           ")\n"
           "        with context.begin_transaction():\n"
           "            context.run_migrations()\n"
           "if context.is_offline_mode():\n"
           "    run_migrations_offline()\n"
           "else:\n"
           "    run_migrations_online()\n";
}

constexpr char const* named_style = ", dialect_opts={'paramstyle': 'named'}";
constexpr char const* no_metadata = "target_metadata = None\n";

std::string undecided(env_py const& env) {
    std::string names;
    for (auto const& each : env.undecided)
        names += (names.empty() ? "" : " ") + each.option;
    return names;
}

} // namespace

BOOST_AUTO_TEST_SUITE(env_py_options)

BOOST_AUTO_TEST_CASE(an_env_py_that_ends_before_it_migrates_is_noticed) {
    for (std::string const head :
         {"raise SystemExit('only on Sundays')\n", "import sys\nsys.exit(1)\n", "if True:\n    raise ValueError\n"})
        BOOST_TEST_CONTEXT(head) BOOST_TEST(read(stock("", "", head)).exception.value().file == "env.py");
    for (std::string const head :
         {"",
          "if os.environ['X'] == 'a':\n    raise ValueError\n",
          "def check():\n    raise ValueError\n",
          "try:\n    import x\nexcept ImportError:\n    raise\n"})
        BOOST_TEST_CONTEXT(head) BOOST_TEST(!read(stock("", "", head)).exception);
}

BOOST_AUTO_TEST_CASE(the_stock_env_py_decides_nothing) {
    auto const env = read(stock(named_style, "", no_metadata));
    BOOST_TEST(!env.version_table.has_value());
    BOOST_TEST(!env.transaction_per_migration.has_value());
    BOOST_TEST(!env.offline_percent_doubled);
    BOOST_TEST(!env.url.text.has_value());
    BOOST_TEST(!env.url.problem.has_value());
    BOOST_TEST(undecided(env) == "");
}

BOOST_AUTO_TEST_CASE(an_async_env_py_is_followed_through_await) {
    auto const env = read("target_metadata = None\n"
                          "def do_run_migrations(connection):\n"
                          "    context.configure(connection=connection, target_metadata=target_metadata,\n"
                          "                      version_table='v')\n"
                          "async def run_async_migrations():\n"
                          "    connectable = async_engine_from_config(config.get_section(config.config_ini_section))\n"
                          "    async with connectable.connect() as connection:\n"
                          "        await connection.run_sync(do_run_migrations)\n"
                          "    await connectable.dispose()\n"
                          "def run_migrations_online():\n"
                          "    asyncio.run(run_async_migrations())\n"
                          "run_migrations_online()\n");
    BOOST_TEST(env.version_table.value() == "v");
    BOOST_TEST(!env.url.problem.has_value());
}

BOOST_AUTO_TEST_CASE(constant_options_are_read) {
    struct {
        char const* name;
        char const* head;
        char const* argument;
        char const* schema;
    } const cases[] = {
        {"literal", "", "'s'", "s"},
        {"module constant", "S = 's'\n", "S", "s"},
        {"annotated constant", "S: str = 's'\n", "S", "s"},
        {"concatenation", "P = 'a_'\n", "P + 's'", "a_s"},
        {"f-string", "P = 'a'\n", "f'{P}_s'", "a_s"},
        {"function", "def f(x='s'):\n    return x\n", "f()", "s"},
        {"argument of a function", "def f(x):\n    return x\n", "f('s')", "s"},
        {"main option", "", "config.get_main_option('schema')", "from_ini"},
        {"main option with a default", "", "config.get_main_option('none', 's')", "s"},
        {"environment with a default", "", "os.getenv('S', 's')", "s"},
        {"conditional", "D = False\n", "'t' if D else 's'", "s"},
        {"or", "S = None\n", "S or 's'", "s"},
        {"known condition", "S = 's'\nif not S:\n    S = 't'\n", "S", "s"},
        {"both ways agree", "S = 't'\nif unknown:\n    S = 's'\nelse:\n    S = 's'\n", "S", "s"},
        {"attributes of an embedding program", "S = config.attributes.get('schema', 's')\n", "S", "s"},
        {"dictionary", "O = {'schema': 's'}\n", "O['schema']", "s"},
        {"raise ends the other way", "S = 's'\nif unknown:\n    S = 't'\n    raise ValueError\n", "S", "s"},
    };

    for (auto const& each : cases)
        BOOST_TEST_CONTEXT(each.name) {
            auto const argument = std::string{", version_table_schema="} + each.argument;
            auto const env = read(stock(named_style, argument, std::string{no_metadata} + each.head));
            BOOST_TEST(env.version_table_schema.value_or("(absent)") == each.schema);
            BOOST_TEST(undecided(env) == "");
        }
}

BOOST_AUTO_TEST_CASE(options_in_a_dictionary_are_read) {
    auto const env = read(stock(
        named_style,
        ", **options",
        std::string{no_metadata} + "options = {'version_table': 'v', 'x': 1}\n"
                                   "options['version_table_pk'] = False\n"
    ));
    BOOST_TEST(env.version_table.value() == "v");
    BOOST_TEST(!env.version_table_pk.value());
    BOOST_TEST(undecided(env) == "");
}

BOOST_AUTO_TEST_CASE(options_of_the_application_are_decided_at_run_time) {
    struct {
        char const* name;
        char const* head;
        char const* arguments;
        char const* undecided;
    } const cases[] = {
        {"application", "from app import settings\n", ", version_table=settings.TABLE", "version_table"},
        {"unknown condition",
         "S = 's'\nif unknown():\n    S = 't'\n",
         ", version_table_schema=S",
         "version_table_schema"},
        {"loop", "for S in schemas():\n    pass\n", ", version_table_schema=S", "version_table_schema"},
        {"no text", "", ", version_table=[1]", "version_table"},
        {"unknown keywords", "", ", **current_app.extensions['migrate'].configure_args", "options"},
        {"flag", "", ", transaction_per_migration=per()", "transaction_per_migration"},
    };

    for (auto const& each : cases)
        BOOST_TEST_CONTEXT(each.name) {
            auto const env = read(stock(named_style, each.arguments, std::string{no_metadata} + each.head));
            BOOST_TEST(undecided(env) == each.undecided);
            BOOST_REQUIRE(!env.undecided.empty());
            BOOST_TEST(env.undecided[0].place.value().line != 0U);
        }
}

BOOST_AUTO_TEST_CASE(calls_that_disagree_are_decided_at_run_time) {
    auto const env = read("context.configure(connection=a, version_table='a')\n"
                          "context.configure(connection=b, version_table='b')\n");
    BOOST_TEST(undecided(env) == "version_table");
}

BOOST_AUTO_TEST_CASE(the_online_call_counts) {
    auto const env = read(stock(", version_table='off', dialect_opts={}", ", version_table='on'", no_metadata));
    BOOST_TEST(env.version_table.value() == "on");
    BOOST_TEST(undecided(env) == "");
}

BOOST_AUTO_TEST_CASE(percent_is_doubled_offline_without_a_named_parameter_style) {
    struct {
        char const* arguments;
        bool doubled;
    } const cases[] = {
        {"", true},
        {named_style, false},
        {", dialect_opts={}", true},
        {", dialect_opts=dict(paramstyle='named')", false},
        {", dialect_opts={'paramstyle': 'pyformat'}", true},
        {", dialect_opts={'paramstyle': 'numeric'}", false},
    };

    for (auto const& each : cases)
        BOOST_TEST_CONTEXT(each.arguments)
    BOOST_TEST(read(stock(each.arguments, "", no_metadata)).offline_percent_doubled == each.doubled);
    BOOST_TEST(!read("").offline_percent_doubled);
}

BOOST_AUTO_TEST_CASE(a_naming_convention_in_env_py_is_read) {
    for (auto const* head : {
             "target_metadata = MetaData(naming_convention={'ix': 'ix_%(column_0_label)s'})\n",
             "C = {'ix': 'ix_%(column_0_label)s'}\ntarget_metadata = sa.MetaData(naming_convention=C)\n",
             "target_metadata = Base.metadata\n"
             "target_metadata.naming_convention = {'ix': 'ix_%(column_0_label)s'}\n",
         })
        BOOST_TEST_CONTEXT(head) {
            auto const env = read(stock(named_style, "", head));
            BOOST_REQUIRE(env.naming_convention.count("ix") == 1U);
            BOOST_TEST(env.naming_convention.at("ix") == "ix_%(column_0_label)s");
            BOOST_TEST(undecided(env) == "");
        }
}

BOOST_AUTO_TEST_CASE(metadata_of_the_application_is_a_note_and_a_list_has_no_convention) {
    auto const application = read(stock(named_style, "", "target_metadata = Base.metadata\n"));
    BOOST_TEST(undecided(application) == "naming_convention");
    BOOST_TEST((describe_undecided(application.undecided.at(0)).severity == severity::info));
    BOOST_TEST(undecided(read(stock(named_style, "", "target_metadata = [A.metadata, B.metadata]\n"))) == "");
}

BOOST_AUTO_TEST_CASE(metadata_is_known_by_the_names_it_is_imported_with) {
    struct {
        std::string head;
        std::optional<std::string> expected;
    } const rows[] = {
        {"from app.models import Base\ntarget_metadata = Base.metadata\n", "app.models:Base.metadata"},
        {"import app.db\ntarget_metadata = app.db.metadata\n", "app:db.metadata"},
        {"import app.db as d\nm = d.Base\ntarget_metadata = m.metadata\n", "app.db:Base.metadata"},
        {"from app.models import *\ntarget_metadata = Base.metadata\n", "app.models:Base.metadata"},
        {"from flask import current_app\ntarget_metadata = current_app.extensions['migrate'].db.metadata\n", ""},
        {"target_metadata = None\n", std::nullopt},
    };

    for (auto const& row : rows)
        BOOST_TEST_CONTEXT(row.head) {
            BOOST_CHECK(read(stock(named_style, "", row.head)).target_metadata == row.expected);
        }
}

BOOST_AUTO_TEST_CASE(the_metadata_of_the_multidb_template_is_none) {
    BOOST_TEST(
        undecided(read("target_metadata = {}\nfor name in names:\n"
                       "    context.configure(connection=c, target_metadata=target_metadata.get(name))\n")) == ""
    );
}

BOOST_AUTO_TEST_CASE(guards_over_the_environment_and_classes_of_settings_are_followed) {
    struct {
        char const* head;
        char const* table;
        char const* decided;
    } const rows[] = {
        {"stage = os.environ.get('NO_SUCH_STAGE', 'Dev').lower()\n"
         "name = 'few' if stage in ('dev', 'test') else 'many'\n",
         "name",
         "few"},
        {"tables = {'dev': {'name': 'd'}, 'prod': {'name': 'p'}}\n"
         "stage = os.environ.get('NO_SUCH_STAGE', 'prod')\n"
         "if stage not in ['dev']:\n    name = tables[stage]['name']\nelse:\n    name = 'other'\n",
         "f'v_{name}'",
         "v_p"},
        {"class Settings:\n    table: str = 'of_settings'\n", "Settings.table", "of_settings"},
        {"class Settings(Unknown):\n    table: str = 'of_settings'\n", "Settings.table", ""},
        {"def options():\n    return {'version_table': 'made'}\n", "options()['version_table']", "made"},
    };

    for (auto const& row : rows)
        BOOST_TEST_CONTEXT(row.head) {
            auto const env = read(
                std::string{"import os\n"} + row.head + "context.configure(connection=c, version_table=" + row.table +
                ")\n"
            );
            BOOST_TEST(env.version_table.value_or("") == row.decided);
            BOOST_TEST(undecided(env) == (row.decided == std::string{} ? "version_table" : ""));
        }
}

BOOST_AUTO_TEST_CASE(what_is_undecided_names_the_setting_that_decides_it) {
    auto const finding = describe_undecided({.option = "version_table", .place = {}});
    BOOST_TEST((finding.code == errc::decided_at_run_time));
    BOOST_TEST(finding.message == "env.py decides version_table at run time");
    BOOST_TEST(finding.remedy.find("[alembicore]") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(functions_that_call_each_other_for_ever_are_stopped) {
    BOOST_TEST(
        undecided(read("def f(): return g()\ndef g(): return f()\n"
                       "context.configure(connection=c, version_table=f())\n")) == "version_table"
    );
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::config
