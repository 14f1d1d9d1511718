// What the models and a database do not share, by the rules of Alembic's autogenerate.
#pragma once

#include "generate/change.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace alembicore::generate {

/// What a filter of env.py is asked about.
struct filtered_object {
    std::string_view kind{}; ///< table, column, index, unique_constraint, foreign_key_constraint, check_constraint
    std::optional<std::string> name{};
    table const& of;               ///< itself, or the table it belongs to
    bool reflected = false;        ///< it comes from the database
    bool has_other = false;        ///< the other side has one, too
    column const* own = nullptr;   ///< of a column
    column const* other = nullptr; ///< that of the other side; null: it has none
};

/// Whether env.py wants this compared.
using object_filter = std::function<bool(filtered_object const&)>;

/// `include_name`, which is asked before anything is reflected.
using name_filter = std::function<bool(std::string_view kind, std::optional<std::string> const& name, table const& of)>;

/// Whether two SQL expressions have the same value, as the server sees it.
using default_question = std::function<bool(std::string const& in_database, std::string const& in_models)>;

struct rules {
    std::string default_schema{};
    bool types = true;
    default_question defaults{}; ///< empty: defaults are not compared
    object_filter objects{};     ///< empty: all
    name_filter names{};         ///< empty: all
};

struct comparison {
    std::vector<change> changes{};
    std::vector<std::string> detected{}; ///< in the words of Alembic's log
    std::vector<std::string> notes{};    ///< what cannot be compared, or cannot be undone
};

/// `in_database` without the version table; `in_models` in an order in which they could be made.
/// Errors: not_evaluable for a difference that is not known exactly; those of the questions.
[[nodiscard]] comparison
compare(std::vector<table> const& in_database, std::vector<table> const& in_models, rules const& by);

} // namespace alembicore::generate
