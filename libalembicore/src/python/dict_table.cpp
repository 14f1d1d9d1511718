// The insertion-ordered hash table behind dict and set.
#include "python/value.hpp"

#include <algorithm>

namespace alembicore::python {

namespace {

constexpr std::size_t none = static_cast<std::size_t>(-1);
constexpr std::uint32_t free_slot = 0xFFFFFFFF;
/// Up to so many entries a search from the start is faster than an index.
constexpr std::size_t indexed_from = 9;

} // namespace

std::size_t dict_table::locate(value const& key, std::size_t hash) const {
    if (index_.empty()) {
        for (std::size_t i = 0; i < entries_.size(); ++i)
            if (entries_[i].alive && entries_[i].hash == hash && same_key(entries_[i].key, key))
                return i;
        return none;
    }
    auto const mask = index_.size() - 1;
    for (auto at = hash & mask; index_[at] != free_slot; at = (at + 1) & mask) {
        auto const& candidate = entries_[index_[at]];
        if (candidate.alive && candidate.hash == hash && same_key(candidate.key, key))
            return index_[at];
    }
    return none;
}

void dict_table::reindex() {
    std::erase_if(entries_, [](entry const& each) { return !each.alive; });
    index_.clear();
    if (entries_.size() + 1 < indexed_from)
        return;
    std::size_t size = 32;
    while (size < 3 * (entries_.size() + 1))
        size *= 2;
    index_.assign(size, free_slot);
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        auto at = entries_[i].hash & (size - 1);
        while (index_[at] != free_slot)
            at = (at + 1) & (size - 1);
        index_[at] = static_cast<std::uint32_t>(i);
    }
}

value const* dict_table::find(value const& key) const {
    auto const at = locate(key, hash_of(key));
    return at == none ? nullptr : &entries_[at].item;
}

value const* dict_table::find(std::string_view key) const {
    return find(value{key});
}

void dict_table::set(value key, value item) {
    auto const hash = hash_of(key);
    if (auto const at = locate(key, hash); at != none) {
        entries_[at].item = std::move(item);
        return;
    }
    bool const full =
        index_.empty() ? entries_.size() + 1 >= indexed_from : 3 * (entries_.size() + 1) > 2 * index_.size();
    if (full)
        reindex();
    entries_.push_back({std::move(key), std::move(item), hash});
    ++alive_;
    if (index_.empty())
        return;
    auto const mask = index_.size() - 1;
    auto at = hash & mask;
    while (index_[at] != free_slot)
        at = (at + 1) & mask;
    index_[at] = static_cast<std::uint32_t>(entries_.size() - 1);
}

bool dict_table::erase(value const& key) {
    auto const at = locate(key, hash_of(key));
    if (at == none)
        return false;
    entries_[at].alive = false;
    entries_[at].key = {};
    entries_[at].item = {};
    --alive_;
    if (alive_ == 0)
        clear();
    return true;
}

void dict_table::clear() noexcept {
    entries_.clear();
    index_.clear();
    alive_ = 0;
}

std::vector<value> dict_table::keys() const {
    std::vector<value> result;
    result.reserve(alive_);
    for_each([&](value const& key, value const&) { result.push_back(key); });
    return result;
}

std::vector<value> dict_table::values() const {
    std::vector<value> result;
    result.reserve(alive_);
    for_each([&](value const&, value const& item) { result.push_back(item); });
    return result;
}

std::size_t dict_table::next(std::size_t from) const noexcept {
    while (from < entries_.size() && !entries_[from].alive)
        ++from;
    return from < entries_.size() ? from : none;
}

void dict_table::surrender(std::vector<value>& into) {
    for (auto& each : entries_) {
        into.push_back(std::move(each.key));
        into.push_back(std::move(each.item));
    }
    clear();
}

} // namespace alembicore::python
