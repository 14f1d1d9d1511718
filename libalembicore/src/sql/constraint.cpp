#include "sql/constraint.hpp"

#include "sql/expression.hpp"

#include <alembicore/error.hpp>

#include <boost/algorithm/string/case_conv.hpp>

#include <algorithm>
#include <array>

namespace alembicore::sql {

namespace {

error unexpected_phrase(std::string_view phrase) {
    return error{
        errc::python_exception,
        "CompileError: Unexpected SQL phrase: '" + std::string{phrase} + "' (matching against pattern)",
        "write one of the words that PostgreSQL knows here"};
}

template <std::size_t Count>
bool is_one_of(std::string_view phrase, std::array<std::string_view, Count> const& allowed) {
    std::string const upper = boost::algorithm::to_upper_copy(std::string{phrase});
    return std::find(allowed.begin(), allowed.end(), upper) != allowed.end();
}

constexpr std::array<std::string_view, 5> reactions{"RESTRICT", "CASCADE", "SET NULL", "NO ACTION", "SET DEFAULT"};
constexpr std::array<std::string_view, 2> moments{"DEFERRED", "IMMEDIATE"};

raw checked_on_update(std::string const& phrase) {
    if (!is_one_of(phrase, reactions))
        throw unexpected_phrase(phrase);
    return {phrase};
}

/// ON DELETE also takes SET NULL (column, …).
raw checked_on_delete(std::string const& phrase) {
    std::string_view head = phrase;
    if (auto const open = head.find('('); open != std::string_view::npos && open > 0 && head.size() > open + 2 &&
                                          head.back() == ')' &&
                                          boost::algorithm::to_upper_copy(phrase).starts_with("SET "))
        head = head.substr(0, head.find_last_not_of(" \t\n", open - 1) + 1);
    if (!is_one_of(head, reactions))
        throw unexpected_phrase(phrase);
    return {phrase};
}

void write_name(writer& out, std::optional<schema::object_name> const& name) {
    if (name)
        out << "CONSTRAINT " << *name << " ";
}

void write_include(writer& out, std::vector<schema::identifier> const& columns) {
    if (!columns.empty())
        out << " INCLUDE (" << columns << ")";
}

void write_check_time(writer& out, schema::check_time const& checked) {
    if (checked.deferrable && *checked.deferrable)
        out << " DEFERRABLE";
    else if (checked.deferrable)
        out << " NOT DEFERRABLE";
    if (!checked.initially)
        return;
    if (!is_one_of(*checked.initially, moments))
        throw unexpected_phrase(*checked.initially);
    out << " INITIALLY " << raw{*checked.initially};
}

void write_validity(writer& out, bool not_valid) {
    if (not_valid)
        out << " NOT VALID";
}

void write_clause(writer& out, schema::primary_key const& key) {
    write_name(out, key.name);
    out << "PRIMARY KEY (" << key.columns << ")";
    write_include(out, key.include);
    write_check_time(out, key.checked);
}

void write_clause(writer& out, schema::unique_constraint const& unique) {
    write_name(out, unique.name);
    out << "UNIQUE ";
    if (unique.nulls_not_distinct && *unique.nulls_not_distinct)
        out << "NULLS NOT DISTINCT ";
    else if (unique.nulls_not_distinct)
        out << "NULLS DISTINCT ";
    out << "(" << unique.columns << ")";
    write_include(out, unique.include);
    write_check_time(out, unique.checked);
}

void write_reactions(writer& out, schema::foreign_key const& key) {
    if (key.match)
        out << " MATCH " << raw{*key.match};
    if (key.on_delete)
        out << " ON DELETE " << checked_on_delete(*key.on_delete);
    if (key.on_update)
        out << " ON UPDATE " << checked_on_update(*key.on_update);
    write_check_time(out, key.checked);
}

void write_clause(writer& out, schema::foreign_key const& key) {
    write_name(out, key.name);
    out << "FOREIGN KEY(" << key.columns << ") REFERENCES " << key.referred << " (" << key.referred_columns << ")";
    write_reactions(out, key);
    write_validity(out, key.not_valid);
}

void write_clause(writer& out, schema::check_constraint const& check) {
    write_name(out, check.name);
    out << "CHECK (";
    write(out, check.condition, column_names::bare);
    out << ")";
    write_check_time(out, check.checked);
    write_validity(out, check.not_valid);
}

void write_clause(writer& out, schema::exclude_constraint const& exclude) {
    write_name(out, exclude.name);
    out << "EXCLUDE USING " << raw{checked_index_method(exclude.method)} << " (";
    for (auto const& element : exclude.elements) {
        if (&element != &exclude.elements.front())
            out << ", ";
        write(out, element.value, column_names::bare);
        if (!element.operator_class.empty())
            out << " " << raw{element.operator_class};
        out << " WITH " << raw{element.operator_};
    }
    out << ")";
    if (exclude.where) {
        out << " WHERE (";
        write(out, *exclude.where, column_names::with_table);
        out << ")";
    }
    write_check_time(out, exclude.checked);
}

} // namespace

bool is_empty(schema::constraint const& constraint) {
    auto const* key = std::get_if<schema::primary_key>(&constraint);
    auto const* unique = std::get_if<schema::unique_constraint>(&constraint);
    return (key != nullptr && key->columns.empty()) || (unique != nullptr && unique->columns.empty());
}

void write(writer& out, schema::constraint const& written) {
    if (is_empty(written))
        return;
    std::visit([&](auto const& chosen) { write_clause(out, chosen); }, written);
}

void write(writer& out, schema::check_constraint const& written) {
    write_clause(out, written);
}

void write_references(writer& out, schema::foreign_key const& key) {
    out << " REFERENCES " << key.referred << " (" << key.referred_columns << ")";
    write_reactions(out, key);
}

std::string checked_index_method(std::string_view method) {
    auto const is_word = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    };
    if (method.empty() || !std::all_of(method.begin(), method.end(), is_word))
        throw unexpected_phrase(method);
    return boost::algorithm::to_lower_copy(std::string{method});
}

} // namespace alembicore::sql
