#include "catalog/reading.hpp"

namespace alembicore::catalog {

namespace {

constexpr char const* query = R"(
SELECT r.oid, pg_relation_size(r.oid), pg_total_relation_size(r.oid),
       c.reltuples::bigint, pg_stat_get_dead_tuples(r.oid), pg_stat_get_numscans(r.oid),
       (SELECT sum(pg_stat_get_numscans(i.indexrelid)) FROM pg_index i WHERE i.indrelid = r.oid),
       greatest(pg_stat_get_last_vacuum_time(r.oid), pg_stat_get_last_autovacuum_time(r.oid)),
       greatest(pg_stat_get_last_analyze_time(r.oid), pg_stat_get_last_autoanalyze_time(r.oid))
FROM relations r
JOIN pg_class c ON c.oid = r.oid
WHERE r.relkind IN ('r', 'p', 'f'))";

table_statistics statistics_in(row& from) {
    table_statistics read;
    read.size = from.number();
    read.total_size = from.number();
    read.rows = from.number();
    read.dead_rows = from.number();
    read.sequential_scans = from.number();
    read.index_scans = from.number();
    read.last_vacuum = from.text();
    read.last_analyze = from.text();
    return read;
}

} // namespace

void read_statistics(reading& from) {
    from.each_part(query, [](relation_parts const& to, row& next) { *to.statistics = statistics_in(next); });
}

} // namespace alembicore::catalog
