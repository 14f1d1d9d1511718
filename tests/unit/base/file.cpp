#include "base/file.hpp"

#include "support/error_checks.hpp"
#include "support/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>

namespace alembicore::base {

BOOST_AUTO_TEST_SUITE(file)

BOOST_AUTO_TEST_CASE(text_is_read_without_its_byte_order_mark) {
    test::temporary_folder const folder;
    BOOST_TEST(read_text_file(folder.write("a.py", "\xEF\xBB\xBFx = 1\n")) == "x = 1\n");
}

BOOST_AUTO_TEST_CASE(invalid_utf8_is_refused_with_its_line) {
    test::temporary_folder const folder;
    auto const file = folder.write("a.py", "x = 1\ny = '\xFF'\n");
    auto const info = test::require_error(errc::invalid_encoding, [&] { return read_text_file(file); });
    BOOST_REQUIRE(info.place.has_value());
    BOOST_TEST(info.place->line == 2U);
    BOOST_TEST(info.place->column == 6U);
}

BOOST_AUTO_TEST_CASE(malformed_sequences_are_found) {
    for (auto const* bad : {"\xC0\x80", "\xE0\x80\x80", "\xED\xA0\x80", "\xF5\x80\x80\x80", "\xC3", "\x80"})
        BOOST_TEST_CONTEXT(bad) BOOST_TEST(find_invalid_utf8(bad) == 0U);
    BOOST_TEST(find_invalid_utf8("a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80") == std::string_view::npos);
}

BOOST_AUTO_TEST_CASE(missing_folder_and_large_files_are_refused) {
    test::temporary_folder const folder;
    test::require_error(errc::file_unreadable, [&] { return read_file(folder.path() / "none"); });
    test::require_error(errc::file_unreadable, [&] { return read_file(folder.path()); });
    auto const file = folder.write("large.py", "0123456789");
    test::require_error(errc::file_too_large, [&] { return read_file(file, 9); });
    BOOST_TEST(read_file(file, 10).size() == 10U);
}

BOOST_AUTO_TEST_CASE(files_of_several_folders_are_read_one_after_the_other) {
    test::temporary_folder const folder;
    auto const first = folder.write("one/a.py", "first").string();
    auto const second = folder.write("two/a.py", "second").string();
    auto const beside = folder.write("two/b.py", "beside").string();
    folder_reader reader;
    BOOST_TEST(reader.read(first) == "first");
    BOOST_TEST(reader.read(second) == "second");
    BOOST_TEST(reader.read(beside) == "beside");
    test::require_error(errc::file_unreadable, [&] { return reader.read(beside + "c"); });
    auto const nowhere = (folder.path() / "three/a.py").string();
    auto const info = test::require_error(errc::file_unreadable, [&] { return reader.read(nowhere); });
    BOOST_TEST(info.message == "cannot read " + nowhere + ": No such file or directory");
    BOOST_TEST(reader.read(first) == "first");
}

BOOST_AUTO_TEST_CASE(an_existing_file_is_never_overwritten) {
    test::temporary_folder const folder;
    write_new_file(folder.path() / "deep/er/new.py", "one");
    test::require_error(errc::file_exists, [&] {
        write_new_file(folder.path() / "deep/er/new.py", "two");
        return 0;
    });
    BOOST_TEST(read_file(folder.path() / "deep/er/new.py") == "one");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::base
