// The journal for people.
#pragma once

#include <alembicore/applied_files.hpp>
#include <alembicore/journal.hpp>

#include <string>
#include <vector>

namespace alembicore::cli {

/// `12  2026-11-26 10:36:25  upgrade a1 -> b2  done  3 steps  1.2 s  anna@laptop as deploy`
[[nodiscard]] std::string render_run_line(journal::recorded_run const& run);

/// Several lines, the last without a line break.
[[nodiscard]] std::string render_run(journal::recorded_run const& run);

[[nodiscard]] std::string
render_verification(journal::verification const& seen, std::vector<edited_revision> const& edited);

} // namespace alembicore::cli
