#include "migrate/blockers.hpp"

#include "catalog/rows.hpp"

namespace alembicore::migrate {

namespace {

constexpr char const* awaited = "SELECT CASE WHEN c.oid IS NOT NULL THEN pg_catalog.quote_ident(n.nspname) || '.' || "
                                "pg_catalog.quote_ident(c.relname) END, l.mode FROM pg_catalog.pg_locks AS l "
                                "LEFT JOIN pg_catalog.pg_class AS c ON c.oid = l.relation AND l.database = (SELECT oid "
                                "FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()) "
                                "LEFT JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace "
                                "WHERE l.pid = $1::int AND NOT l.granted LIMIT 1";

// A transaction that is prepared for two-phase commit has locks, but no process: the server calls it 0.
std::string parties(std::string const& pids) {
    return "SELECT p.pid, usename, coalesce(client_hostname, pg_catalog.host(client_addr)), application_name, "
           "CASE WHEN p.pid = 0 THEN 'prepared transaction' ELSE state END, xact_start, "
           "floor(extract(epoch FROM pg_catalog.clock_timestamp() - xact_start) * 1000000)::bigint, query FROM (" +
           pids + ") AS p LEFT JOIN pg_catalog.pg_stat_activity AS a ON a.pid = p.pid ORDER BY xact_start, p.pid";
}

constexpr char const* in_the_way = "SELECT DISTINCT pid FROM pg_catalog.unnest(pg_catalog.pg_blocking_pids($1::int)) "
                                   "AS blocking(pid)";
constexpr char const* behind = "SELECT DISTINCT pid FROM pg_catalog.pg_locks WHERE NOT granted AND pid <> $1::int "
                               "AND $1::int = ANY (pg_catalog.pg_blocking_pids(pid))";

std::vector<lock_party>
read_parties(postgres::connection& asking, std::string const& pids, postgres::connection::parameters const& session) {
    auto const found = asking.execute(parties(pids), session);
    std::vector<lock_party> all;
    for (std::size_t i = 0; i < found.row_count(); ++i) {
        catalog::row row{found, i};
        all.push_back({
            .pid = static_cast<int>(row.number()),
            .user = row.text(),
            .host = row.text(),
            .application = row.text(),
            .state = row.text(),
            .since = row.text(),
            .in_transaction = std::chrono::microseconds{row.number()},
            .statement = row.text(),
        });
    }
    return all;
}

} // namespace

std::optional<awaited_lock> find_awaited_lock(postgres::connection& asking, int session) {
    postgres::connection::parameters const number{std::to_string(session)};
    auto const found = asking.execute(awaited, number);
    if (found.row_count() == 0)
        return std::nullopt;
    awaited_lock lock;
    lock.relation = found.value(0, 0).value_or("");
    lock.mode = found.value(0, 1).value_or("");
    lock.blockers = read_parties(asking, in_the_way, number);
    lock.queue = read_parties(asking, behind, number);
    return lock;
}

std::string described(lock_party const& one) {
    constexpr std::size_t room = 200;
    std::string text = one.pid == 0 ? "a session" : "session " + std::to_string(one.pid);
    if (!one.user.empty())
        text += " of " + one.user;
    if (!one.host.empty())
        text += " from " + one.host;
    if (!one.application.empty())
        text += " (" + one.application + ")";
    if (!one.state.empty())
        text += ", " + one.state;
    if (!one.since.empty())
        text += ", in its transaction since " + one.since;
    if (!one.statement.empty())
        text += ": " + one.statement.substr(0, room);
    return text;
}

} // namespace alembicore::migrate
