// What a program asks that stands in the place of Alembic's RevisionMap: walks with all of its options, and relations
// that plans and histories take care of themselves.
#pragma once

#include <alembicore/revision_graph.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace alembicore {

/// What a walk is for.
enum class walk_purpose {
    upgrade,  ///< what is needed for `upper`, and what is there at `lower` already is left out
    downgrade ///< what hangs on what is above `lower`, as far as it is there at `upper`
};

/// Whether the lower end is part of a walk.
enum class walk_end { excluded, included };

/// Which lines of a history a walk follows down.
enum class walk_lines {
    from_lower, ///< those that begin at `lower`, by down_revision
    all         ///< also those that end at another base
};

/// What becomes of a relative identifier that counts past the end of the history.
enum class walk_steps {
    exact,       ///< it is refused
    as_there_are ///< it means the end
};

/// Identifiers as `revision_graph::resolve` takes them; also relative ones, which count from the other end.
struct walk_request {
    std::vector<std::string> upper;
    std::vector<std::string> lower; ///< empty: base
    walk_purpose purpose = walk_purpose::upgrade;
    walk_end end = walk_end::excluded;
    walk_lines lines = walk_lines::from_lower;
    walk_steps steps = walk_steps::exact;
};

/// Descendants first, in Alembic's order. Errors: as `resolve`; bad_target; bad_range where `lower` does not lie below
/// `upper`.
[[nodiscard]] ALEMBICORE_EXPORT std::vector<std::string> walk(revision_graph const& along, walk_request const& wanted);

/// These revisions in that order; walking down begins at `heads`. Errors: unknown_revision; bad_range where some cannot
/// be reached.
[[nodiscard]] ALEMBICORE_EXPORT std::vector<std::string> in_walking_order(
    revision_graph const& of, std::vector<std::string> const& chosen, std::vector<std::string> const& heads
);

/// All revisions that an identifier means; a negative number counts down from the heads, and gives `base` for the end
/// and nullopt for what lies beyond it. Errors: as `resolve`.
[[nodiscard]] ALEMBICORE_EXPORT std::vector<std::optional<std::string>>
resolve_each(revision_graph const& in, std::string_view identifier);

/// Along which links revisions are related.
enum class lineage { by_parents, by_all_links };

/// Those of `candidates` that are ancestors or descendants of what `relative` means; all for `base`.
/// Errors: as `resolve`, for both.
[[nodiscard]] ALEMBICORE_EXPORT std::vector<std::string>
in_lineage(revision_graph const& of, std::vector<std::string> const& candidates, std::string_view relative, lineage by);

/// Its parents, and those dependencies that no ancestor by down_revision has too. Errors: unknown_revision.
[[nodiscard]] ALEMBICORE_EXPORT std::vector<std::string> needs_itself(revision_graph const& in, std::string_view id);

} // namespace alembicore
