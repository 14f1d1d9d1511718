#include "editor.hpp"

#include "support/error_checks.hpp"

#include <boost/test/unit_test.hpp>

#include <set>

namespace alembicore::cli {

namespace {

using words = std::vector<std::string>;

words editor_for(std::map<std::string, std::string> const& environment) {
    std::set<std::filesystem::path> const files{"/bin/vim", "/bin/nano", "/bin/code", "/opt/edit"};
    return find_editor(environment, [&](std::filesystem::path const& file) { return files.contains(file); });
}

} // namespace

BOOST_AUTO_TEST_SUITE(editor)

BOOST_AUTO_TEST_CASE(the_editor_is_found_as_alembic_finds_it) {
    struct {
        char const* name;
        std::map<std::string, std::string> environment;
        words found;
    } const cases[] = {
        {"EDITOR first", {{"PATH", "/bin"}, {"EDITOR", "vim"}, {"VISUAL", "code"}}, {"/bin/vim"}},
        {"then VISUAL", {{"PATH", "/bin"}, {"VISUAL", "code"}}, {"/bin/code"}},
        {"a path", {{"PATH", "/bin"}, {"EDITOR", "/opt/edit"}}, {"/opt/edit"}},
        {"with arguments", {{"PATH", "/bin"}, {"EDITOR", "code --wait"}}, {"/bin/code", "--wait"}},
        {"one that is not there", {{"PATH", "/bin"}, {"EDITOR", "emacs"}}, {"/bin/nano"}},
        {"none named", {{"PATH", "/usr/bin:/bin"}}, {"/bin/nano"}},
    };

    for (auto const& [name, environment, found] : cases)
        BOOST_TEST_CONTEXT(name)
    BOOST_TEST(editor_for(environment) == found, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(no_editor_at_all_is_an_error_that_names_the_variables) {
    auto const info = test::require_error(errc::child_process_failed, [] { return editor_for({{"PATH", "/sbin"}}); });
    BOOST_TEST(info.remedy == "set EDITOR or VISUAL");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::cli
