// One entry of the journal, and the chain that entries make: each holds a hash over itself and the one before, so that
// none can be changed or taken out without changing all that follow.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace alembicore::journal {

/// What entries are about. A run begins with one, steps follow, an end comes last.
namespace kind {
constexpr std::string_view run_started = "run_started";
constexpr std::string_view step_started = "step_started";           ///< a part of the step runs outside a transaction
constexpr std::string_view statement_started = "statement_started"; ///< outside a transaction
constexpr std::string_view statement_done = "statement_done";
constexpr std::string_view step_done = "step_done";
constexpr std::string_view run_ended = "run_ended";
} // namespace kind

struct entry {
    std::int64_t number = 0; ///< from 1, without gaps
    std::int64_t run = 0;    ///< the number of the run's first entry
    std::string kind;
    std::string content; ///< JSON, kept to the byte
    std::string hash;    ///< hexadecimal
};

/// Where a chain ends.
struct chain_end {
    std::int64_t number = 0; ///< 0: it is empty
    std::string hash;
};

/// The hash that `of` must have behind `previous`. Errors: not_available without libcrypto.
[[nodiscard]] std::string hash_of(entry const& of, std::string_view previous);

/// SHA-256 in hexadecimal. Errors: as above.
[[nodiscard]] std::string sha256(std::string_view content);

} // namespace alembicore::journal
