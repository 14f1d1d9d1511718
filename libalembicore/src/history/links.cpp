#include "history/links.hpp"

#include <numeric>

namespace alembicore::history {

links::links(std::size_t nodes, std::vector<link> const& pairs) : starts_(nodes + 1), targets_(pairs.size()) {
    for (auto const& [from, to] : pairs)
        ++starts_[from + 1];
    std::partial_sum(starts_.begin(), starts_.end(), starts_.begin());
    std::vector<std::size_t> next(starts_.begin(), starts_.end() - 1);
    for (auto const& [from, to] : pairs)
        targets_[next[from]++] = to;
}

std::vector<link> links::pairs() const {
    std::vector<link> all;
    all.reserve(targets_.size());
    for (node from = 0; from < size(); ++from)
        for (node const to : (*this)[from])
            all.emplace_back(from, to);
    return all;
}

links links::reversed() const {
    std::vector<link> turned = pairs();
    for (auto& [from, to] : turned)
        std::swap(from, to);
    return {size(), turned};
}

} // namespace alembicore::history
