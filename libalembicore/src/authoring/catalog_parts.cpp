#include "authoring/catalog_parts.hpp"

#include "catalog/definition.hpp"

#include <algorithm>
#include <limits>

namespace alembicore::authoring {

namespace {

using catalog::constraint_kind;
using catalog::quoted;

std::vector<schema::identifier> identifiers(std::vector<std::string> const& names) {
    std::vector<schema::identifier> made;
    for (auto const& each : names)
        made.push_back({.text = each, .quote = {}});
    return made;
}

std::string columns_of(std::vector<std::string> const& names) {
    std::vector<std::string> all;
    for (auto const& each : names)
        all.push_back(quoted(each));
    return '(' + catalog::joined(all) + ')';
}

/// A name that no naming convention changes.
schema::object_name final_name(std::string const& name) {
    return {.name = {.text = name, .quote = {}}, .origin = schema::name_origin::generated};
}

std::string check_time_text(catalog::constraint const& from) {
    std::string text = from.deferrable ? " DEFERRABLE" : "";
    return from.initially_deferred ? text + " INITIALLY DEFERRED" : text;
}

schema::check_time check_time_of(catalog::constraint const& from) {
    schema::check_time made;
    if (from.deferrable)
        made.deferrable = true;
    if (from.initially_deferred)
        made.initially = "DEFERRED";
    return made;
}

/// Whether the first parenthesis is closed by the last one.
bool is_one_group(std::string_view text) {
    if (!text.starts_with('(') || !text.ends_with(')'))
        return false;
    int depth = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '\'' || text[at] == '"')
            return false;
        depth += text[at] == '(' ? 1 : text[at] == ')' ? -1 : 0;
        if (depth == 0 && at + 1 < text.size())
            return false;
    }
    return true;
}

std::optional<schema::constraint> check_of(catalog::constraint const& from) {
    constexpr std::string_view head = "CHECK (";
    std::string_view text = from.definition;
    if (!text.starts_with(head) || !text.ends_with(')'))
        return std::nullopt;
    text = text.substr(head.size(), text.size() - head.size() - 1);
    if (is_one_group(text))
        text = text.substr(1, text.size() - 2);
    return schema::check_constraint{
        .name = final_name(from.name), .condition = schema::sql_text(std::string{text}), .checked = {}};
}

std::optional<schema::constraint> foreign_key_of(catalog::constraint const& from, revision_names const& names) {
    auto const& to = *from.reference;
    std::string text =
        "FOREIGN KEY " + columns_of(from.columns) + " REFERENCES " + quoted(to.table) + columns_of(to.columns);
    schema::foreign_key made{
        .name = final_name(from.name),
        .columns = identifiers(from.columns),
        .referred = names.of(to.table),
        .referred_columns = identifiers(to.columns),
        .match = {},
        .on_delete = {},
        .on_update = {},
        .checked = check_time_of(from)};
    auto const say = [&](std::optional<std::string>& phrase, std::string const& word, std::string const& value) {
        text += ' ' + word + ' ' + value;
        phrase = value;
    };
    if (to.match == "FULL")
        say(made.match, "MATCH", to.match);
    if (to.on_update != "NO ACTION")
        say(made.on_update, "ON UPDATE", to.on_update);
    if (to.on_delete != "NO ACTION")
        say(made.on_delete, "ON DELETE", to.on_delete);
    if (text + check_time_text(from) != from.definition)
        return std::nullopt;
    return made;
}

std::string without_catalog(std::string const& name) {
    constexpr std::string_view schema = "pg_catalog.";
    return name.starts_with(schema) ? name.substr(schema.size()) : name;
}

/// The element as in CREATE INDEX.
std::string text_of(catalog::index_element const& element) {
    auto text = element.value;
    if (!element.collation.empty())
        text += " COLLATE " + without_catalog(element.collation);
    if (!element.operator_class.empty())
        text += ' ' + without_catalog(element.operator_class);
    if (element.descending)
        text += element.nulls_first ? " DESC" : " DESC NULLS LAST";
    else if (element.nulls_first)
        text += " NULLS FIRST";
    return text;
}

schema::index_element element_of(catalog::table const& table, catalog::index_element const& from) {
    bool const plain = from.collation.empty() && !from.descending && !from.nulls_first;
    for (auto const& column : table.columns)
        if (plain && quoted(column.name) == from.value)
            return {
                .value = schema::column_reference({.text = column.name, .quote = {}}),
                .operator_class = without_catalog(from.operator_class),
            };
    return {.value = schema::sql_text(text_of(from)), .operator_class = {}};
}

std::string definition_of(catalog::table const& table, catalog::index const& from) {
    std::vector<std::string> elements;
    for (auto const& each : from.elements)
        elements.push_back(text_of(each));
    auto text = std::string{"CREATE "} + (from.unique ? "UNIQUE " : "") + "INDEX " + quoted(from.name) + " ON " +
                quoted(table.name) + " USING " + from.method + " (" + catalog::joined(elements) + ')';
    if (!from.include.empty())
        text += " INCLUDE " + columns_of(from.include);
    return from.predicate ? text + " WHERE " + *from.predicate : text;
}

std::int64_t largest_of(std::string const& type) {
    if (type == "smallint")
        return std::numeric_limits<std::int16_t>::max();
    return type == "integer" ? std::numeric_limits<std::int32_t>::max() : std::numeric_limits<std::int64_t>::max();
}

} // namespace

bool is_partition(catalog::table const& each) {
    return !each.partition_bound.empty();
}

bool is_in_partitioning(catalog::table const& each) {
    return is_partition(each) || each.kind == catalog::table_kind::partitioned;
}

std::optional<schema::constraint> constraint_of(catalog::constraint const& from, revision_names const& names) {
    switch (from.kind) {
    case constraint_kind::check:
        return check_of(from);
    case constraint_kind::foreign_key:
        return foreign_key_of(from, names);
    case constraint_kind::primary_key:
        if ("PRIMARY KEY " + columns_of(from.columns) != from.definition)
            return std::nullopt;
        return schema::primary_key{
            .name = final_name(from.name), .columns = identifiers(from.columns), .include = {}, .checked = {}};
    case constraint_kind::unique:
        if ("UNIQUE " + columns_of(from.columns) + check_time_text(from) != from.definition)
            return std::nullopt;
        return schema::unique_constraint{
            .name = final_name(from.name),
            .columns = identifiers(from.columns),
            .include = {},
            .nulls_not_distinct = {},
            .checked = check_time_of(from)};
    case constraint_kind::exclusion:
        break;
    }
    return std::nullopt;
}

std::optional<schema::index>
index_of(catalog::table const& table, catalog::index const& from, revision_names const& names) {
    if (definition_of(table, from) != from.definition || !from.valid)
        return std::nullopt;
    schema::index made;
    made.name = final_name(from.name);
    made.table = names.of(table.name);
    for (auto const& each : from.elements)
        made.elements.push_back(element_of(table, each));
    made.unique = from.unique;
    if (from.method != "btree")
        made.method = from.method;
    made.include = identifiers(from.include);
    if (from.predicate)
        made.where = schema::sql_text(*from.predicate);
    return made;
}

std::string implied_sequence(catalog::name const& table, std::string const& column) {
    constexpr std::size_t longest_name = 63;
    auto name = table.object + '_' + column + "_seq";
    return name.size() > longest_name ? std::string{} : name;
}

bool counts_plainly(catalog::sequence const& each) {
    return numbers_of(each) == schema::number_series{};
}

schema::number_series numbers_of(catalog::sequence const& each) {
    schema::number_series made;
    if (each.start != 1)
        made.start = std::to_string(each.start);
    if (each.increment != 1)
        made.increment = std::to_string(each.increment);
    if (each.minimum != 1)
        made.minvalue = std::to_string(each.minimum);
    if (each.maximum != largest_of(each.type))
        made.maxvalue = std::to_string(each.maximum);
    if (each.cycle)
        made.cycle = true;
    if (each.cache != 1)
        made.cache = std::to_string(each.cache);
    return made;
}

} // namespace alembicore::authoring
