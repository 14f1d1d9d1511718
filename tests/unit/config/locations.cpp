#include "config/locations.hpp"

#include "support/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::config {

BOOST_AUTO_TEST_SUITE(locations)

BOOST_AUTO_TEST_CASE(lists_without_a_separator_split_at_several) {
    std::vector<std::string> const expected{"a", "b", "c", "d"};
    BOOST_TEST(split_legacy(" a, b  c,,d ", ", ") == expected, boost::test_tools::per_element());
    BOOST_TEST(split_legacy("", ", ").empty());
}

BOOST_AUTO_TEST_CASE(paths_are_relative_to_the_working_directory) {
    search_path const search{.directory = "/srv/app", .folders = {}};
    BOOST_TEST(resolve_location("m", search).value() == "/srv/app/m");
    BOOST_TEST(resolve_location("./m/", search).value() == "/srv/app/m");
    BOOST_TEST(resolve_location("../m", search).value() == "/srv/m");
    BOOST_TEST(resolve_location("/m", search).value() == "/m");
    BOOST_TEST(resolve_location("/a:b", search).value() == "/a:b");
    BOOST_TEST(resolve_location("", search).value() == "/srv/app");
}

BOOST_AUTO_TEST_CASE(packages_are_found_in_the_search_path) {
    test::temporary_folder const folder;
    folder.write("src/pkg/sub/migrations/env.py", "");
    folder.write("other/__init__.py", "");
    search_path const search{.directory = folder.path(), .folders = {folder.path() / "src"}};
    BOOST_TEST(resolve_location("pkg.sub:migrations", search).value() == folder.path() / "src/pkg/sub/migrations");
    BOOST_TEST(resolve_location("pkg:sub:migrations", search).value() == folder.path() / "src/pkg/sub/migrations");
    BOOST_TEST(resolve_location("other:m", search).value() == folder.path() / "other/m");
    BOOST_TEST(!resolve_location("nowhere:m", search).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::config
