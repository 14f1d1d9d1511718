// One call: a transaction with a time limit, in which values are printed in one way.
#pragma once

#include "postgres/transaction.hpp"

#include <alembicore/data.hpp>

namespace alembicore::data {

enum class intent { read, write };

class call {
public:
    /// Errors: bad_usage while a transaction is open on the connection.
    call(postgres::connection& on, intent what, std::chrono::milliseconds time_limit);

    /// What is not committed is rolled back. Errors: as those of a transaction.
    void commit() { transaction_.commit(); }

    [[nodiscard]] postgres::connection& connection() noexcept { return connection_; }

private:
    postgres::connection& connection_;
    postgres::transaction transaction_;
};

} // namespace alembicore::data
