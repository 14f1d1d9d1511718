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
}

} // namespace alembicore::catalog
