#include "script/revision_file.hpp"

#include "support/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <fstream>
#include <string>
#include <vector>

namespace alembicore::script {

namespace {

using names = std::vector<std::string>;

diagnostic only_finding(revision const& read) {
    BOOST_REQUIRE_EQUAL(read.diagnostics.size(), 1U);
    return read.diagnostics.front();
}

} // namespace

BOOST_AUTO_TEST_SUITE(revision_file)

BOOST_AUTO_TEST_CASE(a_usual_file_is_read_whole) {
    revision const read = parse_revision(
        "/p/versions/b_two.py",
        "\"\"\"two\n\nRevision ID: b\n\n\"\"\"\nfrom alembic import op\n\n"
        "revision: str = 'b'\ndown_revision: Union[str, None] = ('a1', 'a2')\n"
        "branch_labels = ('x',)\ndepends_on = 'c'\n\n\ndef upgrade() -> None:\n    pass\n"
    );
    BOOST_TEST(read.id == "b");
    BOOST_TEST(read.down_revisions == (names{"a1", "a2"}), boost::test_tools::per_element());
    BOOST_TEST(read.branch_labels == names{"x"}, boost::test_tools::per_element());
    BOOST_TEST(read.depends_on == names{"c"}, boost::test_tools::per_element());
    BOOST_TEST(read.doc == "two\n\nRevision ID: b");
    BOOST_TEST(read.path == "/p/versions/b_two.py");
    BOOST_TEST(read.diagnostics.empty());
}

BOOST_AUTO_TEST_CASE(files_of_the_oldest_alembic_are_named_by_their_revision) {
    BOOST_TEST(parse_revision("/p/1a2b.py", "down_revision = None\n").id == "1a2b");
}

BOOST_AUTO_TEST_CASE(what_alembic_refuses_is_a_diagnostic_of_the_file) {
    struct {
        char const* name;
        std::string source;
        errc code;
        unsigned line;
        alembicore::severity level;
    } const cases[] = {
        {"a module beside the revisions", "def common(): pass\n", errc::bad_revision_file, 0, severity::error},
        {"no parent", "revision = 'a'\n", errc::bad_revision_file, 0, severity::error},
        {"None as id", "down_revision = None\nrevision = None\n", errc::bad_revision_file, 2, severity::error},
        {"a tuple as id", "revision = ('a',)\ndown_revision = None\n", errc::bad_revision_file, 1, severity::error},
        {"an empty id", "revision = ''\ndown_revision = None\n", errc::bad_revision_id, 1, severity::error},
        {"an empty parent", "revision = 'a'\ndown_revision = ''\n", errc::bad_revision_file, 2, severity::error},
        {"an illegal character", "revision = 'a-b'\ndown_revision = None\n", errc::bad_revision_id, 1, severity::error},
        {"a long id",
         "revision = 'a23456789012345678901234567890123'\ndown_revision = None\n",
         errc::bad_revision_id,
         1,
         severity::warning},
        {"invalid UTF-8", "# \xFF\nrevision = 'a'\n", errc::invalid_encoding, 1, severity::error},
    };

    for (auto const& c : cases)
        BOOST_TEST_CONTEXT(c.name) {
            diagnostic const finding = only_finding(parse_revision("/p/zz.py", c.source));
            BOOST_TEST(name_of(finding.code) == name_of(c.code));
            BOOST_TEST((finding.severity == c.level));
            BOOST_REQUIRE(finding.place.has_value());
            BOOST_TEST(finding.place->line == c.line);
            BOOST_TEST(finding.place->file == "/p/zz.py");
            BOOST_TEST(!finding.remedy.empty());
        }
}

BOOST_AUTO_TEST_CASE(an_id_of_32_wide_characters_fits) {
    std::string id;
    for (int i = 0; i < 32; ++i)
        id += "\xC3\xA9";
    BOOST_TEST(parse_revision("/p/x.py", "revision = '" + id + "'\ndown_revision = None\n").diagnostics.empty());
}

BOOST_AUTO_TEST_CASE(a_huge_file_is_not_read) {
    test::temporary_folder const folder;
    auto const file = folder.write("huge.py", "revision = 'a'\n");
    std::filesystem::resize_file(file, 50U << 20U);
    BOOST_TEST(name_of(only_finding(load_revision(file)).code) == "file_too_large");
}

BOOST_AUTO_TEST_CASE(a_file_that_is_broken_below_its_header_keeps_its_place) {
    std::string const header = "'two'\nrevision = 'b'\ndown_revision = 'a'\n\n";
    auto const read = parse_revision("/p/b.py", header + "def upgrade():\n    f(1\n\n\ndef downgrade():\n    pass\n");
    BOOST_TEST(read.id == "b");
    BOOST_TEST(read.down_revisions == names{"a"}, boost::test_tools::per_element());
    BOOST_TEST(read.doc == "two");
    auto const finding = only_finding(read);
    BOOST_TEST(name_of(finding.code) == "syntax_error");
    BOOST_TEST(finding.revision == "b");
    auto const unknown = parse_revision("/p/b.py", "revision = 'b'\nx = (\ndown_revision = 'a'\n");
    BOOST_TEST(unknown.id == "");
    BOOST_TEST(name_of(only_finding(unknown).code) == "syntax_error");
}

BOOST_AUTO_TEST_CASE(a_missing_file_is_a_diagnostic) {
    BOOST_TEST(name_of(only_finding(load_revision("/nowhere/a.py")).code) == "file_unreadable");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::script
