// What a revision would do, as the native evaluator sees it.
#pragma once

#include <alembicore/error.hpp>

#include <boost/json/value.hpp>

#include <optional>
#include <string>
#include <vector>

namespace alembicore {

/// How one direction of a revision is carried out.
enum class evaluation_kind {
    native, ///< everything it does is known beforehand
    live,   ///< natively, but only while it runs, since it asks the database
    python, ///< only by running Python
};

/// One direction of a revision.
struct inspected_direction {
    evaluation_kind evaluation = evaluation_kind::native;
    std::vector<boost::json::value> operations; ///< `{"op": "create_table", …}`, one per directive call
    std::vector<std::string> sql;               ///< statements, without a final semicolon
    /// Why the lists are empty: what it asks the database first, what only Python could tell, or the exception that it
    /// raises.
    std::optional<error_info> refusal;
};

/// Both directions of a revision.
struct inspection {
    std::string revision;
    std::string path;
    inspected_direction upgrade;
    inspected_direction downgrade;
};

} // namespace alembicore
