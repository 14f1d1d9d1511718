// Arrays: ARRAY[…], elements, and the operators that PostgreSQL has for them.
#include "python/builtins.hpp"
#include "sqlalchemy/errors.hpp"
#include "sqlalchemy/expression.hpp"
#include "sqlalchemy/labels.hpp"

namespace alembicore::sqlalchemy {

namespace {

using python::bound_arguments;
using python::evaluation;
using schema::expression;
using schema::expression_kind;
using schema::type_family;

constexpr sql_operator brackets{"", 15};

type_pointer element_type(type_pointer const& array) {
    if (!array || !array->definition().element)
        return nullptr;
    return std::make_shared<type_value>("element", *array->definition().element);
}

type_pointer array_of(type_pointer const& element) {
    if (!element)
        return nullptr;
    schema::column_type type{.family = type_family::array};
    type.element = std::make_shared<schema::column_type const>(element->definition());
    return std::make_shared<type_value>("ARRAY", std::move(type));
}

/// postgresql.array([…], type_=…)
python::value make_array(evaluation& run, bound_arguments const& given) {
    expression node{.kind = expression_kind::array};
    type_pointer type = given["type_"].is_none() ? nullptr : required_type(run, given["type_"]);
    bool const declared = type != nullptr;
    for (auto const& item : run.collect(given["clauses"])) {
        auto const element = coerce(run, item, type);
        if (!type)
            type = element->value_type();
        node.operands.push_back(element->node());
    }
    auto const array = array_of(type);
    if (node.operands.empty() && declared) {
        expression cast{.kind = expression_kind::sequence, .text = "::"};
        cast.operands = {std::move(node), schema::sql_text(type_text(*array))};
        node = std::move(cast);
    }
    return make_expression(std::move(node), array);
}

expression_pointer index_of(evaluation& run, python::value const& key) {
    return coerce(run, key, integer_type());
}

struct operator_row {
    std::string_view name;
    std::string_view text;
};

constexpr operator_row array_operators[] = {{"contains", " @> "}, {"contained_by", " <@ "}, {"overlap", " && "}};

} // namespace

namespace {

expression indexed(expression_value const& of) {
    bool const written = of.node().kind == expression_kind::array;
    return written ? wrap(expression_kind::group, "", of.node()) : of.beside(brackets);
}

} // namespace

python::value array_item(evaluation& run, expression_pointer const& of, python::value const& key) {
    if (auto const range = key.as<python::slice_object>()) {
        if (!range->start() || !range->stop() || range->step() != 1)
            throw python::not_evaluable("a slice of an array without both its ends");
        expression bounds{
            .kind = expression_kind::sequence,
            .text = ":",
            .operands = {index_of(run, *range->start())->node(), index_of(run, *range->stop())->node()}};
        return make_expression(
            {.kind = expression_kind::sequence,
             .operands = {indexed(*of), schema::sql_text("["), std::move(bounds), schema::sql_text("]")}},
            of->value_type(),
            operators::getitem
        );
    }
    return make_expression(
        {.kind = expression_kind::sequence,
         .operands = {indexed(*of), schema::sql_text("["), index_of(run, key)->node(), schema::sql_text("]")}},
        element_type(of->value_type()),
        operators::getitem
    );
}

std::optional<python::value> array_method(expression_pointer const& self, std::string_view name) {
    for (auto const& row : array_operators)
        if (row.name == name)
            return python::make_function(
                "contains(other)",
                [self, text = row.text](evaluation& run, bound_arguments const& given) -> python::value {
                    auto const right = coerce(run, given["other"], self->value_type());
                    sql_operator const op{text, 5, true};
                    return make_eager(make_binary(*self, op, *right, nullptr)->node(), op, boolean_type());
                },
                python::effect::none
            );
    if (name == "any" || name == "all")
        return python::make_function(
            "any(other, operator=None)",
            [self,
             words = name == "any" ? "ANY " : "ALL "](evaluation& run, bound_arguments const& given) -> python::value {
                if (!given["operator"].is_none())
                    throw given.refusal("operator", "not known natively");
                auto const left = coerce(run, given["other"], element_type(self->value_type()));
                return make_binary(*left, operators::equal, *collection_test(words, *self), boolean_type());
            },
            python::effect::none
        );
    return std::nullopt;
}

void add_arrays(python::module_registry& modules) {
    for (auto const* where : {"sqlalchemy.dialects.postgresql", "sqlalchemy.dialects.postgresql.array"})
        modules.module(where).function("array(clauses, type_=None)", make_array, python::effect::none);
}

} // namespace alembicore::sqlalchemy
