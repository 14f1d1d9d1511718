#include <alembicore/table_list.hpp>

#include "catalog/reading.hpp"
#include "postgres/transaction.hpp"

namespace alembicore::catalog {

namespace {

// Functions such as pg_relation_size() open the table, and so wait for who holds it; columns of pg_class do not. Before
// version 14 the server writes 0 where it has not counted. A partitioned table has no pages: its rows lie elsewhere.
constexpr char const* query = R"(
, counted AS (
    SELECT c.oid, c.reltoastrelid, c.reltuples > 0 OR c.relpages > 0
               OR c.reltuples = 0 AND current_setting('server_version_num')::integer >= 140000 AS known
    FROM relations r JOIN pg_class c ON c.oid = r.oid
), heaps AS (
    SELECT oid, oid AS part FROM counted
    UNION ALL SELECT oid, reltoastrelid FROM counted WHERE reltoastrelid <> 0
), parts AS (
    SELECT oid, part FROM heaps
    UNION ALL SELECT h.oid, i.indexrelid FROM heaps h JOIN pg_index i ON i.indrelid = h.part
), pages AS (
    SELECT parts.oid, sum(c.relpages::bigint) AS number
    FROM parts JOIN pg_class c ON c.oid = parts.part
    GROUP BY parts.oid
), columns AS (
    SELECT a.attrelid AS oid, count(*) AS number
    FROM pg_attribute a JOIN relations r ON r.oid = a.attrelid
    WHERE a.attnum > 0 AND NOT a.attisdropped
    GROUP BY a.attrelid
)
SELECT r.nspname, r.relname, CASE WHEN c.relispartition THEN 'partition' ELSE r.relkind::text END,
       coalesce(columns.number, 0),
       CASE WHEN counted.known AND r.relkind <> 'v' THEN c.reltuples::bigint END,
       CASE WHEN counted.known AND r.relkind IN ('r', 'm')
            THEN pages.number * current_setting('block_size')::bigint END,
       d.description
FROM relations r
JOIN pg_class c ON c.oid = r.oid
JOIN counted ON counted.oid = r.oid
JOIN pages ON pages.oid = r.oid
LEFT JOIN columns ON columns.oid = r.oid
LEFT JOIN pg_description d ON d.classoid = 'pg_class'::regclass AND d.objoid = r.oid AND d.objsubid = 0
WHERE c.relpersistence <> 't'
ORDER BY r.nspname, r.relname)";

listed_kind kind_of(std::string const& code) {
    if (code == "partition")
        return listed_kind::partition;
    if (code == "p")
        return listed_kind::partitioned_table;
    if (code == "f")
        return listed_kind::foreign_table;
    if (code == "v")
        return listed_kind::view;
    return code == "m" ? listed_kind::materialized_view : listed_kind::table;
}

listed_table listed_in(row& from) {
    listed_table read;
    read.name = from.name();
    read.kind = kind_of(from.text());
    read.columns = from.number();
    read.rows = from.optional_number();
    read.size = from.optional_number();
    read.comment = from.optional_text();
    return read;
}

} // namespace

std::vector<listed_table> list_tables(database& of, filter const& wanted, std::stop_token const& stop) {
    auto& connection = of.connection();
    if (connection.in_transaction())
        throw error{errc::bad_usage, "tables are listed in a transaction of its own, and one is open already"};
    postgres::transaction const moment{connection, quiet_moment};
    std::vector<listed_table> listed;
    reading{connection, wanted, stop}.each_row(query, [&](row& next) { listed.push_back(listed_in(next)); });
    return listed;
}

} // namespace alembicore::catalog
