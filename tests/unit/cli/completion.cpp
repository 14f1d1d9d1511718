#include "completion.hpp"

#include "command_table.hpp"
#include "support/error_checks.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

namespace alembicore::cli {

BOOST_AUTO_TEST_SUITE(completion)

BOOST_AUTO_TEST_CASE(every_shell_knows_every_command_and_option) {
    for (char const* shell : {"bash", "zsh", "fish"}) {
        auto const script = render_completion(shell);
        for (auto const& one : all_commands()) {
            BOOST_TEST(script.find(one.name) != std::string::npos, shell << " " << one.name);
            for (auto const& each : one.options)
                BOOST_TEST(script.find(each.name) != std::string::npos, shell << " --" << each.name);
        }
    }
}

BOOST_AUTO_TEST_CASE(another_shell_is_bad_usage) {
    test::require_error(errc::bad_usage, [] { return render_completion("tcsh"); });
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::cli
