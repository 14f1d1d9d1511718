#include "catalog/reading.hpp"

namespace alembicore::catalog {

namespace {

constexpr char const* database = R"(
SELECT current_database(), current_setting('server_version'), pg_encoding_to_char(encoding)
FROM pg_database WHERE datname = current_database())";

constexpr char const* schemas = R"(
SELECT s.nspname, pg_get_userbyid(n.nspowner), obj_description(s.oid, 'pg_namespace')
FROM schemas s JOIN pg_namespace n ON n.oid = s.oid
ORDER BY s.nspname)";

constexpr char const* extensions = R"(
SELECT e.extname, e.extversion, n.nspname
FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
WHERE e.extname <> 'plpgsql'
ORDER BY e.extname)";

constexpr char const* servers = R"(
SELECT DISTINCT fs.srvname, w.fdwname,
       CASE WHEN NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_foreign_data_wrapper'::regclass AND d.objid = w.oid
                             AND d.deptype = 'e')
            THEN 'CREATE FOREIGN DATA WRAPPER ' || quote_ident(w.fdwname) ||
                 CASE WHEN w.fdwhandler <> 0 THEN ' HANDLER ' || w.fdwhandler::regproc ELSE '' END ||
                 CASE WHEN w.fdwvalidator <> 0 THEN ' VALIDATOR ' || w.fdwvalidator::regproc ELSE '' END || wo.text END,
       'CREATE SERVER ' || quote_ident(fs.srvname) || coalesce(' TYPE ' || quote_literal(fs.srvtype), '') ||
       coalesce(' VERSION ' || quote_literal(fs.srvversion), '') || ' FOREIGN DATA WRAPPER ' || quote_ident(w.fdwname) ||
       so.text
FROM relations r
JOIN pg_foreign_table ft ON ft.ftrelid = r.oid
JOIN pg_foreign_server fs ON fs.oid = ft.ftserver
JOIN pg_foreign_data_wrapper w ON w.oid = fs.srvfdw
CROSS JOIN LATERAL (
    SELECT coalesce(' OPTIONS (' || string_agg(quote_ident(option_name) || ' ' || quote_literal(option_value), ', ') || ')', '')
    FROM pg_options_to_table(w.fdwoptions)) wo (text)
CROSS JOIN LATERAL (
    SELECT coalesce(' OPTIONS (' || string_agg(quote_ident(option_name) || ' ' || quote_literal(option_value), ', ') || ')', '')
    FROM pg_options_to_table(fs.srvoptions)) so (text)
ORDER BY fs.srvname)";

} // namespace

void read_namespaces(reading& from, snapshot& into) {
    from.each_row(database, [&](row& next) {
        into.database = next.text();
        into.server_version = next.text();
        into.server_version.resize(
            into.server_version.find(' ') == std::string::npos ? into.server_version.size()
                                                               : into.server_version.find(' ')
        );
        into.encoding = next.text();
    });
    from.each_row(schemas, [&](row& next) {
        auto& made = into.schemas.emplace_back();
        made.name = next.text();
        made.owner = next.text();
        made.comment = next.optional_text();
    });
    from.each_row(extensions, [&](row& next) {
        auto& made = into.extensions.emplace_back();
        made.name = next.text();
        made.version = next.text();
        made.schema = next.text();
    });
    if (!from.has(kind::foreign_table))
        return;
    from.each_row(servers, [&](row& next) {
        auto& made = into.servers.emplace_back();
        made.name = next.text();
        made.wrapper = next.text();
        made.wrapper_definition = next.text();
        made.definition = next.text();
    });
}

} // namespace alembicore::catalog
