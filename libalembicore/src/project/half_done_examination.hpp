// What is left of a revision that was stopped half-way.
#pragma once

#include "migrate/walk.hpp"
#include "project/half_done_trail.hpp"

#include <alembicore/half_done.hpp>

#include <optional>
#include <string>
#include <vector>

namespace alembicore::project_half_done {

/// An error about what cannot be done from here.
[[nodiscard]] error_info obstacle(std::string message, std::string remedy);

/// A project's revisions as statements for this server; one that asks the database is refused.
[[nodiscard]] migrate::step_source evaluation(project const& of, postgres::connection const& for_server);

/// One half-done revision in full: what is told of it, and what is needed to finish it or to take it back.
class examination {
public:
    examination(project const& of, database& in, trail left, plan decided);

    [[nodiscard]] half_done_revision const& told() const noexcept { return told_; }

    [[nodiscard]] plan const& decided() const noexcept { return decided_; }

    /// Which of the first statements are to be passed over, given what became of `begun`.
    [[nodiscard]] std::vector<bool> passed_over(fate begun_fate) const;

    /// What is permanent, in full and in the order in which it ran.
    [[nodiscard]] std::vector<std::string> permanent(fate begun_fate) const;

private:
    void examine();
    void find_out();
    void gather();
    void match();
    void look_at_begun();
    void look_at_undoing();
    void refuse(std::string message, std::string remedy);

    project const& opened_;
    postgres::connection& connection_;
    trail left_;
    plan decided_;
    half_done_revision told_;
    std::string begun_; ///< in full
    std::vector<sql::statement> statements_;
    std::vector<bool> matched_; ///< of the first statements: done, or left out
};

/// nullopt: nothing is half done. Errors: those of the journal and of the version table; decided_at_run_time.
[[nodiscard]] std::optional<examination> examine(project const& of, database& in);

/// What became of the statement that was stopped. Errors: bad_target, where nobody knows.
[[nodiscard]] fate decided_fate(half_done_revision const& of, fate said);

} // namespace alembicore::project_half_done
