// One database takes the place of another.
#pragma once

#include "postgres/connection.hpp"

#include <alembicore/backup.hpp>

#include <string>
#include <vector>

namespace alembicore::backup {

/// The server's address with another database in it.
[[nodiscard]] database_url address_of(database_url server, std::string const& database);

/// A session of a database that nobody replaces: `postgres`, or `template1` where that is the one or is not there.
/// Errors: those of connecting.
[[nodiscard]] postgres::connection
connect_beside(database_url const& server, std::string const& database, std::stop_token const& stop);

[[nodiscard]] bool is_there(postgres::connection& on, std::string const& database);

/// Who is connected to it, and prepared transactions, as sessions without a process. Errors: those of statements.
[[nodiscard]] std::vector<connected_session> sessions_of(postgres::connection& on, std::string const& database);

[[nodiscard]] error in_use(std::string const& database, std::vector<connected_session> const& sessions);

/// Owner, privileges, settings, limit of connections and comment become those of another database; the owner last,
/// after which the caller may change nothing more. Errors: those of statements.
void take_over_properties(postgres::connection& on, std::string const& from, std::string const& to);

/// `shop_before_20261126T101539Z`, and whether a name is of that form.
[[nodiscard]] std::string name_of_replaced(std::string_view database, std::string_view stamp);
[[nodiscard]] bool is_name_of_replaced(std::string_view name);

struct swap_request {
    database_url const& server;
    std::string database; ///< the name, which one has and another gets
    std::string kept_as;  ///< the name that the first one gets
    std::string fresh;    ///< the name that the other one has
    connected_sessions sessions = connected_sessions::refused;
    std::stop_token stop;
};

/// Both renamings in one transaction. Gives the sessions that were ended. Errors: database_in_use; those of statements;
/// commit_in_doubt.
std::vector<connected_session> change_places(swap_request const& request);

} // namespace alembicore::backup
