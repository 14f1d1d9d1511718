#include "catalog/reading.hpp"

namespace alembicore::catalog {

namespace {

// A sequence belongs to a column by OWNED BY (deptype a), or as the source of an identity column (deptype i).
std::string query() {
    return R"(
SELECT s.nspname, c.relname, pg_get_userbyid(c.relowner), format_type(q.seqtypid, NULL),
       q.seqstart, q.seqincrement, q.seqmin, q.seqmax, q.seqcache, q.seqcycle,
       o.nspname, o.relname, o.attname, o.deptype = 'i', obj_description(c.oid, 'pg_class')
FROM pg_sequence q
JOIN pg_class c ON c.oid = q.seqrelid
JOIN schemas s ON s.oid = c.relnamespace
LEFT JOIN LATERAL (
    SELECT n.nspname, t.relname, a.attname, d.deptype
    FROM pg_depend d
    JOIN pg_class t ON t.oid = d.refobjid
    JOIN pg_namespace n ON n.oid = t.relnamespace
    JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
    WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.refclassid = 'pg_class'::regclass
      AND d.deptype IN ('a', 'i')) AS o ON true
WHERE c.relpersistence <> 't' AND )" +
           asked_for("c.relname") + " AND " + independent("pg_class", "c.oid") + " ORDER BY s.nspname, c.relname";
}

sequence sequence_in(row& from) {
    sequence read;
    read.name = from.name();
    read.owner = from.text();
    read.type = from.text();
    read.start = from.number();
    read.increment = from.number();
    read.minimum = from.number();
    read.maximum = from.number();
    read.cache = from.number();
    read.cycle = from.flag();
    auto schema = from.optional_text();
    auto table = from.text();
    if (schema)
        read.owning_table = catalog::name{*std::move(schema), std::move(table)};
    read.owning_column = from.text();
    read.of_identity = from.flag();
    read.comment = from.optional_text();
    return read;
}

} // namespace

void read_sequences(reading& from, snapshot& into) {
    if (from.has(kind::sequence))
        from.each_row(query(), [&](row& next) { into.sequences.push_back(sequence_in(next)); });
}

} // namespace alembicore::catalog
