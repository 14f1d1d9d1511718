// The dialect as evaluated code sees it: always PostgreSQL's, with psycopg2.
#pragma once

#include "python/evaluation.hpp"

namespace alembicore::sqlalchemy {

class dialect_value final : public python::object {
public:
    [[nodiscard]] std::string type_name() const override { return "PGDialect_psycopg2"; }

    [[nodiscard]] std::optional<python::value> attribute(python::evaluation& run, std::string_view name) override;

    [[nodiscard]] bool truth(python::evaluation&) override { return true; }
};

[[nodiscard]] python::value make_dialect();

/// Adds `dialect()` of sqlalchemy.dialects.postgresql.
void add_dialect(python::module_registry& modules);

} // namespace alembicore::sqlalchemy
