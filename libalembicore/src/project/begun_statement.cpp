#include "project/begun_statement.hpp"

#include "parse/statements.hpp"

#include <boost/json/array.hpp>

#include <alembicore/error.hpp>

namespace alembicore::project_half_done {

namespace {

namespace json = boost::json;

std::string text_of(json::object const& node, char const* name) {
    auto const* const value = node.if_contains(name);
    return value != nullptr && value->is_string() ? std::string{value->as_string()} : std::string{};
}

/// `"schema"."name"`, as to_regclass and to_regtype read it.
std::string qualified(std::string const& schema, std::string const& name) {
    return (schema.empty() ? "" : postgres::quote_name(schema) + ".") + postgres::quote_name(name);
}

traces traces_of_index(postgres::connection& in, json::object const& made) {
    auto const* const relation = made.if_contains("relation");
    auto const name = text_of(made, "idxname");
    if (name.empty() || relation == nullptr || !relation->is_object())
        return {};
    auto const& table = relation->as_object();
    auto const found = in.execute(
        "SELECT i.indisvalid, pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) "
        "FROM pg_catalog.pg_index AS i JOIN pg_catalog.pg_class AS c ON c.oid = i.indexrelid "
        "JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace "
        "WHERE c.relname = $1 AND i.indrelid = pg_catalog.to_regclass($2)",
        {name, qualified(text_of(table, "schemaname"), text_of(table, "relname"))}
    );
    if (found.row_count() == 0)
        return {.became = fate::not_done, .leftover = {}};
    if (found.value(0, 0) == "t")
        return {.became = fate::done, .leftover = {}};
    return {.became = fate::not_done, .leftover = std::string{found.value(0, 1).value_or("")}};
}

/// The names in a list of `String` nodes.
std::vector<std::string> names_in(json::object const& node, char const* list) {
    std::vector<std::string> names;
    auto const* const items = node.if_contains(list);
    if (items == nullptr || !items->is_array())
        return names;
    for (auto const& item : items->as_array())
        if (auto const* const text = item.is_object() ? item.as_object().if_contains("String") : nullptr;
            text != nullptr && text->is_object())
            names.push_back(text_of(text->as_object(), "sval"));
    return names;
}

traces traces_of_label(postgres::connection& in, json::object const& added) {
    auto const names = names_in(added, "typeName");
    auto const label = text_of(added, "newVal");
    if (names.empty() || names.size() > 2 || label.empty() || !text_of(added, "oldVal").empty())
        return {};
    auto const type = qualified(names.size() == 2 ? names.front() : std::string{}, names.back());
    auto const found = in.execute(
        "SELECT FROM pg_catalog.pg_enum WHERE enumtypid = pg_catalog.to_regtype($1) AND enumlabel = $2", {type, label}
    );
    return {.became = found.row_count() > 0 ? fate::done : fate::not_done, .leftover = {}};
}

} // namespace

traces traces_of(postgres::connection& in, std::string const& statement) {
    std::vector<parse::statement> parsed;
    try {
        parsed = parse::parse_statements(statement);
    } catch (error const&) {
        return {}; // no grammar at hand, or a newer server's SQL
    }
    if (parsed.size() != 1)
        return {};
    if (parsed.front().kind == "IndexStmt")
        return traces_of_index(in, parsed.front().tree);
    if (parsed.front().kind == "AlterEnumStmt")
        return traces_of_label(in, parsed.front().tree);
    return {};
}

} // namespace alembicore::project_half_done
