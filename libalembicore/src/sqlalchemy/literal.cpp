// Python values as SQL literals.
#include "sqlalchemy/errors.hpp"
#include "sqlalchemy/expression.hpp"
#include "sqlalchemy/names.hpp"
#include "sqlalchemy/types_derived.hpp"

#include <algorithm>

namespace alembicore::sqlalchemy {

namespace {

using schema::expression;
using schema::expression_kind;
using schema::type_family;

expression node(expression_kind kind, std::string text) {
    return {.kind = kind, .text = std::move(text)};
}

type_pointer make_simple(std::string name, schema::column_type type) {
    return std::make_shared<type_value>(std::move(name), std::move(type));
}

/// The type that SQLAlchemy gives a value of no declared type.
type_pointer type_for(python::value const& given) {
    static type_pointer const text = make_simple("String", {.keyword = "VARCHAR", .family = type_family::string});
    static type_pointer const whole = make_simple("Integer", {.keyword = "INTEGER", .family = type_family::integer});
    static type_pointer const real = make_simple("Float", {.keyword = "FLOAT", .family = type_family::floating});
    if (given.boolean())
        return boolean_type();
    if (given.integer())
        return whole;
    if (given.get_if<double>() != nullptr)
        return real;
    if (given.text())
        return text;
    return nullptr;
}

error no_literal(python::evaluation& run, python::value const& given) {
    return python::not_evaluable(
        "no exact SQL literal is known for " + run.repr(given), "write the statement as SQL text"
    );
}

/// Dates, times, UUIDs and decimal numbers print as Python prints them.
expression object_literal(python::evaluation& run, python::value const& given) {
    auto const name = given.as_object()->type_name();
    if (name == "datetime" || name == "date" || name == "time" || name == "UUID")
        return node(expression_kind::string, run.str(given));
    if (name == "Decimal")
        return node(expression_kind::number, run.str(given));
    throw no_literal(run, given);
}

expression
array_literal(python::evaluation& run, std::vector<python::value> const& items, type_pointer const& element) {
    expression array{.kind = expression_kind::array};
    for (auto const& item : items)
        array.operands.push_back(literal_node(run, item, element));
    return array;
}

type_pointer element_type(type_pointer const& array) {
    if (!array || !array->definition().element)
        return nullptr;
    return make_simple("element", *array->definition().element);
}

[[noreturn]] void no_renderer(python::evaluation& run, python::value const& given, std::string_view type) {
    throw sqlalchemy_error(
        "CompileError",
        "Could not render literal value \"" + run.repr(given) + "\" with datatype " + std::string{type} +
            "; see parent stack trace for more detail."
    );
}

/// The label that stands for a member of the type's enum class.
std::optional<std::string> label_of(type_value const& type, python::value const& given) {
    for (auto const& [member, label] : type.traits().members)
        if (python::same_key(member, given))
            return label;
    return std::nullopt;
}

/// Text that int() turns into the same digits.
bool is_whole_number(std::string_view text) {
    if (text.starts_with('-'))
        text.remove_prefix(1);
    bool const digits = std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    return digits && !text.empty() && (text.size() == 1 || text.front() != '0');
}

expression typed_literal(python::evaluation& run, python::value const& given, type_pointer const& type) {
    switch (type->definition().family) {
    case type_family::enumeration:
        if (auto label = label_of(*type, given))
            return node(expression_kind::string, std::move(*label));
        [[fallthrough]];
    case type_family::string:
        if (auto const text = given.text())
            return node(expression_kind::string, std::string{*text});
        no_renderer(run, given, "VARCHAR");
    case type_family::boolean:
        if (auto const whole = given.integer(); whole && (*whole == 0 || *whole == 1))
            return node(expression_kind::boolean, *whole == 1 ? "true" : "false");
        no_renderer(run, given, "BOOLEAN");
    case type_family::integer:
    case type_family::small_integer:
    case type_family::big_integer:
        if (auto const whole = given.integer())
            return node(expression_kind::number, std::to_string(*whole));
        if (auto const text = given.text(); text && is_whole_number(*text))
            return node(expression_kind::number, std::string{*text});
        if (given.text())
            throw no_literal(run, given);
        no_renderer(run, given, "INTEGER");
    case type_family::numeric:
    case type_family::floating:
        if (given.text())
            throw no_literal(run, given);
        return given.boolean() ? throw no_literal(run, given) : node(expression_kind::number, run.str(given));
    case type_family::json:
        throw python::not_evaluable(
            "a JSON value in a data statement has no SQL literal in SQLAlchemy",
            "write the statement as SQL text, or run it with Python"
        );
    default:
        return literal_node(run, given, nullptr);
    }
}

} // namespace

expression literal_node(python::evaluation& run, python::value const& written, type_pointer const& type) {
    auto const given = type ? converted_value(run, *type, written) : written;
    if (given.is_none())
        return {.kind = expression_kind::null};
    if (auto const* items = given.items(); items != nullptr)
        return array_literal(run, *items, element_type(type));
    if (type && type->definition().family != type_family::unknown && type->definition().family != type_family::other)
        if (type->definition().family < type_family::date || type->definition().family >= type_family::json)
            if (type->definition().family != type_family::array && type->definition().family != type_family::domain)
                return typed_literal(run, given, type);
    if (auto const flag = given.boolean())
        return node(expression_kind::boolean, *flag ? "true" : "false");
    if (auto const text = given.text())
        return node(expression_kind::string, std::string{*text});
    if (given.number())
        return node(expression_kind::number, run.str(given));
    if (given.as_object() != nullptr)
        return object_literal(run, given);
    throw no_literal(run, given);
}

expression_pointer coerce(python::evaluation& run, python::value const& given, type_pointer const& type) {
    if (auto const known = given.as<expression_value>())
        return known;
    bool const same_kind = type && given.text() && type->definition().family != type_family::json;
    type_pointer const own = type_for(given);
    bool const fits =
        type && (same_kind || given.is_none() || !own || type->definition().family == type_family::boolean ||
                 type->traits().conversion != value_conversion::none);
    type_pointer const used = fits ? type : own;
    return make_expression(literal_node(run, given, used), used ? used : type);
}

expression ddl_expression(python::evaluation& run, python::value const& given) {
    if (auto const known = given.as<expression_value>())
        return known->node();
    if (auto const text = given.text())
        return parse_text(*text);
    if (auto const flag = given.boolean())
        return node(expression_kind::boolean, *flag ? "true" : "false");
    throw sqlalchemy_error("ArgumentError", "SQL expression or text expected, got " + run.repr(given) + ".");
}

expression default_expression(python::evaluation& run, python::value const& given) {
    if (auto const known = given.as<expression_value>())
        return known->node();
    if (auto const text = given.text())
        return node(expression_kind::string, std::string{*text});
    throw sqlalchemy_error(
        "ArgumentError",
        "Argument 'arg' is expected to be one of type '<class 'str'>' or '<class "
        "'sqlalchemy.sql.elements.ClauseElement'>' "
        "or '<class 'sqlalchemy.sql.elements.TextClause'>', got '" +
            run.type_of(given)->name() + "'"
    );
}

} // namespace alembicore::sqlalchemy
