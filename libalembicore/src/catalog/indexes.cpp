#include "catalog/reading.hpp"

#include <boost/json/parse.hpp>

namespace alembicore::catalog {

namespace {

// A column of pg_index that came with version 15: read by name from the row as JSON, it is NULL before.
constexpr char const* query = R"(
, elements AS (
    SELECT i.indexrelid,
           json_agg(json_build_array(
               pg_get_indexdef(i.indexrelid, k.number, false),
               CASE WHEN NOT o.opcdefault
                    THEN (SELECT quote_ident(n.nspname) FROM pg_namespace n WHERE n.oid = o.opcnamespace) || '.' ||
                         quote_ident(o.opcname) END,
               CASE WHEN i.indcollation[k.number - 1] <> coalesce(
                        (SELECT a.attcollation FROM pg_attribute a
                         WHERE a.attrelid = i.indrelid AND a.attnum = i.indkey[k.number - 1] AND a.attnum > 0),
                        (SELECT t.typcollation FROM pg_type t WHERE t.oid = key.atttypid), 0)
                    THEN (SELECT quote_ident(ln.nspname) || '.' || quote_ident(l.collname)
                          FROM pg_collation l JOIN pg_namespace ln ON ln.oid = l.collnamespace
                          WHERE l.oid = i.indcollation[k.number - 1]) END,
               i.indoption[k.number - 1] & 1 <> 0, i.indoption[k.number - 1] & 2 <> 0) ORDER BY k.number) AS document
    FROM pg_index i
    JOIN relations r ON r.oid = i.indrelid
    CROSS JOIN LATERAL generate_series(1, i.indnkeyatts) AS k (number)
    JOIN pg_opclass o ON o.oid = i.indclass[k.number - 1]
    JOIN pg_attribute key ON key.attrelid = i.indexrelid AND key.attnum = k.number
    GROUP BY i.indexrelid
)
SELECT i.indrelid, c.relname, pg_get_indexdef(c.oid), (SELECT m.amname FROM pg_am m WHERE m.oid = c.relam), elements.document,
       CASE WHEN i.indnatts > i.indnkeyatts
            THEN (SELECT json_agg(a.attname ORDER BY k.number)
                  FROM generate_series(i.indnkeyatts + 1, i.indnatts) AS k (number)
                  JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k.number - 1]) END,
       pg_get_expr(i.indpred, i.indrelid), i.indisunique,
       (to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, i.indisvalid,
       (SELECT k.conname FROM pg_constraint k
        WHERE k.conindid = c.oid AND k.conrelid = i.indrelid AND k.contype IN ('p', 'u', 'x')),
       parent.nspname, parent.relname, obj_description(c.oid, 'pg_class'),
       pg_relation_size(c.oid), pg_stat_get_numscans(c.oid)
FROM pg_index i
JOIN relations r ON r.oid = i.indrelid
JOIN pg_class c ON c.oid = i.indexrelid
JOIN elements ON elements.indexrelid = i.indexrelid
LEFT JOIN (SELECT h.inhrelid, n.nspname, p.relname
           FROM pg_inherits h JOIN pg_class p ON p.oid = h.inhparent JOIN pg_namespace n ON n.oid = p.relnamespace) AS parent
  ON parent.inhrelid = c.oid
ORDER BY i.indrelid, c.relname)";

std::string text_of(boost::json::value const& item) {
    return item.is_null() ? std::string{} : std::string{item.as_string()};
}

std::vector<index_element> elements_in(std::string const& document) {
    std::vector<index_element> all;
    auto const parsed = boost::json::parse(document);
    for (auto const& each : parsed.as_array()) {
        auto const& fields = each.as_array();
        all.push_back({
            .value = text_of(fields[0]),
            .operator_class = text_of(fields[1]),
            .collation = text_of(fields[2]),
            .descending = fields[3].as_bool(),
            .nulls_first = fields[4].as_bool(),
        });
    }
    return all;
}

index index_in(row& from) {
    index read;
    read.name = from.text();
    read.definition = from.text();
    read.method = from.text();
    read.elements = elements_in(from.text());
    read.include = from.texts();
    read.predicate = from.optional_text();
    read.unique = from.flag();
    read.nulls_not_distinct = from.flag();
    read.valid = from.flag();
    read.constraint = from.text();
    auto schema = from.optional_text();
    auto parent = from.text();
    if (schema)
        read.parent = catalog::name{*std::move(schema), std::move(parent)};
    read.comment = from.optional_text();
    read.size = from.number();
    read.scans = from.number();
    return read;
}

} // namespace

void read_indexes(reading& from) {
    from.each_part(query, [](relation_parts const& to, row& next) {
        if (to.indexes != nullptr)
            to.indexes->push_back(index_in(next));
    });
}

} // namespace alembicore::catalog
