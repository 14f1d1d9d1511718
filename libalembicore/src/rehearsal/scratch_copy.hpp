// A scratch database with the schema of another one, and some of its rows.
#pragma once

#include "migrate/version_table.hpp"
#include "postgres/scratch_database.hpp"

#include <alembicore/catalog.hpp>
#include <alembicore/database.hpp>
#include <alembicore/rehearsal.hpp>

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace alembicore::rehearsal {

/// An empty database like the target's, on its server or the one that is named.
/// Errors: those of `scratch_database`.
[[nodiscard]] postgres::scratch_database
make_scratch(postgres::connection& like, std::optional<database_url> const& server, std::stop_token const& stop);

/// Makes the schema in an empty database. Errors: not_available for what `ddl` cannot make; those of statements.
void build_schema(postgres::connection& in, catalog::snapshot const& schema, std::stop_token const& stop);

class scratch_copy {
public:
    /// Everything is read in one moment. Errors: those of `scratch_database`; not_available for a schema that cannot be
    /// made anew; those of statements; cancelled.
    scratch_copy(database& of, migrate::version_table const& table, options const& how);

    [[nodiscard]] database& made() noexcept { return made_; }

    /// What was read of the other one.
    [[nodiscard]] catalog::snapshot const& original() const noexcept { return original_; }

    [[nodiscard]] std::vector<std::string> const& version_rows() const noexcept { return version_rows_; }

private:
    void fill(postgres::connection& from, migrate::version_table const& table, options const& how);

    postgres::scratch_database held_;
    database made_;
    catalog::snapshot original_;
    std::vector<std::string> version_rows_;
};

} // namespace alembicore::rehearsal
