// What can happen to a command at any moment.
#pragma once

#include "migrated_project.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <random>
#include <string>
#include <string_view>

namespace alembicore::test {

enum class fault {
    killed,            ///< kill -9
    sessions_ended,    ///< pg_terminate_backend
    server_crashed,    ///< stopped at once, and started again
    network_cut,       ///< connections are reset
    network_swallowed, ///< nothing passes for a while, then connections are reset
    disk_full,         ///< of files that the command writes
};

inline constexpr std::array all_faults{
    fault::killed,
    fault::sessions_ended,
    fault::server_crashed,
    fault::network_cut,
    fault::network_swallowed,
    fault::disk_full,
};

[[nodiscard]] std::string_view name_of(fault kind) noexcept;

/// Runs the command and lets this happen to it after so long; what came of it is nobody's business. A full disk is full
/// after as many kilobytes as the time has milliseconds.
void strike(migrated_project const& project, words const& line, fault kind, std::chrono::milliseconds after);

/// The joined answers of the server to a query in its database `postgres`.
[[nodiscard]] std::string ask_server(std::string const& query);

/// Whether the server comes to give this answer: it notices late that its client is gone. `before` is done before each
/// time that it is asked.
[[nodiscard]] bool comes_to_answer(
    std::string const& query, std::string_view expected, std::function<void()> const& before = [] {}
);

/// What the environment says, as ALEMBICORE_FAULT_SEED and ALEMBICORE_FAULT_ROUNDS; printed, so that it can be
/// repeated.
struct campaign_size {
    unsigned seed = 0;
    unsigned rounds = 0;
};

[[nodiscard]] campaign_size announced_campaign(unsigned rounds_otherwise);

} // namespace alembicore::test
