#include "sqlalchemy/expression.hpp"

#include "sqlalchemy/errors.hpp"

namespace alembicore::sqlalchemy {

namespace {

using python::syntax::binary_operator;
using python::syntax::comparison_operator;
using schema::expression;
using schema::expression_kind;
using schema::type_family;

constexpr sql_operator concatenation{" || ", 5, true};
constexpr sql_operator plus{" + ", 7, true};
constexpr sql_operator minus{" - ", 7};
constexpr sql_operator times{" * ", 8, true};
constexpr sql_operator negative{"-", 8};
constexpr sql_operator not_{"NOT ", 5};

bool is_text(type_family family) {
    return family == type_family::string || family == type_family::enumeration;
}

bool is_whole(type_family family) {
    return family == type_family::integer || family == type_family::small_integer || family == type_family::big_integer;
}

bool is_number(type_family family) {
    return is_whole(family) || family == type_family::numeric || family == type_family::floating;
}

/// Types whose operators are written as they are in Python.
bool is_counted(type_family family) {
    return is_number(family) || family == type_family::unknown || family == type_family::date ||
           family == type_family::time || family == type_family::timestamp || family == type_family::interval;
}

/// Python's operator on an expression; nullopt: refused.
std::optional<sql_operator> operator_for(binary_operator op, type_family left) {
    switch (op) {
    case binary_operator::add:
        if (is_text(left) || left == type_family::array)
            return concatenation;
        return plus;
    case binary_operator::subtract:
        return minus;
    case binary_operator::multiply:
        return times;
    default:
        return std::nullopt;
    }
}

sql_operator comparison_for(comparison_operator op) {
    switch (op) {
    case comparison_operator::equal:
        return operators::equal;
    case comparison_operator::not_equal:
        return {" != ", 5, false, " = "};
    case comparison_operator::less:
        return {" < ", 5, false, " >= "};
    case comparison_operator::less_equal:
        return {" <= ", 5, false, " > "};
    case comparison_operator::greater:
        return {" > ", 5, false, " <= "};
    case comparison_operator::greater_equal:
        return {" >= ", 5, false, " < "};
    default:
        return operators::none;
    }
}

bool is_constant(expression const& node) {
    return node.kind == expression_kind::null || node.kind == expression_kind::boolean;
}

/// a = NULL is written IS NULL, and a != NULL IS NOT NULL.
sql_operator comparison_with(sql_operator const& op, expression const& right) {
    if (right.kind != expression_kind::null)
        return op;
    if (op.text == " = ")
        return operators::is;
    if (op.text == " != ")
        return {" IS NOT ", 5, false, " IS "};
    throw sqlalchemy_error(
        "ArgumentError",
        "Only '=', '!=', 'is_()', 'is_not()', 'is_distinct_from()', 'is_not_distinct_from()' operators can "
        "be used with None/True/False"
    );
}

} // namespace

schema::type_family expression_value::family() const noexcept {
    return type_ ? type_->definition().family : type_family::unknown;
}

std::string_view expression_value::key() const {
    if (node_.kind == expression_kind::column || node_.kind == expression_kind::label)
        return node_.text;
    return {};
}

expression expression_value::beside(sql_operator const& other) const {
    bool const same = top_.joins_itself && top_.text == other.text;
    if (same || top_.precedence > other.precedence)
        return node();
    return {.kind = expression_kind::group, .operands = {node()}};
}

expression expression_value::alone() const {
    if (top_.precedence >= operators::atom.precedence)
        return node();
    return {.kind = expression_kind::group, .operands = {node()}};
}

std::optional<python::value> expression_value::attribute(python::evaluation&, std::string_view name) {
    if (auto method = expression_method(self(), name))
        return method;
    if ((name == "name" || name == "key") && !key().empty())
        return python::value{key()};
    if (name == "type" && type_)
        return python::value{std::const_pointer_cast<type_value>(type_)};
    refuse("reading ." + std::string{name} + " of");
}

std::optional<python::value> expression_value::binary(
    python::evaluation& run, binary_operator op, python::value const& other, python::operand_side side
) {
    if (op == binary_operator::bit_and || op == binary_operator::bit_or) {
        auto const& joined = op == binary_operator::bit_and ? operators::and_ : operators::or_;
        auto const right = condition_of(run, other);
        return side == python::operand_side::left ? join_conditions({self(), right}, joined)
                                                  : join_conditions({right, self()}, joined);
    }
    auto const chosen = operator_for(op, family());
    auto const other_side = coerce(run, other, type_);
    if (!chosen || (!is_counted(family()) && chosen->text != concatenation.text))
        refuse("this operator on");
    if (family() == type_family::unknown && is_text(other_side->family()) && chosen->text == plus.text)
        return make_binary(*self(), concatenation, *other_side, other_side->value_type());
    if (side == python::operand_side::left)
        return make_binary(*this, *chosen, *other_side, type_);
    return make_binary(*other_side, *chosen, *this, type_);
}

std::optional<python::value>
expression_value::compare(python::evaluation& run, comparison_operator op, python::value const& other) {
    auto const right = coerce(run, other, type_);
    auto const chosen = comparison_with(comparison_for(op), right->node());
    return make_binary(*this, chosen, *right, boolean_type());
}

python::value expression_value::unary(python::evaluation&, python::syntax::unary_operator op) {
    if (op == python::syntax::unary_operator::invert)
        return negate(*this);
    if (op == python::syntax::unary_operator::minus)
        return make_expression(
            {.kind = expression_kind::prefix, .text = "-", .operands = {beside(negative)}}, type_, negative
        );
    refuse("this operator on");
}

python::value expression_value::item(python::evaluation& run, python::value const& key) {
    if (family() != type_family::json)
        refuse("indexing");
    static constexpr sql_operator element{" -> ", 15, true};
    auto const right = coerce(run, key);
    return make_binary(*this, element, *right, type_);
}

bool expression_value::truth(python::evaluation&) {
    if (top_.text == " = ")
        return false;
    if (top_.text == " != ")
        return true;
    throw python::type_error("Boolean value of this clause is not defined");
}

expression_pointer make_expression(expression node, type_pointer type, sql_operator top) {
    return std::make_shared<expression_value>(std::move(node), std::move(type), top);
}

expression_pointer
make_binary(expression_value const& left, sql_operator const& op, expression_value const& right, type_pointer type) {
    return make_expression(
        {.kind = expression_kind::sequence,
         .text = std::string{op.text},
         .operands = {left.beside(op), right.beside(op)}},
        std::move(type),
        op
    );
}

expression_pointer join_conditions(std::vector<expression_pointer> const& conditions, sql_operator const& op) {
    if (conditions.size() == 1)
        return conditions.front();
    std::vector<expression> parts;
    for (auto const& condition : conditions) {
        if (condition->top().text == op.text)
            parts.insert(parts.end(), condition->node().operands.begin(), condition->node().operands.end());
        else
            parts.push_back(condition->beside(op));
    }
    return make_expression(
        {.kind = expression_kind::sequence, .text = std::string{op.text}, .operands = std::move(parts)},
        boolean_type(),
        op
    );
}

expression_pointer negate(expression_value const& condition) {
    auto const& node = condition.node();
    if (node.kind == expression_kind::boolean)
        return make_expression(
            {.kind = expression_kind::boolean, .text = node.text == "true" ? "false" : "true"}, boolean_type()
        );
    if (is_constant(node) || condition.top().negated.empty())
        return make_expression(
            {.kind = expression_kind::prefix, .text = "NOT ", .operands = {condition.beside(not_)}},
            boolean_type(),
            not_
        );
    sql_operator const turned{condition.top().negated, condition.top().precedence, false, condition.top().text};
    auto negated = node;
    negated.text = turned.text;
    return make_expression(std::move(negated), boolean_type(), turned);
}

expression_pointer condition_of(python::evaluation& run, python::value const& given) {
    if (auto const condition = given.as<expression_value>())
        return condition;
    if (given.boolean())
        return make_expression(literal_node(run, given, nullptr), boolean_type());
    throw sqlalchemy_error(
        "ArgumentError", "SQL expression for WHERE/HAVING role expected, got " + run.repr(given) + "."
    );
}

type_pointer boolean_type() {
    static type_pointer const type = std::make_shared<type_value>(
        "Boolean", schema::column_type{.keyword = "BOOLEAN", .family = type_family::boolean}
    );
    return type;
}

} // namespace alembicore::sqlalchemy
