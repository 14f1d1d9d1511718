// Names and values that try to be SQL, in every call that takes some: nothing of the database changes but what was
// asked for.
#include "tables.hpp"

#include "support/error_checks.hpp"

#include <alembicore/catalog.hpp>
#include <alembicore/import.hpp>

#include <boost/test/unit_test.hpp>

#include <utility>

namespace alembicore::data {

using test::filled_database;
using test::table;

namespace {

constexpr char const* hostile_schema = R"(
CREATE TABLE kept (x int);
CREATE TABLE "p"";DROP TABLE kept;--" ("i'd" int PRIMARY KEY, "na\me" text);
CREATE TABLE "c'; DROP TABLE kept; --" ("k;" int PRIMARY KEY, "to""p" int CONSTRAINT "f'k;""--"
  REFERENCES "p"";DROP TABLE kept;--" ON DELETE CASCADE);
INSERT INTO "p"";DROP TABLE kept;--" VALUES (1, 'one');
INSERT INTO "c'; DROP TABLE kept; --" VALUES (1, 1))";

constexpr char const* texts[] = {
    "'; DROP TABLE kept; --",
    "\\'; DROP TABLE kept; --",
    "$$; DROP TABLE kept; $$",
    "\"; DROP TABLE kept; --",
    "ä😀\u202e'\\",
    "%' OR '1'='1",
    "1; DROP TABLE kept"};

std::string fingerprint_of(filled_database const& made) {
    auto target = database::connect(made.url());
    return catalog::fingerprint(catalog::read(target));
}

} // namespace

BOOST_AUTO_TEST_SUITE(injection)

BOOST_AUTO_TEST_CASE(nothing_changes_that_should_not) {
    filled_database made{hostile_schema};
    auto const parents = table("p\";DROP TABLE kept;--");
    auto const children = table("c'; DROP TABLE kept; --");
    auto const before = fingerprint_of(made);
    auto& rows = made.rows();
    auto target = database::connect(made.url());
    for (std::string const text : texts)
        BOOST_TEST_CONTEXT(text) {
            BOOST_TEST(
                rows.candidates({.table = children, .foreign_key = "f'k;\"--", .search = text}).candidates.empty()
            );
            BOOST_TEST(rows.references_to(parents, {{"i'd", "1"}}).complete);
            BOOST_TEST(rows.impact_of_deleting(parents, {{{"i'd", "1"}}}).impacts.size() == 1U);
            rows.apply({alteration{parents, {{"i'd", "1"}}, {{"na\\me", text}}, {}, {}}});
            BOOST_TEST(rows.read_value(parents, {{"i'd", "1"}}, "na\\me").value() == text);
            for (auto const form :
                 {export_format::csv, export_format::json, export_format::json_lines, export_format::sql}) {
                std::string written;
                rows.write_out({.table = parents, .format = form}, [&](std::string_view piece) { written += piece; });
                BOOST_TEST(!written.empty());
                if (form != export_format::csv)
                    continue;
                rows.apply(
                    {deletion{.table = children, .key = {{"k;", "1"}}},
                     deletion{.table = parents, .key = {{"i'd", "1"}}}}
                );
                std::string_view left = written;
                import_rows(target, {.table = parents}, [&] { return std::exchange(left, std::string_view{}); });
                rows.apply({insertion{children, {{"k;", "1"}, {"to\"p", "1"}}}});
            }
            BOOST_CHECK_THROW(rows.read({.table = table(text)}), error);
            BOOST_CHECK_THROW(rows.read({.table = parents, .sort = {{.column = text}}}), error);
            BOOST_CHECK_THROW(
                rows.read({.table = parents, .position = page_position::after_cursor, .cursor = text}), error
            );
            BOOST_CHECK_THROW(
                static_cast<void>(rows.count(parents, {.conditions = {{"i'd", comparison::equals, {text}}}})), error
            );
            BOOST_CHECK_THROW(rows.references_to(parents, {{text, "1"}}), error);
        }
    BOOST_TEST(fingerprint_of(made) == before);
    BOOST_TEST(made.ask("SELECT count(*) FROM kept") == "0");
    BOOST_TEST(made.ask("SELECT count(*) FROM \"c'; DROP TABLE kept; --\"") == "1");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::data
