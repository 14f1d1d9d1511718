#include "sqlalchemy/entity_sql.hpp"

#include "python/object.hpp"

#include <algorithm>
#include <optional>

namespace alembicore::sqlalchemy {

namespace {

bool is_space(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_space(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && is_space(text.back()))
        text.remove_suffix(1);
    return text;
}

std::string lower(std::string_view text) {
    std::string result{text};
    std::transform(result.begin(), result.end(), result.begin(), [](char c) {
        return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    });
    return result;
}

std::string replace_all(std::string_view text, std::string_view from, std::string_view to) {
    std::string result;
    for (std::size_t at = 0; at < text.size();)
        if (text.substr(at).starts_with(from)) {
            result += to;
            at += from.size();
        } else
            result += text[at++];
    return result;
}

/// `"name"`, whether or not the quotes are there already.
std::string quoted(std::string_view name) {
    auto const strip = [](std::string_view part) {
        part = trimmed(part);
        while (part.ends_with('"'))
            part.remove_suffix(1);
        part = trimmed(part);
        while (part.starts_with('"'))
            part.remove_prefix(1);
        return '"' + std::string{trimmed(part)} + '"';
    };
    auto const dot = name.find('.');
    if (dot == std::string_view::npos)
        return strip(name);
    return strip(name.substr(0, dot)) + '.' + strip(name.substr(dot + 1));
}

std::string quoted_name(entity const& of) {
    return quoted(of.schema) + ".\"" + of.signature + '"';
}

[[noreturn]] void refuse(std::string_view what) {
    throw python::not_evaluable("alembic_utils cannot read " + std::string{what}, "write the statement as SQL text");
}

/// `CREATE FUNCTION "schema"."name"(parameters) …`
std::string function_statement(entity const& of, std::string_view verb) {
    auto const open = of.signature.find('(');
    if (open == std::string::npos)
        refuse("a function signature without parentheses");
    return std::string{verb} + ' ' + quoted(of.schema) + ".\"" +
           std::string{trimmed(std::string_view{of.signature}.substr(0, open))} + "\"(" +
           of.signature.substr(open + 1) + ' ' + of.definition;
}

/// The parameters of a signature without their defaults.
std::string drop_function(entity const& of, std::string_view cascade) {
    auto const open = of.signature.find('(', 1);
    if (open == std::string::npos || !of.signature.ends_with(')') || open + 1 >= of.signature.size())
        refuse("a function signature that does not end in its parameters");
    auto const inner = trimmed(std::string_view{of.signature}.substr(open + 1, of.signature.size() - open - 2));
    std::string parameters;
    for (std::size_t from = 0; from <= inner.size();) {
        auto const comma = std::min(inner.find(',', from), inner.size());
        auto const parameter = inner.substr(from, comma - from);
        parameters += parameters.empty() && from == 0 ? "" : ", ";
        parameters += trimmed(parameter.substr(0, lower(parameter).find("default")));
        from = comma + 1;
    }
    return "DROP FUNCTION " + quoted(of.schema) + ".\"" +
           std::string{trimmed(std::string_view{of.signature}.substr(0, open))} + "\"(" + parameters + ") " +
           std::string{cascade};
}

/// `event ON table action`, with the table in the schema of the trigger.
std::string trigger_definition(entity const& of) {
    std::string_view const text = of.definition;
    auto const lowered = lower(text);
    for (std::size_t at = 1; at < text.size(); ++at) {
        auto after = at;
        while (after < text.size() && is_space(text[after]))
            ++after;
        if (after == at || !std::string_view{lowered}.substr(after).starts_with("on") || after + 2 >= text.size() ||
            !is_space(text[after + 2]))
            continue;
        auto const rest = trimmed(text.substr(after + 2));
        auto const end = std::find_if(rest.begin(), rest.end(), is_space) - rest.begin();
        auto table = rest.substr(0, static_cast<std::size_t>(end));
        auto const action = trimmed(rest.substr(static_cast<std::size_t>(end)));
        if (table.empty() || action.empty())
            break;
        if (auto const dot = table.find('.'); dot != std::string_view::npos)
            table = table.substr(dot + 1);
        return std::string{text.substr(0, at)} + " ON " + of.schema + '.' + std::string{table} + ' ' +
               std::string{action};
    }
    refuse("the definition of trigger " + of.signature);
}

std::string materialized_body(entity const& of) {
    std::string_view definition = of.definition;
    while (!definition.empty() && is_space(definition.back()))
        definition.remove_suffix(1);
    while (definition.ends_with(';'))
        definition.remove_suffix(1);
    return quoted_name(of) + " AS " + std::string{definition} + " WITH " + (of.with_data ? "" : "NO") + " DATA";
}

std::string grant_statement(entity const& of) {
    std::string columns;
    for (auto const& column : of.columns)
        columns += (columns.empty() ? "" : ", ") + column;
    return "GRANT " + of.grant + ' ' + (columns.empty() ? "" : "( " + columns + " )") + " ON " + quoted(of.schema) +
           '.' + quoted(of.table) + " TO " + quoted(of.role) + ' ' + (of.with_grant_option ? " WITH GRANT OPTION" : "");
}

/// A view that cannot be replaced in place is dropped and made again.
std::string replace_view(entity const& of) {
    auto const body = quoted_name(of) + " AS " + of.definition + ";\n";
    return "\n        do $$\n            begin\n                CREATE OR REPLACE VIEW " + body +
           "\n            exception when others then\n                DROP VIEW IF EXISTS " + quoted_name(of) +
           ";\n\n                CREATE VIEW " + body + "            end;\n        $$ language 'plpgsql'\n        ";
}

} // namespace

std::string without_quotes(std::string_view name) {
    std::string result{name};
    std::erase(result, '"');
    return result;
}

std::string one_spaced(std::string_view text) {
    std::string result;
    for (char const c : trimmed(text))
        if (!is_space(c))
            result += c;
        else if (!result.ends_with(' '))
            result += ' ';
    return result;
}

std::string without_final_semicolon(std::string_view sql) {
    sql = trimmed(sql);
    while (sql.ends_with(';'))
        sql.remove_suffix(1);
    return std::string{trimmed(sql)};
}

std::string escape_colons(std::string_view sql) {
    std::string result;
    for (std::size_t at = 0; at < sql.size(); ++at)
        if (sql.substr(at).starts_with("::")) {
            result += "::";
            ++at;
        } else
            result += sql[at] == ':' ? "\\:" : std::string(1, sql[at]);
    return result;
}

std::string escape_colons_of_plpgsql(std::string_view sql) {
    // Three passes, as the marks that the package leaves are taken in this order.
    constexpr std::string_view cast = "\x01", assignment = "\x02", escaped = "\x03";
    if (sql.find_first_of("\x01\x02\x03") != std::string_view::npos)
        refuse("control characters in a function");
    auto text = replace_all(sql, "::", cast);
    text = replace_all(text, ":=", assignment);
    text = replace_all(text, "\\:", escaped);
    text = replace_all(text, ":", "\\:");
    text = replace_all(text, escaped, "\\:");
    text = replace_all(text, assignment, ":=");
    return replace_all(text, cast, "::");
}

bool is_plpgsql(std::string_view definition) {
    auto text = lower(one_spaced(definition));
    std::erase(text, '\'');
    return text.find("language plpgsql") != std::string::npos;
}

std::string create_statement(entity const& of) {
    switch (of.what) {
    case entity::kind::function:
        return function_statement(of, "CREATE FUNCTION");
    case entity::kind::view:
        return "CREATE VIEW " + quoted_name(of) + " AS " + of.definition + ';';
    case entity::kind::materialized_view:
        return "CREATE MATERIALIZED VIEW " + materialized_body(of) + ';';
    case entity::kind::trigger:
        return std::string{"CREATE"} + (of.is_constraint ? " CONSTRAINT " : " ") + "TRIGGER \"" + of.signature + "\" " +
               trigger_definition(of);
    case entity::kind::extension:
        return "CREATE EXTENSION \"" + of.signature + "\" WITH SCHEMA " + quoted(of.schema) + ';';
    case entity::kind::policy:
        return "CREATE POLICY " + of.signature + " on " + of.on_entity + ' ' + of.definition;
    case entity::kind::grant:
        break;
    }
    return grant_statement(of);
}

std::string drop_statement(entity const& of, bool cascade) {
    std::string const ending = cascade ? "cascade" : "";
    switch (of.what) {
    case entity::kind::function:
        return drop_function(of, ending);
    case entity::kind::view:
        return "DROP VIEW " + quoted_name(of) + ' ' + ending;
    case entity::kind::materialized_view:
        return "DROP MATERIALIZED VIEW " + quoted_name(of) + ' ' + ending;
    case entity::kind::trigger:
        return "DROP TRIGGER \"" + of.signature + "\" ON " + of.on_entity + ' ' + ending;
    case entity::kind::extension:
        return "DROP EXTENSION \"" + of.signature + "\" " + (cascade ? "CASCADE" : "");
    case entity::kind::policy:
        return "DROP POLICY " + of.signature + " on " + of.on_entity + ' ' + ending;
    case entity::kind::grant:
        break;
    }
    return "REVOKE " + of.grant + " ON " + quoted(of.schema) + '.' + quoted(of.table) + " FROM " + quoted(of.role);
}

std::vector<std::string> replace_statements(entity const& of) {
    switch (of.what) {
    case entity::kind::function:
        return {function_statement(of, "CREATE OR REPLACE FUNCTION")};
    case entity::kind::view:
        return {replace_view(of)};
    case entity::kind::materialized_view:
        return {
            "DROP MATERIALIZED VIEW IF EXISTS " + quoted_name(of) + "; ",
            "CREATE MATERIALIZED VIEW " + materialized_body(of)};
    case entity::kind::trigger:
        return {"DROP TRIGGER IF EXISTS \"" + of.signature + "\" ON " + of.on_entity + ';', create_statement(of)};
    case entity::kind::extension:
        refuse("how to replace an extension");
    case entity::kind::policy:
        return {
            "DROP POLICY IF EXISTS " + of.signature + " on " + of.on_entity + ';',
            "CREATE POLICY " + of.signature + " on " + of.on_entity + ' ' + of.definition + ';'};
    case entity::kind::grant:
        break;
    }
    return {drop_statement(of, false), create_statement(of)};
}

} // namespace alembicore::sqlalchemy
