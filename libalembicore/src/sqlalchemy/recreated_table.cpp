#include "sqlalchemy/recreated_table.hpp"

#include "sqlalchemy/errors.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace alembicore::sqlalchemy {

namespace {

using schema::type_family;

[[noreturn]] void refuse_recreation(std::string what) {
    throw python::not_evaluable(
        "batch_alter_table(recreate='always') with " + std::move(what),
        "leave recreate out: PostgreSQL alters tables in place"
    );
}

python::raised key_error(std::string_view key) {
    return python::python_error("KeyError", std::string{key});
}

std::optional<schema::object_name> const& name_of(schema::constraint const& constraint) {
    return std::visit(
        [](auto const& chosen) -> std::optional<schema::object_name> const& { return chosen.name; }, constraint
    );
}

bool has_name(schema::constraint const& constraint, std::string_view name) {
    auto const& own = name_of(constraint);
    return own && own->name.text == name;
}

/// Types that come and go with a table would be made twice, or dropped with the old one.
void require_plain(column_options const& options, type_pointer const& type) {
    auto const column = "the column '" + options.name.text + "'";
    if (!type || type->definition().family == type_family::unknown)
        refuse_recreation(column + ", which has no type of its own");
    auto const& definition = type->definition();
    bool const named = definition.enumeration || definition.domain ||
                       (definition.element && (definition.element->enumeration || definition.element->domain));
    if (named || type->traits().check || type->traits().spatial)
        refuse_recreation(column + ", whose type brings objects of its own");
    if (options.default_kind == client_default::sequence || options.default_kind == client_default::optional_sequence)
        refuse_recreation(column + ", which has a sequence of its own");
    if (options.system)
        refuse_recreation(column + ", which the system has");
}

/// The first fifty characters of `_alembic_tmp_<table>`.
std::string temporary_name(std::string_view table) {
    std::string name = "_alembic_tmp_" + std::string{table};
    std::size_t characters = 0;
    for (std::size_t at = 0; at < name.size(); ++at)
        if ((static_cast<unsigned char>(name[at]) & 0xC0U) != 0x80U && ++characters > 50)
            name.resize(at);
    return name;
}

/// Types of one kind need no CAST.
type_family kind_of(type_value const& type) {
    switch (type.affinity()) {
    case type_family::small_integer:
    case type_family::big_integer:
        return type_family::integer;
    case type_family::floating:
        return type_family::numeric;
    case type_family::domain:
    case type_family::other:
        refuse_recreation("a change of a type that is not known well");
    default:
        return type.affinity();
    }
}

} // namespace

std::vector<std::string> sort_names(name_order const& pairs, std::vector<std::string> names) {
    std::map<std::string, std::set<std::string>> before;
    for (auto const& [first, second] : pairs)
        if (first != second)
            before[second].insert(first);
    std::vector<std::string> sorted;
    while (!names.empty()) {
        std::set<std::string> const waiting(names.begin(), names.end());
        auto const is_blocked = [&](std::string const& name) {
            return std::ranges::any_of(before[name], [&](auto const& each) { return waiting.contains(each); });
        };
        auto const blocked =
            std::stable_partition(names.begin(), names.end(), [&](auto const& name) { return !is_blocked(name); });
        if (blocked == names.begin())
            throw sqlalchemy_error("CircularDependencyError", "Circular dependency detected.");
        sorted.insert(sorted.end(), names.begin(), blocked);
        names.erase(names.begin(), blocked);
    }
    return sorted;
}

recreated_table::recreated_table(recreation given)
    : given_{std::move(given)}, temporary_{
                                    .name = {.text = temporary_name(given_.from->name().name.text), .quote = {}},
                                    .schema = given_.from->name().schema} {
    auto const& declared = given_.from->declaration();
    if (!declared)
        refuse_recreation("a table that is not declared as a whole");
    for (auto const& argument : {declared->unread, given_.keywords.unread})
        if (argument)
            refuse_recreation(*argument);
    auto const& types = given_.from->columns();
    std::size_t of_columns = 0;
    for (auto const& options : declared->columns) {
        auto const defined = std::ranges::find(declared->definition.columns, options.name, &schema::column::name);
        auto const typed = std::ranges::find(types, options.name, &table_column::name);
        type_pointer const type = typed == types.end() ? nullptr : typed->type;
        require_plain(options, type);
        of_columns += options.indexed ? 1 : 0;
        auto kept = options;
        kept.unique = kept.indexed = false;
        kept.foreign_keys.clear();
        auto content = schema::column_reference(options.name);
        content.table = given_.from->name();
        columns_.push_back({options.name.text, std::move(kept), type, std::move(content), defined->nullable});
        existing_order_.push_back(options.name.text);
    }
    constraints_ = declared->definition.constraints;
    // Alembic leaves out the indexes that columns have by `index=True`.
    indexes_.assign(
        declared->definition.indexes.begin() + static_cast<std::ptrdiff_t>(of_columns),
        declared->definition.indexes.end()
    );
}

std::vector<recreated_table::kept_column>::iterator recreated_table::find(std::string_view key) {
    return std::ranges::find(columns_, key, &kept_column::key);
}

recreated_table::kept_column& recreated_table::required(std::string_view key) {
    auto const found = find(key);
    if (found == columns_.end())
        throw key_error(key);
    return *found;
}

void recreated_table::apply(
    python::evaluation& run, python::bound_arguments const& given, operation::any_operation made
) {
    std::visit(
        [&](auto const& chosen) {
            if constexpr (requires { change(run, given, chosen); })
                change(run, given, chosen);
            else
                refuse_recreation("an operation that is no part of a table");
        },
        made
    );
}

void recreated_table::place(
    std::string const& added, std::optional<std::string> before, std::optional<std::string> after
) {
    auto const known = [&](std::string const& name) { return std::ranges::find(existing_order_, name); };
    if (given_.reordering.empty() && after && !before) {
        if (auto const at = known(*after); at == existing_order_.end()) {
            auto const next = std::find_if(added_order_.rbegin(), added_order_.rend(), [&](auto const& each) {
                return each.first == *after;
            });
            if (next == added_order_.rend())
                throw key_error(*after);
            before = next->second;
        } else if (at + 1 != existing_order_.end())
            before = *(at + 1);
    }
    if (given_.reordering.empty() && before && !after) {
        if (auto const at = known(*before); at == existing_order_.end()) {
            auto const previous = std::find_if(added_order_.rbegin(), added_order_.rend(), [&](auto const& each) {
                return each.second == *before;
            });
            if (previous == added_order_.rend())
                throw key_error(*before);
            after = previous->first;
        } else if (at != existing_order_.begin())
            after = *(at - 1);
    }
    if (before)
        added_order_.emplace_back(added, *before);
    if (after)
        added_order_.emplace_back(*after, added);
    if (given_.reordering.empty() && !before && !after && !existing_order_.empty())
        added_order_.emplace_back(existing_order_.back(), added);
}

void recreated_table::change(
    python::evaluation& run, python::bound_arguments const& given, operation::add_column const& made
) {
    auto const column = given["column"].as<column_value>();
    auto const& options = column->options();
    require_plain(options, column->value_type());
    if (made.if_not_exists == operation::presence::optional || made.inlined.primary_key || made.inlined.references)
        refuse_recreation("arguments of add_column() that belong to ALTER TABLE");
    auto const neighbour = [&](std::string_view name) {
        return run.truth(given[name]) ? std::optional{run.str(given[name])} : std::nullopt;
    };
    place(options.name.text, neighbour("insert_before"), neighbour("insert_after"));
    if (options.indexed)
        refuse_recreation("a new column that has an index");
    for (auto const& each : made.constraints) {
        if (!name_of(each))
            throw python::value_error("Constraint must have a name");
        if (options.unique)
            refuse_recreation("a new column that is unique");
        add(each);
    }
    auto kept = options;
    kept.foreign_keys.clear();
    kept_column added{options.name.text, std::move(kept), column->value_type(), {}, made.column.nullable};
    if (auto const found = find(added.key); found != columns_.end())
        *found = std::move(added);
    else
        columns_.push_back(std::move(added));
}

void recreated_table::change(python::evaluation&, python::bound_arguments const&, operation::drop_column const& made) {
    auto const& name = made.column.text;
    for (auto& each : constraints_)
        if (auto* const key = std::get_if<schema::primary_key>(&each))
            std::erase_if(key->columns, [&](auto const& column) { return column.text == name; });
    auto const found = find(name);
    if (found == columns_.end())
        throw key_error(name);
    columns_.erase(found);
    if (std::erase(existing_order_, name) == 0)
        throw python::value_error("list.remove(x): x not in list");
}

void recreated_table::change_type(kept_column& column, type_pointer type) {
    require_plain(column.options, type);
    if (column.content && kind_of(*column.type) != kind_of(*type)) {
        if (column.content->kind != schema::expression_kind::column)
            refuse_recreation("a column that changes its type twice");
        schema::expression cast{.kind = schema::expression_kind::cast, .operands = {*column.content}};
        cast.type = std::make_shared<schema::column_type const>(type->type_in(std::nullopt));
        schema::expression label{.kind = schema::expression_kind::label, .text = column.content->text};
        label.quote = column.content->quote;
        label.operands.push_back(std::move(cast));
        column.content = std::move(label);
    }
    column.type = std::move(type);
}

void recreated_table::change(
    python::evaluation& run, python::bound_arguments const& given, operation::alter_column const& made
) {
    auto& column = required(run.str(given["column_name"]));
    if (auto const& existing = given["existing_type"]; !existing.is_none())
        require_plain(column.options, required_type(run, existing));
    if (made.new_name)
        column.options.name = *made.new_name;
    if (auto const& wanted = given["type_"]; !wanted.is_none())
        change_type(column, required_type(run, wanted));
    if (made.nullable)
        column.nullable = made.nullable;
    if (made.default_value) {
        auto const* const set = std::get_if<operation::set_default>(&*made.default_value);
        bool const plain = set != nullptr || std::holds_alternative<operation::drop_default>(*made.default_value);
        if (!plain || column.options.identity || column.options.computed)
            refuse_recreation("a change of an identity or of a computed column");
        column.options.server_default = set == nullptr ? std::nullopt : std::optional{set->value};
    }
    if (auto const& counts = keyword(given, "autoincrement"); !counts.is_none())
        column.options.autoincrement = run.truth(counts) ? autoincrement_flag::always : autoincrement_flag::never;
    if (made.comment)
        column.options.comment = made.comment->comment;
}

void recreated_table::change(python::evaluation&, python::bound_arguments const&, operation::create_index const& made) {
    bool const plain = std::ranges::all_of(made.index.elements, [](auto const& each) {
        return each.value.kind == schema::expression_kind::column;
    });
    if (!plain || made.if_not_exists == operation::presence::optional)
        refuse_recreation("a new index on more than columns");
    auto const same = [&](schema::index const& each) { return each.name.name.text == made.index.name.name.text; };
    if (auto const found = std::ranges::find_if(new_indexes_, same); found != new_indexes_.end())
        *found = made.index;
    else
        new_indexes_.push_back(made.index);
}

void recreated_table::change(python::evaluation&, python::bound_arguments const&, operation::drop_index const& made) {
    if (made.if_exists == operation::presence::optional)
        refuse_recreation("drop_index(if_exists=True)");
    auto const same = [&](schema::index const& each) { return each.name.name.text == made.name.name.text; };
    if (std::erase_if(indexes_, same) == 0)
        throw python::value_error("No such index: '" + made.name.name.text + "'");
}

void recreated_table::add(schema::constraint constraint) {
    auto const& name = name_of(constraint);
    if (!name)
        throw python::value_error("Constraint must have a name");
    if (std::holds_alternative<schema::primary_key>(constraint))
        std::erase_if(constraints_, [](auto const& each) {
            return std::holds_alternative<schema::primary_key>(each) && !name_of(each);
        });
    auto const known =
        std::ranges::find_if(constraints_, [&](auto const& each) { return has_name(each, name->name.text); });
    if (known != constraints_.end())
        *known = std::move(constraint);
    else
        constraints_.push_back(std::move(constraint));
}

void recreated_table::change(
    python::evaluation&, python::bound_arguments const&, operation::add_constraint const& made
) {
    add(made.constraint);
}

void recreated_table::change(
    python::evaluation&, python::bound_arguments const&, operation::drop_constraint const& made
) {
    auto const& name = made.name.name.text;
    if (made.if_exists == operation::presence::optional)
        refuse_recreation("drop_constraint(if_exists=True)");
    for (auto& column : columns_)
        if (std::erase_if(column.options.checks, [&](auto const& each) {
                return each.name && each.name->name.text == name;
            }) != 0)
            return;
    auto const found =
        std::ranges::find_if(constraints_, [&](schema::constraint const& each) { return has_name(each, name); });
    if (found == constraints_.end())
        throw python::value_error("No such constraint: '" + name + "'");
    if (auto const* key = std::get_if<schema::primary_key>(&*found))
        for (auto const& column : key->columns)
            required(column.text).options.primary_key = false;
    constraints_.erase(found);
}

/// Alembic leaves comments of the table to the creation of the new one, which has none.
void recreated_table::change(python::evaluation&, python::bound_arguments const&, operation::set_table_comment const&) {
}

} // namespace alembicore::sqlalchemy
