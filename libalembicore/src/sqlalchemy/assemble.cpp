// How columns, constraints and indexes become a table: SQLAlchemy's rules about keys, SERIAL, flags, names and order.
#include "sqlalchemy/errors.hpp"
#include "sqlalchemy/tables.hpp"
#include "sqlalchemy/types_packages.hpp"

#include <algorithm>
#include <set>

namespace alembicore::sqlalchemy {

namespace {

using schema::type_family;
using column_pointer = std::shared_ptr<column_value>;
using name_list = std::vector<schema::identifier>;

struct table_items {
    std::vector<column_pointer> columns;
    std::vector<std::shared_ptr<constraint_value>> constraints; ///< in the order in which they were made
    std::vector<std::shared_ptr<index_value>> indexes;
};

table_items sort_items(std::span<python::value const> items) {
    table_items sorted;
    for (auto const& item : items) {
        if (auto column = item.as<column_value>())
            sorted.columns.push_back(column->attached() ? column->copy() : std::move(column));
        else if (auto constraint = item.as<constraint_value>())
            sorted.constraints.push_back(std::move(constraint));
        else if (auto index = item.as<index_value>())
            sorted.indexes.push_back(std::move(index));
    }
    std::stable_sort(sorted.constraints.begin(), sorted.constraints.end(), [](auto const& left, auto const& right) {
        return left->turn() < right->turn();
    });
    return sorted;
}

bool contains(name_list const& names, schema::identifier const& name) {
    return std::any_of(names.begin(), names.end(), [&](auto const& each) { return each.text == name.text; });
}

void check_columns(table_items const& items, schema::qualified_name const& table) {
    std::set<std::string_view> names;
    for (auto const& column : items.columns) {
        auto const& name = column->options().name.text;
        if (name.empty())
            throw sqlalchemy_error(
                "ArgumentError",
                "Column must be constructed with a non-blank name or assign a non-blank .name before adding to a Table."
            );
        if (!names.insert(name).second)
            throw duplicate_column(name, table.name.text);
    }
}

void require_columns(
    table_items const& items, schema::qualified_name const& table, name_list const& names, std::string_view kind
) {
    for (auto const& name : names) {
        bool const known = std::any_of(items.columns.begin(), items.columns.end(), [&](auto const& column) {
            return column->options().name.text == name.text;
        });
        if (!known)
            throw sqlalchemy_error(
                "ConstraintColumnNotFoundError",
                "Can't create " + std::string{kind} + " on table '" + table.name.text + "': no column named '" +
                    name.text + "' is present."
            );
    }
}

name_list flagged_keys(table_items const& items) {
    name_list names;
    for (auto const& column : items.columns)
        if (column->options().primary_key)
            names.push_back(column->options().name);
    return names;
}

/// The primary key: explicit, or of the columns flagged so; without columns, none.
schema::primary_key primary_key_of(table_items const& items) {
    schema::primary_key key;
    bool explicit_key = false;
    for (auto const& constraint : items.constraints)
        if (auto const* found = std::get_if<schema::primary_key>(&constraint->constraint())) {
            key = *found;
            explicit_key = true;
        }
    if (!explicit_key || key.columns.empty())
        key.columns = flagged_keys(items);
    return key;
}

name_list foreign_columns(table_items const& items) {
    name_list names;
    for (auto const& column : items.columns)
        if (!column->options().foreign_keys.empty())
            names.push_back(column->options().name);
    for (auto const& constraint : items.constraints)
        if (auto const* key = std::get_if<schema::foreign_key>(&constraint->constraint()))
            names.insert(names.end(), key->columns.begin(), key->columns.end());
    return names;
}

bool counts_up(type_family family) {
    switch (family) {
    case type_family::integer:
    case type_family::small_integer:
    case type_family::big_integer:
    case type_family::numeric:
    case type_family::floating:
        return true;
    default:
        return false;
    }
}

type_family column_affinity(column_value const& column) {
    return column.value_type() ? column.value_type()->affinity() : type_family::unknown;
}

/// Whether a column of the primary key can be the one that the database numbers.
bool may_be_numbered(column_value const& column, bool foreign) {
    auto const& options = column.options();
    bool const has_default =
        options.default_kind == client_default::other || options.server_default || options.computed || options.fetched;
    bool const key_allows = !foreign || options.autoincrement == autoincrement_flag::ignore_foreign_key;
    return counts_up(column_affinity(column)) && !has_default && key_allows;
}

void require_number(column_value const& column) {
    if (!counts_up(column_affinity(column)))
        throw sqlalchemy_error(
            "ArgumentError",
            "Column type on column '" + column.options().name.text + "' is not compatible with autoincrement=True"
        );
}

/// The column of the primary key that the database numbers; null: none.
column_value const* numbered_column(table_items const& items, schema::primary_key const& key) {
    column_value const* found = nullptr;
    name_list const foreign = foreign_columns(items);
    for (auto const& column : items.columns) {
        auto const& options = column->options();
        if (!contains(key.columns, options.name))
            continue;
        bool const always = options.autoincrement == autoincrement_flag::always;
        if (always)
            require_number(*column);
        if (always && found != nullptr)
            throw sqlalchemy_error("ArgumentError", "Only one Column may be marked autoincrement=True");
        bool const automatic = options.autoincrement != autoincrement_flag::never && key.columns.size() == 1 &&
                               may_be_numbered(*column, contains(foreign, options.name));
        if (always || automatic)
            found = column.get();
    }
    return found;
}

bool is_serial(column_value const& column, column_value const* numbered) {
    auto const kind = column.options().default_kind;
    return &column == numbered && !column.options().identity &&
           (kind == client_default::none || kind == client_default::optional_sequence);
}

/// Also of a key that a later one replaces.
bool is_key_column(table_items const& items, schema::identifier const& name) {
    return std::any_of(items.constraints.begin(), items.constraints.end(), [&](auto const& constraint) {
        auto const* key = std::get_if<schema::primary_key>(&constraint->constraint());
        return key != nullptr && contains(key->columns, name);
    });
}

bool is_nullable(column_options const& options, table_items const& items) {
    if (options.nullable)
        return *options.nullable;
    return !options.identity && !options.primary_key && !is_key_column(items, options.name);
}

bool has_not_null_type(column_value const& column) {
    return column.value_type() && column.value_type()->traits().not_null;
}

/// The type of a column that has none but refers to another column of the same table.
type_pointer
referred_type(table_items const& items, schema::qualified_name const& table, column_options const& options) {
    for (auto const& key : options.foreign_keys)
        if (key.referred == table)
            for (auto const& column : items.columns)
                if (column->options().name.text == key.referred_columns.front().text)
                    return column->value_type();
    return nullptr;
}

schema::column
definition_of(column_value const& column, schema::qualified_name const& table, table_items const& items) {
    auto const& options = column.options();
    schema::column made;
    made.name = options.name;
    auto const type = column.value_type() ? column.value_type() : referred_type(items, table, options);
    made.type = type ? type->type_in(table.schema) : schema::column_type{.family = type_family::unknown};
    made.default_value = options.server_default;
    made.identity = options.identity;
    made.computed = options.computed;
    made.comment = options.comment;
    made.checks = options.checks;
    return made;
}

/// CHECK (column IN ('a', 'b')).
schema::check_constraint check_of_type(schema::identifier const& column, type_check const& check) {
    schema::expression labels{.kind = schema::expression_kind::group};
    for (auto const& label : check.labels)
        labels.operands.push_back(schema::string_literal(label));
    return {
        .name = check.name,
        .condition = {
            .kind = schema::expression_kind::sequence,
            .text = " IN ",
            .operands = {schema::column_reference(column), std::move(labels)}}};
}

/// What the flags of a column and its type bring to the table.
void add_constraints_of(schema::table& table, column_value const& column) {
    auto const& options = column.options();
    if (options.unique && !options.indexed)
        table.constraints.emplace_back(schema::unique_constraint{.columns = {options.name}});
    if (column.value_type() && column.value_type()->traits().check)
        table.constraints.emplace_back(check_of_type(options.name, *column.value_type()->traits().check));
    for (auto key : options.foreign_keys) {
        key.columns = {options.name};
        table.constraints.emplace_back(std::move(key));
    }
}

/// The elements that are columns named by strings.
template <typename Elements>
name_list named_columns(Elements const& elements) {
    name_list names;
    for (auto const& element : elements)
        if (element.value.kind == schema::expression_kind::column && element.by_name)
            names.push_back({element.value.text, element.value.quote});
    return names;
}

void require_constraint_columns(
    table_items const& items, schema::qualified_name const& table, schema::constraint const& constraint
) {
    std::visit(
        [&](auto const& chosen) {
            if constexpr (requires { chosen.columns; })
                require_columns(items, table, chosen.columns, "constraint");
            if constexpr (requires { chosen.elements; })
                require_columns(items, table, named_columns(chosen.elements), "ExcludeConstraint");
        },
        constraint
    );
}

void add_indexes(schema::table& table, table_items const& items, schema::naming_convention const& convention) {
    for (auto const& column : items.columns)
        if (auto const& options = column->options(); options.indexed) {
            schema::index index;
            index.table = table.name;
            index.elements = {{.value = schema::column_reference(options.name)}};
            index.unique = options.unique;
            index.name = name_index(std::nullopt, table.name, {options.name}, convention);
            table.indexes.push_back(std::move(index));
        }
    for (auto const& column : items.columns)
        if (column->value_type() && column->value_type()->traits().spatial)
            table.indexes.push_back(
                make_spatial_index(table.name, column->options().name, *column->value_type()->traits().spatial)
            );
    for (auto const& item : items.indexes) {
        auto index = item->indexed().index;
        require_columns(items, table.name, named_columns(index.elements), "Index");
        index.table = table.name;
        index.name = name_index(item->indexed().name, table.name, indexed_columns(index.elements), convention);
        table.indexes.push_back(std::move(index));
    }
}

} // namespace

schema::table assemble_table(
    python::evaluation&,
    schema::qualified_name const& name,
    std::span<python::value const> given,
    schema::naming_convention const& convention
) {
    table_items const items = sort_items(given);
    check_columns(items, name);
    for (auto const& column : items.columns)
        column->attach();
    schema::table table;
    table.name = name;
    schema::primary_key const key = primary_key_of(items);
    auto const* numbered = numbered_column(items, key);
    for (auto const& column : items.columns) {
        if (column->options().system)
            continue;
        auto made = definition_of(*column, name, items);
        made.nullable = is_nullable(column->options(), items) && !has_not_null_type(*column);
        made.serial = is_serial(*column, numbered);
        for (auto& check : made.checks) {
            schema::constraint named = check;
            apply_convention(named, name, convention);
            check = std::get<schema::check_constraint>(std::move(named));
        }
        table.columns.push_back(std::move(made));
    }
    if (!key.columns.empty())
        table.constraints.emplace_back(key);
    for (auto const& constraint : items.constraints)
        if (!std::holds_alternative<schema::primary_key>(constraint->constraint()))
            table.constraints.push_back(constraint->constraint());
    for (auto const& column : items.columns)
        add_constraints_of(table, *column);
    for (auto& constraint : table.constraints) {
        require_constraint_columns(items, name, constraint);
        apply_convention(constraint, name, convention);
    }
    add_indexes(table, items, convention);
    return table;
}

namespace {

std::vector<referenced_column> references_of(schema::table const& table, schema::identifier const& column) {
    std::vector<referenced_column> references;
    for (auto const& constraint : table.constraints)
        if (auto const* key = std::get_if<schema::foreign_key>(&constraint))
            for (std::size_t at = 0; at < key->columns.size() && at < key->referred_columns.size(); ++at)
                if (key->columns[at] == column)
                    references.push_back({key->referred, key->referred_columns[at].text});
    return references;
}

} // namespace

std::vector<table_column> data_columns(schema::table const& table, std::span<python::value const> given) {
    std::vector<table_column> columns;
    table_items const items = sort_items(given);
    schema::primary_key const key = primary_key_of(items);
    for (auto const& column : items.columns) {
        auto const& options = column->options();
        table_column made{.name = options.name, .type = column->value_type()};
        auto const in_key = std::ranges::find(key.columns, options.name);
        made.primary_key = in_key != key.columns.end();
        made.key_position = static_cast<std::size_t>(in_key - key.columns.begin());
        made.default_by_client = options.default_kind != client_default::none;
        made.updated_by_client = options.updated_by_client;
        for (auto const& defined : table.columns)
            if (defined.name.text == options.name.text)
                made.generated = defined.serial || defined.identity.has_value() || defined.default_value.has_value();
        made.references = references_of(table, options.name);
        columns.push_back(std::move(made));
    }
    return columns;
}

} // namespace alembicore::sqlalchemy
