// One call: a transaction with a time limit, in which values are printed in one way.
#pragma once

#include "postgres/connection.hpp"

#include <alembicore/data.hpp>

namespace alembicore::data {

enum class intent { read, write };

class call {
public:
    /// Errors: bad_usage while a transaction is open on the connection.
    call(postgres::connection& on, intent what, std::chrono::milliseconds time_limit);
    call(call const&) = delete;
    call& operator=(call const&) = delete;
    /// What is not committed is rolled back.
    ~call();

    void commit();

    [[nodiscard]] postgres::connection& connection() noexcept { return connection_; }

private:
    postgres::connection& connection_;
    bool open_ = true;
};

} // namespace alembicore::data
