// sa.Column, and what fills columns: Identity, Computed, server defaults.
#include "python/unknown.hpp"
#include "sqlalchemy/discovery.hpp"
#include "sqlalchemy/errors.hpp"
#include "sqlalchemy/items.hpp"
#include "sqlalchemy/names.hpp"
#include "sqlalchemy/numbers.hpp"

namespace alembicore::sqlalchemy {

namespace {

using python::bound_arguments;
using python::evaluation;

autoincrement_flag read_autoincrement(evaluation& run, python::value const& given) {
    if (auto const text = given.text(); text == "auto")
        return autoincrement_flag::automatic;
    else if (text == "ignore_fk")
        return autoincrement_flag::ignore_foreign_key;
    if (auto const flag = given.boolean())
        return *flag ? autoincrement_flag::always : autoincrement_flag::never;
    throw python::not_evaluable("autoincrement=" + run.repr(given), "write True, False, 'auto' or 'ignore_fk'");
}

bool read_flag(evaluation& run, bound_arguments const& given, std::string_view parameter) {
    auto const& flag = given[parameter];
    if (flag.text())
        throw sqlalchemy_error(
            "ArgumentError",
            "The '" + std::string{parameter} +
                "' keyword argument on Column is boolean only. To create indexes or constraints with a specific name, "
                "create them explicitly."
        );
    return run.truth(flag);
}

void read_default(evaluation& run, column_options& options, python::value const& given) {
    if (auto const identity = given.as<identity_value>())
        options.identity = identity->identity();
    else if (auto const computed = given.as<computed_value>())
        options.computed = computed->computed();
    else if (given.as<fetched_value>())
        options.fetched = true;
    else if (!given.is_none())
        options.server_default = default_expression(run, given);
}

void read_server_default(evaluation& run, column_options& options, python::value const& given) {
    try {
        if (auto const unknown = given.as<python::unknown_object>())
            throw unknown->refusal();
        read_default(run, options, given);
    } catch (error const& why) {
        if (discovery_of(run) == nullptr || why.code() != errc::not_evaluable)
            throw;
        options.unknown_default = why.info();
    }
}

/// One of the items after name and type.
void read_item(evaluation& run, column_options& options, python::value const& item) {
    if (auto const key = item.as<foreign_key_value>())
        options.foreign_keys.push_back(key->key());
    else if (auto const identity = item.as<identity_value>())
        options.identity = identity->identity();
    else if (auto const computed = item.as<computed_value>())
        options.computed = computed->computed();
    else if (auto const sequence = item.as<sequence_value>()) {
        options.default_kind = sequence->optional() ? client_default::optional_sequence : client_default::sequence;
        options.client_value = item;
    } else if (auto const constraint = item.as<constraint_value>()) {
        auto const* check = std::get_if<schema::check_constraint>(&constraint->constraint());
        if (check == nullptr)
            throw python::not_evaluable("a constraint other than CHECK inside a column", "put it into the table");
        options.checks.push_back(*check);
    } else if (auto const omitted = item.as<omitted_constraint>()) {
        options.checks.push_back(omitted->check());
    } else if (auto const default_clause = item.as<expression_value>(); default_clause)
        throw sqlalchemy_error("ArgumentError", "'SchemaItem' object, such as a 'Column' or a 'Constraint' expected");
    else if (!item.is_none())
        throw sqlalchemy_error(
            "ArgumentError", "'SchemaItem' object, such as a 'Column' or a 'Constraint' expected, got " + run.repr(item)
        );
}

void read_client_default(evaluation& run, column_options& options, python::value const& given) {
    if (given.is_none())
        return;
    if (given.as<sequence_value>())
        return read_item(run, options, given);
    options.default_kind = client_default::other;
    options.client_value = given;
}

void check_defaults(column_options const& options) {
    bool const has_default = options.server_default.has_value() || options.fetched;
    if (options.computed && has_default)
        throw sqlalchemy_error(
            "ArgumentError", "A generated column cannot specify a server_default or a server_onupdate argument"
        );
    if (options.identity && has_default)
        throw sqlalchemy_error(
            "ArgumentError",
            "A column with an Identity object cannot specify a server_default or a server_onupdate argument"
        );
    if (options.identity && options.computed)
        throw sqlalchemy_error("ArgumentError", "A column with a Computed object cannot specify an Identity");
}

/// Positional arguments: name and type where they are given, then items.
struct positional_arguments {
    std::optional<schema::identifier> name;
    type_pointer type;
    std::optional<error_info> unknown_type{};
    std::vector<python::value> items;
};

/// The type, or why it is not known where only a discovery asks.
type_pointer discovered_type(evaluation& run, python::value const& given, std::optional<error_info>& unknown) {
    if (discovery_of(run) == nullptr)
        return type_of(run, given);
    try {
        if (auto const nobody_knows = given.as<python::unknown_object>())
            throw nobody_knows->refusal();
        return type_of(run, given);
    } catch (error const& why) {
        if (why.code() != errc::not_evaluable)
            throw;
        unknown = why.info();
        return nullptr;
    }
}

void refuse_twice(bound_arguments const& given, std::string_view parameter) {
    if (!given[parameter].is_none())
        throw sqlalchemy_error(
            "ArgumentError", "May not pass " + std::string{parameter} + " positionally and as a keyword."
        );
}

positional_arguments read_positional(evaluation& run, bound_arguments const& given) {
    positional_arguments read;
    auto arguments = given.rest();
    if (!arguments.empty() && (arguments.front().is_none() || identifier_of(arguments.front()))) {
        refuse_twice(given, "name");
        read.name = identifier_of(arguments.front());
        arguments = arguments.subspan(1);
    }
    if (!arguments.empty()) {
        read.type = discovered_type(run, arguments.front(), read.unknown_type);
        if (read.type)
            refuse_twice(given, "type_");
        if (read.type || read.unknown_type || arguments.front().is_none())
            arguments = arguments.subspan(1);
    }
    read.items.assign(arguments.begin(), arguments.end());
    return read;
}

} // namespace

std::shared_ptr<column_value> read_column(evaluation& run, bound_arguments const& given) {
    check_dialect_keywords(given, {});
    auto positional = read_positional(run, given);
    column_options options;
    if (!given["type_"].is_none()) {
        positional.type = discovered_type(run, given["type_"], positional.unknown_type);
        if (!positional.type && !positional.unknown_type)
            positional.type = required_type(run, given["type_"]);
    }
    options.unknown_type = positional.unknown_type;
    options.name =
        positional.name ? *positional.name : optional_identifier(given, "name").value_or(schema::identifier{});
    options.keyed = !given["key"].is_none() && given["key"].text() != options.name.text;
    if (auto const quote = given["quote"].boolean())
        options.name.quote = quote;
    if (given.given("nullable"))
        options.nullable = run.truth(given["nullable"]);
    options.primary_key = run.truth(given["primary_key"]);
    options.system = run.truth(given["system"]);
    options.unique = read_flag(run, given, "unique");
    options.indexed = read_flag(run, given, "index");
    options.autoincrement = read_autoincrement(run, given["autoincrement"]);
    options.comment = given.optional_text("comment");
    options.updated_by_client = !given["onupdate"].is_none();
    options.client_update = given["onupdate"];
    read_client_default(run, options, given[given.given("insert_default") ? "insert_default" : "default"]);
    read_server_default(run, options, given["server_default"]);
    for (auto const& item : positional.items)
        read_item(run, options, item);
    check_defaults(options);
    return std::make_shared<column_value>(std::move(options), std::move(positional.type));
}

namespace {

python::value make_column(evaluation& run, bound_arguments const& given) {
    run.charge_memory(sizeof(column_value));
    return read_column(run, given);
}

python::value make_identity(evaluation& run, bound_arguments const& given) {
    schema::identity identity;
    identity.always = !given["always"].is_none() && run.truth(given["always"]);
    identity.series = read_series(run, given);
    return std::make_shared<identity_value>(std::move(identity));
}

python::value make_computed(evaluation& run, bound_arguments const& given) {
    if (given["persisted"].boolean() == false)
        throw sqlalchemy_error(
            "CompileError",
            "PostrgreSQL computed columns do not support 'virtual' persistence; set the 'persisted' flag to None or "
            "True for PostgreSQL support."
        );
    return std::make_shared<computed_value>(schema::computed{ddl_expression(run, given["sqltext"])});
}

python::value make_default_clause(evaluation& run, bound_arguments const& given) {
    return make_expression(default_expression(run, given["arg"]), nullptr);
}

} // namespace

void add_columns(python::module_registry& modules) {
    for (auto const* where : {"sqlalchemy", "sqlalchemy.schema", "sqlalchemy.sql.schema"}) {
        auto& module = modules.module(where);
        module.function(
            "Column(*args, name=None, type_=None, autoincrement='auto', default=..., insert_default=..., doc=None, "
            "key=None, index=None, unique=None, info=None, nullable=..., onupdate=None, primary_key=False, "
            "server_default=None, server_onupdate=None, quote=None, system=False, comment=None, insert_sentinel=False, "
            "**dialect_kwargs)",
            make_column,
            python::effect::none
        );
        module.function(
            "Identity(always=False, on_null=None, start=None, increment=None, minvalue=None, maxvalue=None, "
            "nominvalue=None, nomaxvalue=None, cycle=None, cache=None, order=None)",
            make_identity,
            python::effect::none
        );
        module.function("Computed(sqltext, persisted=None)", make_computed, python::effect::none);
        module.function(
            "DefaultClause(arg, for_update=False, _reflected=False)", make_default_clause, python::effect::none
        );
        module.function(
            "FetchedValue(for_update=False)",
            [](evaluation&, bound_arguments const&) -> python::value { return std::make_shared<fetched_value>(); },
            python::effect::none
        );
    }
}

} // namespace alembicore::sqlalchemy
