#include "history/rows.hpp"

#include "history/errors.hpp"

#include <algorithm>

namespace alembicore::history {

std::vector<node> revisions_of_rows(graph const& made, std::vector<std::string> const& rows) {
    std::vector<node> found;
    for (std::string const& row : rows) {
        auto const at = made.names.find_id(row);
        if (!at || made.conditions[*at] == condition::ghost)
            throw unknown_row(made, row);
        if (std::ranges::find(found, *at) == found.end())
            found.push_back(*at);
    }
    return found;
}

} // namespace alembicore::history
