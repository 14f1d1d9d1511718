// Shapes of tables that were read a moment ago.
#pragma once

#include "data/shape.hpp"

#include <chrono>
#include <map>
#include <memory>
#include <mutex>

namespace alembicore::data {

struct known_tables::state {
    /// Null: none is known that is young enough.
    [[nodiscard]] std::shared_ptr<shape const> find(catalog::name const& table);

    std::shared_ptr<shape const> keep(shape read);

    void forget(catalog::name const& table);

    std::chrono::milliseconds good_for;

private:
    struct known_shape {
        std::shared_ptr<shape const> what;
        std::chrono::steady_clock::time_point when;
    };

    std::mutex mutex_;
    std::map<catalog::name, known_shape> shapes_;
};

} // namespace alembicore::data
