// What the database says about the tables that revisions touch.
#pragma once

#include "lint/action.hpp"

#include <alembicore/database.hpp>

#include <cstdint>
#include <map>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

namespace alembicore::lint {

/// What stands on a table or on one of its columns.
struct dependant {
    std::string kind;   ///< view, materialised view, function, …
    std::string name;   ///< as the server names it
    std::string column; ///< empty = the table as a whole
};

struct live_table {
    std::int64_t rows = -1;   ///< the planner's estimate; -1 = never analysed
    std::int64_t size = 0;    ///< bytes, with indexes and TOAST
    std::int64_t writes = 0;  ///< rows written since the statistics were reset
    double seconds = 0;       ///< since then
    bool has_rows = true;     ///< or had some that are not vacuumed yet
    bool identifiable = true; ///< a replica can find its rows: REPLICA IDENTITY
    std::vector<std::string> invalid_indexes;
    std::vector<dependant> dependants;

    /// 0 also where the statistics began too lately to tell a rate: what was written in a single minute says nothing.
    [[nodiscard]] double writes_per_minute() const {
        constexpr double least = 3600;
        return seconds >= least ? double(writes) * 60 / seconds : 0;
    }
};

struct live_facts {
    int server_version = 0;
    std::int64_t replicas = 0;     ///< standbys and logical subscribers that are connected
    std::int64_t publications = 0; ///< of logical replication
    std::map<relation, live_table> tables;
};

/// What is to be asked about. In a session that has just begun each question takes milliseconds.
struct live_questions {
    std::set<relation> tables;
    bool dependants = false;  ///< what stands on them
    bool replication = false; ///< whether somebody repeats what is done
};

/// Tables that do not exist are left out.
[[nodiscard]] live_facts read_live_facts(database& from, live_questions const& asked, std::stop_token const& stop);

} // namespace alembicore::lint
