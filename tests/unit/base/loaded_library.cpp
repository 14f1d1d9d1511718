// Libraries of the system that are loaded late.
#include "base/loaded_library.hpp"

#include <boost/test/unit_test.hpp>

namespace alembicore::base {

BOOST_AUTO_TEST_SUITE(loaded_libraries)

BOOST_AUTO_TEST_CASE(what_is_missing_is_told_in_the_words_of_its_user) {
    auto const missing = [] {
        error_info info;
        info.code = errc::not_evaluable;
        info.message = "no digests without it";
        info.remedy = "install it";
        return info;
    };
    BOOST_CHECK_EXCEPTION((loaded_library{"libno-such-thing.so.9", missing()}), error, [](error const& thrown) {
        return thrown.code() == errc::not_evaluable && thrown.info().remedy == "install it" &&
               thrown.info().reason.find("libno-such-thing.so.9") != std::string::npos;
    });
    loaded_library const c{"libc.so.6", missing()};
    int (*absolute)(int) = nullptr;
    c.look_up("abs", absolute);
    BOOST_TEST(absolute(-3) == 3);
    int (*unknown)(int) = nullptr;
    BOOST_CHECK_EXCEPTION(c.look_up("no_such_function", unknown), error, [](error const& thrown) {
        return thrown.info().reason.find("no_such_function") != std::string::npos;
    });
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::base
