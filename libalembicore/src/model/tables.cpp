#include "model/tables.hpp"

#include "sql/column.hpp"
#include "sql/constraint.hpp"
#include "sql/expression.hpp"
#include "sql/index.hpp"
#include "sql/type.hpp"

#include <algorithm>

namespace alembicore::model {

namespace {

using sql::audience;
using sql::writer;

std::string text_of(schema::expression const& value, sql::column_names names) {
    writer out{audience::server()};
    sql::write(out, value, names);
    return std::move(out).take();
}

std::string text_of(schema::column_type const& type) {
    writer out{audience::server()};
    sql::write(out, type);
    return std::move(out).take();
}

models::unknown unknown_of(std::string attribute, error_info const& why) {
    return {.attribute = std::move(attribute), .reason = why.message, .place = why.place};
}

/// Runs what may fail for one part alone.
template <typename Action>
void attempt(models::table& of, std::string const& attribute, Action&& action) {
    try {
        action();
    } catch (error const& why) {
        of.unknowns.push_back(unknown_of(attribute, why.info()));
    }
}

std::optional<std::string> name_text(std::optional<schema::object_name> const& name) {
    return name && !name->name.text.empty() ? std::optional{name->name.text} : std::nullopt;
}

std::vector<std::string> names_of(std::vector<schema::identifier> const& names) {
    std::vector<std::string> texts;
    for (auto const& each : names)
        texts.push_back(each.text);
    return texts;
}

std::string client_default_of(python::evaluation& run, sqlalchemy::column_options const& options) {
    auto const& given = options.client_value;
    if (given.as<sqlalchemy::sequence_value>())
        return "nextval(" + given.as<sqlalchemy::sequence_value>()->sequence().name.name.text + ')';
    if (given.as_object() == nullptr)
        return run.repr(given);
    if (auto const expression = given.as<sqlalchemy::expression_value>())
        return text_of(expression->node(), sql::column_names::bare);
    auto const name = given.as_object()->attribute(run, "__name__");
    return name && name->text() ? std::string{*name->text()} + "()" : run.repr(given);
}

/// Absent where there is none; `…` where nobody knows which.
std::optional<std::string> read_client_default(python::evaluation& run, sqlalchemy::column_options const& options) {
    if (options.default_kind == sqlalchemy::client_default::none)
        return std::nullopt;
    try {
        return client_default_of(run, options);
    } catch (error const& why) {
        if (why.code() == errc::evaluation_limit)
            throw;
    } catch (python::raised const&) { // No name: nothing to show.
        return "…";
    }
    return "…";
}

std::vector<std::string> const* labels_of(schema::column_type const& type) {
    auto const* at = &type;
    while (at->element)
        at = at->element.get();
    return at->enumeration ? &at->enumeration->labels : nullptr;
}

models::column describe_column(
    python::evaluation& run,
    models::table& of,
    schema::column const& defined,
    sqlalchemy::column_options const& options,
    sqlalchemy::table_column const& known
) {
    models::column made{.name = defined.name.text};
    if (defined.type.family != schema::type_family::unknown)
        attempt(of, made.name, [&] { made.type = text_of(defined.type); });
    if (options.unknown_type)
        of.unknowns.push_back(unknown_of(made.name, *options.unknown_type));
    if (options.unknown_default)
        of.unknowns.push_back(unknown_of(made.name, *options.unknown_default));
    if (known.type)
        made.type_class = known.type->type_name();
    made.nullable = defined.nullable;
    made.primary_key = known.primary_key;
    made.serial = defined.serial;
    if (defined.identity)
        made.identity = defined.identity->always ? "always" : "by default";
    if (defined.default_value)
        attempt(of, made.name, [&] {
            made.server_default = text_of(*defined.default_value, sql::column_names::with_table);
        });
    if (defined.computed)
        attempt(of, made.name, [&] { made.computed = text_of(defined.computed->value, sql::column_names::bare); });
    made.client_default = read_client_default(run, options);
    if (auto const* labels = labels_of(defined.type))
        made.enumeration = *labels;
    made.comment = defined.comment;
    return made;
}

/// Constraints as values of the table, each in the member of its kind.
class constraint_reader {
public:
    explicit constraint_reader(models::table& of) : of_{of} {}

    void operator()(schema::primary_key const& key) {
        of_.primary_key = models::key{.name = name_text(key.name), .columns = names_of(key.columns)};
    }

    void operator()(schema::unique_constraint const& key) {
        of_.unique.push_back({.name = name_text(key.name), .columns = names_of(key.columns)});
    }

    void operator()(schema::foreign_key const& key) {
        of_.foreign_keys.push_back({
            .name = name_text(key.name),
            .columns = names_of(key.columns),
            .referred = name_of(key.referred),
            .referred_columns = names_of(key.referred_columns),
            .on_delete = key.on_delete.value_or(""),
            .on_update = key.on_update.value_or(""),
        });
    }

    void operator()(schema::check_constraint const& check) { add(check); }

    void operator()(schema::exclude_constraint const& exclusion) { add(exclusion); }

private:
    template <typename Condition>
    void add(Condition unnamed) {
        auto const name = name_text(unnamed.name);
        unnamed.name.reset();
        attempt(of_, name.value_or(""), [&] {
            writer out{audience::server()};
            sql::write(out, schema::constraint{unnamed});
            of_.conditions.push_back({.name = name, .definition = std::move(out).take()});
        });
    }

    models::table& of_;
};

std::string text_of(schema::index_element const& element) {
    if (element.value.kind == schema::expression_kind::column)
        return element.value.text;
    return text_of(element.value, sql::column_names::bare);
}

void add_index(models::table& to, schema::index const& index) {
    models::index made{.name = index.name.name.text, .unique = index.unique};
    attempt(to, made.name, [&] {
        for (auto const& element : index.elements)
            made.elements.push_back(text_of(element));
        writer out{audience::server()};
        sql::write_create(out, index, operation::presence::required);
        made.definition = std::move(out).take();
    });
    to.indexes.push_back(std::move(made));
}

models::column const*
find_column(std::vector<models::table> const& tables, models::table_name const& table, std::string const& column) {
    auto const found = std::ranges::find(tables, table, &models::table::name);
    if (found == tables.end())
        return nullptr;
    auto const at = std::ranges::find(found->columns, column, &models::column::name);
    return at == found->columns.end() ? nullptr : &*at;
}

bool take_type(std::vector<models::table> const& tables, models::table const& of, models::column& column) {
    for (auto const& key : of.foreign_keys)
        for (std::size_t at = 0; at < key.columns.size() && at < key.referred_columns.size(); ++at)
            if (key.columns[at] == column.name)
                if (auto const* referred = find_column(tables, key.referred, key.referred_columns[at]);
                    referred != nullptr && !referred->type_class.empty()) {
                    column.type = referred->type;
                    column.type_class = referred->type_class;
                    column.enumeration = referred->enumeration;
                    return true;
                }
    return false;
}

} // namespace

models::table_name name_of(schema::qualified_name const& of) {
    return {.schema = of.schema ? of.schema->text : "", .name = of.name.text};
}

models::table describe_table(python::evaluation& run, sqlalchemy::table_value const& of) {
    auto const& declared = *of.declaration();
    models::table made{.name = name_of(of.name())};
    made.place = declared.place;
    made.comment = declared.definition.comment;
    if (declared.unread)
        made.unknowns.push_back({.attribute = "", .reason = *declared.unread + " is not read", .place = std::nullopt});
    for (auto const& defined : declared.definition.columns) {
        auto const options = std::ranges::find_if(declared.columns, [&](auto const& each) {
            return each.name.text == defined.name.text;
        });
        made.columns.push_back(describe_column(run, made, defined, *options, *of.find(defined.name.text)));
    }
    constraint_reader reader{made};
    for (auto const& each : declared.definition.constraints)
        std::visit(reader, each);
    for (std::size_t at = 0; at < declared.definition.columns.size(); ++at)
        for (auto const& check : declared.definition.columns[at].checks)
            reader(check);
    for (auto const& each : declared.definition.indexes)
        add_index(made, each);
    return made;
}

void take_types_of_referred(std::vector<models::table>& tables) {
    // A key may refer to a column that has its type from another key in turn.
    for (bool changed = true; changed;) {
        changed = false;
        for (auto& table : tables)
            for (auto& column : table.columns)
                if (column.type_class.empty() && std::ranges::none_of(table.unknowns, [&](auto const& each) {
                        return each.attribute == column.name;
                    }))
                    changed = take_type(tables, table, column) || changed;
    }
    for (auto& table : tables)
        for (auto const& column : table.columns)
            if (column.type.empty() &&
                std::ranges::none_of(table.unknowns, [&](auto const& each) { return each.attribute == column.name; }))
                table.unknowns.push_back({.attribute = column.name, .reason = "it has no type", .place = std::nullopt});
}

} // namespace alembicore::model
