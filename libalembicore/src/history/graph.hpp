// The linked graph behind `revision_graph`: who points to whom, and what is wrong with whom.
#pragma once

#include "history/ancestry.hpp"
#include "history/links.hpp"
#include "history/names.hpp"

#include <alembicore/revision_graph.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace alembicore::history {

/// Whether a revision can be relied on.
enum class condition : std::uint8_t {
    sound,
    ghost,  ///< named as a parent or dependency, but there is no file
    broken, ///< its file could not be read as a revision; it has no links downwards
    cyclic  ///< its own ancestor; the links that close the cycle are left out
};

} // namespace alembicore::history

namespace alembicore {

/// All links form an acyclic graph, whatever the files say: nothing that walks them has to fear a loop.
struct revision_graph::implementation {
    explicit implementation(std::vector<revision> loaded);

    [[nodiscard]] std::size_t size() const noexcept { return revisions.size(); }

    [[nodiscard]] std::string const& id(history::node at) const { return revisions[at].id; }

    [[nodiscard]] bool is_sound(history::node at) const { return conditions[at] == history::condition::sound; }

    /// No child by down_revision; unsound revisions are no heads.
    [[nodiscard]] bool is_head(history::node at) const { return is_sound(at) && children[at].empty(); }

    /// Nobody needs it in any way.
    [[nodiscard]] bool is_real_head(history::node at) const { return is_sound(at) && all_children[at].empty(); }

    [[nodiscard]] bool is_base(history::node at) const { return is_sound(at) && revisions[at].down_revisions.empty(); }

    /// More than one down_revision, as Alembic counts them.
    [[nodiscard]] bool is_merge_point(history::node at) const { return revisions[at].down_revisions.size() > 1; }

    [[nodiscard]] std::vector<history::node> heads() const;
    [[nodiscard]] std::vector<history::node> real_heads() const;
    [[nodiscard]] std::vector<history::node> bases() const;

    /// The revision with exactly this id. Errors: unknown_revision.
    [[nodiscard]] history::node at(std::string_view id) const;

    [[nodiscard]] std::vector<std::string> ids(std::vector<history::node> const& nodes) const;

    std::vector<revision> revisions; ///< load order, then ghosts
    std::vector<diagnostic> diagnostics;
    std::vector<history::condition> conditions;
    history::name_index names;
    history::links parents;                       ///< by down_revision, each once, in file order
    history::links dependencies;                  ///< by depends_on, each once, in file order
    history::links down;                          ///< parents, then those dependencies that no ancestor has too
    history::links children;                      ///< parents the other way round
    history::links all_children;                  ///< parents and dependencies the other way round
    std::vector<std::uint32_t> levels;            ///< see history::ranking, over all links
    std::vector<std::vector<std::string>> labels; ///< own and inherited branch labels, sorted
};

} // namespace alembicore

namespace alembicore::history {

using graph = revision_graph::implementation;

} // namespace alembicore::history
