// One reading of a database's catalogues: its queries share what is asked for, and their rows find their table.
#pragma once

#include "catalog/rows.hpp"
#include "postgres/connection.hpp"

#include <alembicore/catalog.hpp>

#include <functional>
#include <map>
#include <stop_token>
#include <unordered_map>

namespace alembicore::catalog {

/// One moment for all queries, in which nothing is written and names are always qualified. Estimates over the system
/// catalogues are far too high: compiling the queries would take longer than running them.
inline constexpr char const* quiet_moment =
    "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL search_path = ''; SET LOCAL jit = off";

/// Where the parts of a table or view go; null for what it cannot have.
struct relation_parts {
    std::vector<column>* columns = nullptr;
    std::vector<constraint>* constraints = nullptr;
    std::vector<index>* indexes = nullptr;
    std::vector<trigger>* triggers = nullptr;
    std::vector<policy>* policies = nullptr;
    std::vector<catalog::name>* reads = nullptr;
    table_statistics* statistics = nullptr;
};

/// What many databases have none of.
enum class kind {
    enumeration,
    domain,
    composite,
    sequence,
    routine,
    foreign_table,
    table,
    view,
    trigger,
    policy,
};

class reading {
public:
    /// Precondition: a transaction is open in which search_path is empty, as in `quiet_moment`.
    reading(postgres::connection& from, filter const& wanted, std::stop_token stop);

    /// Whether there may be any of a kind. Asking so is much cheaper than the query that would find none.
    [[nodiscard]] bool has(kind what);

    /// Calls `take` for every row. The query may read from `schemas (oid, nspname)` and `relations (oid, nspname,
    /// relname, relkind)`: the schemas, and the tables and views, that are asked for. A comma at its beginning adds
    /// more of these.
    void each_row(std::string const& query, std::function<void(row&)> const& take);

    /// From here on rows of its parts go there, which must stay where it is.
    void add_relation(std::int64_t oid, relation_parts parts) { relations_.emplace(oid, parts); }

    /// As `each_row`; the first field is the OID of a table or view. Rows of others are passed over.
    void each_part(std::string const& query, std::function<void(relation_parts const&, row&)> const& take);

private:
    postgres::connection& from_;
    postgres::connection::parameters parameters_;
    std::stop_token stop_;
    std::map<kind, bool> kinds_; ///< empty: not asked yet
    std::unordered_map<std::int64_t, relation_parts> relations_;
};

/// The schema of tables that are named without one.
[[nodiscard]] std::string default_schema(postgres::connection& on);

/// The condition that an object of this name is asked for.
[[nodiscard]] std::string asked_for(std::string_view name);
/// The condition that an object of this system catalogue belongs to no extension.
[[nodiscard]] std::string independent(std::string_view catalogue, std::string_view oid);

/// All there is to read, in a transaction that is open. Precondition: as for `reading`.
[[nodiscard]] snapshot read_moment(postgres::connection& from, filter const& wanted, std::stop_token const& stop);
/// As that, without the statistics of tables.
[[nodiscard]] snapshot read_definitions(reading& from);

// What there is to read, one file each.
void read_namespaces(reading& from, snapshot& into);
void read_types(reading& from, snapshot& into);
void read_sequences(reading& from, snapshot& into);
void read_routines(reading& from, snapshot& into);
/// Tables and views with all their parts but statistics.
void read_relations(reading& from, snapshot& into);
void read_columns(reading& from);
void read_constraints(reading& from);
void read_indexes(reading& from);
void read_rules(reading& from);
void read_statistics(reading& from);

} // namespace alembicore::catalog
