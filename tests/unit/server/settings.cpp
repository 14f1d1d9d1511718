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
    BOOST_TEST(chosen.host_names == (std::vector<std::string>{"a", "b"}), boost::test_tools::per_element());
    BOOST_TEST(read_arguments({"--settings", file}, {}).settings.port == 1);
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

BOOST_AUTO_TEST_CASE(addresses_that_others_reach_are_refused) {
    for (char const* const address : {"0.0.0.0", "::", "192.0.2.1"})
        test::require_error(errc::not_available, [&] {
            static_cast<void>(read_arguments({"--address", address}, {}));
        });
    test::require_error(errc::bad_usage, [] { static_cast<void>(read_arguments({"--address", "localhost"}, {})); });
    BOOST_TEST(read_arguments({"--address", "::1"}, {}).settings.address == "::1");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::server
