#include "catalog/part_names.hpp"

namespace alembicore::catalog {

std::string table_of_part(std::string_view key) {
    constexpr std::string_view comment = "comment on ";
    if (key.starts_with(comment))
        key.remove_prefix(comment.size());
    auto const space = key.find(' ');
    auto const kind = key.substr(0, space);
    auto const name = key.substr(space + 1);
    if (kind == "table")
        return std::string{name};
    if (kind != "column" && kind != "constraint" && kind != "index")
        return {};
    // The last name may hold dots in its quotes.
    auto const dot = name.ends_with('"') ? name.rfind(".\"") : name.rfind('.');
    return std::string{name.substr(0, dot)};
}

} // namespace alembicore::catalog
