#include "catalog/reading.hpp"

namespace alembicore::catalog {

namespace {

std::string enumerations() {
    return R"(
SELECT s.nspname, t.typname, (SELECT json_agg(e.enumlabel ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid),
       obj_description(t.oid, 'pg_type')
FROM pg_type t JOIN schemas s ON s.oid = t.typnamespace
WHERE t.typtype = 'e' AND )" +
           asked_for("t.typname") + " AND " + independent("pg_type", "t.oid") + " ORDER BY s.nspname, t.typname";
}

std::string domains() {
    return R"(
SELECT s.nspname, t.typname, format_type(t.typbasetype, t.typtypmod), t.typnotnull, t.typdefault,
       CASE WHEN t.typcollation <> b.typcollation
            THEN (SELECT quote_ident(n.nspname) || '.' || quote_ident(o.collname)
                  FROM pg_collation o JOIN pg_namespace n ON n.oid = o.collnamespace WHERE o.oid = t.typcollation) END,
       (SELECT json_agg(json_build_array(k.conname, pg_get_constraintdef(k.oid)) ORDER BY k.conname)
        FROM pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'c'),
       obj_description(t.oid, 'pg_type')
FROM pg_type t
JOIN schemas s ON s.oid = t.typnamespace
JOIN pg_type b ON b.oid = t.typbasetype
WHERE t.typtype = 'd' AND )" +
           asked_for("t.typname") + " AND " + independent("pg_type", "t.oid") + " ORDER BY s.nspname, t.typname";
}

std::string composites() {
    return R"(
SELECT s.nspname, t.typname,
       (SELECT json_agg(json_build_array(a.attname, format_type(a.atttypid, a.atttypmod)) ORDER BY a.attnum)
        FROM pg_attribute a WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped),
       obj_description(t.oid, 'pg_type')
FROM pg_type t
JOIN schemas s ON s.oid = t.typnamespace
JOIN pg_class c ON c.oid = t.typrelid AND c.relkind = 'c'
WHERE t.typtype = 'c' AND )" +
           asked_for("t.typname") + " AND " + independent("pg_type", "t.oid") + " ORDER BY s.nspname, t.typname";
}

enumeration enumeration_in(row& from) {
    enumeration read;
    read.name = from.name();
    read.labels = from.texts();
    read.comment = from.optional_text();
    return read;
}

domain domain_in(row& from) {
    domain read;
    read.name = from.name();
    read.type = from.text();
    read.nullable = !from.flag();
    read.default_value = from.optional_text();
    read.collation = from.text();
    read.checks = from.pairs<domain_check>();
    read.comment = from.optional_text();
    return read;
}

composite composite_in(row& from) {
    composite read;
    read.name = from.name();
    read.attributes = from.pairs<composite_attribute>();
    read.comment = from.optional_text();
    return read;
}

} // namespace

void read_types(reading& from, snapshot& into) {
    if (from.has(kind::enumeration))
        from.each_row(enumerations(), [&](row& next) { into.enumerations.push_back(enumeration_in(next)); });
    if (from.has(kind::domain))
        from.each_row(domains(), [&](row& next) { into.domains.push_back(domain_in(next)); });
    if (from.has(kind::composite))
        from.each_row(composites(), [&](row& next) { into.composites.push_back(composite_in(next)); });
}

} // namespace alembicore::catalog
