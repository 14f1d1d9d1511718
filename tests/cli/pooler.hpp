// PgBouncer in front of the server of the tests, giving each transaction another session.
#pragma once

#include "support/temporary_folder.hpp"

#include <string>

namespace alembicore::test {

/// Ended with the object.
class transaction_pooler {
public:
    /// Whether pgbouncer is installed.
    [[nodiscard]] static bool available();

    transaction_pooler();
    transaction_pooler(transaction_pooler const&) = delete;
    transaction_pooler& operator=(transaction_pooler const&) = delete;
    ~transaction_pooler();

    /// Of a database through it.
    [[nodiscard]] std::string address(std::string const& database) const;

private:
    temporary_folder folder_;
    int port_ = 0;
};

} // namespace alembicore::test
