#include "sqlalchemy/types.hpp"

#include "sql/type.hpp"
#include "sqlalchemy/context.hpp"
#include "sqlalchemy/dialect.hpp"
#include "sqlalchemy/errors.hpp"
#include "sqlalchemy/types_class.hpp"
#include "sqlalchemy/types_derived.hpp"

namespace alembicore::sqlalchemy {

namespace {

/// On PostgreSQL the variant for PostgreSQL wins; in evaluated code it goes on looking like the generic type.
std::shared_ptr<type_value> variant_of(type_value const& generic, type_value const& variant) {
    type_traits traits = variant.traits();
    traits.affinity = generic.affinity();
    traits.attributes = generic.traits().attributes;
    if (!traits.check_first)
        traits.check_first = generic.traits().check_first;
    auto made = std::make_shared<type_value>(generic.type_name(), variant.definition(), std::move(traits));
    made->set_class(generic.type());
    return made;
}

/// `with_variant(type_, *dialect_names)`
python::value make_with_variant(std::shared_ptr<type_value> generic) {
    return python::make_function(
        "with_variant(type_, *dialect_names)",
        [generic](python::evaluation& run, python::bound_arguments const& given) -> python::value {
            for (auto const& dialect : given.rest())
                if (dialect.text() == "postgresql")
                    return variant_of(*generic, *required_type(run, given["type_"]));
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

/// `compile(dialect=…)`; without a dialect the text is that of no database.
python::value make_compile(std::shared_ptr<type_value const> type) {
    return python::make_function(
        "compile(dialect=None)",
        [type](python::evaluation&, python::bound_arguments const& given) -> python::value {
            if (!given["dialect"].as<dialect_value>())
                throw python::not_evaluable(
                    "the text of a type for no dialect", "give compile() the dialect of op.get_bind()"
                );
            return type_text(*type);
        },
        python::effect::none
    );
}

/// Methods that give the type itself, as far as evaluated code can tell.
python::value make_itself(std::shared_ptr<type_value> type, std::string_view declared) {
    return python::make_function(
        declared,
        [type](python::evaluation&, python::bound_arguments const&) -> python::value { return type; },
        python::effect::none
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
    if (name == "compile")
        return make_compile(self);
    if (name == "copy")
        return make_itself(self, "copy(**kw)");
    if (name == "dialect_impl" || name == "load_dialect_impl" || name == "type_engine")
        return make_itself(self, std::string{name} + "(dialect)");
    if (traits_.check_first && name == "create")
        return make_type_event<operation::create_type>(self, "create(bind, checkfirst=False)");
    if (traits_.check_first && name == "drop")
        return make_type_event<operation::drop_type>(self, "drop(bind, checkfirst=False)");
    for (auto const& [known, item] : traits_.attributes)
        if (known == name)
            return item;
    if (name == "__class__" && class_)
        return python::value{std::const_pointer_cast<python::type_object>(class_)};
    refuse("reading ." + std::string{name} + " of");
}

std::string type_text(type_value const& type) {
    sql::writer out{sql::audience::server()};
    sql::write(out, type.type_in(std::nullopt));
    return std::move(out).take();
}

type_pointer type_of(python::evaluation& run, python::value const& given) {
    if (auto const type = given.as<type_value>())
        return type;
    if (auto const derived = given.as<derived_type>())
        return derived->resolved(run);
    if (given.as<python::type_object>()) {
        auto const made = run.call(given, {});
        return made.as<python::type_object>() ? nullptr : type_of(run, made);
    }
    return nullptr;
}

type_pointer required_type(python::evaluation& run, python::value const& given) {
    if (auto type = type_of(run, given))
        return type;
    throw sqlalchemy_error("ArgumentError", "Object " + run.repr(given) + " is not a type");
}

std::vector<std::pair<std::string, python::value>> argument_attributes(python::bound_arguments const& given) {
    std::vector<std::pair<std::string, python::value>> attributes;
    for (auto const& parameter : given.declared().parameters())
        if (parameter.kind != python::syntax::parameter_kind::rest &&
            parameter.kind != python::syntax::parameter_kind::keywords)
            attributes.emplace_back(parameter.name, given[parameter.name]);
    return attributes;
}

std::shared_ptr<type_value>
plain_type(python::bound_arguments const& given, std::string keyword, schema::type_family family) {
    schema::column_type type;
    type.keyword = std::move(keyword);
    type.family = family;
    return std::make_shared<type_value>(
        given.declared().name(), std::move(type), type_traits{.attributes = argument_attributes(given)}
    );
}

type_maker keyword_type(std::string word, schema::type_family family) {
    return [word = std::move(word), family](python::evaluation&, python::bound_arguments const& given) {
        return plain_type(given, word, family);
    };
}

} // namespace alembicore::sqlalchemy
