// What Python's objects hold.
#pragma once

#include "values/calls.hpp"

#include <alembicore/private_cluster.hpp>

#include <memory>
#include <mutex>
#include <stop_token>

namespace alembicore::python {

struct stop_handle {
    std::stop_source source;
};

/// A connection that threads take in turn, by locking `used`. A cancel comes in between; so what is closed meanwhile
/// lives until the last of them is done with it.
class database_handle {
public:
    explicit database_handle(database opened) : held_(std::make_shared<database>(std::move(opened))) {}

    /// Errors: bad_usage where it is closed.
    [[nodiscard]] std::shared_ptr<database> open() const {
        std::scoped_lock const locked{holding_};
        if (!held_)
            throw error{errc::bad_usage, "the database is closed", "connect again"};
        return held_;
    }

    void close() {
        std::scoped_lock const locked{used, holding_};
        held_.reset();
    }

    std::mutex used;

private:
    mutable std::mutex holding_;
    std::shared_ptr<database> held_;
};

struct plan_handle {
    plan held;
};

struct cluster_handle {
    private_cluster held;
};

} // namespace alembicore::python
