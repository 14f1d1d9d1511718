#include "script/mako_render.hpp"

#include "support/error_checks.hpp"

#include <boost/test/unit_test.hpp>

#include <map>

namespace alembicore::script {

namespace {

template_input usual_input() {
    template_input input;
    input.message = "add 'users'";
    input.revision = "b2";
    input.down_revisions = {"a1"};
    input.created = creation_time_at(instant{std::chrono::microseconds{1'719'829'230'000'123}}, "UTC");
    return input;
}

template_config config_with(std::map<std::string, std::string> options) {
    template_config config;
    config.find = [options = std::move(options)](std::string_view section, std::string_view key) {
        auto const found = options.find(std::string{section} + "." + std::string{key});
        return found == options.end() ? std::optional<std::string>{} : found->second;
    };
    return config;
}

} // namespace

BOOST_AUTO_TEST_SUITE(mako_render)

BOOST_AUTO_TEST_CASE(expressions_of_templates_are_evaluated) {
    struct {
        char const* text;
        char const* output;
    } const cases[] = {
        {"plain 'text' \\n \t${''}\n", "plain 'text' \\n \t\n"},
        {"${message}", "add 'users'"},
        {"${repr(up_revision)}", "'b2'"},
        {"${down_revision | comma,n}", "a1"},
        {"${repr(down_revision)} ${repr(branch_labels)} ${repr(depends_on)}", "'a1' None ['x', 'y']"},
        {"${create_date}", "2024-07-01 10:20:30.000123+00:00"},
        {"${create_date.year}", "2024"},
        {"${imports if imports else \"\"}", ""},
        {"${upgrades if upgrades else \"pass\"}", "pass"},
        {"${context.get('x_upgrades', 'pass')} ${context.get('message')}", "pass add 'users'"},
        {"${message.upper() | trim}", "ADD 'USERS'"},
        {"% if depends_on:\nyes\n% else:\nno\n% endif\n", "yes\n"},
        {"% for x in ('a', 'b'):\n${x}\\\n% endfor\n!", "ab!"},
        {"<% n = 2 %>${n * 2}", "4"},
        {"${config.get_main_option('databases')}", "one, two"},
        {"${config.get_main_option('none', 'd')} ${config.get_section_option('s', 'k')}", "d v"},
    };

    template_input input = usual_input();
    input.depends_on = {"x", "y"};
    template_config const config = config_with({{"alembic.databases", "one, two"}, {"s.k", "v"}});
    for (auto const& c : cases)
        BOOST_TEST_CONTEXT(c.text) BOOST_TEST(render_template("f", c.text, input, config) == c.output);
}

BOOST_AUTO_TEST_CASE(several_parents_are_a_tuple_and_several_dependencies_a_list) {
    template_input input = usual_input();
    input.down_revisions = {"a", "b"};
    input.depends_on = {"x", "y"};
    input.branch_labels = {"l"};
    BOOST_TEST(
        render_template("f", "${repr(down_revision)}${repr(depends_on)}${repr(branch_labels)}", input, {}) ==
        "('a', 'b')['x', 'y']('l',)"
    );
    BOOST_TEST(render_template("f", "${down_revision | comma,n}", input, {}) == "a, b");
    input.down_revisions = {};
    BOOST_TEST(render_template("f", "${down_revision | comma,n}|${repr(down_revision)}", input, {}) == "|None");
}

BOOST_AUTO_TEST_CASE(names_are_split_with_regular_expressions) {
    BOOST_TEST(
        render_template(
            "f",
            "<%!\nimport re\n\n%>a\n<%\n    db_names = config.get_main_option(\"databases\")\n%>\n\n"
            "## comment\n% for db_name in re.split(r',\\s*', db_names):\n\n"
            "def upgrade_${db_name}():\n    ${context.get(\"%s_upgrades\" % db_name, \"pass\")}\n\n% endfor\n",
            usual_input(),
            config_with({{"alembic.databases", "one,  two"}})
        ) == "a\n\n\n\ndef upgrade_one():\n    pass\n\n\ndef upgrade_two():\n    pass\n\n"
    );
}

BOOST_AUTO_TEST_CASE(what_cannot_be_evaluated_is_refused_with_its_place_and_a_way_out) {
    struct {
        char const* text;
        unsigned line;
    } const cases[] = {
        {"a\n${nobody_knows}", 2},
        {"<% from flask import current_app %>\n\n${current_app.name}", 3},
        {"${imports}", 1},
        {"${config.get_main_option('x')}", 1},
        {"${create_date.strftime('%Y')}", 1},
        {"% if message:\n${1 +}\n% endif\n", 2},
    };

    for (auto const& c : cases)
        BOOST_TEST_CONTEXT(c.text) {
            try {
                BOOST_TEST(render_template("f", c.text, usual_input(), {}) == "an error");
            } catch (error const& problem) {
                BOOST_REQUIRE(problem.info().place.has_value());
                BOOST_TEST(problem.info().place->line == c.line, describe(problem.info()));
                BOOST_TEST(problem.info().place->file == "f");
                BOOST_TEST(!problem.info().remedy.empty());
            }
        }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::script
