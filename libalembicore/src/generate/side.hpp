// The tables of the models and those of a database in the same words: what Alembic compares, and how it writes it.
#pragma once

#include "authoring/modules_needed.hpp"
#include "schema/column.hpp"
#include "schema/identifier.hpp"

#include <optional>
#include <string>
#include <vector>

namespace alembicore::generate {

enum class default_kind { value, identity, computed };

struct server_default {
    default_kind kind = default_kind::value;
    std::string python{}; ///< `'x'`, `sa.text('now()')`, `sa.Identity(always=True)`
    std::string sql{};    ///< as the server is told it; of a computed column, its expression
    std::optional<schema::identity> identity{};
};

/// How a type is written, and what it is compared by.
struct column_type {
    std::string python{}; ///< `sa.String(length=50)`
    std::string sql{};    ///< as SQLAlchemy tells PostgreSQL
    authoring::modules_needed needed{};
};

struct column {
    std::string name{};
    column_type type{};
    bool nullable = true;
    bool primary_key = false;
    std::optional<server_default> default_value{};
    std::string autoincrement{}; ///< as it is written: `True`; empty = not at all
    bool numbered = false;       ///< the server numbers the rows by it
    std::optional<std::string> comment{};
};

struct primary_key {
    std::optional<schema::object_name> name{};
    std::vector<std::string> columns{};
};

struct unique_key {
    std::optional<schema::object_name> name{};
    std::vector<std::string> columns{};
    std::vector<std::string> options{}; ///< `deferrable=True`
    bool nulls_not_distinct = false;
};

struct foreign_key {
    std::optional<schema::object_name> name{};
    std::vector<std::string> columns{};
    std::optional<std::string> referred_schema{}; ///< absent: the default one
    std::string referred_table{};
    std::vector<std::string> referred_columns{};
    std::string on_update{}; ///< as written; empty = not said
    std::string on_delete{};
    std::string initially{};
    std::string match{};
    bool deferrable = false;
    bool use_alter = false;
};

struct check {
    std::optional<schema::object_name> name{};
    std::string sql{};
    bool of_type = false; ///< it belongs to the type of a column, which makes it
};

struct index {
    schema::object_name name{};
    bool unique = false;
    std::vector<std::string> elements{}; ///< as Python writes them
    std::vector<std::string> compared{}; ///< what is left of their SQL when Alembic compares it
    std::vector<std::string> shown{};    ///< their SQL
    std::vector<std::string> columns{};  ///< those that are columns
    std::vector<std::string> options{};  ///< `postgresql_using='gin'`
    bool nulls_not_distinct = false;
};

struct table {
    std::optional<std::string> schema{}; ///< absent: the default one
    std::string name{};
    std::vector<column> columns{};
    std::optional<primary_key> key{};
    std::vector<unique_key> unique{};
    std::vector<foreign_key> foreign_keys{};
    std::vector<check> checks{};
    std::vector<std::string> exclusions{}; ///< as Python writes them; they are not compared
    std::vector<index> indexes{};
    std::optional<std::string> comment{};
    std::vector<std::string> options{}; ///< `postgresql_partition_by='RANGE (at)'`
};

/// `schema.name`, or the name alone.
[[nodiscard]] inline std::string dotted(table const& of) {
    return of.schema ? *of.schema + '.' + of.name : of.name;
}

} // namespace alembicore::generate
