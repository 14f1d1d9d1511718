#include "project/import_roots.hpp"

#include "support/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace alembicore::project_files {

namespace {

/// The roots relative to the folder everything is in.
std::vector<std::string> roots_of(test::temporary_folder const& folder, std::string const& revisions) {
    std::vector<std::string> found;
    for (auto const& root : find_import_roots(folder.path() / revisions))
        found.push_back(root.lexically_relative(folder.path()).generic_string());
    return found;
}

} // namespace

BOOST_AUTO_TEST_SUITE(import_roots)

BOOST_AUTO_TEST_CASE(without_a_project_around_there_are_none) {
    test::temporary_folder const folder;
    folder.write("package/__init__.py", "");
    folder.write("package/versions/a.py", "");
    BOOST_TEST(roots_of(folder, "package/versions").empty());
}

BOOST_AUTO_TEST_CASE(a_project_ends_at_the_first_mark_and_brings_its_src) {
    test::temporary_folder const folder;
    folder.write("pyproject.toml", "");
    folder.write("api/pyproject.toml", "");
    folder.write("api/src/app/__init__.py", "");
    folder.write("api/migrations/versions/a.py", "");
    BOOST_TEST(roots_of(folder, "api/migrations/versions") == (std::vector<std::string>{"api", "api/src"}));
}

BOOST_AUTO_TEST_CASE(a_folder_that_nobody_can_import_is_no_package) {
    test::temporary_folder const folder;
    folder.write("auth-api/__init__.py", "");
    folder.write("auth-api/pyproject.toml", "");
    folder.write("auth-api/src/auth/__init__.py", "");
    folder.write("auth-api/migrations/versions/a.py", "");
    BOOST_TEST(
        roots_of(folder, "auth-api/migrations/versions") == (std::vector<std::string>{"auth-api", "auth-api/src"})
    );
}

BOOST_AUTO_TEST_CASE(an_ini_beside_the_revisions_does_not_end_the_project) {
    test::temporary_folder const folder;
    folder.write("setup.py", "");
    folder.write("migrations/alembic.ini", "");
    folder.write("migrations/versions/a.py", "");
    BOOST_TEST(roots_of(folder, "migrations/versions") == (std::vector<std::string>{"migrations", "."}));
}

BOOST_AUTO_TEST_CASE(an_ini_alone_is_where_the_project_ends) {
    test::temporary_folder const folder;
    folder.write("app/alembic.ini", "");
    folder.write("app/db/versions/a.py", "");
    BOOST_TEST(roots_of(folder, "app/db/versions") == std::vector<std::string>{"app"});
}

BOOST_AUTO_TEST_CASE(packages_around_begin_where_their_init_files_end) {
    test::temporary_folder const folder;
    folder.write("setup.cfg", "");
    folder.write("lib/server/__init__.py", "");
    folder.write("lib/server/setup.py", "a package may hold such a file too");
    folder.write("lib/server/db/__init__.py", "");
    folder.write("lib/server/db/versions/a.py", "");
    BOOST_TEST(roots_of(folder, "lib/server/db/versions") == (std::vector<std::string>{"lib", "."}));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::project_files
