#include "rehearsal/left_over.hpp"

#include <algorithm>

namespace alembicore::rehearsal {

namespace {

bool is_same(catalog::change const& one, catalog::change const& other) {
    return one.part == other.part && one.kind == other.kind && one.after == other.after;
}

} // namespace

std::vector<undone_step> left_over_by_step(
    plan const& decided, std::vector<catalog::snapshot> const& there, std::vector<catalog::snapshot> const& back
) {
    std::vector<undone_step> told;
    if (there.size() != decided.steps.size() + 1)
        return told; // only the whole is known
    std::vector<catalog::change> earlier;
    for (std::size_t undone = 1; undone < back.size() && undone < there.size(); ++undone) {
        auto const at = there.size() - 1 - undone;
        auto const all = catalog::difference(there[at], back[undone]);
        undone_step one{.revision = decided.steps[at].revision};
        std::ranges::copy_if(all, std::back_inserter(one.left_over), [&](auto const& each) {
            return std::ranges::none_of(earlier, [&](auto const& known) { return is_same(known, each); });
        });
        if (!one.left_over.empty())
            told.push_back(std::move(one));
        earlier = all;
    }
    return told;
}

} // namespace alembicore::rehearsal
