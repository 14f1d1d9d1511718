#include "sqlalchemy/types.hpp"

#include "sqlalchemy/context.hpp"
#include "sqlalchemy/errors.hpp"

namespace alembicore::sqlalchemy {

namespace {

/// `with_variant(type_, *dialect_names)`: on PostgreSQL, the variant for PostgreSQL wins.
python::value make_with_variant(std::shared_ptr<type_value> generic) {
    return python::make_function(
        "with_variant(type_, *dialect_names)",
        [generic](python::evaluation& run, python::bound_arguments const& given) -> python::value {
            for (auto const& dialect : given.rest())
                if (dialect.text() == "postgresql")
                    return std::const_pointer_cast<type_value>(required_type(run, given["type_"]));
            return generic;
        },
        python::effect::none
    );
}

template <typename Operation>
python::value make_type_event(std::shared_ptr<type_value const> type, std::string_view declared) {
    return python::make_function(
        declared,
        [type](python::evaluation& run, python::bound_arguments const& given) -> python::value {
            require_bind(given, "bind");
            Operation made;
            made.type = type->type_in(std::nullopt);
            if (given.given("checkfirst") ? run.truth(given["checkfirst"]) : *type->traits().check_first)
                made.check_first = operation::presence::optional;
            record(run, std::move(made));
            return {};
        }
    );
}

} // namespace

schema::column_type type_value::type_in(std::optional<schema::identifier> const& table_schema) const {
    if (traits_.foreign)
        throw python::not_evaluable(
            class_name_ + " is a type of another database", "use with_variant(…, 'postgresql'), or a type of sqlalchemy"
        );
    schema::column_type type = type_;
    if (traits_.inherits_schema && type.enumeration && !type.enumeration->name.schema) {
        auto moved = *type.enumeration;
        moved.name.schema = table_schema;
        type.enumeration = std::make_shared<schema::enumeration const>(std::move(moved));
    }
    return type;
}

std::optional<python::value> type_value::attribute(python::evaluation&, std::string_view name) {
    auto const self = std::static_pointer_cast<type_value>(shared_from_this());
    if (name == "with_variant")
        return make_with_variant(self);
    if (traits_.check_first && name == "create")
        return make_type_event<operation::create_type>(self, "create(bind, checkfirst=False)");
    if (traits_.check_first && name == "drop")
        return make_type_event<operation::drop_type>(self, "drop(bind, checkfirst=False)");
    for (auto const& [known, item] : traits_.attributes)
        if (known == name)
            return item;
    refuse("reading ." + std::string{name} + " of");
}

type_pointer type_of(python::evaluation& run, python::value const& given) {
    if (auto const type = given.as<type_value>())
        return type;
    if (given.as<python::type_object>())
        return run.call(given, {}).as<type_value>();
    return nullptr;
}

type_pointer required_type(python::evaluation& run, python::value const& given) {
    if (auto type = type_of(run, given))
        return type;
    throw sqlalchemy_error("ArgumentError", "Object " + run.repr(given) + " is not a type");
}

void add_types(
    python::module_registry& modules, std::span<std::string_view const> where, std::span<type_row const> rows
) {
    for (auto const& row : rows) {
        auto const open = row.declared.find('(');
        std::string const name{row.declared.substr(0, open)};
        auto const type = std::make_shared<python::native_type>(name);
        type->constructor(
            row.declared.substr(open),
            [make = row.make](python::evaluation& run, python::bound_arguments const& given) -> python::value {
                return make(run, given);
            }
        );
        for (auto const module : where)
            modules.module(module).set(name, type);
    }
}

std::shared_ptr<type_value>
plain_type(python::bound_arguments const& given, std::string keyword, schema::type_family family) {
    schema::column_type type;
    type.keyword = std::move(keyword);
    type.family = family;
    return std::make_shared<type_value>(given.declared().name(), std::move(type));
}

} // namespace alembicore::sqlalchemy
