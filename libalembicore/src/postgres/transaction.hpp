// A transaction block with a scope.
#pragma once

#include "postgres/connection.hpp"

namespace alembicore::postgres {

/// Begins on construction; what is not committed is rolled back.
class transaction {
public:
    /// `opening` begins the block, and may set what holds until its end.
    explicit transaction(connection& on, std::string const& opening = "BEGIN");
    transaction(transaction const&) = delete;
    transaction& operator=(transaction const&) = delete;
    ~transaction();

    /// Errors: as `execute`; commit_in_doubt when the connection breaks before the server's answer is here.
    void commit();

    /// Errors: as `execute`.
    void rollback();

private:
    connection& connection_;
    bool open_ = true;
};

} // namespace alembicore::postgres
