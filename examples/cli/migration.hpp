// What upgrade, downgrade and stamp have in common: a run on the database, or a script on standard output.
#pragma once

#include "invocation.hpp"

#include <alembicore/migrator.hpp>

#include <functional>
#include <optional>
#include <stop_token>
#include <vector>

namespace alembicore::cli {

/// A command's options, and those that say what runs the revisions.
[[nodiscard]] std::vector<option> with_engine_options(std::vector<option> options);

/// Those of upgrade and downgrade, which may destroy something.
[[nodiscard]] std::vector<option> with_backup_options(std::vector<option> options);

/// How long a run waits for another one to end.
[[nodiscard]] option lock_wait_option();

/// A command's options, and those that say how long a run and its statements wait, and whether it is recorded.
[[nodiscard]] std::vector<option> with_limit_options(std::vector<option> options);

/// What those options say. Errors: bad_usage.
void add_limits(invocation const& call, run_options& to);

/// Errors: bad_usage.
[[nodiscard]] std::optional<engine> chosen_engine(invocation const& call);

/// What the options of a run on a database say. Errors: bad_usage.
[[nodiscard]] run_options run_options_of(invocation const& call, std::stop_token stop);

/// Connects, looks at what would run, asks where that is needed, runs, and shows the progress; Ctrl-C stops it. The
/// command's first argument is the target. The report is its result.
void run_reviewed(invocation& call, direction way);

/// As that, without looking.
void run_online(invocation const& call, std::function<run_report(migrator&, run_options const&)> const& run);

/// The plan as SQL on standard output, as `--sql` wants it.
void print_script(invocation const& call, project const& opened, plan const& decided);

} // namespace alembicore::cli
