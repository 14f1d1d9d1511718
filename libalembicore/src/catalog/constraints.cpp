#include "catalog/reading.hpp"

namespace alembicore::catalog {

namespace {

constexpr char const* query = R"(
SELECT k.conrelid, k.conname, k.contype,
       (SELECT json_agg(a.attname ORDER BY key.position)
        FROM unnest(k.conkey) WITH ORDINALITY AS key (number, position)
        JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = key.number),
       pg_get_constraintdef(k.oid), k.condeferrable, k.condeferred, k.convalidated,
       k.coninhcount > 0 AND NOT k.conislocal OR k.conparentid <> 0,
       obj_description(k.oid, 'pg_constraint'),
       f.oid IS NOT NULL, fn.nspname, f.relname,
       (SELECT json_agg(a.attname ORDER BY key.position)
        FROM unnest(k.confkey) WITH ORDINALITY AS key (number, position)
        JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = key.number),
       k.confupdtype, k.confdeltype, k.confmatchtype
FROM pg_constraint k
JOIN relations r ON r.oid = k.conrelid
LEFT JOIN pg_class f ON f.oid = k.confrelid AND k.contype = 'f'
LEFT JOIN pg_namespace fn ON fn.oid = f.relnamespace
WHERE k.contype IN ('p', 'u', 'c', 'f', 'x')
ORDER BY k.conrelid, position(k.contype::text IN 'pucfx'), k.conname)";

constraint_kind kind_of(std::string const& code) {
    switch (code.front()) {
    case 'p':
        return constraint_kind::primary_key;
    case 'u':
        return constraint_kind::unique;
    case 'f':
        return constraint_kind::foreign_key;
    case 'x':
        return constraint_kind::exclusion;
    default:
        return constraint_kind::check;
    }
}

std::string action_of(std::string const& code) {
    switch (code.front()) {
    case 'r':
        return "RESTRICT";
    case 'c':
        return "CASCADE";
    case 'n':
        return "SET NULL";
    case 'd':
        return "SET DEFAULT";
    default:
        return "NO ACTION";
    }
}

reference reference_in(row& from) {
    reference read;
    read.table = from.name();
    read.columns = from.texts();
    read.on_update = action_of(from.text());
    read.on_delete = action_of(from.text());
    read.match = from.text() == "f" ? "FULL" : "SIMPLE";
    return read;
}

constraint constraint_in(row& from) {
    constraint read;
    read.name = from.text();
    read.kind = kind_of(from.text());
    read.columns = from.texts();
    read.definition = from.text();
    read.deferrable = from.flag();
    read.initially_deferred = from.flag();
    read.validated = from.flag();
    read.inherited = from.flag();
    read.comment = from.optional_text();
    if (from.flag())
        read.reference = reference_in(from);
    return read;
}

} // namespace

void read_constraints(reading& from) {
    from.each_part(query, [](relation_parts const& to, row& next) {
        if (to.constraints != nullptr)
            to.constraints->push_back(constraint_in(next));
    });
}

} // namespace alembicore::catalog
