// libpq's handles, owned. Only sources of this room include libpq itself.
#pragma once

#include <memory>

struct pg_conn;
struct pg_result;
struct pg_cancel;

namespace alembicore::postgres {

struct handle_deleter {
    void operator()(pg_conn* handle) const noexcept;
    void operator()(pg_result* handle) const noexcept;
    void operator()(pg_cancel* handle) const noexcept;
};

using connection_handle = std::unique_ptr<pg_conn, handle_deleter>;
using result_handle = std::unique_ptr<pg_result, handle_deleter>;
using cancel_handle = std::unique_ptr<pg_cancel, handle_deleter>;

} // namespace alembicore::postgres
