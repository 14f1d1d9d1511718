// What a revision would do, as the native evaluator sees it.
#pragma once

#include <alembicore/error.hpp>

#include <boost/json/value.hpp>

#include <optional>
#include <string>
#include <vector>

namespace alembicore {

/// One direction of a revision.
struct inspected_direction {
    std::vector<boost::json::value> operations; ///< `{"op": "create_table", …}`, one per directive call
    std::vector<std::string> sql;               ///< statements, without a final semicolon
    std::optional<error_info> refusal;          ///< set: not evaluated natively, and why; the rest is then empty
};

/// Both directions of a revision.
struct inspection {
    std::string revision;
    std::string path;
    inspected_direction upgrade;
    inspected_direction downgrade;
};

} // namespace alembicore
