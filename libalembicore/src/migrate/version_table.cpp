#include "migrate/version_table.hpp"

#include "sql/identifier.hpp"

namespace alembicore::migrate {

namespace {

std::string render_insert(std::string const& table, row_change const& change, bool primary_key) {
    std::string text = "INSERT INTO " + table + " (version_num) VALUES (" + sql::quote_literal(change.to) + ")";
    // SQLAlchemy asks for generated keys, as which it takes every primary key.
    return primary_key ? text + " RETURNING " + table + ".version_num" : text;
}

} // namespace

version_table version_table_of(settings const& project) {
    version_table table;
    table.name.name.text = project.version_table;
    if (!project.version_table_schema.empty())
        table.name.schema = schema::identifier{.text = project.version_table_schema, .quote = {}};
    table.primary_key = project.version_table_pk;
    return table;
}

std::string render_create(version_table const& table) {
    std::string text = "CREATE TABLE " + sql::quote(table.name) + " (\n\tversion_num VARCHAR(32) NOT NULL";
    if (table.primary_key) {
        schema::identifier const key{.text = table.name.name.text + "_pkc", .quote = {}};
        text += ", \n\tCONSTRAINT " + sql::quote(key) + " PRIMARY KEY (version_num)";
    }
    return text + "\n)";
}

std::string render_change(row_change const& change, version_table const& table) {
    std::string const name = sql::quote(table.name);
    std::string const condition = " WHERE " + name + ".version_num = " + sql::quote_literal(change.from);
    switch (change.kind) {
    case row_change_kind::insert_row:
        return render_insert(name, change, table.primary_key);
    case row_change_kind::update_row:
        return "UPDATE " + name + " SET version_num=" + sql::quote_literal(change.to) + condition;
    case row_change_kind::delete_row:
        break;
    }
    return "DELETE FROM " + name + condition;
}

} // namespace alembicore::migrate
