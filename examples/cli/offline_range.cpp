#include "offline_range.hpp"

namespace alembicore::cli {

offline_range parse_offline_range(std::string_view text) {
    auto const colon = text.find(':');
    if (colon == text.npos)
        return {.from = {}, .to = std::string{text}, .has_start = false};
    if (text.find(':', colon + 1) != text.npos)
        throw error{
            errc::bad_range,
            "'" + std::string{text} + "' has more than one colon",
            "write a range as <fromrev>:<torev>"};
    return {.from = std::string{text.substr(0, colon)}, .to = std::string{text.substr(colon + 1)}, .has_start = true};
}

std::vector<std::string> rows_at(revision_graph const& graph, std::string const& from) {
    if (from.empty() || from == "base")
        return {};
    if (auto const id = graph.resolve_one(from))
        return {*id};
    return {};
}

} // namespace alembicore::cli
