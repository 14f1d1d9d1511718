// Programs that run on a new revision file.
#pragma once

#include <alembicore/settings.hpp>

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace alembicore::script {

/// What became of one hook.
struct hook_result {
    std::string name;
    std::optional<int> exit_status; ///< absent: it did not run, see `problem`
    std::string output;             ///< what it wrote to both streams
    std::string problem;            ///< why it did not run
};

/// Runs the hooks in order. One that fails or cannot run does not stop the others; Alembic ignores their exit status.
/// `environment` decides where programs and Python are found (VIRTUAL_ENV).
[[nodiscard]] std::vector<hook_result> run_hooks(
    std::vector<post_write_hook> const& hooks,
    std::filesystem::path const& file,
    std::map<std::string, std::string> const& environment
);

/// The command line of a hook. Errors: bad_configuration (an option is missing or malformed), not_available (the type
/// is registered by env.py), child_process_failed (no such program).
[[nodiscard]] std::vector<std::string> plan_hook(
    post_write_hook const& hook,
    std::filesystem::path const& file,
    std::map<std::string, std::string> const& environment
);

/// `shlex.split`. Errors: bad_configuration.
[[nodiscard]] std::vector<std::string> split_command(std::string_view text);

} // namespace alembicore::script
