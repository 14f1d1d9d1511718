#include "lint/live_facts.hpp"

#include "postgres/connection.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <charconv>

namespace alembicore::lint {

namespace {

/// The tables that are asked for, with the OIDs that they have now. `$1`: a JSON array of schema and name; an empty
/// schema is looked for along the search path.
constexpr char const* wanted_tables = R"(
WITH wanted AS (
    SELECT e->>0 AS schema, e->>1 AS name,
           to_regclass(CASE WHEN e->>0 = '' THEN quote_ident(e->>1)
                            ELSE quote_ident(e->>0) || '.' || quote_ident(e->>1) END)::oid AS oid
    FROM jsonb_array_elements($1::jsonb) AS e
)
)";

constexpr char const* tables_query = R"(
SELECT w.schema, w.name,
       CASE WHEN c.relkind = 'p'
            THEN (SELECT coalesce(sum(greatest(p.reltuples, 0)), 0)::bigint
                  FROM pg_partition_tree(c.oid) t JOIN pg_class p ON p.oid = t.relid WHERE t.isleaf)
            ELSE c.reltuples::bigint END,
       CASE WHEN c.relkind = 'p'
            THEN (SELECT coalesce(sum(pg_total_relation_size(t.relid)), 0)::bigint
                  FROM pg_partition_tree(c.oid) t WHERE t.isleaf)
            ELSE pg_total_relation_size(c.oid) END,
       pg_stat_get_tuples_inserted(c.oid) + pg_stat_get_tuples_updated(c.oid) + pg_stat_get_tuples_deleted(c.oid),
       greatest(extract(epoch FROM now() - coalesce(d.stats_reset, pg_postmaster_start_time())), 1)::float8,
       CASE c.relreplident
            WHEN 'f' THEN true
            WHEN 'i' THEN true
            WHEN 'd' THEN EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary)
            ELSE false END,
       (SELECT coalesce(jsonb_agg(x.relname ORDER BY x.relname), '[]')
        FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid
        WHERE i.indrelid = c.oid AND NOT i.indisvalid AND x.relkind = 'i'
          AND NOT EXISTS (SELECT FROM pg_stat_progress_create_index p WHERE p.index_relid = i.indexrelid)),
       CASE c.relkind
            WHEN 'p' THEN EXISTS (SELECT FROM pg_partition_tree(c.oid) t WHERE t.isleaf AND pg_relation_size(t.relid) > 0)
            WHEN 'f' THEN true
            ELSE pg_relation_size(c.oid) > 0 END
FROM wanted w JOIN pg_class c ON c.oid = w.oid, pg_stat_database d
WHERE d.datname = current_database() AND c.relkind IN ('r', 'p', 'm', 'f')
)";

/// Views by their rules, policies, and functions with a parsed body.
constexpr char const* dependants_query = R"(
SELECT w.schema, w.name,
       CASE WHEN p.oid IS NOT NULL THEN 'function' WHEN o.oid IS NOT NULL THEN 'policy'
            WHEN v.relkind = 'm' THEN 'materialised view' ELSE 'view' END,
       coalesce(p.oid::regprocedure::text, o.polname, v.oid::regclass::text),
       coalesce(a.attname, '')
FROM wanted w
JOIN pg_depend d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = w.oid
LEFT JOIN pg_rewrite r ON d.classid = 'pg_rewrite'::regclass AND r.oid = d.objid
LEFT JOIN pg_class v ON v.oid = r.ev_class
LEFT JOIN pg_proc p ON d.classid = 'pg_proc'::regclass AND p.oid = d.objid
LEFT JOIN pg_policy o ON d.classid = 'pg_policy'::regclass AND o.oid = d.objid AND d.refobjsubid <> 0
LEFT JOIN pg_attribute a ON a.attrelid = w.oid AND a.attnum = d.refobjsubid AND d.refobjsubid > 0
WHERE d.deptype = 'n' AND coalesce(p.oid, o.oid, v.oid) IS NOT NULL AND v.oid IS DISTINCT FROM w.oid
)";

constexpr char const* replication_query = R"(
SELECT (SELECT count(*) FROM pg_stat_replication),
       (SELECT count(*) FROM pg_publication)
)";

template <typename Number>
Number number_of(std::optional<std::string_view> text) {
    Number value{};
    if (text)
        std::from_chars(text->data(), text->data() + text->size(), value);
    return value;
}

/// `15.4 (Debian 15.4-1)` as `server_version_num`.
int version_number(std::string const& text) {
    int major = 0;
    int minor = 0;
    auto const* const end = text.data() + text.size();
    auto const read = std::from_chars(text.data(), end, major);
    if (read.ptr != end && *read.ptr == '.')
        std::from_chars(read.ptr + 1, end, minor);
    return major * 10'000 + minor;
}

std::string text_of(std::optional<std::string_view> text) {
    return std::string{text.value_or(std::string_view{})};
}

live_table table_of(postgres::result const& answer, std::size_t row) {
    live_table made;
    made.rows = number_of<std::int64_t>(answer.value(row, 2));
    made.size = number_of<std::int64_t>(answer.value(row, 3));
    made.writes = number_of<std::int64_t>(answer.value(row, 4));
    made.seconds = number_of<double>(answer.value(row, 5));
    made.identifiable = text_of(answer.value(row, 6)) == "t";
    made.has_rows = text_of(answer.value(row, 8)) == "t";
    auto const invalid = boost::json::parse(text_of(answer.value(row, 7)));
    for (auto const& each : invalid.as_array())
        made.invalid_indexes.emplace_back(each.as_string());
    return made;
}

relation relation_in(postgres::result const& answer, std::size_t row) {
    return {text_of(answer.value(row, 0)), text_of(answer.value(row, 1))};
}

} // namespace

live_facts read_live_facts(database& from, live_questions const& asked, std::stop_token const& stop) {
    auto& connection = from.connection();
    boost::json::array names;
    for (auto const& each : asked.tables)
        names.push_back(boost::json::array{boost::json::string{each.schema}, boost::json::string{each.name}});
    postgres::connection::parameters const wanted{boost::json::serialize(names)};
    live_facts facts;
    facts.server_version = version_number(connection.reported("server_version"));
    if (asked.replication) {
        auto const server = connection.execute(replication_query, stop);
        facts.replicas = number_of<std::int64_t>(server.value(0, 0));
        facts.publications = number_of<std::int64_t>(server.value(0, 1));
    }
    auto const known = connection.execute(std::string{wanted_tables} + tables_query, wanted, stop);
    for (std::size_t row = 0; row < known.row_count(); ++row)
        facts.tables.emplace(relation_in(known, row), table_of(known, row));
    if (!asked.dependants)
        return facts;
    auto const dependants = connection.execute(std::string{wanted_tables} + dependants_query, wanted, stop);
    for (std::size_t row = 0; row < dependants.row_count(); ++row)
        facts.tables[relation_in(dependants, row)].dependants.push_back(
            {text_of(dependants.value(row, 2)), text_of(dependants.value(row, 3)), text_of(dependants.value(row, 4))}
        );
    return facts;
}

} // namespace alembicore::lint
