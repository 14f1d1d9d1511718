#include "base/hexadecimal.hpp"

#include <boost/algorithm/hex.hpp>

#include <iterator>

namespace alembicore::base {

std::string hexadecimal(std::string_view bytes) {
    std::string text;
    text.reserve(2 * bytes.size());
    boost::algorithm::hex_lower(bytes, std::back_inserter(text));
    return text;
}

} // namespace alembicore::base
