#include "catalog/definition.hpp"

#include "postgres/connection.hpp"
#include "sql/identifier.hpp"

#include <boost/algorithm/string/join.hpp>

#include <algorithm>

namespace alembicore::catalog {

namespace {

/// ` word text`; nothing without a text.
std::string clause(std::string_view word, std::string const& text) {
    return text.empty() ? std::string{} : ' ' + std::string{word} + ' ' + text;
}

std::string with_options(std::vector<std::string> const& options) {
    return options.empty() ? std::string{} : " WITH (" + joined(options) + ')';
}

} // namespace

std::string quoted(std::string const& name) {
    return sql::quote(schema::identifier{.text = name, .quote = {}});
}

std::string quoted(catalog::name const& name) {
    return quoted(name.schema) + '.' + quoted(name.object);
}

std::string quoted(std::vector<catalog::name> const& names) {
    std::vector<std::string> all;
    for (auto const& each : names)
        all.push_back(quoted(each));
    return joined(all);
}

std::string always_quoted(catalog::name const& name) {
    return postgres::quote_name(name.schema) + '.' + postgres::quote_name(name.object);
}

std::string joined(std::vector<std::string> const& texts) {
    return boost::algorithm::join(texts, ", ");
}

std::string definition_of(column const& described) {
    std::string text =
        described.type + clause("OPTIONS", described.foreign_options) + clause("COLLATE", described.collation);
    if (described.generated)
        text += " GENERATED ALWAYS AS (" + *described.generated + ") STORED";
    text += clause("DEFAULT", described.default_value.value_or(""));
    return described.nullable ? text : text + " NOT NULL";
}

std::string series_of(sequence const& described) {
    std::string text = "START WITH " + std::to_string(described.start);
    text += " INCREMENT BY " + std::to_string(described.increment);
    text += " MINVALUE " + std::to_string(described.minimum);
    text += " MAXVALUE " + std::to_string(described.maximum);
    text += " CACHE " + std::to_string(described.cache);
    return described.cycle ? text + " CYCLE" : text;
}

std::string definition_of(domain const& described) {
    std::string text = "AS " + described.type + clause("COLLATE", described.collation);
    text += clause("DEFAULT", described.default_value.value_or(""));
    return described.nullable ? text : text + " NOT NULL";
}

std::string labels_of(enumeration const& described) {
    std::vector<std::string> literals;
    for (auto const& label : described.labels)
        literals.push_back(sql::quote_literal(label));
    return '(' + joined(literals) + ')';
}

std::string attributes_of(composite const& described) {
    std::vector<std::string> all;
    for (auto const& [name, type] : described.attributes)
        all.push_back(quoted(name) + ' ' + type);
    return '(' + joined(all) + ')';
}

std::string clauses_of(table const& described) {
    std::string text;
    if (described.partition_bound.empty() && !described.parents.empty())
        text += " INHERITS (" + quoted(described.parents) + ')';
    text += clause("PARTITION BY", described.partition_key);
    text += clause("USING", described.access_method);
    text += with_options(described.options);
    return described.tablespace.empty() ? text : text + " TABLESPACE " + quoted(described.tablespace);
}

std::string foreign_clauses_of(table const& described) {
    std::vector<std::string> options;
    for (auto const& each : described.server_options) {
        auto const sign = std::min(each.find('='), each.size());
        options.push_back(
            quoted(each.substr(0, sign)) + ' ' + sql::quote_literal(each.substr(std::min(sign + 1, each.size())))
        );
    }
    auto text = " SERVER " + quoted(described.server);
    return options.empty() ? text : text + " OPTIONS (" + joined(options) + ')';
}

std::string definition_of(policy const& described) {
    std::vector<std::string> roles;
    for (auto const& role : described.roles)
        roles.push_back(role == "public" ? role : quoted(role));
    std::string text = described.permissive ? "AS PERMISSIVE" : "AS RESTRICTIVE";
    text += clause("FOR", described.command) + clause("TO", joined(roles));
    if (described.condition)
        text += " USING (" + *described.condition + ')';
    if (described.check_condition)
        text += " WITH CHECK (" + *described.check_condition + ')';
    return text;
}

std::string definition_of(view const& described) {
    auto select = described.definition;
    while (select.ends_with(';') || select.ends_with(' ') || select.ends_with('\n'))
        select.pop_back();
    std::string text = with_options(described.options) + " AS" + select;
    return described.populated ? text : text + " WITH NO DATA";
}

} // namespace alembicore::catalog
