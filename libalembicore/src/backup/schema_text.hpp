// The schema of a database as pg_dump writes it down in SQL.
#pragma once

#include <alembicore/database.hpp>

#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

namespace alembicore::backup {

struct schema_text_request {
    std::filesystem::path programs{};   ///< the folder of pg_dump; empty = found
    std::vector<std::string> schemas{}; ///< exact names; empty = all
    std::stop_token stop{};
};

/// What `pg_dump --schema-only` prints. Errors: those of `find_client_programs` and `run_client`.
[[nodiscard]] std::string schema_text(database& of, schema_text_request const& request);

} // namespace alembicore::backup
