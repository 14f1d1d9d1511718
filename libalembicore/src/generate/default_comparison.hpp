// Defaults of the server, compared by the server.
#pragma once

#include "postgres/connection.hpp"

#include <stop_token>
#include <string>

namespace alembicore::generate {

/// Asks the server whether two expressions have the same value, as Alembic does, but in a transaction that changes
/// nothing. What takes the next number of a sequence is compared as text.
class default_comparison {
public:
    default_comparison(postgres::connection& on, std::stop_token stop) : on_{&on}, stop_{std::move(stop)} {}

    /// Errors: those of statements that are not the expressions' own; cancelled.
    [[nodiscard]] bool operator()(std::string const& in_database, std::string const& in_models) const;

private:
    [[nodiscard]] bool asked(std::string const& left, std::string const& right) const;

    postgres::connection* on_;
    std::stop_token stop_;
};

} // namespace alembicore::generate
