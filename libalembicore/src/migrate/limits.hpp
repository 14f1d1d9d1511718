// Time limits of statements, where they hold: in a transaction until its end, outside until they are taken back.
#pragma once

#include "postgres/connection.hpp"

#include <alembicore/run_limits.hpp>

#include <string>

namespace alembicore::migrate {

/// Begins a transaction in which the limits hold.
[[nodiscard]] std::string render_opening(statement_limits const& limits);

/// Limits that a part of a run has beside those of the whole.
class limited_part {
public:
    enum class reach {
        transaction, ///< the server takes them back at its end, too
        session,     ///< they hold until they are taken back
    };

    /// Sets what `limits` says, and remembers what was there. Errors: as `execute`.
    limited_part(postgres::connection& in, statement_limits const& limits, reach how_far);

    /// Brings back what was there. Errors: as `execute`.
    void take_back();

private:
    void remember_and_set(char const* name, std::optional<std::chrono::milliseconds> const& value);

    postgres::connection& in_;
    reach how_far_;
    std::string restoring_;
};

} // namespace alembicore::migrate
