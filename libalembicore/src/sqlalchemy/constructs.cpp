// The functions of `sqlalchemy` that make expressions, and the methods of expressions.
#include "sqlalchemy/errors.hpp"
#include "sqlalchemy/expression.hpp"
#include "sqlalchemy/names.hpp"
#include "sqlalchemy/statements.hpp"

namespace alembicore::sqlalchemy {

namespace {

using python::bound_arguments;
using python::evaluation;
using schema::expression;
using schema::expression_kind;

constexpr sql_operator ordering{"", 100};
constexpr sql_operator like{" LIKE ", 5, false, " NOT LIKE "};
constexpr sql_operator ilike{" ILIKE ", 5, false, " NOT ILIKE "};
constexpr sql_operator concatenation{" || ", 5, true};

expression wrap(expression_kind kind, std::string text, expression operand) {
    return {.kind = kind, .text = std::move(text), .operands = {std::move(operand)}};
}

expression_pointer with_suffix(expression_value const& value, std::string suffix) {
    return make_expression(
        wrap(expression_kind::postfix, std::move(suffix), value.node()), value.value_type(), ordering
    );
}

/// A column, or the name of one.
expression_pointer column_or_name(evaluation& run, python::value const& given) {
    if (auto const name = identifier_of(given))
        return make_expression(schema::column_reference(*name), nullptr);
    return coerce(run, given);
}

expression_pointer cast_to(evaluation& run, expression_value const& value, python::value const& type) {
    auto const wanted = required_type(run, type);
    expression cast = wrap(expression_kind::cast, "", value.node());
    cast.type = std::make_shared<schema::column_type const>(wanted->type_in(std::nullopt));
    return make_expression(std::move(cast), wanted);
}

expression_pointer label_as(expression_value const& value, schema::identifier const& name) {
    expression label = wrap(expression_kind::label, name.text, value.node());
    label.quote = name.quote;
    return make_expression(std::move(label), value.value_type());
}

expression_pointer is_in(evaluation& run, expression_value const& value, python::value const& given, bool negated) {
    sql_operator const op = negated ? sql_operator{" NOT IN ", 5, false, " IN "} : operators::in;
    expression right;
    if (auto const subquery = subquery_node(given))
        right = *subquery;
    else {
        right.kind = expression_kind::group;
        for (auto const& item : run.collect(given))
            right.operands.push_back(coerce(run, item, value.value_type())->node());
        if (right.operands.empty())
            throw python::not_evaluable("an IN with no values", "leave the statement out where there are no values");
    }
    expression node{
        .kind = expression_kind::sequence,
        .text = std::string{op.text},
        .operands = {value.beside(op), std::move(right)}};
    if (!negated)
        return make_expression(std::move(node), boolean_type(), op);
    return make_expression(wrap(expression_kind::group, "", std::move(node)), boolean_type());
}

expression_pointer
matches(evaluation& run, expression_value const& value, python::value const& given, sql_operator op) {
    return make_binary(value, op, *coerce(run, given, value.value_type()), boolean_type());
}

/// startswith, endswith, contains: (a LIKE '%' || 'x' || '%').
expression_pointer
contains_text(evaluation& run, expression_value const& value, python::value const& given, std::string_view method) {
    auto const part = coerce(run, given, value.value_type());
    expression pattern{.kind = expression_kind::sequence, .text = " || "};
    if (method != "startswith")
        pattern.operands.push_back(schema::string_literal("%"));
    pattern.operands.push_back(part->beside(concatenation));
    if (method != "endswith")
        pattern.operands.push_back(schema::string_literal("%"));
    expression node{
        .kind = expression_kind::sequence, .text = " LIKE ", .operands = {value.beside(like), std::move(pattern)}};
    return make_expression(wrap(expression_kind::group, "", std::move(node)), boolean_type());
}

expression_pointer
is_between(evaluation& run, expression_value const& value, python::value const& low, python::value const& high) {
    constexpr sql_operator between{" BETWEEN ", 5, false, " NOT BETWEEN "};
    expression range{
        .kind = expression_kind::sequence,
        .text = " AND ",
        .operands = {
            coerce(run, low, value.value_type())->beside(operators::and_),
            coerce(run, high, value.value_type())->beside(operators::and_)}};
    return make_expression(
        {.kind = expression_kind::sequence, .text = " BETWEEN ", .operands = {value.beside(between), std::move(range)}},
        boolean_type(),
        between
    );
}

expression_pointer is_value(evaluation& run, expression_value const& value, python::value const& given, bool negated) {
    sql_operator const op = negated ? sql_operator{" IS NOT ", 5, false, " IS "} : operators::is;
    return make_binary(value, op, *coerce(run, given, boolean_type()), boolean_type());
}

/// value.op("~")(other)
python::value custom_operator(expression_pointer const& value, std::string const& text) {
    return python::make_function(
        "operator(other)",
        [value, words = std::make_shared<std::string const>(' ' + text + ' ')](
            evaluation& run, bound_arguments const& given
        ) -> python::value {
            sql_operator const op{*words, 0};
            auto const right = coerce(run, given["other"], value->value_type());
            return make_expression(
                {.kind = expression_kind::sequence, .text = *words, .operands = {value->beside(op), right->beside(op)}},
                value->value_type(),
                {" custom ", 0}
            );
        },
        python::effect::none
    );
}

using method_code = std::function<python::value(expression_pointer const&, evaluation&, bound_arguments const&)>;

struct method_row {
    std::string_view name;
    std::string_view declared;
    method_code code;
};

auto pattern_method(sql_operator op) {
    return [op](expression_pointer const& self, evaluation& run, bound_arguments const& given) -> python::value {
        return matches(run, *self, given["other"], op);
    };
}

auto text_method(std::string_view name) {
    return [name](expression_pointer const& self, evaluation& run, bound_arguments const& given) -> python::value {
        return contains_text(run, *self, given["other"], name);
    };
}

auto suffix_method(std::string suffix) {
    return [suffix](expression_pointer const& self, evaluation&, bound_arguments const&) -> python::value {
        return with_suffix(*self, suffix);
    };
}

auto in_method(bool negated) {
    return [negated](expression_pointer const& self, evaluation& run, bound_arguments const& given) -> python::value {
        return is_in(run, *self, given["other"], negated);
    };
}

auto is_method(bool negated) {
    return [negated](expression_pointer const& self, evaluation& run, bound_arguments const& given) -> python::value {
        return is_value(run, *self, given["other"], negated);
    };
}

std::vector<method_row> const& methods() {
    static std::vector<method_row> const rows{
        {"in_", "in_(other)", in_method(false)},
        {"notin_", "notin_(other)", in_method(true)},
        {"not_in", "not_in(other)", in_method(true)},
        {"is_", "is_(other)", is_method(false)},
        {"isnot", "isnot(other)", is_method(true)},
        {"is_not", "is_not(other)", is_method(true)},
        {"like", "like(other)", pattern_method(like)},
        {"ilike", "ilike(other)", pattern_method(ilike)},
        {"notlike", "notlike(other)", pattern_method({" NOT LIKE ", 5, false, " LIKE "})},
        {"not_like", "not_like(other)", pattern_method({" NOT LIKE ", 5, false, " LIKE "})},
        {"concat", "concat(other)", pattern_method(concatenation)},
        {"startswith", "startswith(other)", text_method("startswith")},
        {"endswith", "endswith(other)", text_method("endswith")},
        {"contains", "contains(other)", text_method("contains")},
        {"desc", "desc()", suffix_method(" DESC")},
        {"asc", "asc()", suffix_method(" ASC")},
        {"nullsfirst", "nullsfirst()", suffix_method(" NULLS FIRST")},
        {"nulls_first", "nulls_first()", suffix_method(" NULLS FIRST")},
        {"nullslast", "nullslast()", suffix_method(" NULLS LAST")},
        {"nulls_last", "nulls_last()", suffix_method(" NULLS LAST")},
        {"between",
         "between(cleft, cright)",
         [](expression_pointer const& self, evaluation& run, bound_arguments const& given) -> python::value {
             return is_between(run, *self, given["cleft"], given["cright"]);
         }},
        {"label",
         "label(name)",
         [](expression_pointer const& self, evaluation&, bound_arguments const& given) -> python::value {
             return label_as(*self, required_identifier(given, "name"));
         }},
        {"cast",
         "cast(type_)",
         [](expression_pointer const& self, evaluation& run, bound_arguments const& given) -> python::value {
             return cast_to(run, *self, given["type_"]);
         }},
        {"op",
         "op(opstring)",
         [](expression_pointer const& self, evaluation&, bound_arguments const& given) {
             return custom_operator(self, given.text("opstring"));
         }},
    };
    return rows;
}

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
        if (conditions.empty())
            throw python::not_evaluable("and_() and or_() without conditions");
        return join_conditions(conditions, op);
    };
}

auto suffix_function(std::string suffix) {
    return [suffix](evaluation& run, bound_arguments const& given) -> python::value {
        return with_suffix(*column_or_name(run, given["column"]), suffix);
    };
}

auto constant(expression node, type_pointer type) {
    return [node, type](evaluation&, bound_arguments const&) -> python::value { return make_expression(node, type); };
}

python::value literal_of(evaluation& run, bound_arguments const& given) {
    auto const type = given["type_"].is_none() ? nullptr : required_type(run, given["type_"]);
    return coerce(run, given["value"], type);
}

python::value make_column(evaluation& run, bound_arguments const& given) {
    auto const type = given["type_"].is_none() ? nullptr : required_type(run, given["type_"]);
    if (run.truth(given["is_literal"]))
        return make_expression(schema::sql_text(given.text("text")), type);
    return make_expression(schema::column_reference(required_identifier(given, "text")), type);
}

python::value make_literal_column(evaluation& run, bound_arguments const& given) {
    auto const type = given["type_"].is_none() ? nullptr : required_type(run, given["type_"]);
    return make_expression(schema::sql_text(given.text("text")), type);
}

python::value make_array(evaluation& run, bound_arguments const& given) {
    expression node{.kind = expression_kind::array};
    for (auto const& item : run.collect(given["clauses"]))
        node.operands.push_back(coerce(run, item)->node());
    return make_expression(std::move(node), nullptr);
}

struct function_row {
    std::string_view declared;
    python::native_code code;
};

} // namespace

std::optional<python::value> expression_method(expression_pointer const& self, std::string_view name) {
    for (auto const& row : methods())
        if (row.name == name)
            return python::make_function(
                row.declared,
                [self, &row](evaluation& run, bound_arguments const& given) { return row.code(self, run, given); },
                python::effect::none
            );
    return std::nullopt;
}

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
             return cast_to(run, *coerce(run, given["expression"], wanted), given["type_"]);
         }},
        {"type_coerce(expression, type_)",
         [](evaluation& run, bound_arguments const& given) -> python::value {
             auto const wanted = required_type(run, given["type_"]);
             auto const value = coerce(run, given["expression"], wanted);
             return make_expression(value->node(), wanted, value->top());
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
        {"distinct(column)",
         [](evaluation& run, bound_arguments const& given) -> python::value {
             auto const value = coerce(run, given["column"]);
             return make_expression(wrap(expression_kind::prefix, "DISTINCT ", value->node()), value->value_type());
         }},
    };
    for (auto const* where : {"sqlalchemy", "sqlalchemy.sql", "sqlalchemy.sql.expression"})
        for (auto const& row : rows)
            modules.module(where).function(row.declared, row.code, python::effect::none);
    modules.module("sqlalchemy.dialects.postgresql").function("array(clauses)", make_array, python::effect::none);
}

} // namespace alembicore::sqlalchemy
