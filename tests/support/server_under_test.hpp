// What differs between the versions of PostgreSQL that the tests may run against, and what older ones lack.
#pragma once

#include <alembicore/database_url.hpp>

#include <string>
#include <string_view>

namespace alembicore::test {

/// `15`, of the server of the tests.
[[nodiscard]] int server_major_version();

/// Whether it has this type, and this value of it: multiranges and infinite numerics came with PostgreSQL 14.
[[nodiscard]] bool server_knows(std::string_view type, std::string_view text);

/// A pg_dump of this machine that reads it; empty where all of them are older.
[[nodiscard]] std::string pg_dump_of_server();

/// Ends a session and waits until it is gone; pg_terminate_backend() waits by itself since PostgreSQL 14 only.
void end_session(database_url const& on, std::string const& backend);

} // namespace alembicore::test
