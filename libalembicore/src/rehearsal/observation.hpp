// What a session holds and what its database consists of at one moment, and what a statement has changed of it.
#pragma once

#include "postgres/connection.hpp"

#include <alembicore/rehearsal.hpp>

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace alembicore::rehearsal {

/// A relation as the catalogue has it.
struct relation {
    catalog::name name;
    relation_kind kind = relation_kind::other;
    std::int64_t storage = 0;    ///< relfilenode; 0 = none of its own
    std::set<std::string> modes; ///< of the locks that the session holds on it
};

/// By OID. PostgreSQL's own relations are left out: a statement locks some of them for its own bookkeeping.
using observation = std::map<std::int64_t, relation>;

/// Asks the session itself, in its transaction. Takes nothing but locks on system catalogues.
[[nodiscard]] observation observe(postgres::connection& session);

/// What is different. `known` names relations of all earlier moments, for those that are gone; `first` is the moment
/// before the plan.
struct observed_change {
    std::vector<relation_lock> locks;
    std::vector<rewrite> rewrites;       ///< without sizes
    std::vector<std::int64_t> rewritten; ///< their OIDs, in the same order
};

[[nodiscard]] observed_change
difference(observation const& before, observation const& after, observation const& first, observation const& known);

} // namespace alembicore::rehearsal
