#include "model/scratch_tables.hpp"

#include <algorithm>
#include <memory>

namespace alembicore::model {

namespace {

using schema::column_type;

void move(schema::qualified_name& name, schema_names const& schemas) {
    auto const found = schemas.find(name.schema ? name.schema->text : "");
    if (found != schemas.end())
        name.schema = schema::identifier{.text = found->second, .quote = true};
}

/// Every type that is an object of the database is made with the first table that uses it.
column_type moved(column_type type, schema_names const& schemas) {
    if (type.element)
        type.element = std::make_shared<column_type const>(moved(*type.element, schemas));
    if (type.enumeration) {
        auto made = *type.enumeration;
        move(made.name, schemas);
        made.creation = schema::type_creation::with_table;
        type.enumeration = std::make_shared<schema::enumeration const>(std::move(made));
    }
    if (type.domain) {
        auto made = *type.domain;
        move(made.name, schemas);
        made.creation = schema::type_creation::with_table;
        type.domain = std::make_shared<schema::domain const>(std::move(made));
    }
    return type;
}

schema::column const*
find_column(std::vector<schema::table> const& tables, schema::qualified_name const& table, std::string const& name) {
    for (auto const& each : tables)
        if (each.name == table)
            for (auto const& column : each.columns)
                if (column.name.text == name)
                    return &column;
    return nullptr;
}

bool take_type(std::vector<schema::table> const& tables, schema::table const& of, schema::column& column) {
    for (auto const& constraint : of.constraints)
        if (auto const* key = std::get_if<schema::foreign_key>(&constraint))
            for (std::size_t at = 0; at < key->columns.size() && at < key->referred_columns.size(); ++at)
                if (key->columns[at].text == column.name.text)
                    if (auto const* referred = find_column(tables, key->referred, key->referred_columns[at].text);
                        referred != nullptr && referred->type.family != schema::type_family::unknown) {
                        column.type = referred->type;
                        return true;
                    }
    return false;
}

void take_types(std::vector<schema::table>& tables) {
    for (bool changed = true; changed;) {
        changed = false;
        for (auto& table : tables)
            for (auto& column : table.columns)
                if (column.type.family == schema::type_family::unknown)
                    changed = take_type(tables, table, column) || changed;
    }
}

} // namespace

scratch_tables::scratch_tables(
    std::vector<schema::table> of, std::vector<schema::sequence> declared, schema_names const& schemas
)
    : sequences{std::move(declared)}, tables{std::move(of)} {
    take_types(tables);
    for (auto& sequence : sequences)
        move(sequence.name, schemas);
    for (auto& table : tables) {
        move(table.name, schemas);
        for (auto& column : table.columns)
            column.type = moved(std::move(column.type), schemas);
        for (auto& index : table.indexes)
            move(index.table, schemas);
    }
    for (auto& table : tables) {
        auto& taken = keys.emplace_back();
        for (auto& constraint : table.constraints)
            if (auto* key = std::get_if<schema::foreign_key>(&constraint)) {
                move(key->referred, schemas);
                bool const here =
                    std::ranges::any_of(tables, [&](auto const& each) { return each.name == key->referred; });
                if (here)
                    taken.push_back(*key);
            }
        std::erase_if(table.constraints, [](auto const& each) {
            return std::holds_alternative<schema::foreign_key>(each);
        });
    }
}

} // namespace alembicore::model
