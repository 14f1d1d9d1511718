#include <alembicore/edited_files.hpp>

#include "journal/entry.hpp"
#include "support/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>
#include <filesystem>
#include <string>

namespace alembicore {

namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

std::string revision_file(std::string const& id, std::string const& down, std::string const& message) {
    return "\"\"\"" + message + "\"\"\"\nrevision = '" + id + "'\ndown_revision = " + down +
           "\n\ndef upgrade():\n    pass\n\ndef downgrade():\n    pass\n";
}

/// A project of two revisions, which were applied as they are and have lain there for an hour.
struct applied_project {
    test::temporary_folder folder;
    std::map<std::string, journal::applied_revision> applied;
    fs::file_time_type then = fs::file_time_type::clock::now() - 1h;

    applied_project() {
        folder.write("alembic.ini", "[alembic]\nscript_location = %(here)s/migrations\n");
        folder.write("migrations/env.py", "");
        for (auto const& [id, down] : {std::pair{"a1", "None"}, std::pair{"b2", "'a1'"}}) {
            auto const text = revision_file(id, down, "as it was");
            write(id, text, then);
            auto& one = applied[id];
            one.revision = id;
            one.file_sha256 = journal::sha256(text);
        }
    }

    void write(std::string const& id, std::string const& text, fs::file_time_type when) const {
        fs::last_write_time(folder.write("migrations/versions/" + id + ".py", text), when);
    }

    [[nodiscard]] project open() const { return project::open({.directory = folder.path()}); }
};

} // namespace

BOOST_AUTO_TEST_SUITE(files_edited_after_apply)

BOOST_AUTO_TEST_CASE(files_that_are_as_they_were_are_read_once) {
    applied_project const made;
    auto const opened = made.open();
    edited_files known;
    for (int reading = 0; reading < 3; ++reading)
        BOOST_TEST(known.find(opened, made.applied).empty());
    BOOST_TEST(known.files_read() == 2U);
}

BOOST_AUTO_TEST_CASE(only_a_file_that_was_changed_is_read_again) {
    struct {
        char const* name;
        char const* message;
        std::chrono::minutes later;
    } const cases[] = {
        {"of the same size at another time", "as it is!", 1min},
        {"of another size at the same time", "as it is now", 0min},
        {"of another size at another time", "as it is now", 1min},
    };

    for (auto const& [name, message, later] : cases)
        BOOST_TEST_CONTEXT(name) {
            applied_project const made;
            auto const opened = made.open();
            edited_files known;
            BOOST_TEST(known.find(opened, made.applied).empty());
            auto const text = revision_file("b2", "'a1'", message);
            made.write("b2", text, made.then + later);
            auto const edited = known.find(opened, made.applied);
            BOOST_REQUIRE(edited.size() == 1U);
            BOOST_TEST(edited.front().revision == "b2");
            BOOST_TEST(edited.front().sha256 == journal::sha256(text));
            BOOST_TEST(known.files_read() == 3U);
            BOOST_TEST(known.find(opened, made.applied).size() == 1U);
            BOOST_TEST(known.files_read() == 3U);
        }
}

BOOST_AUTO_TEST_CASE(a_file_that_was_changed_a_moment_ago_may_change_again_within_the_same_tick) {
    applied_project const made;
    auto const opened = made.open();
    edited_files known;
    auto const moment = fs::file_time_type::clock::now() + 1min;
    made.write("b2", revision_file("b2", "'a1'", "as it was"), moment);
    BOOST_TEST(known.find(opened, made.applied).empty());
    made.write("b2", revision_file("b2", "'a1'", "as it is!"), moment);
    BOOST_TEST(known.find(opened, made.applied).size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_change_in_the_journal_is_seen_without_reading_a_file) {
    applied_project made;
    auto const opened = made.open();
    edited_files known;
    BOOST_TEST(known.find(opened, made.applied).empty());
    made.applied["a1"].file_sha256 = std::string(64, '0');
    BOOST_TEST(known.find(opened, made.applied).size() == 1U);
    BOOST_TEST(known.files_read() == 2U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore
