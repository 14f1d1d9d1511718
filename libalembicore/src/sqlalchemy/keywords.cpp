// Arguments that many schema items share.
#include "sqlalchemy/errors.hpp"
#include "sqlalchemy/items.hpp"
#include "sqlalchemy/labels.hpp"
#include "sqlalchemy/names.hpp"

#include <algorithm>

namespace alembicore::sqlalchemy {

namespace {

std::vector<std::string_view> split_dots(std::string_view text) {
    std::vector<std::string_view> parts;
    for (auto dot = text.find('.'); dot != std::string_view::npos; dot = text.find('.')) {
        parts.push_back(text.substr(0, dot));
        text.remove_prefix(dot + 1);
    }
    parts.push_back(text);
    return parts;
}

/// A name, or the text of sa.text(), which Alembic makes the name of the element.
bool has_key(schema::expression const& value) {
    return value.kind == schema::expression_kind::column || value.kind == schema::expression_kind::label ||
           value.kind == schema::expression_kind::text;
}

std::string operator_class(python::evaluation& run, python::value const& classes, std::string_view key) {
    if (classes.is_none() || key.empty())
        return {};
    auto const* found = classes.mapping() == nullptr ? nullptr : classes.mapping()->find(key);
    return found == nullptr ? std::string{} : run.str(*found);
}

} // namespace

void check_dialect_keywords(
    python::bound_arguments const& given, std::initializer_list<std::string_view> postgresql_keywords
) {
    given.keywords().for_each([&](python::value const& key, python::value const&) {
        auto const name = *key.text();
        auto const underscore = name.find('_', 1);
        if (underscore == std::string_view::npos || underscore + 1 == name.size())
            throw python::type_error(
                "Additional arguments should be named <dialectname>_<argument>, got '" + std::string{name} + "'"
            );
        if (!name.starts_with("postgresql_"))
            return;
        auto const known = std::find(postgresql_keywords.begin(), postgresql_keywords.end(), name.substr(11));
        if (known == postgresql_keywords.end())
            throw sqlalchemy_error(
                "ArgumentError",
                "Argument '" + std::string{name} + "' is not accepted by dialect 'postgresql' on behalf of " +
                    given.declared().name()
            );
    });
}

python::raised duplicate_column(std::string_view column, std::string_view table) {
    return sqlalchemy_error(
        "DuplicateColumnError",
        "A column with name '" + std::string{column} + "' is already present in table '" + std::string{table} + "'."
    );
}

python::value const& keyword(python::bound_arguments const& given, std::string_view name) {
    static python::value const none;
    auto const* found = given.keywords().find(name);
    return found == nullptr ? none : *found;
}

schema::identifier column_name(python::evaluation& run, python::value const& given) {
    if (auto name = identifier_of(given))
        return std::move(*name);
    if (auto const column = given.as<expression_value>(); column && !column->key().empty())
        return {std::string{column->key()}, column->node().quote};
    throw sqlalchemy_error(
        "ArgumentError",
        "Column expression, FROM clause, or other columns clause element expected, got " + run.repr(given) + "."
    );
}

std::vector<schema::identifier> column_names(python::evaluation& run, python::value const& given) {
    std::vector<schema::identifier> names;
    for (auto const& item : run.collect(given))
        names.push_back(column_name(run, item));
    return names;
}

schema::check_time
check_time(python::evaluation& run, python::value const& deferrable, python::value const& initially) {
    schema::check_time read;
    if (!deferrable.is_none())
        read.deferrable = run.truth(deferrable);
    if (auto const text = initially.text())
        read.initially = std::string{*text};
    else if (!initially.is_none())
        throw python::not_evaluable("this value for initially", "write DEFERRED or IMMEDIATE as a string");
    return read;
}

column_path parse_column_path(python::evaluation& run, python::value const& given) {
    if (auto const column = given.as<expression_value>(); column && column->node().table)
        return {*column->node().table, {std::string{column->key()}, column->node().quote}};
    auto const text = given.text();
    if (!text)
        throw sqlalchemy_error("ArgumentError", "a foreign key column expected, got " + run.repr(given));
    auto const parts = split_dots(*text);
    if (parts.size() < 2)
        throw python::value_error("not enough values to unpack (expected 2, got 1)");
    column_path path;
    path.column.text = parts.back();
    path.table.name.text = parts[parts.size() - 2];
    if (parts.size() > 2)
        path.table.schema = schema::identifier{
            std::string{text->substr(0, text->size() - parts.back().size() - path.table.name.text.size() - 2)}, {}};
    return path;
}

schema::index_element index_element(python::evaluation& run, python::value const& given) {
    if (auto const name = identifier_of(given))
        return {.value = schema::column_reference(*name), .by_name = true};
    if (auto const label = given.as<label_value>())
        return {
            .value = {
                .kind = schema::expression_kind::label,
                .text = std::string{label->key()},
                .operands = {resolve_statement(label->of()->alone())}}};
    if (auto const expression = given.as<expression_value>())
        return {.value = resolve_statement(expression->alone())};
    throw python::value_error("String or text() construct expected, got " + run.repr(given));
}

std::vector<schema::identifier> columns_in(schema::expression const& expression) {
    std::vector<schema::identifier> names;
    auto const visit = [&](auto const& self, schema::expression const& node) -> void {
        if (node.kind == schema::expression_kind::column)
            names.push_back({node.text, node.quote});
        for (auto const& operand : node.operands)
            self(self, operand);
    };
    visit(visit, expression);
    return names;
}

std::vector<schema::identifier> indexed_columns(std::vector<schema::index_element> const& elements) {
    std::vector<schema::identifier> names;
    for (auto const& element : elements)
        if (element.value.kind == schema::expression_kind::text)
            names.push_back({element.value.text, {}});
        else
            for (auto& column : columns_in(element.value))
                names.push_back(std::move(column));
    return names;
}

void read_index_keywords(python::evaluation& run, python::bound_arguments const& given, schema::index& index) {
    check_dialect_keywords(
        given, {"using", "where", "ops", "concurrently", "with", "tablespace", "include", "nulls_not_distinct"}
    );
    auto const& classes = keyword(given, "postgresql_ops");
    for (auto& element : index.elements)
        if (has_key(element.value))
            element.operator_class = operator_class(run, classes, element.value.text);
    index.concurrently = run.truth(keyword(given, "postgresql_concurrently"));
    if (auto const& method = keyword(given, "postgresql_using"); run.truth(method))
        index.method = run.str(method);
    if (auto const& include = keyword(given, "postgresql_include"); run.truth(include))
        index.include = column_names(run, include);
    index.nulls_not_distinct = keyword(given, "postgresql_nulls_not_distinct").boolean();
    if (auto const& tablespace = identifier_of(keyword(given, "postgresql_tablespace")))
        index.tablespace = tablespace;
    if (auto const* with = keyword(given, "postgresql_with").mapping())
        with->for_each([&](python::value const& name, python::value const& value) {
            index.with.push_back({run.str(name), run.str(value)});
        });
    if (auto const& where = keyword(given, "postgresql_where"); !where.is_none())
        index.where = ddl_expression(run, where);
}

} // namespace alembicore::sqlalchemy
