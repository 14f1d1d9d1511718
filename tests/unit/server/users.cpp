#include "access/accounts.hpp"
#include "access/password.hpp"
#include "access/user_change.hpp"

#include "support/error_checks.hpp"
#include "support/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <sstream>

namespace alembicore::server::access {

namespace {

namespace fs = std::filesystem;

std::string const hash = hash_password("right horse battery", {.passes = 1, .memory = 8192});

struct users_folder {
    test::temporary_folder folder;
    fs::path file = folder.path() / "users";

    std::string change(user_change const& wanted, std::string const& password = "a long password") const {
        std::ostringstream said;
        change_users(
            file, wanted, [&](std::string const&) { return password; }, said
        );
        return said.str();
    }

    void write(std::string_view text) const {
        folder.write("users", text);
        fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
    }
};

} // namespace

BOOST_AUTO_TEST_SUITE(users)

BOOST_AUTO_TEST_CASE(a_password_fits_its_own_hash_alone) {
    BOOST_TEST(hash.starts_with("$argon2id$"));
    BOOST_TEST(fits("right horse battery", hash));
    BOOST_TEST(!fits("right horse batterY", hash));
    BOOST_TEST(!fits("", hash));
    BOOST_TEST(!fits("right horse battery", "$argon2id$nonsense"));
    BOOST_TEST(hash_password("same", {1, 8192}) != hash_password("same", {1, 8192}));
}

BOOST_AUTO_TEST_CASE(a_users_file_is_read_as_it_is_written) {
    std::vector<account> const users{
        {"alice", http::role::admin, hash}, {"bob@example.org", http::role::operator_, hash}};
    BOOST_TEST((parse_users(render_users(users)) == users));
    BOOST_TEST((parse_users("# who\n\nalice:admin:" + hash + "\n").size() == 1U));
}

BOOST_AUTO_TEST_CASE(lines_that_make_no_sense_are_told) {
    for (auto const& line : {
             std::string{"alice"},
             std::string{"alice:admin"},
             "alice:root:" + hash,
             "alice:anyone:" + hash,
             ":admin:" + hash,
             "al ice:admin:" + hash,
             "alice:admin:" + std::string{"plain"},
             "alice:admin:" + hash + "\nalice:viewer:" + hash,
         })
        test::require_error(errc::bad_configuration, [&] { return parse_users(line).size(); });
}

BOOST_AUTO_TEST_CASE(a_file_that_others_may_read_is_refused) {
    users_folder const in;
    in.write("alice:admin:" + hash + "\n");
    BOOST_TEST(read_users(in.file).size() == 1U);
    fs::permissions(in.file, fs::perms::group_read, fs::perm_options::add);
    auto const told = test::require_error(errc::bad_configuration, [&] { return read_users(in.file).size(); });
    BOOST_TEST(told.remedy.find("chmod 600") != std::string::npos);
    test::require_error(errc::bad_configuration, [&] { return read_users(in.file.parent_path() / "none").size(); });
}

BOOST_AUTO_TEST_CASE(users_are_added_changed_and_removed) {
    using enum user_change::kind;
    users_folder const in;
    in.change({.wanted = add, .name = "alice", .holds = http::role::viewer});
    BOOST_TEST((fs::status(in.file).permissions() == (fs::perms::owner_read | fs::perms::owner_write)));
    in.change({.wanted = add, .name = "bob", .holds = http::role::admin});
    in.change({.wanted = role, .name = "alice", .holds = http::role::editor});
    BOOST_TEST(in.change({.wanted = list, .name = {}}) == "alice\teditor\nbob\tadmin\n");
    auto const before = read_users(in.file).at(0).hash;
    in.change({.wanted = password, .name = "alice"}, "another long one");
    BOOST_TEST(read_users(in.file).at(0).hash != before);
    in.change({.wanted = remove, .name = "bob"});
    BOOST_TEST(read_users(in.file).size() == 1U);
    auto const refused = [&](user_change const& wanted, std::string const& typed = "a long password") {
        test::require_error(errc::bad_usage, [&] { return in.change(wanted, typed); });
    };
    refused({.wanted = add, .name = "alice", .holds = http::role::admin});
    refused({.wanted = add, .name = "car:ol", .holds = http::role::admin});
    refused({.wanted = add, .name = "carol", .holds = http::role::admin}, "short");
    refused({.wanted = remove, .name = "carol"});
    test::require_error(errc::bad_usage, [] {
        std::ostringstream nowhere;
        change_users({}, {}, {}, nowhere);
        return 0;
    });
}

BOOST_AUTO_TEST_CASE(names_and_passwords_are_checked) {
    users_folder const in;
    in.write("alice:admin:" + hash + "\n");
    accounts known{in.file};
    BOOST_TEST((known.check("alice", "right horse battery") == accounts::verdict::fits));
    BOOST_TEST((known.check("alice", "wrong") == accounts::verdict::does_not_fit));
    BOOST_TEST((known.check("nobody", "right horse battery") == accounts::verdict::does_not_fit));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::server::access
