// The directed acyclic graph of a project's revisions, and what can be asked of it without a database.
#pragma once

#include <alembicore/revision.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace alembicore {

/// A lower and an upper end of `history -r lower:upper`; an empty end is open.
struct revision_range {
    std::string lower;
    std::string upper;
};

/// Reads `lower:upper`, where either end may be missing. Errors: bad_range.
[[nodiscard]] ALEMBICORE_EXPORT revision_range parse_range(std::string_view text);

/// The revisions of a project, linked by down_revision and depends_on (Alembic calls this the revision map).
///
/// A graph is an immutable value: copying is cheap, and any number of threads may read one. Building never fails:
/// unknown parents become ghost revisions, and cycles, duplicates and unknown parents become diagnostics, which only
/// stop the calls that cannot be answered without the missing part.
class ALEMBICORE_EXPORT revision_graph {
public:
    /// Builds the graph. `revisions` come in load order (the order decides ties, as in Alembic).
    /// Complexity: about linear in revisions and links.
    explicit revision_graph(std::vector<revision> revisions);

    /// An empty graph.
    revision_graph();

    /// All revisions in load order, ghosts at the end. When a file declares an id that an earlier file declared, the
    /// last one is kept, as in Alembic.
    [[nodiscard]] std::vector<revision> const& revisions() const noexcept;

    /// Problems of the graph as a whole and of its files: cycles, duplicate ids and labels, unknown parents, and the
    /// diagnostics of each revision. Empty for a healthy project.
    [[nodiscard]] std::vector<diagnostic> const& diagnostics() const noexcept;

    /// The revision with exactly this id, or null.
    [[nodiscard]] revision const* find(std::string_view id) const noexcept;

    /// Revisions that no other names as down_revision (Alembic: `get_heads()`), in load order.
    [[nodiscard]] std::vector<std::string> heads() const;

    /// Heads that nobody depends on either (`heads` as a target; what a fully upgraded database holds).
    [[nodiscard]] std::vector<std::string> real_heads() const;

    /// Revisions without down_revision, in load order.
    [[nodiscard]] std::vector<std::string> bases() const;

    /// The revisions that this one names as down_revision, each once, in file order; those that are missing are ghosts.
    /// Errors: unknown_revision.
    [[nodiscard]] std::vector<std::string> parents(std::string_view id) const;

    /// Revisions that name this one as down_revision, in load order.
    /// Errors: unknown_revision.
    [[nodiscard]] std::vector<std::string> children(std::string_view id) const;

    /// Branch labels that apply to this revision: declared here or inherited (alembic: label propagation), sorted.
    /// Errors: unknown_revision.
    [[nodiscard]] std::vector<std::string> labels(std::string_view id) const;

    /// More than one child by down_revision.
    [[nodiscard]] bool is_branch_point(std::string_view id) const;

    /// More than one down_revision.
    [[nodiscard]] bool is_merge_point(std::string_view id) const;

    /// No child by down_revision.
    [[nodiscard]] bool is_head(std::string_view id) const;

    /// A head that another revision depends on: shown as `(effective head)`, never a row after a full upgrade.
    [[nodiscard]] bool is_effective_head(std::string_view id) const;

    /// The revision's `depends_on`, resolved to ids.
    [[nodiscard]] std::vector<std::string> dependencies(std::string_view id) const;

    /// Resolves an identifier as Alembic does: `head`, `heads`, `base`, a full or partial id, a branch label,
    /// `label@X`; `base` gives none.
    /// Errors: unknown_revision, ambiguous_revision, multiple_heads.
    [[nodiscard]] std::vector<std::string> resolve(std::string_view identifier) const;

    /// As `resolve`, for an identifier that must mean exactly one revision; nullopt for `base`.
    /// Errors: as `resolve`, multiple_heads when it means several.
    [[nodiscard]] std::optional<std::string> resolve_one(std::string_view identifier) const;

    /// The revisions of a history, newest first, in Alembic's order. `current` are the database's rows, for ranges that
    /// say `current` or are relative.
    /// Errors: as `resolve`, bad_range.
    [[nodiscard]] std::vector<std::string>
    history(revision_range const& range = {}, std::vector<std::string> const& current = {}) const;

    /// The ids of `current` together with everything they imply: all applied revisions, in load order.
    /// Errors: unknown_database_revision.
    [[nodiscard]] std::vector<std::string> applied(std::vector<std::string> const& current) const;

    /// The applied branch tips that `alembic current` prints for these rows, also those only implied by depends_on, in
    /// load order.
    /// Errors: unknown_database_revision.
    [[nodiscard]] std::vector<std::string> current_tips(std::vector<std::string> const& current) const;

    struct implementation;

    [[nodiscard]] implementation const& internals() const noexcept { return *implementation_; }

private:
    std::shared_ptr<implementation const> implementation_;
};

} // namespace alembicore
