#include "diagram/quoting.hpp"

namespace alembicore::diagram {

std::string quoted(std::string const& text) {
    std::string result = "\"";
    for (char const c : text) {
        if (c == '"' || c == '\\')
            result += '\\';
        result += c;
    }
    return result + '"';
}

} // namespace alembicore::diagram
