#include <alembicore/query.hpp>

namespace alembicore::data {

namespace {

bool is_plain(std::string const& text) {
    return !text.empty() && text.find_first_of(",\"\r\n") == std::string::npos;
}

} // namespace

std::string csv_line(std::vector<value> const& values) {
    std::string line;
    bool first = true;
    for (auto const& each : values) {
        if (!std::exchange(first, false))
            line += ',';
        if (!each)
            continue;
        if (is_plain(*each)) {
            line += *each;
            continue;
        }
        line += '"';
        for (char const c : *each) {
            if (c == '"')
                line += '"';
            line += c;
        }
        line += '"';
    }
    return line + "\r\n";
}

} // namespace alembicore::data
