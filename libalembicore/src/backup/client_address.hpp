// How a database's address reaches a client program: its password in the environment, everything else as an argument.
#pragma once

#include <alembicore/database_url.hpp>

#include <map>
#include <string>

namespace alembicore::backup {

struct client_address {
    std::string connection;                         ///< libpq's `key='value' …`, without secrets, for `--dbname`
    std::map<std::string, std::string> environment; ///< of the child: this process's, with the password
};

/// Of this database on the server of that URL. Messages of the child come in English, since they are looked into.
/// Errors: not_available for a client key with a password, which could only be given on the command line.
[[nodiscard]] client_address address_for(database_url const& server, std::string const& database);

} // namespace alembicore::backup
