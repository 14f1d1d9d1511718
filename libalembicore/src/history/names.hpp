// Which revision an exact id or branch label means.
#pragma once

#include "history/links.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace alembicore::history {

/// Ids and branch labels of a graph, in the order in which they were added.
class name_index {
public:
    /// Makes room for so many ids.
    void reserve(std::size_t ids);

    /// False: the id is taken.
    bool add_id(std::string const& id, node owner);

    /// A revision that is only named as a parent. Its name gives way to branch labels.
    void add_ghost(std::string const& id, node owner);

    /// False: the label is taken, by a revision's label or id; it then stays with its owner and becomes contested.
    bool add_label(std::string const& label, node owner);

    [[nodiscard]] std::optional<node> find_id(std::string_view id) const;
    [[nodiscard]] std::optional<node> find_label(std::string_view label) const;

    /// What an identifier means: an id, else a label, else a ghost.
    [[nodiscard]] std::optional<node> find(std::string_view text) const;

    /// Whether several revisions claim this label.
    [[nodiscard]] bool is_contested(std::string_view label) const;

    /// Names of more than three characters that begin with `prefix`: ids, then labels.
    struct named {
        std::string_view name;
        node owner = 0;
    };

    [[nodiscard]] std::vector<named> starting_with(std::string_view prefix) const;

    /// Ids of revisions that have a file, then labels.
    [[nodiscard]] std::vector<std::string> const& names() const noexcept { return names_; }

private:
    struct hash {
        using is_transparent = void;

        std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>{}(text); }
    };

    using owners = std::unordered_map<std::string, node, hash, std::equal_to<>>;

    static std::optional<node> find_in(owners const& map, std::string_view text);

    owners ids_;
    owners labels_;
    owners ghosts_;
    std::vector<std::string> names_;
    std::vector<std::string> contested_;
};

} // namespace alembicore::history
