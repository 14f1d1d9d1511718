#include "backup/replacement.hpp"

#include "catalog/rows.hpp"
#include "postgres/transaction.hpp"

#include <alembicore/error.hpp>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

namespace alembicore::backup {

namespace {

constexpr std::size_t longest_name = 63;
constexpr std::string_view replaced_mark = "_before_";
constexpr std::size_t stamp_length = 16; // 20261126T101539Z

constexpr char const* sessions_query = R"(
SELECT pid, usename, application_name, coalesce(client_hostname, host(client_addr)), state
FROM pg_catalog.pg_stat_activity WHERE datname = $1 AND pid <> pg_catalog.pg_backend_pid()
  AND backend_type NOT LIKE 'autovacuum%'
UNION ALL
SELECT 0, owner, gid, NULL, 'prepared transaction' FROM pg_catalog.pg_prepared_xacts WHERE database = $1
ORDER BY 1)";

// The server writes the statements, since it knows how its own names and values are quoted.
constexpr char const* properties_query = R"(
SELECT format('ALTER DATABASE %I CONNECTION LIMIT %s', $2::text, datconnlimit)
FROM pg_catalog.pg_database WHERE datname = $1 AND datconnlimit <> -1
UNION ALL
SELECT format('COMMENT ON DATABASE %I IS %L', $2::text, pg_catalog.shobj_description(oid, 'pg_database'))
FROM pg_catalog.pg_database WHERE datname = $1 AND pg_catalog.shobj_description(oid, 'pg_database') IS NOT NULL
UNION ALL
SELECT format('REVOKE ALL ON DATABASE %I FROM PUBLIC', $2::text)
FROM pg_catalog.pg_database WHERE datname = $1 AND datacl IS NOT NULL
UNION ALL
SELECT format('GRANT %s ON DATABASE %I TO %s%s', privilege_type, $2::text,
              CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_catalog.pg_get_userbyid(grantee)) END,
              CASE WHEN is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
FROM pg_catalog.pg_database, pg_catalog.aclexplode(datacl) WHERE datname = $1 AND grantee <> datdba
UNION ALL
SELECT format('ALTER DATABASE %I OWNER TO %I', $2::text, pg_catalog.pg_get_userbyid(datdba))
FROM pg_catalog.pg_database WHERE datname = $1)";

constexpr char const* settings_query = R"(
SELECT CASE setrole WHEN 0 THEN '' ELSE format('ROLE %I IN ', pg_catalog.pg_get_userbyid(setrole)) END,
       quote_ident(split_part(entry, '=', 1)), split_part(entry, '=', 1), substr(entry, strpos(entry, '=') + 1)
FROM pg_catalog.pg_db_role_setting CROSS JOIN unnest(setconfig) AS entry
WHERE setdatabase = (SELECT oid FROM pg_catalog.pg_database WHERE datname = $1))";

/// A value is set for the session and taken from there, so that a list stays the list that it is.
void take_over_settings(postgres::connection& on, std::string const& from, std::string const& to) {
    auto const settings = on.execute(settings_query, {from});
    for (std::size_t number = 0; number < settings.row_count(); ++number) {
        catalog::row row{settings, number};
        auto const whose = row.text();
        auto const setting = row.text();
        auto const name = row.text();
        on.execute("SELECT pg_catalog.set_config($1, $2, false)", {name, row.text()});
        on.execute("ALTER " + whose + "DATABASE " + postgres::quote_name(to) + " SET " + setting + " FROM CURRENT");
        on.execute("RESET " + setting);
    }
}

bool is_about_sessions(error const& failure) {
    constexpr std::string_view object_in_use = "55006";
    return failure.info().server && failure.info().server->sqlstate == object_in_use;
}

/// Ends the sessions of a database again and again, until it is told that it is enough.
class terminating {
public:
    terminating(database_url const& server, std::string database)
        : on_(connect_beside(server, database, {})), database_(std::move(database)),
          thread_([this](std::stop_token const& stop) { run(stop); }) {}

    terminating(terminating const&) = delete;
    terminating& operator=(terminating const&) = delete;
    ~terminating() = default;

    std::vector<connected_session> finish() {
        thread_.request_stop();
        thread_.join();
        return std::move(ended_);
    }

private:
    void run(std::stop_token const& stop) {
        std::mutex none;
        std::condition_variable_any never;
        std::unique_lock waiting{none};
        while (!stop.stop_requested()) {
            end_sessions();
            never.wait_for(waiting, stop, std::chrono::milliseconds{100}, [] { return false; });
        }
    }

    /// What this user may not end, or what has just gone, is told by the renaming, which then fails.
    void end_sessions() noexcept {
        try {
            for (auto& each : sessions_of(on_, database_)) {
                if (each.pid == 0)
                    continue;
                on_.execute("SELECT pg_catalog.pg_terminate_backend($1::int)", {std::to_string(each.pid)});
                if (std::ranges::find(ended_, each.pid, &connected_session::pid) == ended_.end())
                    ended_.push_back(std::move(each));
            }
        } catch (...) {
            return;
        }
    }

    postgres::connection on_;
    std::string database_;
    std::vector<connected_session> ended_;
    std::jthread thread_;
};

void rename(postgres::connection& on, std::string const& from, std::string const& to, std::stop_token const& stop) {
    on.execute("ALTER DATABASE " + postgres::quote_name(from) + " RENAME TO " + postgres::quote_name(to), stop);
}

} // namespace

database_url address_of(database_url server, std::string const& database) {
    auto const found = std::ranges::find(server.parameters, "dbname", [](auto const& each) { return each.first; });
    if (found == server.parameters.end())
        server.parameters.emplace_back("dbname", database);
    else
        found->second = database;
    server.text.clear(); // it names the other database
    return server;
}

postgres::connection
connect_beside(database_url const& server, std::string const& database, std::stop_token const& stop) {
    constexpr char const* usual = "postgres";
    constexpr char const* always_there = "template1";
    postgres::connect_options options;
    options.stop = stop;
    if (database != usual) {
        try {
            return postgres::connection{address_of(server, usual), options};
        } catch (error const& failure) {
            if (failure.code() != errc::connection_failed || database == always_there)
                throw;
        }
    }
    return postgres::connection{address_of(server, always_there), options};
}

bool is_there(postgres::connection& on, std::string const& database) {
    return on.execute("SELECT FROM pg_catalog.pg_database WHERE datname = $1", {database}).row_count() != 0;
}

std::vector<connected_session> sessions_of(postgres::connection& on, std::string const& database) {
    auto const answer = on.execute(sessions_query, {database});
    std::vector<connected_session> sessions;
    for (std::size_t number = 0; number < answer.row_count(); ++number) {
        catalog::row row{answer, number};
        sessions.push_back({
            .pid = static_cast<int>(row.number()),
            .user = row.text(),
            .application = row.text(),
            .host = row.text(),
            .state = row.text(),
        });
    }
    return sessions;
}

error in_use(std::string const& database, std::vector<connected_session> const& sessions) {
    error_info info;
    info.code = errc::database_in_use;
    info.message = "the database " + database + " cannot be replaced while others are connected to it";
    for (auto const& each : sessions) {
        info.reason += info.reason.empty() ? "" : "\n";
        info.reason += each.pid == 0 ? "transaction " + each.application : "session " + std::to_string(each.pid);
        info.reason += " of " + (each.user.empty() ? "somebody" : each.user);
        info.reason += each.host.empty() ? "" : " from " + each.host;
        info.reason += each.application.empty() || each.pid == 0 ? "" : " (" + each.application + ")";
        info.reason += each.state.empty() ? "" : ", " + each.state;
    }
    info.remedy = "end them, or have them terminated (--terminate)";
    info.retryable = true;
    return error{std::move(info)};
}

void take_over_properties(postgres::connection& on, std::string const& from, std::string const& to) {
    take_over_settings(on, from, to);
    for (auto const& statement : on.execute(properties_query, {from, to}).first_column())
        on.execute(statement);
}

std::string name_of_replaced(std::string_view database, std::string_view stamp) {
    auto const room = longest_name - replaced_mark.size() - stamp_length;
    if (database.size() > room) {
        std::size_t end = room;
        while (end > 0 && (static_cast<unsigned char>(database[end]) & 0xC0U) == 0x80U)
            --end; // not in the middle of a character
        database = database.substr(0, end);
    }
    std::string name{database};
    name += replaced_mark;
    for (char const c : stamp)
        if (c != '-' && c != ':')
            name += c;
    return name;
}

bool is_name_of_replaced(std::string_view name) {
    auto const tail = replaced_mark.size() + stamp_length;
    if (name.size() <= tail)
        return false;
    auto const end = name.substr(name.size() - tail);
    auto const stamp = end.substr(replaced_mark.size());
    auto const digits = [](std::string_view text) {
        return text.find_first_not_of("0123456789") == std::string_view::npos;
    };
    return end.starts_with(replaced_mark) && digits(stamp.substr(0, 8)) && stamp[8] == 'T' &&
           digits(stamp.substr(9, 6)) && stamp.back() == 'Z';
}

std::vector<connected_session> change_places(swap_request const& request) {
    auto on = connect_beside(request.server, request.database, request.stop);
    std::optional<terminating> ending;
    if (request.sessions == connected_sessions::terminated)
        ending.emplace(request.server, request.database);
    try {
        // The renaming locks the name first, so that nobody connects any more, and then waits until all are gone.
        postgres::transaction both{on};
        rename(on, request.database, request.kept_as, request.stop);
        rename(on, request.fresh, request.database, request.stop);
        both.commit();
    } catch (error const& failure) {
        if (!is_about_sessions(failure))
            throw;
        throw in_use(request.database, sessions_of(on, request.database));
    }
    return ending ? ending->finish() : std::vector<connected_session>{};
}

} // namespace alembicore::backup
