// sa.Sequence, and the elements that create and drop sequences and schemas.
#include "sqlalchemy/context.hpp"
#include "sqlalchemy/items.hpp"
#include "sqlalchemy/names.hpp"
#include "sqlalchemy/numbers.hpp"
#include "sqlalchemy/tables.hpp"

namespace alembicore::sqlalchemy {

namespace {

using operation::presence;
using python::bound_arguments;
using python::evaluation;

std::optional<std::string> read_number(bound_arguments const& given, std::string_view parameter) {
    auto const number = given.optional_integer(parameter);
    return number ? std::optional{std::to_string(*number)} : std::nullopt;
}

presence presence_of(evaluation& run, python::value const& flag) {
    return run.truth(flag) ? presence::optional : presence::required;
}

python::value make_sequence(evaluation& run, bound_arguments const& given) {
    schema::sequence made;
    made.name.name = required_identifier(given, "name");
    if (auto const quote = given["quote"].boolean())
        made.name.name.quote = quote;
    made.name.schema = optional_identifier(given, "schema");
    if (auto const quote = given["quote_schema"].boolean(); quote && made.name.schema)
        made.name.schema->quote = quote;
    if (auto const metadata = given["metadata"].as<metadata_value>(); metadata && !made.name.schema)
        made.name.schema = metadata->schema();
    if (!given["data_type"].is_none())
        made.type = required_type(run, given["data_type"])->type_in(std::nullopt);
    made.series = read_series(run, given);
    return std::make_shared<sequence_value>(std::move(made), run.truth(given["optional"]));
}

schema::sequence const& sequence_of(bound_arguments const& given, std::string_view parameter) {
    if (auto const sequence = given[parameter].as<sequence_value>())
        return sequence->sequence();
    throw given.refusal(parameter, "not a Sequence");
}

template <typename Operation>
python::value element(Operation made) {
    return std::make_shared<ddl_element>(std::move(made));
}

python::value create_sequence(evaluation& run, bound_arguments const& given) {
    return element(operation::create_sequence{
        .sequence = sequence_of(given, "element"), .if_not_exists = presence_of(run, given["if_not_exists"])});
}

python::value drop_sequence(evaluation& run, bound_arguments const& given) {
    return element(operation::drop_sequence{
        .sequence = sequence_of(given, "element").name, .if_exists = presence_of(run, given["if_exists"])});
}

python::value create_schema(evaluation& run, bound_arguments const& given) {
    return element(operation::create_schema{
        .schema = required_identifier(given, "name"), .if_not_exists = presence_of(run, given["if_not_exists"])});
}

python::value drop_schema(evaluation& run, bound_arguments const& given) {
    return element(operation::drop_schema{
        .schema = required_identifier(given, "name"),
        .cascade = run.truth(given["cascade"]),
        .if_exists = presence_of(run, given["if_exists"])});
}

} // namespace

schema::number_series read_series(evaluation&, bound_arguments const& given) {
    return {
        .increment = read_number(given, "increment"),
        .start = read_number(given, "start"),
        .minvalue = read_number(given, "minvalue"),
        .maxvalue = read_number(given, "maxvalue"),
        // SQLAlchemy asks whether there is a value, not which.
        .no_minvalue = !given["nominvalue"].is_none(),
        .no_maxvalue = !given["nomaxvalue"].is_none(),
        .cache = read_number(given, "cache"),
        .cycle = given.optional_boolean("cycle"),
    };
}

std::optional<python::value> sequence_value::attribute(evaluation&, std::string_view name) {
    if (name == "name")
        return python::value{sequence_.name.name.text};
    if (name == "create" || name == "drop") {
        auto const sequence = sequence_;
        return python::make_function(
            "create(bind, checkfirst=True)",
            [sequence, creates = name == "create"](evaluation& run, bound_arguments const& given) -> python::value {
                require_bind(given, "bind");
                auto const asks = presence_of(run, given["checkfirst"]);
                if (creates)
                    record(run, operation::create_sequence{.sequence = sequence, .check_first = asks});
                else
                    record(run, operation::drop_sequence{.sequence = sequence.name, .check_first = asks});
                return {};
            }
        );
    }
    if (name == "next_value")
        return python::make_function(
            "next_value()",
            [sequence = sequence_](evaluation&, bound_arguments const&) -> python::value {
                return make_expression(
                    {.kind = schema::expression_kind::function,
                     .text = "nextval",
                     .operands = {schema::string_literal(rendered_name(sequence.name))}},
                    nullptr
                );
            },
            python::effect::none
        );
    refuse("reading ." + std::string{name} + " of");
}

void add_sequences(python::module_registry& modules) {
    for (auto const* where : {"sqlalchemy", "sqlalchemy.schema", "sqlalchemy.sql.schema"})
        modules.module(where).function(
            "Sequence(name, start=None, increment=None, minvalue=None, maxvalue=None, nominvalue=None, "
            "nomaxvalue=None, "
            "cycle=None, schema=None, cache=None, order=None, data_type=None, optional=False, quote=None, "
            "metadata=None, quote_schema=None, for_update=False)",
            make_sequence,
            python::effect::none
        );
    for (auto const* where : {"sqlalchemy.schema", "sqlalchemy.sql.ddl"}) {
        auto& module = modules.module(where);
        module.function("CreateSequence(element, if_not_exists=False)", create_sequence, python::effect::none);
        module.function("DropSequence(element, if_exists=False)", drop_sequence, python::effect::none);
        module.function("CreateSchema(name, if_not_exists=False)", create_schema, python::effect::none);
        module.function("DropSchema(name, cascade=False, if_exists=False)", drop_schema, python::effect::none);
    }
}

} // namespace alembicore::sqlalchemy
