// What Python's objects hold.
#pragma once

#include "values/calls.hpp"

#include <alembicore/private_cluster.hpp>

#include <mutex>
#include <optional>
#include <stop_token>

namespace alembicore::python {

struct stop_handle {
    std::stop_source source;
};

/// A connection that threads take in turn; empty once it is closed.
struct database_handle {
    std::optional<database> held;
    std::mutex used;

    explicit database_handle(database opened) : held(std::move(opened)) {}

    /// Errors: bad_usage where it is closed. Only while `used` is locked.
    [[nodiscard]] database& open() {
        if (!held)
            throw error{errc::bad_usage, "the database is closed", "connect again"};
        return *held;
    }
};

struct plan_handle {
    plan held;
};

struct cluster_handle {
    private_cluster held;
};

} // namespace alembicore::python
