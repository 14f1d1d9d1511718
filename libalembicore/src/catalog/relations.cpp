// Tables and views: their own row first, then their parts.
#include "catalog/reading.hpp"

#include <utility>

namespace alembicore::catalog {

namespace {

constexpr char const* tables = R"(
SELECT r.oid, r.nspname, r.relname, r.relkind, pg_get_userbyid(c.relowner), c.relpersistence = 'u',
       CASE WHEN m.amname <> 'heap' THEN m.amname END, ts.spcname, array_to_json(c.reloptions),
       (SELECT json_agg(json_build_array(pn.nspname, p.relname) ORDER BY i.inhseqno)
        FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent JOIN pg_namespace pn ON pn.oid = p.relnamespace
        WHERE i.inhrelid = r.oid),
       CASE WHEN r.relkind = 'p' THEN pg_get_partkeydef(r.oid) END,
       CASE WHEN c.relispartition THEN pg_get_expr(c.relpartbound, r.oid) END,
       fs.srvname, array_to_json(ft.ftoptions), c.relrowsecurity, c.relforcerowsecurity, obj_description(r.oid, 'pg_class')
FROM relations r
JOIN pg_class c ON c.oid = r.oid
LEFT JOIN pg_am m ON m.oid = c.relam
LEFT JOIN pg_tablespace ts ON ts.oid = c.reltablespace
LEFT JOIN pg_foreign_table ft ON ft.ftrelid = r.oid
LEFT JOIN pg_foreign_server fs ON fs.oid = ft.ftserver
WHERE r.relkind IN ('r', 'p', 'f') AND c.relpersistence <> 't'
ORDER BY r.nspname, r.relname)";

constexpr char const* views = R"(
SELECT r.oid, r.nspname, r.relname, r.relkind = 'm', pg_get_userbyid(c.relowner), c.relispopulated,
       array_to_json(c.reloptions), pg_get_viewdef(r.oid), obj_description(r.oid, 'pg_class')
FROM relations r
JOIN pg_class c ON c.oid = r.oid
WHERE r.relkind IN ('v', 'm') AND c.relpersistence <> 't'
ORDER BY r.nspname, r.relname)";

constexpr char const* reads = R"(
SELECT DISTINCT w.ev_class, n.nspname, t.relname
FROM pg_rewrite w
JOIN relations r ON r.oid = w.ev_class AND r.relkind IN ('v', 'm')
JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid AND d.refclassid = 'pg_class'::regclass
JOIN pg_class t ON t.oid = d.refobjid AND t.oid <> w.ev_class
JOIN pg_namespace n ON n.oid = t.relnamespace
ORDER BY w.ev_class, n.nspname, t.relname)";

table_kind kind_of(std::string const& code) {
    if (code == "p")
        return table_kind::partitioned;
    return code == "f" ? table_kind::foreign : table_kind::ordinary;
}

table table_in(row& from) {
    table read;
    read.name = from.name();
    read.kind = kind_of(from.text());
    read.owner = from.text();
    read.unlogged = from.flag();
    read.access_method = from.text();
    read.tablespace = from.text();
    read.options = from.texts();
    read.parents = from.pairs<catalog::name>();
    read.partition_key = from.text();
    read.partition_bound = from.text();
    read.server = from.text();
    read.server_options = from.texts();
    read.row_security = from.flag();
    read.row_security_forced = from.flag();
    read.comment = from.optional_text();
    return read;
}

view view_in(row& from) {
    view read;
    read.name = from.name();
    read.materialized = from.flag();
    read.owner = from.text();
    read.populated = from.flag();
    read.options = from.texts();
    read.definition = from.text();
    read.comment = from.optional_text();
    return read;
}

relation_parts parts_of(table& made) {
    return {
        .columns = &made.columns,
        .constraints = &made.constraints,
        .indexes = &made.indexes,
        .triggers = &made.triggers,
        .policies = &made.policies,
        .reads = nullptr,
        .statistics = &made.statistics,
    };
}

relation_parts parts_of(view& made) {
    return {
        .columns = &made.columns,
        .constraints = nullptr,
        .indexes = &made.indexes,
        .triggers = &made.triggers,
        .policies = nullptr,
        .reads = &made.reads,
        .statistics = nullptr,
    };
}

/// Reads the rows of a query and makes them known under their OIDs once they all are where they stay.
template <typename Relation>
void read_named(reading& from, char const* query, Relation (*read)(row&), std::vector<Relation>& into) {
    std::vector<std::int64_t> oids;
    from.each_row(query, [&](row& next) {
        oids.push_back(next.number());
        into.push_back(read(next));
    });
    for (std::size_t i = 0; i < oids.size(); ++i)
        from.add_relation(oids[i], parts_of(into[i]));
}

} // namespace

void read_relations(reading& from, snapshot& into) {
    if (!from.has(kind::table) && !from.has(kind::view))
        return;
    read_named(from, tables, table_in, into.tables);
    if (from.has(kind::view))
        read_named(from, views, view_in, into.views);
    read_columns(from);
    read_constraints(from);
    read_indexes(from);
    read_rules(from);
    if (!from.has(kind::view))
        return;
    from.each_part(reads, [](relation_parts const& to, row& next) { to.reads->push_back(next.name()); });
}

} // namespace alembicore::catalog
