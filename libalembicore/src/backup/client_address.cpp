#include "backup/client_address.hpp"

#include <alembicore/error.hpp>
#include <alembicore/settings.hpp>

#include <string_view>

namespace alembicore::backup {

namespace {

std::string setting(std::string_view name, std::string_view value) {
    std::string text{name};
    text += "='";
    for (char const c : value) {
        if (c == '\'' || c == '\\')
            text += '\\';
        text += c;
    }
    return text + "' ";
}

} // namespace

client_address address_for(database_url const& server, std::string const& database) {
    client_address made{.connection = {}, .environment = process_environment()};
    for (auto const& [name, value] : server.parameters) {
        if (name == "password")
            made.environment["PGPASSWORD"] = value;
        else if (name == "sslpassword")
            throw error{
                errc::not_available,
                "pg_dump cannot be given the password of a client key without showing it to others",
                "use a key without a password, and keep it readable for this user alone"};
        else if (name != "dbname" && name != "client_encoding" && name != "fallback_application_name")
            made.connection += setting(name, value);
    }
    made.connection += setting("dbname", database) + "fallback_application_name='alembicore backup'";
    made.environment["LC_ALL"] = "C";
    made.environment.erase("PGCLIENTENCODING"); // the archive is in the server's encoding
    made.environment.erase("PG_COLOR");
    return made;
}

} // namespace alembicore::backup
