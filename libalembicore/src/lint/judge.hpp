// Asks rules about one revision after the other, and remembers what the revisions have done.
#pragma once

#include "lint/rule.hpp"

namespace alembicore::lint {

/// The number of no statement.
inline constexpr std::size_t no_statement = static_cast<std::size_t>(-1);

class judge {
public:
    /// What is new: to the revision that makes it, or to all that come after it in one plan.
    enum class scope { revision, plan };

    judge(surroundings around, std::vector<rule const*> asked, judge::scope what_is_new)
        : around_{around}, asked_{std::move(asked)}, scope_{what_is_new} {}

    /// A revision that was there before.
    void pass_by(revision_view const& of);

    /// `opposite` is the other direction; null where there is none. `source` may be null.
    [[nodiscard]] std::vector<finding>
    look_at(revision_view const& of, revision_view const* opposite, source_facts const* source);

    /// The downgrade of the revision that was looked at last; what is known stays that of after the upgrade.
    [[nodiscard]] std::vector<finding> look_back(revision_view const& of, revision_view const& opposite);

    /// What is the matter with the history as a whole.
    [[nodiscard]] std::vector<finding> look_at_history(revision_graph const& graph);

private:
    void begin(revision_view const& of);
    void advance(action const& done, moment const& now);
    void note_down(
        rule const& by, notes& made, revision_view const& of, std::size_t statement, std::vector<finding>& to
    ) const;

    surroundings around_;
    std::vector<rule const*> asked_;
    scope scope_;
    course course_;
};

} // namespace alembicore::lint
