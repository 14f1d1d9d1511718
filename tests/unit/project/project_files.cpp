#include "project/project_files.hpp"

#include "support/error_checks.hpp"
#include "support/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>

namespace alembicore::project_files {

namespace {

settings settings_of(test::temporary_folder const& folder) {
    settings known;
    known.config_file = folder.path() / "project/alembic.ini";
    known.script_location = folder.path() / "project/migrations";
    known.version_locations = {known.script_location / "versions"};
    return known;
}

} // namespace

BOOST_AUTO_TEST_SUITE(files_of_a_project)

BOOST_AUTO_TEST_CASE(a_file_inside_is_read_and_a_missing_one_is_absent) {
    test::temporary_folder const folder;
    auto const file = folder.write("project/migrations/versions/view.sql", "SELECT 1");
    access files{settings_of(folder)};
    BOOST_TEST(files.read_file(file).value() == "SELECT 1");
    BOOST_TEST(!files.read_file(folder.path() / "project/none.sql").has_value());
}

BOOST_AUTO_TEST_CASE(paths_that_lead_outside_are_refused) {
    test::temporary_folder const folder;
    folder.write("project/migrations/env.py", "");
    auto const secret = folder.write("secret.txt", "hidden");
    std::filesystem::create_symlink(secret, folder.path() / "project/link.txt");
    access files{settings_of(folder)};
    for (auto const& path :
         {secret,
          folder.path() / "project/../secret.txt",
          folder.path() / "project/link.txt",
          std::filesystem::path{"/etc/hostname"}})
        BOOST_TEST_CONTEXT(path)
    test::require_error(errc::not_evaluable, [&] { return files.read_file(path); });
}

BOOST_AUTO_TEST_CASE(what_is_no_plain_file_is_not_read) {
    test::temporary_folder const folder;
    folder.write("project/app/__init__.py", "");
    std::filesystem::create_symlink("/dev/zero", folder.path() / "project/zero");
    access files{settings_of(folder)};
    test::require_error(errc::not_evaluable, [&] { return files.read_file(folder.path() / "project/app"); });
    test::require_error(errc::not_evaluable, [&] { return files.read_file(folder.path() / "project/zero"); });
    test::require_error(errc::not_evaluable, [&] {
        return files.read_file((folder.path() / "project/app/__init__.py").string() + std::string(1, '\0'));
    });
    BOOST_TEST((files.kind_of(folder.path() / "project/app") == python::file_kind::folder));
    BOOST_TEST((files.kind_of(folder.path() / "project/none") == python::file_kind::none));
    BOOST_TEST(files.list_folder(folder.path() / "project/app").size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_variable_that_only_a_dotenv_file_sets_is_refused) {
    test::temporary_folder const folder;
    folder.write("project/.env", "BOTH=file\nFILE_ONLY=file\n");
    access files{settings_of(folder), {{"BOTH", "process"}}};
    BOOST_TEST(files.environment_variable("BOTH").value() == "process");
    BOOST_TEST(!files.environment_variable("NEITHER").has_value());
    test::require_error(errc::not_evaluable, [&] { return files.environment_variable("FILE_ONLY"); });
}

BOOST_AUTO_TEST_CASE(modules_are_found_as_packages_and_as_files_and_parsed_once) {
    test::temporary_folder const folder;
    folder.write("project/app/__init__.py", "");
    folder.write("project/app/kinds.py", "KINDS = ('a', 'b')\n");
    access files{settings_of(folder)};
    auto const found = files.find_module("app.kinds");
    BOOST_REQUIRE(found != nullptr);
    BOOST_TEST(found->file().ends_with("project/app/kinds.py"));
    BOOST_TEST(files.find_module("app.kinds") == found);
    BOOST_TEST(files.find_module("app") != nullptr);
    BOOST_TEST(files.find_module("app.nothing") == nullptr);
    BOOST_TEST(files.find_module("..secret") == nullptr);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::project_files
