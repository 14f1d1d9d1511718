#include "script/project_layout.hpp"

#include "base/file.hpp"

#include "support/error_checks.hpp"
#include "support/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <set>

namespace alembicore::script {

namespace {

namespace fs = std::filesystem;

layout_request in(test::temporary_folder const& folder, std::string name) {
    layout_request request;
    request.directory = folder.path() / "migrations";
    request.layout = std::move(name);
    request.config_file = folder.path() / "alembic.ini";
    request.pyproject_file = folder.path() / "pyproject.toml";
    return request;
}

std::set<std::string> names(std::vector<fs::path> const& files, fs::path const& folder) {
    std::set<std::string> relative;
    for (auto const& file : files)
        relative.insert(file.lexically_relative(folder).string());
    return relative;
}

} // namespace

BOOST_AUTO_TEST_SUITE(project_layout)

BOOST_AUTO_TEST_CASE(the_layouts_of_alembic_are_known) {
    std::string all;
    for (auto const& each : layouts()) {
        all += std::string{each.name} + " ";
        BOOST_TEST(!each.description.empty());
    }
    BOOST_TEST(all == "async generic multidb pyproject pyproject_async ");
}

BOOST_AUTO_TEST_CASE(every_layout_is_written_whole) {
    for (auto const& each : layouts())
        BOOST_TEST_CONTEXT(each.name) {
            test::temporary_folder const folder;
            auto const done = write_layout(in(folder, std::string{each.name}));
            std::set<std::string> expected{
                "migrations/README", "migrations/env.py", "migrations/script.py.mako", "alembic.ini"};
            if (each.name.starts_with("pyproject"))
                expected.insert("pyproject.toml");
            BOOST_TEST(names(done.written, folder.path()) == expected, boost::test_tools::per_element());
            BOOST_TEST(fs::is_directory(folder.path() / "migrations/versions"));
            BOOST_TEST(done.kept.empty());
            for (auto const& file : done.written)
                BOOST_TEST(
                    (file.extension() == ".mako" ||
                     base::read_text_file(file).find("${script_location}") == std::string::npos)
                );
        }
}

BOOST_AUTO_TEST_CASE(configuration_names_the_directory_as_the_user_did) {
    test::temporary_folder const folder;
    auto request = in(folder, "generic");
    write_layout(request);
    BOOST_TEST(
        base::read_text_file(request.config_file).find("script_location = " + request.directory.string() + "\n") !=
        std::string::npos
    );
    request.directory = "db/100%";
    request.working_directory = folder.path();
    request.config_file = folder.path() / "second.ini";
    write_layout(request);
    BOOST_TEST(
        base::read_text_file(request.config_file).find("script_location = %(here)s/db/100%%\n") != std::string::npos
    );
}

BOOST_AUTO_TEST_CASE(a_package_has_its_marks) {
    test::temporary_folder const folder;
    auto request = in(folder, "generic");
    request.package = package_files::written;
    write_layout(request);
    BOOST_TEST(base::read_file(request.directory / "__init__.py").empty());
    BOOST_TEST(base::read_file(request.directory / "versions/__init__.py").empty());
}

BOOST_AUTO_TEST_CASE(an_ini_that_is_there_is_kept) {
    test::temporary_folder const folder;
    auto const ini = folder.write("alembic.ini", "[alembic]\n");
    auto const done = write_layout(in(folder, "generic"));
    BOOST_TEST((done.kept == std::vector<fs::path>{ini}));
    BOOST_TEST(base::read_file(ini) == "[alembic]\n");
}

BOOST_AUTO_TEST_CASE(a_pyproject_file_is_extended_once) {
    test::temporary_folder const folder;
    auto const file = folder.write("pyproject.toml", "[project]\nname = 'x'\n");
    auto request = in(folder, "pyproject");
    write_layout(request);
    auto const extended = base::read_text_file(file);
    BOOST_TEST(extended.starts_with("[project]\nname = 'x'\n\n\n[tool.alembic]\n"));
    request.directory = folder.path() / "second";
    request.config_file = folder.path() / "second.ini";
    auto const done = write_layout(request);
    BOOST_TEST((done.kept == std::vector<fs::path>{file}));
    BOOST_TEST(base::read_text_file(file) == extended);
}

BOOST_AUTO_TEST_CASE(nothing_is_written_when_it_is_refused) {
    test::temporary_folder const folder;
    folder.write("full/x", "");
    folder.write("file", "");
    auto request = in(folder, "generic");
    for (auto const* name : {"full", "file"}) {
        request.directory = folder.path() / name;
        test::require_error(errc::file_exists, [&] { return write_layout(request); });
    }
    test::require_error(errc::bad_usage, [&] { return write_layout(in(folder, "pylons")); });
    folder.write("pyproject.toml", "[tool\n");
    test::require_error(errc::bad_configuration, [&] { return write_layout(in(folder, "pyproject")); });
    BOOST_TEST(!fs::exists(folder.path() / "alembic.ini"));
    BOOST_TEST(!fs::exists(folder.path() / "migrations"));
}

BOOST_AUTO_TEST_CASE(an_empty_directory_may_be_there) {
    test::temporary_folder const folder;
    fs::create_directory(folder.path() / "migrations");
    BOOST_TEST(write_layout(in(folder, "generic")).written.size() == 4U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::script
