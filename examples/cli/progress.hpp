// Shows the events of a run: a live line per step on a terminal, Alembic's log lines elsewhere.
#pragma once

#include "console.hpp"

#include <alembicore/event.hpp>

#include <string>

namespace alembicore::cli {

/// `upgrade a -> b, message`
[[nodiscard]] std::string render_step(step const& shown);

/// `Running upgrade a -> b, message`
[[nodiscard]] std::string render_running(step const& begun);

/// `python: revision a needs it: … (versions/a.py:10)`
[[nodiscard]] std::string render_waiting(lock_awaited const& waiting);
[[nodiscard]] std::string render_choice(engine_chosen const& chosen);

/// Who is in the way, one line each.
[[nodiscard]] std::string render_blocked(blocked const& waiting);
[[nodiscard]] std::string render_retry(retry_awaited const& waiting);
[[nodiscard]] std::string render_finding(diagnostic const& finding);

/// `850 µs`, `12 ms`, `3.4 s`, `2 min 5 s`
[[nodiscard]] std::string render_elapsed(std::chrono::microseconds elapsed);

/// A sink for a run, which must not outlive the console. Notices of the server are shown in both ways.
[[nodiscard]] event_sink show_progress(console const& shown);

} // namespace alembicore::cli
