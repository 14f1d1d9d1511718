#include "script/source.hpp"

#include "support/error_checks.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::script {

BOOST_AUTO_TEST_SUITE(source)

BOOST_AUTO_TEST_CASE(line_breaks_become_single_characters) {
    BOOST_TEST(decode_source("a\r\nb\rc\n\r\n", "f") == "a\nb\nc\n\n");
}

BOOST_AUTO_TEST_CASE(a_byte_order_mark_is_dropped) {
    BOOST_TEST(decode_source("\xEF\xBB\xBFx = 1\n", "f") == "x = 1\n");
}

BOOST_AUTO_TEST_CASE(declared_encodings_are_found_where_python_looks_for_them) {
    struct {
        std::string source;
        std::string_view encoding;
    } const cases[] = {
        {"# -*- coding: latin-1 -*-\n", "latin-1"},
        {"#!/usr/bin/python\n# vim: set fileencoding=utf-8 :\n", "utf-8"},
        {"\n# coding=ascii", "ascii"},
        {"#coding:x\r\n", "x"},
        {"x = 1\n# coding: latin-1\n", ""},
        {"#\n#\n# coding: latin-1\n", ""},
        {"# coding latin-1\n", ""},
        {"# encoding? coding : no\n", ""},
        {"", ""},
    };

    for (auto const& c : cases)
        BOOST_TEST_CONTEXT(c.source) BOOST_TEST(declared_encoding(c.source) == c.encoding);
}

BOOST_AUTO_TEST_CASE(latin_1_is_read_when_it_is_declared) {
    BOOST_TEST(decode_source("# coding: latin-1\nx = '\xE9'\n", "f") == "# coding: latin-1\nx = '\xC3\xA9'\n");
}

BOOST_AUTO_TEST_CASE(plain_ascii_may_declare_any_encoding) {
    BOOST_TEST(decode_source("# coding: cp1251\nx = 1\n", "f") == "# coding: cp1251\nx = 1\n");
}

BOOST_AUTO_TEST_CASE(text_that_cannot_be_decoded_is_refused_with_its_place) {
    auto const broken = test::require_error(errc::invalid_encoding, [] { return decode_source("x\n'\xE9'\n", "f"); });
    BOOST_REQUIRE(broken.place.has_value());
    BOOST_TEST(broken.place->line == 2U);
    auto const foreign =
        test::require_error(errc::invalid_encoding, [] { return decode_source("# coding: cp1251\n'\xE9'\n", "f"); });
    BOOST_TEST(foreign.place->line == 1U);
    test::require_error(errc::syntax_error, [] { return decode_source(std::string{"a\0b", 3}, "f"); });
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::script
