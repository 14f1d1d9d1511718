// The main function that all Boost.Test programs share.
#define BOOST_TEST_MODULE alembicore
#include <boost/test/unit_test.hpp>
