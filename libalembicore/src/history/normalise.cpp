// Dependencies that a revision needs to name itself, since no ancestor of it has them already.
#include "history/build.hpp"

#include <algorithm>

namespace alembicore::history {

namespace {

class normaliser {
public:
    explicit normaliser(graph const& made) : made_(made), dependents_(made.dependencies.reversed()) {}

    links all_down() {
        std::vector<link> pairs;
        for (node at = 0; at < made_.size(); ++at) {
            auto const parents = made_.parents[at];
            for (node const parent : parents)
                pairs.emplace_back(at, parent);
            for (node const needed : made_.dependencies[at])
                if (std::ranges::find(parents, needed) == parents.end() && !is_inherited(at, needed))
                    pairs.emplace_back(at, needed);
        }
        return {made_.size(), pairs};
    }

private:
    /// Whether an ancestor by down_revision has this dependency too. The nearest are asked first: it is usually there.
    [[nodiscard]] bool is_inherited(node at, node needed) const {
        auto const sharing = dependents_[needed];
        if (sharing.size() == 1)
            return false;
        std::vector<node> others(sharing.begin(), sharing.end());
        std::ranges::sort(others, std::ranges::greater{}, [&](node other) { return made_.levels[other]; });
        ancestor_probe ancestors{made_.parents, made_.levels, at};
        return std::ranges::any_of(others, [&](node other) { return other != at && ancestors.contains(other); });
    }

    graph const& made_;
    links dependents_;
};

} // namespace

links normalised(graph const& made) {
    return normaliser{made}.all_down();
}

} // namespace alembicore::history
