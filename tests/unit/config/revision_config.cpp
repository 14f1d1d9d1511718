#include "config/revision_config.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::config {

namespace {

option_changes changes_of(std::string const& text) {
    option_changes changes;
    add_option_changes("from alembic import context\nconfig = context.config\n" + text, changes);
    return changes;
}

} // namespace

BOOST_AUTO_TEST_SUITE(revision_config_changes)

BOOST_AUTO_TEST_CASE(what_only_reads_the_configuration_sets_nothing) {
    for (auto const* text : {
             "fileConfig(config.config_file_name)",
             "url = config.get_main_option('sqlalchemy.url')",
             "engine_from_config(config.get_section(config.config_ini_section), prefix='sqlalchemy.')",
             "connectable = config.attributes.get('connection', None)",
             "connectable = config.attributes['connection']",
             "if config.config_file_name is not None:\n    pass",
             "level = config.file_config.get('logger_x', 'level')",
             "# config.set_main_option('a', 'b')",
             "from alembic import (\n    op,\n    context,\n)",
             "with context.begin_transaction():\n    context.run_migrations()",
         })
        BOOST_TEST_CONTEXT(text) {
            auto const changes = changes_of(text);
            BOOST_TEST(!changes.any);
            BOOST_TEST(!changes.attributes);
            BOOST_TEST(changes.names.empty());
        }
}

BOOST_AUTO_TEST_CASE(options_that_are_set_by_name_are_known) {
    auto const changes = changes_of("config.set_main_option(\n    'SQLAlchemy.url', url.replace('%', '%%'))\n"
                                    "config.set_section_option(config.config_ini_section, \"DB_USER\", user)\n"
                                    "context.config.set_main_option(u'third', '')");
    BOOST_TEST(!changes.any);
    BOOST_TEST((changes.names == std::set<std::string>{"sqlalchemy.url", "db_user", "third"}));
    BOOST_TEST(changes.may_set("db_user"));
    BOOST_TEST(!changes.may_set("other"));
}

BOOST_AUTO_TEST_CASE(whoever_may_set_any_option_makes_all_unknown) {
    for (auto const* text : {
             "config.set_main_option(name, value)",
             "config.set_main_option('a' + b, value)",
             "config.set_main_option(f'{name}', value)",
             "setter = config.set_main_option",
             "config.set_section_option(*given)",
             "config.file_config.read_dict(settings)",
             "parser = config.file_config\nparser.set('alembic', 'a', 'b')",
             "prepare(config)",
             "prepare(\n    config,\n)",
             "prepare(settings=config)",
             "prepare(context)",
             "def get_config():\n    return config",
             "cfg = context.config\nprepare(cfg)",
             "all = [context.config]",
         })
        BOOST_TEST_CONTEXT(text) BOOST_TEST(changes_of(text).any);
}

BOOST_AUTO_TEST_CASE(attributes_that_are_stored_are_noticed) {
    BOOST_TEST(changes_of("config.attributes['connection'] = connection").attributes);
    BOOST_TEST(changes_of("config.attributes.update(more)").attributes);
    BOOST_TEST(changes_of("prepare(config.attributes)").attributes);
    BOOST_TEST(!changes_of("x = config.attributes['a'] == 1").attributes);
}

BOOST_AUTO_TEST_CASE(what_looks_like_a_url_or_holds_its_password_is_secret) {
    revision_config const config{
        .ini = parse_ini("", "[alembic]\nsqlalchemy.url = postgresql://u:pw1234@h/db\n"), .line = {}, .changes = {}};
    BOOST_TEST(holds_secret(config, "postgresql://u@h/db"));
    BOOST_TEST(holds_secret(config, "x pw1234"));
    BOOST_TEST(!holds_secret(config, "public"));
}

BOOST_AUTO_TEST_CASE(an_at_sign_in_the_query_does_not_hide_the_password) {
    revision_config const config{
        .ini = parse_ini("", "[alembic]\nsqlalchemy.url = postgresql://u:pw1234@h/db?application_name=a@b\n"),
        .line = {},
        .changes = {}};
    BOOST_TEST(holds_secret(config, "x pw1234"));
}

BOOST_AUTO_TEST_CASE(keys_come_in_the_order_of_configparser) {
    auto const ini = parse_ini("", "[alembic]\nb = 1\na = 2\n[DEFAULT]\nz = 3\n[other]\n", {{"here", "/x"}});
    BOOST_TEST((ini.ordered_keys("alembic") == std::vector<std::string>{"here", "z", "b", "a"}));
    BOOST_TEST((ini.ordered_keys("other") == std::vector<std::string>{"here", "z"}));
    BOOST_TEST(ini.ordered_keys("none").empty());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::config
