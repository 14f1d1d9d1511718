#include "sqlalchemy/catalogue.hpp"

namespace alembicore::sqlalchemy::catalogue {

namespace {

using text = std::string;

/// Where `n` is the schema in question, or the search path where there is none.
text in_schema(text const& parameter, text const& visible) {
    return "CASE WHEN " + parameter + "::text IS NULL THEN " + visible +
           " AND n.nspname <> 'pg_catalog' ELSE n.nspname = " + parameter + " END";
}

/// The relation that a question is about, as `r`.
text relation() {
    return "WITH r AS (SELECT c.oid, c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n "
           "ON n.oid = c.relnamespace WHERE c.relname = $1 AND c.relkind IN ('r', 'p', 'f', 'v', 'm') AND " +
           in_schema("$2", "pg_catalog.pg_table_is_visible(c.oid)") + ") ";
}

/// Key (`<=`) or included (`>`) columns of the index behind constraint `o`.
text index_columns(text const& comparison) {
    return "coalesce((SELECT json_agg(a.attname ORDER BY k.ord) FROM pg_catalog.pg_index i CROSS JOIN LATERAL "
           "unnest(i.indkey::smallint[]) WITH ORDINALITY AS k (attnum, ord) JOIN pg_catalog.pg_attribute a "
           "ON a.attrelid = i.indrelid AND a.attnum = k.attnum WHERE i.indexrelid = o.conindid AND k.ord " +
           comparison + " i.indnkeyatts), '[]')";
}

/// The names of columns by their numbers.
text key_columns(text const& table, text const& numbers) {
    return "(SELECT json_agg(a.attname ORDER BY k.ord) FROM unnest(" + numbers +
           ") WITH ORDINALITY AS k (attnum, ord) JOIN pg_catalog.pg_attribute a ON a.attrelid = " + table +
           " AND a.attnum = k.attnum)";
}

text key_action(text const& column) {
    return "CASE " + column +
           " WHEN 'r' THEN 'RESTRICT' WHEN 'c' THEN 'CASCADE' WHEN 'n' THEN 'SET NULL' "
           "WHEN 'd' THEN 'SET DEFAULT' END";
}

} // namespace

text relation_names(char const* kinds, char const* persistence) {
    return "SELECT coalesce(json_agg(c.relname), '[]') FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n "
           "ON n.oid = c.relnamespace WHERE c.relkind = ANY (ARRAY[" +
           text{kinds} + "]::\"char\"[]) AND " + persistence + " AND " +
           in_schema("$1", "pg_catalog.pg_table_is_visible(c.oid)");
}

text schema_names() {
    return "SELECT coalesce(json_agg(nspname ORDER BY nspname), '[]') FROM pg_catalog.pg_namespace "
           "WHERE nspname NOT LIKE 'pg_%' AND nspname <> 'alembicore'";
}

text schema_exists() {
    return "SELECT to_json(EXISTS (SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = $1))";
}

text table_exists() {
    return relation() + "SELECT to_json(EXISTS (SELECT 1 FROM r))";
}

text sequence_exists() {
    return "SELECT to_json(EXISTS (SELECT 1 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n "
           "ON n.oid = c.relnamespace WHERE c.relname = $1 AND c.relkind = 'S' AND " +
           in_schema("$2", "pg_catalog.pg_table_is_visible(c.oid)") + "))";
}

text type_exists() {
    return "SELECT to_json(EXISTS (SELECT 1 FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n "
           "ON n.oid = t.typnamespace WHERE t.typname = $1 AND ($2 = '*' OR " +
           in_schema("$2", "pg_catalog.pg_type_is_visible(t.oid)") + ")))";
}

text enums() {
    return "SELECT coalesce(json_agg(json_build_object('name', t.typname, 'schema', n.nspname, 'visible', "
           "pg_catalog.pg_type_is_visible(t.oid), 'labels', coalesce((SELECT json_agg(e.enumlabel ORDER BY "
           "e.enumsortorder) "
           "FROM pg_catalog.pg_enum e WHERE e.enumtypid = t.oid), '[]')) ORDER BY n.nspname, t.typname), '[]') "
           "FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace "
           "WHERE t.typtype = 'e' AND ($1 = '*' OR " +
           in_schema("$1", "pg_catalog.pg_type_is_visible(t.oid)") + ")";
}

text default_schema() {
    return "SELECT to_json(pg_catalog.current_schema())";
}

// The type of a column comes as its text, with the enum or domain that is behind it, also as element of an array.
text columns() {
    return relation() +
           "SELECT coalesce((SELECT json_agg(json_build_object("
           "'name', a.attname, 'format', pg_catalog.format_type(a.atttypid, a.atttypmod), 'not_null', a.attnotnull, "
           "'default', (SELECT pg_catalog.pg_get_expr(d.adbin, d.adrelid) FROM pg_catalog.pg_attrdef d "
           "WHERE d.adrelid = a.attrelid AND d.adnum = a.attnum AND a.atthasdef), "
           "'comment', pg_catalog.col_description(a.attrelid, a.attnum), "
           "'generated', to_jsonb(a) ->> 'attgenerated', "
           "'identity', CASE WHEN a.attidentity <> '' THEN (SELECT json_build_object('always', a.attidentity = 'a', "
           "'start', s.seqstart, 'increment', s.seqincrement, 'minvalue', s.seqmin, 'maxvalue', s.seqmax, "
           "'cache', s.seqcache, 'cycle', s.seqcycle) FROM pg_catalog.pg_sequence s WHERE s.seqrelid = "
           "pg_catalog.pg_get_serial_sequence(a.attrelid::pg_catalog.regclass::text, a.attname)::pg_catalog.regclass) "
           "END, "
           "'collation', (SELECT o.collname FROM pg_catalog.pg_collation o WHERE o.oid = a.attcollation "
           "AND o.oid <> t.typcollation), "
           "'kind', e.typtype, 'type_name', e.typname, 'type_schema', (SELECT n.nspname FROM pg_catalog.pg_namespace n "
           "WHERE n.oid = e.typnamespace), 'type_visible', pg_catalog.pg_type_is_visible(e.oid), "
           "'labels', (SELECT json_agg(l.enumlabel ORDER BY l.enumsortorder) FROM pg_catalog.pg_enum l "
           "WHERE l.enumtypid = e.oid)) ORDER BY a.attnum) "
           "FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_type t ON t.oid = a.atttypid "
           "JOIN pg_catalog.pg_type e ON e.oid = CASE WHEN t.typcategory = 'A' AND t.typelem <> 0 THEN t.typelem ELSE "
           "t.oid END "
           "WHERE a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped), '[]') FROM r";
}

text primary_key() {
    return relation() + "SELECT coalesce((SELECT json_build_object('constrained_columns', " + index_columns("<=") +
           ", 'name', o.conname, 'comment', pg_catalog.obj_description(o.oid, 'pg_constraint'), "
           "'dialect_options', json_build_object('postgresql_include', " +
           index_columns(">") +
           ")) "
           "FROM pg_catalog.pg_constraint o WHERE o.conrelid = r.oid AND o.contype = 'p'), "
           "json_build_object('constrained_columns', json_build_array(), 'name', NULL)) FROM r";
}

text unique_constraints() {
    return relation() + "SELECT coalesce((SELECT json_agg(json_build_object('column_names', " + index_columns("<=") +
           ", 'name', o.conname, 'comment', pg_catalog.obj_description(o.oid, 'pg_constraint'), "
           "'dialect_options', json_build_object('postgresql_include', " +
           index_columns(">") +
           ", 'postgresql_nulls_not_distinct', (SELECT coalesce((to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, "
           "false) "
           "FROM pg_catalog.pg_index i WHERE i.indexrelid = o.conindid))) ORDER BY o.conname) "
           "FROM pg_catalog.pg_constraint o WHERE o.conrelid = r.oid AND o.contype = 'u'), '[]') FROM r";
}

text foreign_keys() {
    return relation() +
           "SELECT coalesce((SELECT json_agg(json_build_object('name', o.conname, "
           "'constrained_columns', " +
           key_columns("o.conrelid", "o.conkey") +
           ", "
           "'referred_schema', CASE WHEN NOT pg_catalog.pg_table_is_visible(o.confrelid) OR n.nspname = $2 THEN "
           "n.nspname END, "
           "'referred_table', f.relname, "
           "'referred_columns', " +
           key_columns("o.confrelid", "o.confkey") +
           ", "
           "'options', json_strip_nulls(json_build_object('onupdate', " +
           key_action("o.confupdtype") + ", 'ondelete', " + key_action("o.confdeltype") +
           ", 'initially', CASE WHEN o.condeferred THEN 'DEFERRED' END, "
           "'deferrable', CASE WHEN o.condeferrable THEN true END, "
           "'match', CASE o.confmatchtype WHEN 'f' THEN 'FULL' WHEN 'p' THEN 'PARTIAL' END)), "
           "'comment', pg_catalog.obj_description(o.oid, 'pg_constraint')) ORDER BY o.conname) "
           "FROM pg_catalog.pg_constraint o JOIN pg_catalog.pg_class f ON f.oid = o.confrelid "
           "JOIN pg_catalog.pg_namespace n ON n.oid = f.relnamespace "
           "WHERE o.conrelid = r.oid AND o.contype = 'f'), '[]') FROM r";
}

text check_constraints() {
    return relation() + "SELECT coalesce((SELECT json_agg(json_build_object('name', o.conname, "
                        "'definition', pg_catalog.pg_get_constraintdef(o.oid, true), "
                        "'comment', pg_catalog.obj_description(o.oid, 'pg_constraint')) ORDER BY o.conname) "
                        "FROM pg_catalog.pg_constraint o WHERE o.conrelid = r.oid AND o.contype = 'c'), '[]') FROM r";
}

// Elements come with what decides on the members that only some indexes have.
text indexes() {
    return relation() +
           "SELECT coalesce((SELECT json_agg(json_build_object('name', x.relname, 'unique', i.indisunique, "
           "'keys', i.indnkeyatts, "
           "'elements', (SELECT json_agg(json_build_object("
           "'text', CASE WHEN k.attnum = 0 THEN pg_catalog.pg_get_indexdef(i.indexrelid, k.ord::integer, true) "
           "ELSE a.attname::text END, 'expression', k.attnum = 0, "
           "'flags', i.indoption[(k.ord - 1)::integer], 'class', p.opcname, 'default_class', p.opcdefault) ORDER BY "
           "k.ord) "
           "FROM unnest(i.indkey::smallint[]) WITH ORDINALITY AS k (attnum, ord) "
           "LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum AND k.attnum <> 0 "
           "LEFT JOIN pg_catalog.pg_opclass p ON p.oid = i.indclass[(k.ord - 1)::integer]), "
           "'constraint', EXISTS (SELECT 1 FROM pg_catalog.pg_constraint o WHERE o.conrelid = i.indrelid "
           "AND o.conindid = i.indexrelid AND o.contype IN ('p', 'u', 'x')), "
           "'with', to_json(x.reloptions), 'using', m.amname, "
           "'where', pg_catalog.pg_get_expr(i.indpred, i.indrelid), "
           "'nulls_not_distinct', coalesce((to_jsonb(i) ->> 'indnullsnotdistinct')::boolean, false)) ORDER BY "
           "x.relname) "
           "FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid "
           "JOIN pg_catalog.pg_am m ON m.oid = x.relam "
           "WHERE i.indrelid = r.oid AND NOT i.indisprimary), '[]') FROM r";
}

text table_comment() {
    return relation() + "SELECT json_build_object('text', pg_catalog.obj_description(r.oid, 'pg_class')) FROM r";
}

text view_definition() {
    return relation() +
           "SELECT to_json(pg_catalog.pg_get_viewdef(r.oid)) FROM r JOIN pg_catalog.pg_class c ON c.oid = r.oid "
           "WHERE c.relkind IN ('v', 'm')";
}

} // namespace alembicore::sqlalchemy::catalogue
