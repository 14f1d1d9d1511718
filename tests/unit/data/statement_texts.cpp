#include "data/statement_texts.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::data {

namespace {

/// The statements with `|` between them.
std::string cut(std::string_view text) {
    std::string all;
    for (auto const& each : split_statements(text))
        all += (all.empty() ? "" : "|") + std::string{each.text};
    return all;
}

std::string words_of(std::string_view text) {
    std::string all;
    auto const statements = split_statements(text);
    for (auto const& word : statements.at(0).words)
        all += (all.empty() ? "" : " ") + word;
    return all;
}

} // namespace

BOOST_AUTO_TEST_SUITE(statement_texts)

BOOST_AUTO_TEST_CASE(semicolons_end_statements) {
    BOOST_TEST(cut("SELECT 1; SELECT 2") == "SELECT 1|SELECT 2");
    BOOST_TEST(cut(" ;;  SELECT 1 ;\n; ") == "SELECT 1");
    BOOST_TEST(cut("").empty());
    BOOST_TEST(cut("-- nothing\n/* ; */").empty());
    BOOST_TEST(split_statements("SELECT 1;\n  SELECT 2").at(1).offset == 12U);
}

BOOST_AUTO_TEST_CASE(semicolons_within_something_do_not) {
    for (char const* whole :
         {"SELECT ';'",
          "SELECT 'it''s;'",
          "SELECT E'\\';'",
          "SELECT E'a''\\';'",
          "SELECT e'\\\\' , ';'",
          "SELECT 1 AS \"a;\"\"b;\"",
          "SELECT $$;$$",
          "SELECT $a$;$$;$b$;$a$",
          "SELECT 1 -- ; '\n + 1",
          "SELECT /* ; /* ; */ ; */ 1",
          "CREATE RULE r AS ON INSERT TO t DO (DELETE FROM a; DELETE FROM b)",
          "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END",
          "CREATE OR REPLACE PROCEDURE p() BEGIN ATOMIC INSERT INTO t VALUES (1); END"})
        BOOST_TEST(cut(std::string{whole} + "; SELECT 9") == std::string{whole} + "|SELECT 9");
    BOOST_TEST(cut("SELECT 'a\\'; SELECT 9") == "SELECT 'a\\'|SELECT 9");
    BOOST_TEST(cut("SELECT a$b$; SELECT 1$") == "SELECT a$b$|SELECT 1$");
    BOOST_TEST(cut("SELECT $1; SELECT 2") == "SELECT $1|SELECT 2");
    BOOST_TEST(cut("BEGIN; SELECT 1; END") == "BEGIN|SELECT 1|END");
}

BOOST_AUTO_TEST_CASE(what_is_not_ended_ends_with_the_text) {
    for (char const* whole : {"SELECT 'a;", "SELECT $$a;", "SELECT \"a;", "SELECT E'\\", "SELECT 1 /* ;", "SELECT (1;"})
        BOOST_TEST(cut(whole) == whole);
}

BOOST_AUTO_TEST_CASE(the_first_words_are_known) {
    BOOST_TEST(words_of("/* a */ -- b\n Commit And Chain") == "commit and");
    BOOST_TEST(words_of("PREPARE/**/TRANSACTION 'x'") == "prepare transaction");
    BOOST_TEST(words_of("(SELECT 1)") == "");
    BOOST_TEST(words_of("SELECT 1 AS a") == "select");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::data
