// The functions of `sqlalchemy` that make expressions.
#include "sqlalchemy/errors.hpp"
#include "sqlalchemy/expression.hpp"
#include "sqlalchemy/function_value.hpp"
#include "sqlalchemy/labels.hpp"
#include "sqlalchemy/names.hpp"
#include "sqlalchemy/select.hpp"

namespace alembicore::sqlalchemy {

namespace {

using python::bound_arguments;
using python::evaluation;
using schema::expression;
using schema::expression_kind;

python::value make_case(evaluation& run, bound_arguments const& given) {
    expression node{.kind = expression_kind::case_};
    type_pointer compared;
    if (!given["value"].is_none()) {
        auto const value = coerce(run, given["value"]);
        node.text = "value";
        node.operands.push_back(value->node());
        compared = value->value_type();
    }
    type_pointer type;
    auto const add = [&](python::value const& when, python::value const& then) {
        auto const condition = coerce(run, when, compared);
        node.operands.push_back(condition->alone());
        auto const result = coerce(run, then, type);
        type = type ? type : result->value_type();
        node.operands.push_back(result->node());
    };
    std::vector<python::value> whens{given.rest().begin(), given.rest().end()};
    if (whens.size() == 1 && whens.front().mapping() != nullptr)
        whens.front().mapping()->for_each(add);
    else
        for (auto const& when : whens) {
            auto const* pair = when.items();
            if (pair == nullptr || pair->size() != 2)
                throw sqlalchemy_error("ArgumentError", "a (condition, value) tuple expected, got " + run.repr(when));
            add(pair->front(), pair->back());
        }
    if (!given["else_"].is_none())
        node.operands.push_back(coerce(run, given["else_"], type)->node());
    return make_expression(std::move(node), type);
}

auto join_with(sql_operator op) {
    return [op](evaluation& run, bound_arguments const& given) -> python::value {
        std::vector<expression_pointer> conditions;
        for (auto const& each : given.rest())
            conditions.push_back(condition_of(run, each));
        return join_conditions(conditions, op);
    };
}

/// sa.desc("name"), sa.desc(column)
auto suffix_function(std::string suffix) {
    return [suffix](evaluation& run, bound_arguments const& given) -> python::value {
        return sorted(sorting_element(run, given["column"]), suffix);
    };
}

auto constant(expression node, type_pointer type) {
    return [node, type](evaluation&, bound_arguments const&) -> python::value { return make_expression(node, type); };
}

python::value literal_of(evaluation& run, bound_arguments const& given) {
    auto const type = given["type_"].is_none() ? nullptr : required_type(run, given["type_"]);
    return bound_value(run, given["value"], type);
}

python::value make_column(evaluation& run, bound_arguments const& given) {
    auto const type = given["type_"].is_none() ? nullptr : required_type(run, given["type_"]);
    if (run.truth(given["is_literal"]))
        return std::make_shared<literal_column_value>(schema::sql_text(given.text("text")), type);
    return make_expression(schema::column_reference(required_identifier(given, "text")), type);
}

python::value make_literal_column(evaluation& run, bound_arguments const& given) {
    auto const type = given["type_"].is_none() ? nullptr : required_type(run, given["type_"]);
    return std::make_shared<literal_column_value>(schema::sql_text(given.text("text")), type);
}

/// any_(…), all_(…)
auto collection_function(std::string_view words) {
    return [words](evaluation& run, bound_arguments const& given) -> python::value {
        return collection_test(words, *coerce(run, given["expr"]));
    };
}

python::value make_tuple(evaluation& run, bound_arguments const& given) {
    expression node{.kind = expression_kind::group};
    std::vector<type_pointer> types;
    for (auto const& each : given.rest()) {
        auto const element = coerce(run, each);
        node.operands.push_back(element->beside(operators::comma));
        types.push_back(element->value_type());
    }
    return std::make_shared<tuple_expression>(std::move(node), std::move(types));
}

/// array_agg(aggregate_order_by(x, y)): x ORDER BY y
python::value make_ordered(evaluation& run, bound_arguments const& given) {
    auto const target = coerce(run, given["target"]);
    expression order{.kind = expression_kind::clause, .text = " ORDER BY "};
    for (auto const& each : given.rest())
        order.operands.push_back(sorting_element(run, each)->node());
    return make_expression(
        {.kind = expression_kind::select, .operands = {target->node(), std::move(order)}}, target->value_type()
    );
}

/// A method of expressions as a function of its first argument.
auto method_function(std::string_view name) {
    return [name](evaluation& run, bound_arguments const& given) -> python::value {
        auto const value = coerce(run, given["expr"]);
        python::arguments arguments;
        arguments.positional.assign(given.rest().begin(), given.rest().end());
        return run.call(*expression_method(value, name), arguments);
    };
}

struct function_row {
    std::string_view declared;
    python::native_code code;
};

} // namespace

void add_expressions(python::module_registry& modules) {
    expression const null{.kind = expression_kind::null};
    expression const true_{.kind = expression_kind::boolean, .text = "true"};
    expression const false_{.kind = expression_kind::boolean, .text = "false"};
    function_row const rows[] = {
        {"null()", constant(null, nullptr)},
        {"true()", constant(true_, boolean_type())},
        {"false()", constant(false_, boolean_type())},
        {"and_(*clauses)", join_with(operators::and_)},
        {"or_(*clauses)", join_with(operators::or_)},
        {"not_(clause)",
         [](evaluation& run, bound_arguments const& given) -> python::value {
             return negate(*condition_of(run, given["clause"]));
         }},
        {"case(*whens, value=None, else_=None)", make_case},
        {"cast(expression, type_)",
         [](evaluation& run, bound_arguments const& given) -> python::value {
             auto const wanted = required_type(run, given["type_"]);
             return cast_to(*bound_value(run, given["expression"], wanted), wanted);
         }},
        {"type_coerce(expression, type_)",
         [](evaluation& run, bound_arguments const& given) -> python::value {
             auto const wanted = required_type(run, given["type_"]);
             return std::make_shared<coerced_value>(bound_value(run, given["expression"], wanted), wanted);
         }},
        {"literal(value, type_=None)", literal_of},
        {"literal_column(text, type_=None)", make_literal_column},
        {"column(text, type_=None, is_literal=False)", make_column},
        {"desc(column)", suffix_function(" DESC")},
        {"asc(column)", suffix_function(" ASC")},
        {"nullsfirst(column)", suffix_function(" NULLS FIRST")},
        {"nulls_first(column)", suffix_function(" NULLS FIRST")},
        {"nullslast(column)", suffix_function(" NULLS LAST")},
        {"nulls_last(column)", suffix_function(" NULLS LAST")},
        {"any_(expr)", collection_function("ANY ")},
        {"all_(expr)", collection_function("ALL ")},
        {"tuple_(*clauses)", make_tuple},
        {"collate(expr, *collation)", method_function("collate")},
        {"between(expr, *bounds)", method_function("between")},
        {"label(name, element)",
         [](evaluation& run, bound_arguments const& given) -> python::value {
             return std::make_shared<label_value>(coerce(run, given["element"]), alias_name_of(given, "anon"));
         }},
        {"extract(field, expr)",
         [](evaluation& run, bound_arguments const& given) -> python::value {
             return make_extract(given.text("field"), *coerce(run, given["expr"]));
         }},
        {"over(element, partition_by=None, order_by=None, rows=None, range_=None, groups=None)",
         [](evaluation& run, bound_arguments const& given) -> python::value {
             return make_over(run, coerce(run, given["element"]), given);
         }},
        {"funcfilter(func, *criterion)",
         [](evaluation& run, bound_arguments const& given) -> python::value {
             return make_filter(run, coerce(run, given["func"]), given.rest());
         }},
        {"within_group(element, *order_by)",
         [](evaluation& run, bound_arguments const& given) -> python::value {
             return make_within_group(run, coerce(run, given["element"]), given.rest());
         }},
        {"lateral(selectable, name=None)",
         [](evaluation&, bound_arguments const& given) -> python::value {
             auto const inner = query_of(given["selectable"]);
             if (!inner)
                 throw given.refusal("selectable", "not a query");
             return std::make_shared<from_value>(
                 std::make_shared<subquery_source const>(inner, alias_name_of(given, "anon"), subquery_kind::lateral)
             );
         }},
        {"alias(selectable, name=None, flat=False)",
         [](evaluation& run, bound_arguments const& given) -> python::value {
             python::arguments arguments;
             arguments.positional.push_back(given["name"]);
             return run.call(*run.attribute(given["selectable"], "alias"), arguments);
         }},
        {"distinct(expr)",
         [](evaluation& run, bound_arguments const& given) -> python::value {
             return distinct_of(*coerce(run, given["expr"]));
         }},
    };
    for (auto const* where : {"sqlalchemy", "sqlalchemy.sql", "sqlalchemy.sql.expression"})
        for (auto const& row : rows)
            modules.module(where).function(row.declared, row.code, python::effect::none);
    modules.module("sqlalchemy.dialects.postgresql")
        .function("aggregate_order_by(target, *order_by)", make_ordered, python::effect::none);
}

} // namespace alembicore::sqlalchemy
