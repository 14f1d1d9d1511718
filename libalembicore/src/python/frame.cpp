#include "python/frame.hpp"

#include <utility>

namespace alembicore::python {

namespace {

constexpr std::size_t nowhere = static_cast<std::size_t>(-1);
/// Up to so many names a search from the start is faster than an index.
constexpr std::size_t indexed_from = 12;

} // namespace

std::size_t name_table::locate(std::string_view name) const noexcept {
    if (entries_.size() >= indexed_from) {
        auto const found = index_.find(std::string{name});
        return found == index_.end() ? nowhere : found->second;
    }
    for (std::size_t i = 0; i < entries_.size(); ++i)
        if (entries_[i].first == name)
            return i;
    return nowhere;
}

value const* name_table::find(std::string_view name) const noexcept {
    auto const at = locate(name);
    return at == nowhere || !entries_[at].second ? nullptr : &*entries_[at].second;
}

void name_table::set(std::string_view name, value item) {
    if (auto const at = locate(name); at != nowhere) {
        entries_[at].second = std::move(item);
        return;
    }
    entries_.emplace_back(std::string{name}, std::move(item));
    if (entries_.size() == indexed_from)
        for (std::size_t i = 0; i < entries_.size(); ++i)
            index_.emplace(entries_[i].first, i);
    else if (entries_.size() > indexed_from)
        index_.emplace(entries_.back().first, entries_.size() - 1);
}

bool name_table::erase(std::string_view name) {
    auto const at = locate(name);
    if (at == nowhere || !entries_[at].second)
        return false;
    entries_[at].second.reset();
    return true;
}

void name_table::clear() noexcept {
    std::vector<value> contents;
    for (auto& [name, item] : entries_)
        if (item)
            contents.push_back(*std::exchange(item, std::nullopt));
    entries_.clear();
    index_.clear();
    dismantle(contents);
}

} // namespace alembicore::python
