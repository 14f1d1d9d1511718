#include "catalog/reading.hpp"

namespace alembicore::catalog {

namespace {

std::string query() {
    return R"(
SELECT s.nspname, p.proname, p.prokind, pg_get_function_identity_arguments(p.oid), pg_get_function_result(p.oid),
       l.lanname, CASE WHEN p.prokind <> 'a' THEN pg_get_functiondef(p.oid) END, obj_description(p.oid, 'pg_proc')
FROM pg_proc p
JOIN schemas s ON s.oid = p.pronamespace
JOIN pg_language l ON l.oid = p.prolang
WHERE )" + asked_for("p.proname") +
           " AND " + independent("pg_proc", "p.oid") + " ORDER BY s.nspname, p.proname, 4";
}

routine_kind kind_of(std::string const& code) {
    switch (code.front()) {
    case 'p':
        return routine_kind::procedure;
    case 'a':
        return routine_kind::aggregate;
    case 'w':
        return routine_kind::window;
    default:
        return routine_kind::function;
    }
}

routine routine_in(row& from) {
    routine read;
    read.name = from.name();
    read.kind = kind_of(from.text());
    read.arguments = from.text();
    read.result = from.text();
    read.language = from.text();
    read.definition = from.text();
    while (read.definition.ends_with('\n'))
        read.definition.pop_back();
    read.comment = from.optional_text();
    return read;
}

} // namespace

void read_routines(reading& from, snapshot& into) {
    from.each_row(query(), [&](row& next) { into.routines.push_back(routine_in(next)); });
}

} // namespace alembicore::catalog
