// A statement with parameters in the making: names are quoted, values travel apart.
#pragma once

#include "data/shape.hpp"

#include <string>
#include <string_view>

namespace alembicore::data {

class statement {
public:
    /// SQL of our own.
    statement& operator<<(std::string_view sql) {
        text_ += sql;
        return *this;
    }

    statement& name(std::string_view name) {
        text_ += postgres::quote_name(name);
        return *this;
    }

    statement& name(catalog::name const& name);

    /// A parameter, cast to this type.
    statement& parameter(value given, std::string_view type);

    [[nodiscard]] std::string const& text() const noexcept { return text_; }

    [[nodiscard]] postgres::connection::parameters const& values() const noexcept { return values_; }

    [[nodiscard]] postgres::result run(postgres::connection& on, std::stop_token const& stop) const {
        return on.execute(text_, values_, stop);
    }

private:
    std::string text_;
    postgres::connection::parameters values_;
};

/// Whether every row fits.
[[nodiscard]] bool is_empty(filter const& wanted);
/// ` WHERE …`, or nothing. Errors: bad_usage.
void write_where(statement& to, shape const& of, filter const& wanted);
/// A condition of `wanted` in parentheses, `true` when it has none.
void write_filter(statement& to, shape const& of, filter const& wanted);
/// That the column is printed as this text, which is what a reader has seen: a type may have no equality, or one that
/// takes different values for equal.
void write_printed_so(statement& to, shape_column const& column, value const& text);
/// `"a" = $1::integer AND …`. Errors: bad_usage for columns that are not there, or none.
void write_key(statement& to, shape const& of, row_key const& key);

} // namespace alembicore::data
