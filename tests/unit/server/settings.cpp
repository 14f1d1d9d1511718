#include "settings.hpp"

#include "support/error_checks.hpp"
#include "support/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::server {

BOOST_AUTO_TEST_SUITE(server_settings_of)

BOOST_AUTO_TEST_CASE(an_option_goes_before_the_environment_and_that_before_the_file) {
    test::temporary_folder const folder;
    auto const file =
        folder.write("s.toml", "port = 1\naddress = '127.0.0.2'\nhost_name = ['a', 'b']\nweb = '/w'\n").string();
    std::map<std::string, std::string> const environment{
        {"ALEMBICORE_SERVER_PORT", "2"}, {"ALEMBICORE_SERVER_ADDRESS", "127.0.0.3"}};
    auto const chosen = read_arguments({"--settings", file, "--port", "3"}, environment).settings;
    BOOST_TEST(chosen.port == 3);
    BOOST_TEST(chosen.address == "127.0.0.3");
    BOOST_TEST(chosen.web == "/w");
    BOOST_TEST(chosen.access.host_names == (std::vector<std::string>{"a", "b"}), boost::test_tools::per_element());
    BOOST_TEST(read_arguments({"--settings", file}, {}).settings.port == 1);
    auto const named = read_arguments({}, {{"ALEMBICORE_SERVER_HOST_NAME", "c,d"}}).settings.access.host_names;
    BOOST_TEST(named == (std::vector<std::string>{"c", "d"}), boost::test_tools::per_element());
    BOOST_TEST(read_arguments({}, {}).settings.port == 3000);
}

BOOST_AUTO_TEST_CASE(what_makes_no_sense_is_refused) {
    test::temporary_folder const folder;
    using words = std::vector<std::string>;
    for (auto const& line : {words{"--port", "x"}, words{"--port", "70000"}, words{"--nosuch"}, words{"stray"}})
        test::require_error(errc::bad_usage, [&] { static_cast<void>(read_arguments(line, {})); });
    for (char const* const text : {"port = ", "prot = 3\n"}) {
        auto const file = folder.write("s.toml", text).string();
        test::require_error(errc::bad_configuration, [&] {
            static_cast<void>(read_arguments({"--settings", file}, {}));
        });
    }
}

BOOST_AUTO_TEST_CASE(a_prefix_begins_with_a_slash_and_ends_with_none) {
    BOOST_TEST(read_arguments({"--prefix", "/a/b/"}, {}).settings.prefix == "/a/b");
    BOOST_TEST(read_arguments({"--prefix", "/"}, {}).settings.prefix == "");
    for (char const* const text : {"a", "/a b", "//a", "/a?b"})
        test::require_error(errc::bad_usage, [&] { static_cast<void>(read_arguments({"--prefix", text}, {})); });
    BOOST_TEST((read_arguments({"--shutdown-wait", "3"}, {}).settings.shutdown_wait == std::chrono::seconds{3}));
    test::require_error(errc::bad_usage, [] { static_cast<void>(read_arguments({"--shutdown-wait", "3s"}, {})); });
}

BOOST_AUTO_TEST_CASE(addresses_that_others_reach_need_a_login_and_an_encrypted_way) {
    for (char const* const address : {"0.0.0.0", "::", "192.0.2.1"}) {
        auto const open = test::require_error(errc::bad_configuration, [&] {
            return read_arguments({"--address", address}, {}).settings.port;
        });
        BOOST_TEST(open.message.find("needs a login") != std::string::npos);
        BOOST_TEST(open.remedy.find("user add") != std::string::npos);
        auto const readable = test::require_error(errc::bad_configuration, [&] {
            return read_arguments({"--address", address, "--users", "u"}, {}).settings.port;
        });
        BOOST_TEST(readable.message.find("needs TLS") != std::string::npos);
        auto const chosen =
            read_arguments({"--address", address, "--users", "u", "--trusted-proxy", "127.0.0.1"}, {}).settings;
        BOOST_TEST((chosen.access.reach == access::reach::network));
    }
    test::require_error(errc::bad_usage, [] { return read_arguments({"--address", "localhost"}, {}).settings.port; });
    auto const own = read_arguments({"--address", "::1"}, {}).settings;
    BOOST_TEST(own.address == "::1");
    BOOST_TEST((own.access.reach == access::reach::this_machine));
}

BOOST_AUTO_TEST_CASE(flags_are_true_or_false_everywhere) {
    test::temporary_folder const folder;
    auto const read_only = [](std::vector<std::string> const& words, std::map<std::string, std::string> const& in) {
        return read_arguments(words, in).settings.access.read_only;
    };
    BOOST_TEST(!read_only({}, {}));
    BOOST_TEST(read_only({"--read-only"}, {}));
    BOOST_TEST(read_only({}, {{"ALEMBICORE_SERVER_READ_ONLY", "1"}}));
    BOOST_TEST(!read_arguments({}, {}).settings.access.production);
    BOOST_TEST(read_arguments({"--production"}, {}).settings.access.production);
    BOOST_TEST(read_arguments({}, {{"ALEMBICORE_SERVER_PRODUCTION", "true"}}).settings.access.production);
    auto const marked = folder.write("marked.toml", "production = true\n").string();
    BOOST_TEST(read_arguments({"--settings", marked}, {}).settings.access.production);
    BOOST_TEST(
        !read_arguments({"--settings", marked}, {{"ALEMBICORE_SERVER_PRODUCTION", "false"}}).settings.access.production
    );
    auto const file = folder.write("s.toml", "read_only = true\n").string();
    BOOST_TEST(read_only({"--settings", file}, {}));
    BOOST_TEST(!read_only({"--settings", file}, {{"ALEMBICORE_SERVER_READ_ONLY", "false"}}));
    test::require_error(errc::bad_usage, [&] { return read_only({}, {{"ALEMBICORE_SERVER_READ_ONLY", "maybe"}}); });
}

BOOST_AUTO_TEST_CASE(tls_needs_both_files_and_is_a_way_of_its_own) {
    using words = std::vector<std::string>;
    auto const chosen =
        read_arguments({"--address", "0.0.0.0", "--users", "u", "--tls-certificate", "c", "--tls-key", "k"}, {})
            .settings;
    BOOST_TEST(chosen.tls.certificate == "c");
    for (auto const& half : {words{"--tls-certificate", "c"}, words{"--tls-key", "k"}})
        test::require_error(errc::bad_configuration, [&] { return read_arguments(half, {}).settings.port; });
}

BOOST_AUTO_TEST_CASE(clients_are_limited_where_there_is_a_login) {
    BOOST_TEST(read_arguments({}, {}).settings.access.requests.burst == 0);
    auto const limited = read_arguments({"--users", "u"}, {}).settings.access.requests;
    BOOST_TEST(limited.per_second == 100);
    BOOST_TEST(limited.burst == 1000);
    BOOST_TEST(read_arguments({"--requests-per-second", "5"}, {}).settings.access.requests.burst == 50);
    test::require_error(errc::bad_usage, [] {
        return read_arguments({"--requests-per-second", "x"}, {}).settings.port;
    });
}

BOOST_AUTO_TEST_CASE(users_are_managed_by_words) {
    auto const read = read_arguments({"user", "add", "alice", "--role", "admin", "--users", "u"}, {});
    BOOST_TEST((read.action == wanted_action::manage_users));
    BOOST_TEST(read.users.name == "alice");
    BOOST_TEST(read.settings.access.users == "u");
    using words = std::vector<std::string>;
    for (auto const& line : {
             words{"user"},
             words{"user", "add"},
             words{"user", "add", "alice"},
             words{"user", "add", "alice", "bob", "--role", "admin"},
             words{"user", "add", "alice", "--role", "anyone"},
             words{"user", "password", "alice", "--role", "admin"},
             words{"user", "list", "alice"},
             words{"user", "kill", "alice"},
         })
        test::require_error(errc::bad_usage, [&] { return read_arguments(line, {}).users.name; });
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::server
