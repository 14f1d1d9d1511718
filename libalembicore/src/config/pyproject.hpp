// The tables of pyproject.toml that concern us, with the percent-formatting that Alembic gives their text.
#pragma once

#include <alembicore/error.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace alembicore::config {

/// A value of a type that no setting has: a float, a date, a mixed list.
struct unsupported_value {};

using text_table = std::map<std::string, std::string>;

struct toml_value {
    std::variant<
        unsupported_value,
        std::string,
        bool,
        long,
        std::vector<std::string>,
        text_table,
        std::vector<text_table>>
        value;
    source_place place;
};

/// One table, for example [tool.alembic]. Text is as written; the functions below format it. Errors of all of them:
/// bad_configuration, for another type than is asked for and for percent signs that Python would refuse.
class toml_table {
public:
    toml_table() = default;
    toml_table(std::map<std::string, toml_value> values, std::string here);

    [[nodiscard]] std::optional<std::string> find_text(std::string const& key) const;
    [[nodiscard]] std::optional<bool> find_boolean(std::string const& key) const;
    [[nodiscard]] std::optional<long> find_integer(std::string const& key) const;
    [[nodiscard]] std::optional<std::vector<std::string>> find_list(std::string const& key) const;
    [[nodiscard]] std::vector<text_table> find_tables(std::string const& key) const;

    /// Empty without the key.
    [[nodiscard]] text_table find_text_table(std::string const& key) const;

    [[nodiscard]] std::optional<source_place> place_of(std::string const& key) const;

    /// Whether the value is there and a boolean, for settings that may also be text.
    [[nodiscard]] bool is_boolean(std::string const& key) const;
    [[nodiscard]] bool is_integer(std::string const& key) const;

private:
    [[nodiscard]] toml_value const* value(std::string const& key) const;
    [[nodiscard]] std::string format(std::string const& text, std::string const& key, source_place const& place) const;
    [[nodiscard]] text_table format(text_table table, std::string const& key, source_place const& place) const;

    template <typename T>
    [[nodiscard]] T const* find_as(std::string const& key, char const* expected) const;

    std::map<std::string, toml_value> values_;
    std::string here_;
};

struct pyproject {
    bool has_alembic = false; ///< there is a [tool.alembic]
    toml_table alembic;       ///< [tool.alembic]
    toml_table alembicore;    ///< [tool.alembicore]
};

/// `here` is the folder of the file. Errors: bad_configuration with file, line, column and excerpt.
[[nodiscard]] pyproject parse_pyproject(std::string const& file, std::string_view text, std::string const& here);

} // namespace alembicore::config
