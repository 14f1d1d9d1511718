// The statements of the entities of `alembic_utils`: functions, views, triggers, …. Pure text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace alembicore::sqlalchemy {

/// What an entity was made with, after the package has cleaned it.
struct entity {
    enum class kind { function, view, materialized_view, trigger, extension, policy, grant };

    kind what = kind::function;
    std::string schema{};
    std::string signature{};
    std::string definition{};
    std::string on_entity{};
    bool is_constraint = false;
    bool with_data = true;
    // Of a grant:
    std::string table{};
    std::string role{};
    std::string grant{};
    std::vector<std::string> columns{};
    bool with_grant_option = false;
};

// How the package cleans what it is given.
[[nodiscard]] std::string without_quotes(std::string_view name);
[[nodiscard]] std::string one_spaced(std::string_view text);
[[nodiscard]] std::string without_final_semicolon(std::string_view sql);
/// `:` becomes `\:`, so that sqlalchemy.text() finds no parameters.
[[nodiscard]] std::string escape_colons(std::string_view sql);
[[nodiscard]] std::string escape_colons_of_plpgsql(std::string_view sql);
[[nodiscard]] bool is_plpgsql(std::string_view definition);

/// In the notation of sqlalchemy.text(). Errors: not_evaluable where the package could not read the entity either.
[[nodiscard]] std::string create_statement(entity const& of);
[[nodiscard]] std::string drop_statement(entity const& of, bool cascade);
[[nodiscard]] std::vector<std::string> replace_statements(entity const& of);

} // namespace alembicore::sqlalchemy
