// The members of a place in a file, for what turns it into JSON and back.
#pragma once

#include <alembicore/error.hpp>

#include <boost/describe.hpp>

namespace alembicore {

BOOST_DESCRIBE_STRUCT(source_place, (), (file, line, column, excerpt))

} // namespace alembicore
