#include "access/audit.hpp"

#include "support/error_checks.hpp"
#include "support/temporary_folder.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>
#include <vector>

namespace alembicore::server::access {

namespace {

namespace fs = std::filesystem;

std::vector<boost::json::object> lines_of(fs::path const& file) {
    std::ifstream opened{file};
    std::vector<boost::json::object> lines;
    for (std::string line; std::getline(opened, line);)
        lines.push_back(boost::json::parse(line).as_object());
    return lines;
}

struct audited {
    test::temporary_folder folder;
    fs::path file = folder.path() / "audit.jsonl";
    audit_log log{file};
    http::request asked;
    http::response answer;
    http::identity who{.name = "alice", .holds = http::role::editor};

    void write(std::string_view kind) { log.write({.kind = kind, .who = who, .asked = asked, .answer = answer}, {}); }
};

} // namespace

BOOST_AUTO_TEST_SUITE(audits)

BOOST_AUTO_TEST_CASE(a_line_says_who_did_what_from_where) {
    audited made;
    made.asked.verb = http::method::patch;
    made.asked.target = "/api/tables/t/rows/1?schema=secret";
    made.asked.client = "192.0.2.1";
    made.answer.about = "a \"line\"\nbreak";
    made.write("change");
    made.who = {};
    made.answer.status = 401;
    made.write("refused");
    auto const lines = lines_of(made.file);
    BOOST_REQUIRE(lines.size() == 2U);
    BOOST_TEST(lines[0].at("user").as_string() == "alice");
    BOOST_TEST(lines[0].at("role").as_string() == "editor");
    BOOST_TEST(lines[0].at("client").as_string() == "192.0.2.1");
    BOOST_TEST(lines[0].at("method").as_string() == "PATCH");
    BOOST_TEST(lines[0].at("path").as_string() == "/api/tables/t/rows/1");
    BOOST_TEST(lines[0].at("about").as_string() == "a \"line\"\nbreak");
    BOOST_TEST(lines[1].at("user").is_null());
    BOOST_TEST(lines[1].at("status").as_int64() == 401);
    BOOST_TEST((fs::status(made.file).permissions() == (fs::perms::owner_read | fs::perms::owner_write)));
}

BOOST_AUTO_TEST_CASE(a_file_that_was_renamed_is_begun_anew) {
    audited made;
    made.write("change");
    fs::rename(made.file, made.folder.path() / "audit.1");
    made.write("change");
    BOOST_TEST(lines_of(made.file).size() == 1U);
    BOOST_TEST(lines_of(made.folder.path() / "audit.1").size() == 1U);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_written_is_told_until_it_can) {
    audited made;
    fs::remove(made.file);
    fs::create_directory(made.file);
    BOOST_TEST(!made.log.ready());
    test::require_error(errc::file_unwritable, [&] {
        made.write("change");
        return 0;
    });
    BOOST_TEST(!made.log.ready());
    fs::remove(made.file);
    BOOST_TEST(made.log.ready());
    BOOST_TEST(lines_of(made.file).at(0).at("event").as_string() == "resumed");
    test::require_error(errc::bad_configuration, [&] { return audit_log{made.folder.path() / "no/such"}.ready(); });
    BOOST_TEST(audit_log{{}}.ready());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::server::access
