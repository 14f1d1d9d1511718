// Values as psycopg2 sends them.
#include "sqlalchemy/literal.hpp"

#include "python/date_time.hpp"
#include "sqlalchemy/errors.hpp"

#include <cmath>
#include <cstdio>

namespace alembicore::sqlalchemy {

namespace {

using schema::expression;
using schema::expression_kind;

expression with_cast(std::string text, std::string_view type) {
    return {
        .kind = expression_kind::sequence,
        .operands = {schema::string_literal(std::move(text)), schema::sql_text("::" + std::string{type})}};
}

expression number(std::string text) {
    return {.kind = expression_kind::number, .text = std::move(text)};
}

expression real(python::evaluation& run, python::value const& given, double value) {
    if (std::isfinite(value))
        return number(run.str(given));
    return with_cast(std::isnan(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity", "float");
}

std::string hexadecimal(std::string const& bytes) {
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string text = "'\\x";
    for (char const c : bytes) {
        auto const byte = static_cast<unsigned char>(c);
        text += digits[byte >> 4U];
        text += digits[byte & 15U];
    }
    return text + "'::bytea";
}

std::string span_text(std::chrono::microseconds length) {
    using namespace std::chrono;
    auto const days = floor<std::chrono::days>(length);
    auto const rest = length - days;
    auto const whole = floor<seconds>(rest);
    char text[64];
    std::snprintf(
        text,
        sizeof text,
        "%lld days %lld.%06lld seconds",
        static_cast<long long>(days.count()),
        static_cast<long long>(whole.count()),
        static_cast<long long>((rest - whole).count())
    );
    return text;
}

expression object_literal(python::evaluation& run, python::value const& given) {
    if (auto const time = given.as<python::calendar_time>()) {
        if (time->is_date())
            return with_cast(run.str(given), "date");
        return with_cast(time->iso_text("T"), time->offset() ? "timestamptz" : "timestamp");
    }
    if (auto const span = given.as<python::time_span>())
        return with_cast(span_text(span->duration()), "interval");
    auto const name = given.as_object()->type_name();
    if (name == "time")
        return with_cast(run.str(given), "time");
    if (name == "UUID")
        return with_cast(run.str(given), "uuid");
    if (name == "Decimal")
        return number(run.str(given));
    throw python::not_evaluable(
        "how " + run.repr(given) + " is sent to the server is not known", "write the statement as SQL text"
    );
}

expression list_literal(python::evaluation& run, std::vector<python::value> const& items) {
    if (items.empty())
        return schema::string_literal("{}");
    expression array{.kind = expression_kind::array};
    for (auto const& item : items)
        array.operands.push_back(server_literal(run, item));
    return array;
}

} // namespace

expression server_literal(python::evaluation& run, python::value const& given) {
    if (given.is_none())
        return {.kind = expression_kind::null};
    if (auto const flag = given.boolean())
        return {.kind = expression_kind::boolean, .text = *flag ? "true" : "false"};
    if (auto const* bytes = given.get_if<python::bytes_pointer>())
        return schema::sql_text(hexadecimal((*bytes)->bytes));
    if (auto const text = given.text())
        return schema::string_literal(std::string{*text});
    if (auto const* value = given.get_if<double>())
        return real(run, given, *value);
    if (given.number())
        return number(run.str(given));
    if (auto const* list = given.get_if<python::list_pointer>())
        return list_literal(run, (*list)->items);
    if (auto const* items = given.items()) {
        expression group{.kind = expression_kind::group};
        for (auto const& item : *items)
            group.operands.push_back(server_literal(run, item));
        return group;
    }
    if (given.mapping() != nullptr)
        return {
            .kind = expression_kind::no_literal,
            .text = "ProgrammingError: (psycopg2.ProgrammingError) can't adapt type 'dict'"};
    if (given.as_object() != nullptr)
        return object_literal(run, given);
    throw python::not_evaluable(
        "how " + run.repr(given) + " is sent to the server is not known", "write the statement as SQL text"
    );
}

} // namespace alembicore::sqlalchemy
