#include "support/rule_pages.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string>

namespace alembicore::lint {

namespace {

using test::rule_page;
using test::rule_project;

rule_description const& rule_of(std::string const& id) {
    static auto const all = rules();
    auto const found = std::ranges::find(all, id, &rule_description::id);
    BOOST_REQUIRE_MESSAGE(found != all.end(), "a page for a rule that does not exist: " << id);
    return *found;
}

/// What a rule needs in order to be seen.
options options_for(std::string const& id) {
    options wanted;
    if (!rule_of(id).by_default)
        wanted.also = {id};
    if (id == "L06")
        wanted.server_version = 140'002;
    if (id == "A03")
        wanted.transactions = transaction_mode::per_run;
    if (id == "A09")
        wanted.directions = directions::downgrade;
    return wanted;
}

std::string python_finds(rule_page const& page, test::rule_examples const& examples) {
    rule_project project;
    project.add_python(examples.python);
    return project.rules_found(options_for(page.id));
}

std::string sql_finds(rule_page const& page, std::string const& sql) {
    rule_project project;
    project.add_sql(sql);
    return project.rules_found(options_for(page.id));
}

} // namespace

BOOST_AUTO_TEST_SUITE(pages)

BOOST_AUTO_TEST_CASE(every_rule_has_a_page_that_says_what_the_rule_says) {
    auto const all = test::read_rule_pages();
    BOOST_TEST(all.size() == rules().size());
    auto const index = test::read_rule_index();
    for (auto const& page : all) {
        auto const& rule = rule_of(page.id);
        BOOST_TEST(page.heading == page.id + ": " + rule.title);
        BOOST_TEST(index.find("| [" + page.id + "](" + page.id + ".md) | " + rule.title + " |") != std::string::npos);
        BOOST_TEST((page.text.find("Off by default") == std::string::npos) == rule.by_default, page.id);
        BOOST_TEST((page.text.find("Needs a database") != std::string::npos) == rule.needs_database, page.id);
    }
}

BOOST_AUTO_TEST_CASE(bad_examples_give_that_finding_and_good_ones_none) {
    for (auto const& page : test::read_rule_pages()) {
        // Those of the database are tested with one, and a history is no code.
        if (rule_of(page.id).needs_database || page.id == "T04")
            continue;
        BOOST_TEST_CONTEXT(page.id) {
            BOOST_TEST(!page.bad.python.empty());
            BOOST_TEST(!page.good.python.empty());
            BOOST_TEST(python_finds(page, page.bad) == page.id);
            BOOST_TEST(python_finds(page, page.good) == "");
            for (auto const& sql : page.bad.sql)
                BOOST_TEST(sql_finds(page, sql) == page.id, sql);
            for (auto const& sql : page.good.sql)
                BOOST_TEST(sql_finds(page, sql) == "", sql);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::lint
