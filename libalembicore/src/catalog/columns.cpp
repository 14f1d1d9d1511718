#include "catalog/reading.hpp"

namespace alembicore::catalog {

namespace {

constexpr char const* query = R"(
SELECT a.attrelid, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
       pg_get_expr(d.adbin, d.adrelid), a.attgenerated <> '', a.attidentity,
       CASE WHEN a.attcollation <> t.typcollation
            THEN (SELECT quote_ident(n.nspname) || '.' || quote_ident(o.collname)
                  FROM pg_collation o JOIN pg_namespace n ON n.oid = o.collnamespace WHERE o.oid = a.attcollation) END,
       CASE WHEN a.attstorage <> t.typstorage
            THEN CASE a.attstorage WHEN 'p' THEN 'plain' WHEN 'e' THEN 'external' WHEN 'x' THEN 'extended' ELSE 'main' END
       END,
       CASE WHEN a.attstattarget >= 0 THEN a.attstattarget END,
       a.attinhcount > 0 AND NOT a.attislocal,
       (SELECT '(' || string_agg(quote_ident(o.option_name) || ' ' || quote_literal(o.option_value), ', ') || ')'
        FROM pg_options_to_table(a.attfdwoptions) o),
       e.description
FROM pg_attribute a
JOIN relations r ON r.oid = a.attrelid
JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_description e
  ON e.classoid = 'pg_class'::regclass AND e.objoid = a.attrelid AND e.objsubid = a.attnum
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attrelid, a.attnum)";

std::string identity_of(std::string const& code) {
    if (code.empty())
        return {};
    return code == "a" ? "always" : "by default";
}

column column_in(row& from) {
    column read;
    read.name = from.text();
    read.type = from.text();
    read.nullable = !from.flag();
    auto expression = from.optional_text();
    bool const generated = from.flag();
    (generated ? read.generated : read.default_value) = std::move(expression);
    read.identity = identity_of(from.text());
    read.collation = from.text();
    read.storage = from.text();
    if (auto const target = from.optional_number())
        read.statistics = static_cast<int>(*target);
    read.inherited = from.flag();
    read.foreign_options = from.text();
    read.comment = from.optional_text();
    return read;
}

} // namespace

void read_columns(reading& from) {
    from.each_part(query, [](relation_parts const& to, row& next) { to.columns->push_back(column_in(next)); });
}

} // namespace alembicore::catalog
