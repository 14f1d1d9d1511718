// Whether branches of a history may be applied in any order.
#pragma once

#include <alembicore/catalog.hpp>
#include <alembicore/database.hpp>
#include <alembicore/error.hpp>
#include <alembicore/project.hpp>

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace alembicore::rehearsal {

/// The history replayed to these heads, one after the other.
struct replayed_order {
    std::vector<std::string> heads{};
    std::string fingerprint{};           ///< of the schema it gives; empty where it failed
    std::optional<error_info> failure{}; ///< the revision that does not run in this order
};

struct commutation {
    bool commutes = false;                  ///< every order gives the same schema
    std::vector<replayed_order> orders{};   ///< as given, and the other way round
    std::vector<catalog::change> changes{}; ///< what the second order makes differently
    std::vector<std::string> tables{};      ///< of these changes, each once: `public.users`
};

/// Replays the history in two scratch databases on the server of `like`, which is not touched: to these heads as they
/// stand, and in the opposite order. So each two of them are tried in both orders.
/// Errors: bad_usage for less than two heads; unknown_revision; not_available where no scratch database can be made;
/// those of evaluation; cancelled.
[[nodiscard]] ALEMBICORE_EXPORT commutation rehearse_merge(
    project const& of, database& like, std::vector<std::string> const& heads, std::stop_token const& stop = {}
);

} // namespace alembicore::rehearsal
