// Checks on errors that say which error is meant.
#pragma once

#include <alembicore/error.hpp>

#include <boost/test/unit_test.hpp>

namespace alembicore::test {

/// Runs `action`, which must throw an alembicore::error of this code, and gives the error for further checks.
template <typename Action>
error_info require_error(errc code, Action&& action) {
    try {
        static_cast<void>(action());
    } catch (error const& thrown) {
        BOOST_TEST(name_of(thrown.code()) == name_of(code), describe(thrown.info()));
        return thrown.info();
    }
    BOOST_REQUIRE_MESSAGE(false, "no error, expected " << name_of(code));
    return {};
}

} // namespace alembicore::test
