// What is looked for, as SQL: names quoted, values as parameters of the column's type.
#include "data/raw_condition.hpp"
#include "data/statement.hpp"

namespace alembicore::data {

namespace {

/// `value operator value`.
std::string_view plain_operator(comparison how) {
    switch (how) {
    case comparison::equals:
        return " = ";
    case comparison::not_equals:
        return " <> ";
    case comparison::less:
        return " < ";
    case comparison::at_most:
        return " <= ";
    case comparison::greater:
        return " > ";
    case comparison::at_least:
        return " >= ";
    default:
        return {};
    }
}

/// With what LIKE takes for a pattern taken literally.
std::string literal_pattern(std::string const& text) {
    std::string escaped;
    for (char const c : text) {
        if (c == '%' || c == '_' || c == '\\')
            escaped += '\\';
        escaped += c;
    }
    return escaped;
}

std::string const& only_value(condition const& wanted) {
    if (wanted.values.size() != 1)
        throw error{
            errc::bad_usage,
            "the condition on '" + wanted.column + "' takes one value, " + std::to_string(wanted.values.size()) +
                " are given"};
    return wanted.values.front();
}

void write_text(statement& to, shape_column const& column) {
    to.name(column.shown.name) << (column.text ? "" : "::text");
}

void write_condition(statement& to, shape const& of, condition const& wanted) {
    auto const& column = of.column(wanted.column);
    auto const& type = column.cast;
    switch (wanted.how) {
    case comparison::one_of:
        to.name(wanted.column) << " = ANY (";
        to.parameter(postgres::array_literal(wanted.values), type + "[]") << ")";
        return;
    case comparison::contains:
        write_text(to, column);
        to << " ILIKE ";
        to.parameter('%' + literal_pattern(only_value(wanted)) + '%', "text");
        return;
    case comparison::starts_with:
        write_text(to, column);
        to << " LIKE ";
        to.parameter(literal_pattern(only_value(wanted)) + '%', "text");
        return;
    case comparison::ends_with:
        write_text(to, column);
        to << " LIKE ";
        to.parameter('%' + literal_pattern(only_value(wanted)), "text");
        return;
    case comparison::is_null:
        to.name(wanted.column) << " IS NULL";
        return;
    case comparison::is_not_null:
        to.name(wanted.column) << " IS NOT NULL";
        return;
    case comparison::has_element:
        to.name(wanted.column) << " @> ";
        to.parameter(column.document ? only_value(wanted) : postgres::array_literal({only_value(wanted)}), type);
        return;
    case comparison::matches_path:
        to.name(wanted.column) << "::jsonb @? ";
        to.parameter(only_value(wanted), "jsonpath");
        return;
    default:
        to.name(wanted.column) << plain_operator(wanted.how);
        to.parameter(only_value(wanted), type);
    }
}

} // namespace

bool is_empty(filter const& wanted) {
    return wanted.conditions.empty() && wanted.groups.empty() && wanted.sql.empty();
}

void write_filter(statement& to, shape const& of, filter const& wanted) {
    if (is_empty(wanted)) {
        to << "true";
        return;
    }
    std::string_view const word = wanted.how == joined::all ? " AND " : " OR ";
    std::string_view separator = "(";
    for (auto const& each : wanted.conditions) {
        to << separator;
        write_condition(to, of, each);
        separator = word;
    }
    for (auto const& each : wanted.groups) {
        to << separator;
        write_filter(to, of, each);
        separator = word;
    }
    if (!wanted.sql.empty()) {
        require_condition(wanted.sql);
        to << separator << "(" << wanted.sql << "\n)"; // it may end in a comment
    }
    to << ")";
}

void write_where(statement& to, shape const& of, filter const& wanted) {
    if (is_empty(wanted))
        return;
    to << " WHERE ";
    write_filter(to, of, wanted);
}

} // namespace alembicore::data
