// What should be known before a plan runs: its steps, what lint finds about them on this database, a rehearsal where it
// is asked for; and whether a person has to agree.
#pragma once

#include <alembicore/database.hpp>
#include <alembicore/event.hpp>
#include <alembicore/lint.hpp>
#include <alembicore/plan.hpp>
#include <alembicore/project.hpp>
#include <alembicore/rehearsal.hpp>

#include <boost/json/value.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace alembicore::review {

/// When somebody has to agree to what is destroyed or risky.
enum class consent {
    asked,    ///< where there is a person to ask; elsewhere it is told, and the run goes on
    required, ///< as that, and where there is nobody to ask, nothing is run
    off,      ///< never: nothing is looked at, unless a rehearsal is asked for
};

/// How to look.
struct options {
    review::consent consent = review::consent::asked;
    lint::options lint{};
    std::optional<rehearsal::options> rehearsal{}; ///< absent: none
};

/// What was seen.
struct report {
    std::optional<alembicore::plan> plan{};       ///< absent: only running env.py tells what would run
    lint::report lint{};                          ///< no findings where no table has rows: nobody is harmed then
    std::optional<rehearsal::report> rehearsal{}; ///< absent: none was asked for, or there is nothing to rehearse
    std::vector<std::string> reasons{};           ///< what is destroyed or risky, a sentence each; empty: nothing
    std::vector<std::string> unknown{};           ///< what could not be judged, a sentence each
};

/// What [alembicore] says: `confirm` (ask, require, off), and the options of lint. Errors: bad_configuration, and those
/// of lint::load_options.
[[nodiscard]] ALEMBICORE_EXPORT options load_options(settings_request const& request);

/// Looks at a plan for the database as it is. Nothing is looked at where it has no steps. A rehearsal that fails is no
/// error: the report says why. Errors: those of statements; of lint_plan, but not_available; of rehearse; cancelled.
[[nodiscard]] ALEMBICORE_EXPORT report
look_at(project const& opened, database& target, plan const& decided, options const& how = {});

/// As that, for what an upgrade or a downgrade to `target` would run. Errors: also those of planning.
[[nodiscard]] ALEMBICORE_EXPORT report
look_at_move(project const& opened, database& on, direction way, std::string_view target, options const& how = {});

/// As that, for a file of SQL, which is one step of its plan. Errors: as both, and those of apply_sql.
[[nodiscard]] ALEMBICORE_EXPORT report
look_at_sql(project const& opened, database& target, std::filesystem::path const& file, options const& how = {});

/// Whom one could ask.
enum class person {
    nobody,
    present,
    agreed, ///< beforehand
};

enum class next_move { run, ask, stop };

/// What follows from a report: a failed rehearsal stops; where there are reasons, somebody has to agree. With
/// `consent::required` what could not be judged is one.
[[nodiscard]] ALEMBICORE_EXPORT next_move decide(report const& seen, consent needed, person there);

/// Passes events on, but does not let another plan run than the one that was looked at, or what is left of it, when the
/// run's turn has come. Errors of the sink: version_mismatch.
[[nodiscard]] ALEMBICORE_EXPORT event_sink only_what_was_seen(report const& seen, event_sink to);

} // namespace alembicore::review

namespace alembicore {

[[nodiscard]] ALEMBICORE_EXPORT boost::json::value to_json(review::report const& seen);

} // namespace alembicore
