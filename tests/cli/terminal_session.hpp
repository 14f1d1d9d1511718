// The program at a terminal.
#pragma once

#include "migrated_project.hpp"

#include <string>

namespace alembicore::test {

struct terminal_result {
    int exit_status = 0; ///< 128 + signal when a signal ended it
    std::string shown;   ///< everything that the terminal got
};

/// Runs the program in the project's folder with a terminal for all of its streams. When it asks something, `answer` is
/// typed, followed by Enter. It is killed after half a minute.
[[nodiscard]] terminal_result
run_at_terminal(migrated_project const& project, words const& line, std::string const& answer);

} // namespace alembicore::test
