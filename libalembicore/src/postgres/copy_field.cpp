#include "postgres/copy_field.hpp"

namespace alembicore::postgres {

void append_copy_field(std::string& line, std::optional<std::string_view> value) {
    if (!value) {
        line += "\\N";
        return;
    }
    for (char const c : *value)
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
