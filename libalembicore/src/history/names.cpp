#include "history/names.hpp"

#include <algorithm>

namespace alembicore::history {

namespace {

/// Shorter names are only found exactly.
constexpr std::ptrdiff_t shortest_partial = 4;

bool is_long_enough(std::string_view name) {
    return std::ranges::count_if(name, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }) >=
           shortest_partial;
}

} // namespace

void name_index::reserve(std::size_t ids) {
    ids_.reserve(ids);
    names_.reserve(ids);
}

bool name_index::add_id(std::string const& id, node owner) {
    if (!ids_.try_emplace(id, owner).second)
        return false;
    names_.push_back(id);
    return true;
}

void name_index::add_ghost(std::string const& id, node owner) {
    ghosts_.try_emplace(id, owner);
}

bool name_index::add_label(std::string const& label, node owner) {
    if (ids_.contains(label) || !labels_.try_emplace(label, owner).second) {
        contested_.push_back(label);
        return false;
    }
    names_.push_back(label);
    return true;
}

std::optional<node> name_index::find_in(owners const& map, std::string_view text) {
    auto const found = map.find(text);
    return found == map.end() ? std::nullopt : std::optional{found->second};
}

std::optional<node> name_index::find_id(std::string_view id) const {
    auto const owner = find_in(ids_, id);
    return owner ? owner : find_in(ghosts_, id);
}

std::optional<node> name_index::find_label(std::string_view label) const {
    return find_in(labels_, label);
}

std::optional<node> name_index::find(std::string_view text) const {
    for (owners const* map : {&ids_, &labels_, &ghosts_})
        if (auto const owner = find_in(*map, text))
            return owner;
    return {};
}

bool name_index::is_contested(std::string_view label) const {
    return std::ranges::find(contested_, label) != contested_.end();
}

std::vector<name_index::named> name_index::starting_with(std::string_view prefix) const {
    std::vector<named> found;
    for (std::string const& name : names_)
        if (name.starts_with(prefix) && is_long_enough(name))
            found.push_back({name, *find(name)});
    return found;
}

} // namespace alembicore::history
