#include "script/directory.hpp"

#include "support/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

namespace alembicore::script {

namespace {

/// A folder in which files can be written that declare their own name as revision.
class versions {
public:
    void add(std::string const& file) const {
        std::string const stem = std::filesystem::path{file}.stem().string();
        folder_.write(file, "revision = '" + stem + "'\ndown_revision = None\n");
    }

    void write(std::string const& file, std::string const& text) const { folder_.write(file, text); }

    [[nodiscard]] std::filesystem::path path() const { return folder_.path(); }

private:
    test::temporary_folder folder_;
};

std::string ids(loaded_revisions const& loaded) {
    std::string text;
    for (auto const& read : loaded.revisions)
        text += read.id + " ";
    return text;
}

} // namespace

BOOST_AUTO_TEST_SUITE(directory)

BOOST_AUTO_TEST_CASE(files_come_by_name_and_folders_in_configured_order) {
    versions const folder;
    for (auto const* file : {"one/b.py", "one/a.py", "one/B.py", "two/0.py", "one/.c.py"})
        folder.add(file);
    auto const loaded =
        load_revisions({.locations = {folder.path() / "one", folder.path() / "none", folder.path() / "two"}});
    BOOST_TEST(ids(loaded) == ".c B a b 0 ");
    BOOST_TEST(loaded.diagnostics.empty());
    BOOST_TEST(std::filesystem::path{loaded.revisions.at(0).path}.is_absolute());
}

BOOST_AUTO_TEST_CASE(thousands_of_files_keep_their_order_and_their_findings) {
    versions const folder;
    std::string expected;
    for (int i = 1000; i < 5500; ++i) {
        std::string const name = "r" + std::to_string(i);
        if (i % 100 == 7)
            folder.write(name + ".py", "revision = (\n");
        else
            folder.add(name + ".py");
        expected += i % 100 == 7 ? " " : name + " ";
    }
    auto const loaded = load_revisions({.locations = {folder.path()}});
    BOOST_TEST(ids(loaded) == expected);
    for (std::size_t i = 0; i < loaded.revisions.size(); ++i)
        BOOST_TEST(loaded.revisions[i].diagnostics.empty() == (i % 100 != 7));
}

BOOST_AUTO_TEST_CASE(what_alembic_does_not_take_for_revisions_is_passed_over) {
    versions const folder;
    for (auto const* file : {"a.py", "__init__.py", "__init__2.py", ".#a.py", "b.pyi", "c.txt", "d.py.orig"})
        folder.add(file);
    std::filesystem::create_directory(folder.path() / "e.py");
    auto const loaded = load_revisions({.locations = {folder.path()}});
    BOOST_TEST(ids(loaded) == "a ");
}

BOOST_AUTO_TEST_CASE(subfolders_are_read_only_when_asked_for_and_after_the_files_above_them) {
    versions const folder;
    for (auto const* file : {"z.py", "b/y.py", "a/x.py", "a/c/w.py", "__pycache__/v.py"})
        folder.add(file);
    BOOST_TEST(ids(load_revisions({.locations = {folder.path()}})) == "z ");
    BOOST_TEST(ids(load_revisions({.locations = {folder.path()}, .recursive = true})) == "z x w y ");
}

BOOST_AUTO_TEST_CASE(a_file_reached_twice_is_read_once_with_a_warning) {
    versions const folder;
    folder.add("one/a.py");
    std::filesystem::create_directory_symlink(folder.path() / "one", folder.path() / "two");
    std::filesystem::create_symlink(folder.path() / "one/a.py", folder.path() / "one/b.py");
    auto const loaded = load_revisions({.locations = {folder.path() / "one", folder.path() / "two"}});
    BOOST_TEST(ids(loaded) == "a ");
    BOOST_REQUIRE_EQUAL(loaded.diagnostics.size(), 3U);
    BOOST_TEST(name_of(loaded.diagnostics.at(0).code) == "duplicate_revision");
    BOOST_TEST((loaded.diagnostics.at(0).severity == severity::warning));
}

BOOST_AUTO_TEST_CASE(a_linked_file_has_its_real_path) {
    versions const folder;
    folder.add("elsewhere/real.py");
    std::filesystem::create_directory(folder.path() / "v");
    std::filesystem::create_symlink(folder.path() / "elsewhere/real.py", folder.path() / "v/link.py");
    std::filesystem::create_symlink(folder.path() / "gone.py", folder.path() / "v/broken.py");
    auto const loaded = load_revisions({.locations = {folder.path() / "v"}});
    BOOST_REQUIRE_EQUAL(loaded.revisions.size(), 2U);
    BOOST_TEST(loaded.revisions.at(0).path == (std::filesystem::canonical(folder.path()) / "v/broken.py").string());
    BOOST_TEST(name_of(loaded.revisions.at(0).diagnostics.at(0).code) == "file_unreadable");
    BOOST_TEST(loaded.revisions.at(1).path == std::filesystem::canonical(folder.path() / "elsewhere/real.py").string());
}

BOOST_AUTO_TEST_CASE(a_broken_file_does_not_hide_the_others) {
    versions const folder;
    folder.add("a.py");
    folder.write("b.py", "revision = '\xFF'\n");
    folder.add("c.py");
    auto const loaded = load_revisions({.locations = {folder.path()}});
    BOOST_TEST(ids(loaded) == "a  c ");
    BOOST_TEST(loaded.revisions.at(1).diagnostics.size() == 1U);
}

BOOST_AUTO_TEST_CASE(compiled_files_without_source_are_reported_where_the_project_allows_them) {
    versions const folder;
    folder.add("a.py");
    for (auto const* file : {"__pycache__/a.cpython-311.pyc", "__pycache__/b.cpython-311.pyc", "c.pyc"})
        folder.write(file, "\1");
    BOOST_TEST(load_revisions({.locations = {folder.path()}}).diagnostics.empty());
    auto const loaded = load_revisions({.locations = {folder.path()}, .sourceless = true});
    BOOST_TEST(ids(loaded) == "a ");
    BOOST_TEST(loaded.diagnostics.size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_location_that_is_no_folder_is_reported) {
    versions const folder;
    folder.add("a.py");
    auto const loaded = load_revisions({.locations = {folder.path() / "a.py"}});
    BOOST_REQUIRE_EQUAL(loaded.diagnostics.size(), 1U);
    BOOST_TEST(name_of(loaded.diagnostics.at(0).code) == "file_unreadable");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::script
