#include "config/env_py.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

namespace alembicore::config {

namespace {

env_py_inputs surroundings() {
    return {
        .variable =
            [](std::string const& name) {
                return name == "SET"         ? std::optional<std::string>{"postgres://set/d"}
                       : name == "USER_NAME" ? std::optional<std::string>{"a b"}
                                             : std::nullopt;
            },
        .main_option =
            [](std::string const& name) {
                return name == "sqlalchemy.url" ? std::optional<std::string>{"postgresql://ini/d"} : std::nullopt;
            },
        .ini_name = "alembic.ini",
        .x_arguments = {"url=postgresql://x/d"},
    };
}

/// What env.py says of the URL: its text, `ini`, `unset NAME`, or `run time`.
std::string url_of(std::string const& body) {
    auto const env = read_env_py(
        "env.py", "import os\nfrom alembic import context\nconfig = context.config\n" + body, surroundings()
    );
    if (env.url.text)
        return *env.url.text;
    if (!env.url.problem)
        return "ini";
    if (env.url.problem->code == errc::no_database)
        return "unset";
    return "run time";
}

constexpr char const* from_config = "engine = engine_from_config(config.get_section(config.config_ini_section))\n";

} // namespace

BOOST_AUTO_TEST_SUITE(env_py_url)

BOOST_AUTO_TEST_CASE(the_url_is_what_env_py_puts_in_place_of_the_ini_s) {
    struct {
        char const* name;
        char const* body;
        char const* url;
    } const cases[] = {
        {"stock", "", "ini"},
        {"constant", "config.set_main_option('sqlalchemy.url', 'postgresql://c/d')\n", "postgresql://c/d"},
        {"doubled percent",
         "config.set_main_option('sqlalchemy.url', 'postgresql://u:%%40@c/d')\n",
         "postgresql://u:%40@c/d"},
        {"environ", "config.set_main_option('sqlalchemy.url', os.environ['SET'])\n", "postgres://set/d"},
        {"environ.get", "config.set_main_option('sqlalchemy.url', os.environ.get('SET'))\n", "postgres://set/d"},
        {"getenv with replace",
         "config.set_main_option('sqlalchemy.url', os.getenv('SET', '').replace('postgres://', 'postgresql://', 1))\n",
         "postgresql://set/d"},
        {"startswith",
         "u = os.environ['SET']\nif u.startswith('postgres://'):\n    u = u.replace('postgres://', 'postgresql://')\n"
         "config.set_main_option('sqlalchemy.url', u)\n",
         "postgresql://set/d"},
        {"escape of percent",
         "config.set_main_option('sqlalchemy.url', os.environ['SET'].replace('%', '%%'))\n",
         "postgres://set/d"},
        {"default",
         "config.set_main_option('sqlalchemy.url', os.getenv('UNSET', 'postgresql://default/d'))\n",
         "postgresql://default/d"},
        {"unset", "config.set_main_option('sqlalchemy.url', os.environ['UNSET'])\n", "unset"},
        {"unset in an f-string",
         "config.set_main_option('sqlalchemy.url', f'postgresql://{os.getenv(\"UNSET\")}@h/d')\n",
         "unset"},
        {"unset or the ini's",
         "u = os.getenv('UNSET') or config.get_main_option('sqlalchemy.url')\n"
         "config.set_main_option('sqlalchemy.url', u)\n",
         "ini"},
        {"only when set", "u = os.getenv('UNSET')\nif u:\n    config.set_main_option('sqlalchemy.url', u)\n", "ini"},
        {"only when set, and it is",
         "u = os.getenv('SET')\nif u is not None:\n    config.set_main_option('sqlalchemy.url', u)\n",
         "postgres://set/d"},
        {"if in environ",
         "if 'SET' in os.environ:\n    config.set_main_option('sqlalchemy.url', os.environ['SET'])\n",
         "postgres://set/d"},
        {"settings", "config.set_main_option('sqlalchemy.url', settings.DATABASE_URL)\n", "run time"},
        {"perhaps", "if unknown():\n    config.set_main_option('sqlalchemy.url', 'postgresql://c/d')\n", "run time"},
        {"section item",
         "c = config.get_section('alembic')\nc['sqlalchemy.url'] = os.environ['SET']\n",
         "postgres://set/d"},
        {"section option",
         "config.set_section_option('alembic', 'sqlalchemy.url', os.environ['SET'])\n",
         "postgres://set/d"},
        {"dictionary",
         "engine_from_config({'sqlalchemy.url': os.environ['SET']}, prefix='sqlalchemy.')\n",
         "postgres://set/d"},
        {"function",
         "def get_url():\n    user = os.getenv('USER_NAME', 'u')\n    host = os.getenv('H', 'h')\n"
         "    return f'postgresql://{quote_plus(user)}@{host}/d'\n"
         "config.set_main_option('sqlalchemy.url', get_url())\n",
         "postgresql://a%20b@h/d"},
        {"-x",
         "x = context.get_x_argument(as_dictionary=True)\nif 'url' in x:\n"
         "    config.set_main_option('sqlalchemy.url', x['url'])\n",
         "postgresql://x/d"},
    };

    for (auto const& each : cases)
        BOOST_TEST_CONTEXT(each.name) BOOST_TEST(url_of(each.body + std::string{from_config}) == each.url);
}

BOOST_AUTO_TEST_CASE(an_engine_of_env_py_s_own_decides) {
    struct {
        char const* name;
        char const* body;
        char const* url;
    } const cases[] = {
        {"constant", "create_engine('postgresql://c/d')\n", "postgresql://c/d"},
        {"ini", "create_engine(config.get_main_option('sqlalchemy.url'))\n", "ini"},
        {"made from the ini's",
         "create_engine(config.get_main_option('sqlalchemy.url') + '_test')\n",
         "postgresql://ini/d_test"},
        {"what was set before",
         "config.set_main_option('sqlalchemy.url', os.environ['SET'])\n"
         "create_async_engine(config.get_main_option('sqlalchemy.url'), poolclass=P)\n",
         "postgres://set/d"},
        {"make_url", "create_engine(make_url(os.environ['SET']))\n", "postgres://set/d"},
        {"application", "create_engine(settings.DATABASE_URL)\n", "run time"},
        {"engine of the application",
         "context.configure(url=config.get_main_option('sqlalchemy.url'))\n"
         "with db.engine.connect() as c:\n    context.configure(connection=c)\n",
         "run time"},
        {"no connection at all", "context.configure(url='postgresql://c/d')\n", "postgresql://c/d"},
        {"offline way",
         "if context.is_offline_mode():\n    config.set_main_option('sqlalchemy.url', 'x')\n"
         "else:\n    engine_from_config(config.get_section('alembic'))\n",
         "ini"},
        {"nothing at all", "", "ini"},
    };

    for (auto const& each : cases)
        BOOST_TEST_CONTEXT(each.name) BOOST_TEST(url_of(each.body) == each.url);
}

BOOST_AUTO_TEST_CASE(findings_do_not_show_the_line_which_may_hold_a_password) {
    auto const env = read_env_py("env.py", "create_engine('postgresql://u:secret@h/' + name())\n", surroundings());
    BOOST_REQUIRE(env.url.problem.has_value());
    BOOST_TEST(env.url.problem->place.value().line == 1U);
    BOOST_TEST(env.url.problem->place.value().excerpt.empty());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::config
