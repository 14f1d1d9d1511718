#include "catalog/reading.hpp"

namespace alembicore::catalog {

namespace {

// The clauses of CREATE AGGREGATE that are not as they are by default. Functions are named as the server prints them.
constexpr char const* aggregate_definition = R"(
    (SELECT 'CREATE AGGREGATE ' || quote_ident(s.nspname) || '.' || quote_ident(p.proname) || '(' ||
        coalesce(nullif(pg_get_function_arguments(p.oid), ''), '*') || ') (' || concat_ws(', ',
        'SFUNC = ' || a.aggtransfn,
        'STYPE = ' || format_type(a.aggtranstype, NULL),
        'SSPACE = ' || nullif(a.aggtransspace, 0),
        'FINALFUNC = ' || nullif(a.aggfinalfn::text, '-'),
        CASE WHEN a.aggfinalextra THEN 'FINALFUNC_EXTRA' END,
        CASE WHEN a.aggfinalmodify <> m.usual THEN 'FINALFUNC_MODIFY = ' || m.final END,
        'COMBINEFUNC = ' || nullif(a.aggcombinefn::text, '-'),
        'SERIALFUNC = ' || nullif(a.aggserialfn::text, '-'),
        'DESERIALFUNC = ' || nullif(a.aggdeserialfn::text, '-'),
        'INITCOND = ' || quote_literal(a.agginitval),
        'MSFUNC = ' || nullif(a.aggmtransfn::text, '-'),
        'MINVFUNC = ' || nullif(a.aggminvtransfn::text, '-'),
        CASE WHEN a.aggmtranstype <> 0 THEN 'MSTYPE = ' || format_type(a.aggmtranstype, NULL) END,
        'MSSPACE = ' || nullif(a.aggmtransspace, 0),
        'MFINALFUNC = ' || nullif(a.aggmfinalfn::text, '-'),
        CASE WHEN a.aggmfinalextra THEN 'MFINALFUNC_EXTRA' END,
        CASE WHEN a.aggmfinalmodify <> m.usual THEN 'MFINALFUNC_MODIFY = ' || m.moving END,
        'MINITCOND = ' || quote_literal(a.aggminitval),
        'SORTOP = OPERATOR(' || quote_ident(opn.nspname) || '.' || op.oprname || ')',
        CASE p.proparallel WHEN 's' THEN 'PARALLEL = SAFE' WHEN 'r' THEN 'PARALLEL = RESTRICTED' END,
        CASE WHEN a.aggkind = 'h' THEN 'HYPOTHETICAL' END) || ')'
     FROM pg_aggregate a
     CROSS JOIN LATERAL (SELECT
        CASE WHEN a.aggkind = 'n' THEN 'r' ELSE 'w' END AS usual,
        CASE a.aggfinalmodify WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE' ELSE 'READ_WRITE' END AS final,
        CASE a.aggmfinalmodify WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE' ELSE 'READ_WRITE' END AS moving) m
     LEFT JOIN pg_operator op ON op.oid = a.aggsortop
     LEFT JOIN pg_namespace opn ON opn.oid = op.oprnamespace
     WHERE a.aggfnoid = p.oid))";

std::string query() {
    return R"(
SELECT s.nspname, p.proname, p.prokind, pg_get_function_identity_arguments(p.oid), pg_get_function_result(p.oid),
       l.lanname, CASE WHEN p.prokind <> 'a' THEN pg_get_functiondef(p.oid) ELSE )" +
           std::string{aggregate_definition} + R"( END, obj_description(p.oid, 'pg_proc')
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
    if (from.has(kind::routine))
        from.each_row(query(), [&](row& next) { into.routines.push_back(routine_in(next)); });
}

} // namespace alembicore::catalog
