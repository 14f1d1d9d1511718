// What entries hold, as JSON: written by a run, read back for whoever asks.
#pragma once

#include <alembicore/journal.hpp>

#include <boost/json/object.hpp>

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace alembicore::journal {

/// The content of `run_started`, `step_started` and `step_done`, and of `run_ended`. Of `run` and `step` only that is
/// written which belongs there; of a step that has started, the statements that it has done in its transaction.
[[nodiscard]] std::string render_start(recorded_run const& run);
[[nodiscard]] std::string render_step_start(recorded_step const& step);
[[nodiscard]] std::string render_step(recorded_step const& step);
[[nodiscard]] std::string render_statement(std::string const& revision, statement const& of);
[[nodiscard]] std::string render_end(recorded_run const& run, std::string const& at);

/// A run without its end. Errors: journal_altered where the content is not what was written.
[[nodiscard]] recorded_run parse_start(std::string const& content);
void parse_end(std::string const& content, recorded_run& into);
[[nodiscard]] recorded_step parse_step(std::string const& content);

/// A statement outside a transaction, and the revision that it belongs to.
struct told_statement {
    std::string revision;
    statement told;
};

[[nodiscard]] told_statement parse_statement(std::string const& content);

} // namespace alembicore::journal
