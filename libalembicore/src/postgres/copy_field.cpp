#include "postgres/copy_field.hpp"

namespace alembicore::postgres {

void append_copy_field(std::string& line, std::string_view value) {
    for (char const c : value)
        switch (c) {
        case '\\':
            line += "\\\\";
            break;
        case '\t':
            line += "\\t";
            break;
        case '\n':
            line += "\\n";
            break;
        case '\r':
            line += "\\r";
            break;
        default:
            line += c;
        }
}

} // namespace alembicore::postgres
