// From identifiers to revisions, by Alembic's rules.
#pragma once

#include "history/graph.hpp"
#include "history/identifier.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace alembicore::history {

/// Where a walk along the history ends.
struct landing {
    enum class place {
        revision,
        base,  ///< below the first revision
        beyond ///< past the end
    };

    place where = place::beyond;
    node at = 0; ///< the revision, if there is one
};

/// What a walk does at the end of the history.
enum class at_the_end { fail, stay };

/// Whether a question follows depends_on as well as down_revision.
enum class kinship { by_parents, by_all_links };

class resolver {
public:
    /// `searched` must outlive the resolver.
    explicit resolver(graph const& searched) : graph_(&searched) {}

    /// The one revision an identifier means; nullopt for `base`.
    /// Errors: unknown_revision, ambiguous_revision, multiple_heads, duplicate_label.
    [[nodiscard]] std::optional<node> one(std::string_view identifier) const;

    /// All revisions an identifier means; none for `base`. A negative number counts down from the heads.
    [[nodiscard]] std::vector<landing> several(std::string_view identifier) const;
    [[nodiscard]] std::vector<landing> several(std::vector<std::string> const& identifiers) const;

    /// As `several`, all of which must be revisions. Errors: also bad_target.
    [[nodiscard]] std::vector<node> revisions(std::string_view identifier) const;

    /// Full or partial ids and labels, one revision each; `head` and the like mean nothing here.
    [[nodiscard]] std::vector<node> identified(std::vector<std::string> const& names) const;

    /// The revision that stands for a branch: the one that declares the label, or the one with that id.
    [[nodiscard]] node branch(std::string_view label) const;

    /// Those of `candidates` that are ancestors or descendants of what `relative` means. All, when it means `base`.
    [[nodiscard]] std::vector<node>
    in_lineage(std::vector<node> const& candidates, std::string_view relative, kinship by) const;

    /// Goes up or down from a revision; from nullopt, up to the bases or down to the heads. `label` decides at branch
    /// points on the way up. Errors: bad_target where it is not clear where to go.
    [[nodiscard]] landing
    walk(std::optional<node> start, long steps, std::string_view label, at_the_end behaviour) const;

private:
    /// What an identifier says before ids are looked up.
    struct named {
        std::vector<std::string> ids;
        std::string_view label; ///< empty: none
    };

    [[nodiscard]] named names_in(std::string_view identifier) const;
    [[nodiscard]] std::optional<std::string> sole_head(std::string_view label) const;
    [[nodiscard]] node find(std::string_view id, std::string_view label) const;
    [[nodiscard]] node find_partial(std::string_view prefix, std::string_view label) const;
    [[nodiscard]] node_set related(std::vector<node> const& to, kinship by) const;
    [[nodiscard]] std::vector<landing> below_heads(long steps, std::string_view label) const;
    [[nodiscard]] std::vector<node> ways_up(std::optional<node> from, std::string_view label) const;
    [[nodiscard]] std::vector<landing> ways_down(landing const& from) const;
    [[nodiscard]] landing
    walk_up(std::optional<node> start, long steps, std::string_view label, at_the_end behaviour) const;
    [[nodiscard]] landing walk_down(std::optional<node> start, long steps, at_the_end behaviour) const;

    graph const* graph_;
};

/// All of these as revisions. Errors: bad_target when one of them is not.
[[nodiscard]] std::vector<node> require_revisions(std::vector<landing> const& landings, std::string_view identifier);

} // namespace alembicore::history
