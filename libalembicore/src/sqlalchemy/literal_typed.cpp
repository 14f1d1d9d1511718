// Literals of declared types, as SQLAlchemy's literal_binds writes them into a script.
#include "sqlalchemy/literal.hpp"

#include "base/file.hpp"
#include "python/date_time.hpp"
#include "sqlalchemy/errors.hpp"
#include "sqlalchemy/modules.hpp"

#include <boost/algorithm/string/erase.hpp>

#include <algorithm>
#include <array>

namespace alembicore::sqlalchemy {

namespace {

using python::evaluation;
using python::value;
using schema::expression;
using schema::expression_kind;
using schema::type_family;

expression node(expression_kind kind, std::string text) {
    return {.kind = kind, .text = std::move(text)};
}

/// SQLAlchemy 1.4 has no literals of most types.
expression no_legacy_literal(evaluation& run, value const& given) {
    return node(
        expression_kind::no_literal, "NotImplementedError: Don't know how to literal-quote value " + run.repr(given)
    );
}

expression script_only_fails(evaluation& run, value const& given, std::string_view type_name) {
    return by_reader(no_literal(run, given, type_name), server_literal(run, given), no_legacy_literal(run, given));
}

/// The label that stands for a member of the type's enum class.
std::optional<std::string> label_of(type_value const& type, value const& given) {
    for (auto const& [member, label] : type.traits().members)
        if (python::same_key(member, given))
            return label;
    return std::nullopt;
}

expression text_literal(evaluation& run, value const& given, type_value const& type) {
    if (auto label = label_of(type, given))
        return schema::string_literal(std::move(*label));
    if (auto const text = given.text())
        return schema::string_literal(std::string{*text});
    if (type.definition().family == type_family::enumeration)
        throw sqlalchemy_error(
            "CompileError",
            "Could not render literal value " + run.repr(given) +
                " with datatype VARCHAR; see parent stack trace for "
                "more detail."
        );
    return script_only_fails(run, given, "VARCHAR");
}

expression boolean_literal(evaluation& run, value const& given) {
    if (auto const whole = given.integer(); whole && (*whole == 0 || *whole == 1))
        return node(expression_kind::boolean, *whole == 1 ? "true" : "false");
    throw sqlalchemy_error(
        "CompileError",
        "Could not render literal value " + run.repr(given) +
            " with datatype BOOLEAN; see parent stack trace for more "
            "detail."
    );
}

/// Text that int() turns into the same digits.
bool is_whole_number(std::string_view text) {
    if (text.starts_with('-'))
        text.remove_prefix(1);
    bool const digits = std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    return digits && !text.empty() && (text.size() == 1 || text.front() != '0');
}

expression whole_literal(evaluation& run, value const& given) {
    auto const server = server_literal(run, given);
    if (auto const whole = given.integer()) {
        auto const digits = node(expression_kind::number, std::to_string(*whole));
        return by_reader(digits, server, digits);
    }
    if (auto const text = given.text(); text && is_whole_number(*text)) {
        auto const digits = node(expression_kind::number, std::string{*text});
        return by_reader(digits, server, digits);
    }
    if (given.number() && !given.integer())
        throw python::not_evaluable("a fraction in a column of whole numbers", "write a whole number");
    return script_only_fails(run, given, "INTEGER");
}

bool is_decimal(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789.") == std::string_view::npos &&
           std::count(text.begin(), text.end(), '.') < 2 && text != ".";
}

expression fraction_literal(evaluation& run, value const& given) {
    if (auto const text = given.text(); text && is_decimal(*text)) {
        auto const digits = node(expression_kind::number, std::string{*text});
        return by_reader(digits, server_literal(run, given), digits);
    }
    bool const is_decimal_object = given.as_object() != nullptr && given.as_object()->type_name() == "Decimal";
    if (given.boolean() || !(given.number() || is_decimal_object))
        return script_only_fails(run, given, "NUMERIC");
    auto const digits = node(expression_kind::number, run.str(given));
    return by_reader(digits, server_literal(run, given), digits);
}

expression time_literal(evaluation& run, value const& given, type_value const& type) {
    auto const family = type.definition().family;
    auto const object = given.as_object() != nullptr ? given.as_object()->type_name() : std::string{};
    auto const calendar = given.as<python::calendar_time>();
    if (!calendar && object != "time")
        return script_only_fails(run, given, type.definition().keyword);
    auto text = run.str(given);
    if (calendar && !calendar->is_date() && family == type_family::date)
        text = text.substr(0, text.find(' '));
    if (calendar && !calendar->is_date() && family == type_family::time)
        text = text.substr(text.find(' ') + 1);
    return by_reader(
        schema::string_literal(std::move(text)), server_literal(run, given), no_legacy_literal(run, given)
    );
}

expression interval_literal(evaluation& run, value const& given) {
    if (!given.as<python::time_span>())
        return script_only_fails(run, given, "INTERVAL");
    auto const seconds = run.call(*run.attribute(given, "total_seconds"), {});
    return by_reader(
        schema::sql_text("make_interval(secs=>" + run.str(seconds) + ")"),
        server_literal(run, given),
        no_legacy_literal(run, given)
    );
}

/// Bytes are written as the text that they are in UTF-8.
expression bytes_literal(evaluation& run, value const& given) {
    auto const* bytes = given.get_if<python::bytes_pointer>();
    if (bytes == nullptr)
        return script_only_fails(run, given, "BYTEA");
    auto const& text = (*bytes)->bytes;
    auto const server = server_literal(run, given);
    if (base::find_invalid_utf8(text) != std::string::npos)
        return by_reader(no_literal(run, given, "BYTEA"), server, no_legacy_literal(run, given));
    auto const literal = schema::string_literal(text);
    return by_reader(literal, server, literal);
}

expression uuid_literal(evaluation& run, value const& given, type_value const& type) {
    auto text = run.str(given);
    auto const server = server_literal(run, given);
    expression const legacy{
        .kind = expression_kind::sequence, .operands = {schema::string_literal(text), schema::sql_text("::UUID")}};
    auto const& attributes = type.traits().attributes;
    bool const is_text = std::any_of(attributes.begin(), attributes.end(), [](auto const& each) {
        return each.first == "as_uuid" && each.second.boolean() == false;
    });
    if (is_text && !given.text())
        return by_reader(no_literal(run, given, "UUID"), server, legacy);
    if (is_text)
        boost::algorithm::erase_all(text, "-");
    return by_reader(schema::string_literal(text), server, legacy);
}

expression json_literal(evaluation& run, value const& given) {
    python::arguments arguments;
    arguments.positional.push_back(given);
    auto const text = run.call(*revision_modules().find("json")->find("dumps"), arguments);
    return by_reader(
        no_literal(run, given, "JSON"), schema::string_literal(std::string{*text.text()}), no_legacy_literal(run, given)
    );
}

/// Elements for one reader.
expression array_for(evaluation& run, std::vector<value> const& items, type_pointer const& element) {
    expression array{.kind = expression_kind::array};
    for (auto const& item : items) {
        if (auto const* nested = item.items())
            array.operands.push_back(array_for(run, *nested, element));
        else
            array.operands.push_back(literal_node(run, item, element));
    }
    return array;
}

expression array_literal(evaluation& run, value const& given, type_value const& type) {
    auto const* items = given.items();
    if (items == nullptr)
        return script_only_fails(run, given, "ARRAY");
    auto const element = std::make_shared<type_value>("element", *type.definition().element);
    auto const array = array_for(run, *items, element);
    auto const sent = items->empty() ? schema::string_literal("{}") : array;
    expression const server{
        .kind = expression_kind::sequence, .operands = {sent, schema::sql_text("::" + type_text(type))}};
    return by_reader(array, server, no_legacy_literal(run, given));
}

/// Types that SQLAlchemy has no literals of, and of which it sends values as they are.
bool is_sent_as_it_is(std::string const& keyword) {
    static constexpr std::array<std::string_view, 12> words{
        "INET",
        "CIDR",
        "MACADDR",
        "MACADDR8",
        "MONEY",
        "BIT",
        "BIT VARYING",
        "OID",
        "REGCLASS",
        "TSVECTOR",
        "TSQUERY",
        "REGCONFIG"};
    return std::find(words.begin(), words.end(), keyword) != words.end();
}

} // namespace

expression by_reader(expression script, expression server, expression legacy_script) {
    auto const same = [&](expression const& other) {
        return script.kind == other.kind && script.text == other.text && script.operands.empty() &&
               other.operands.empty();
    };
    if (same(server) && same(legacy_script))
        return script;
    return {
        .kind = expression_kind::by_reader,
        .operands = {std::move(script), std::move(server), std::move(legacy_script)}};
}

expression no_literal(evaluation& run, value const& given, std::string_view type_name) {
    return node(
        expression_kind::no_literal,
        "CompileError: No literal value renderer is available for literal value \"" + run.repr(given) +
            "\" with datatype " + std::string{type_name}
    );
}

expression typed_literal(evaluation& run, value const& given, type_value const& type) {
    switch (type.definition().family) {
    case type_family::enumeration:
    case type_family::string:
        return text_literal(run, given, type);
    case type_family::boolean:
        return boolean_literal(run, given);
    case type_family::integer:
    case type_family::small_integer:
    case type_family::big_integer:
        return whole_literal(run, given);
    case type_family::numeric:
    case type_family::floating:
        return fraction_literal(run, given);
    case type_family::date:
    case type_family::time:
    case type_family::timestamp:
        return time_literal(run, given, type);
    case type_family::interval:
        return interval_literal(run, given);
    case type_family::binary:
        return bytes_literal(run, given);
    case type_family::uuid:
        return uuid_literal(run, given, type);
    case type_family::json:
        return json_literal(run, given);
    case type_family::array:
        return array_literal(run, given, type);
    case type_family::domain:
        return typed_literal(run, given, type_value{"domain", type.definition().domain->base});
    case type_family::unknown:
        return script_only_fails(run, given, "NULL");
    case type_family::other:
        break;
    }
    if (is_sent_as_it_is(type.definition().keyword))
        return script_only_fails(run, given, type.definition().keyword);
    throw python::not_evaluable(
        "how a value of type " + type.definition().keyword + " is sent to the server is not known",
        "write the statement as SQL text"
    );
}

} // namespace alembicore::sqlalchemy
