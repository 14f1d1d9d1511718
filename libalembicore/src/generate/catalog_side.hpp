// The tables of a database as Alembic reflects them.
#pragma once

#include "generate/side.hpp"

#include <alembicore/catalog.hpp>
#include <alembicore/sqlalchemy_generation.hpp>

#include <string>
#include <vector>

namespace alembicore::generate {

struct reflection {
    std::string default_schema{}; ///< tables in it go by their name alone
    sqlalchemy_generation like = sqlalchemy_generation::v2_0;
};

/// Ordinary and partitioned tables; foreign ones and views are not reflected.
[[nodiscard]] std::vector<table> reflect(catalog::snapshot const& of, reflection const& how);

} // namespace alembicore::generate
