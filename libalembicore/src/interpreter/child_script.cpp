#include "interpreter/child_script.hpp"

#include <boost/json/serialize.hpp>

namespace alembicore::interpreter {

std::string program_text(boost::json::object const& request) {
    // A JSON string is also a string of Python.
    auto const argument = boost::json::serialize(boost::json::string{boost::json::serialize(request)});
    return std::string{child_script()} + "\n\nsys.exit(main(" + argument + "))\n";
}

} // namespace alembicore::interpreter
