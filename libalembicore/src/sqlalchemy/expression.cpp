#include "sqlalchemy/expression.hpp"

#include "sqlalchemy/errors.hpp"
#include "sqlalchemy/labels.hpp"
#include "sqlalchemy/resolution.hpp"

#include <algorithm>

namespace alembicore::sqlalchemy {

namespace {

using python::syntax::binary_operator;
using python::syntax::comparison_operator;
using schema::expression;
using schema::expression_kind;
using schema::type_family;

constexpr sql_operator plus{" + ", 7, true};
constexpr sql_operator minus{" - ", 7};
constexpr sql_operator times{" * ", 8, true};
constexpr sql_operator divided{" / ", 8};
constexpr sql_operator modulo{" % ", 8};
constexpr sql_operator negative{"-", 8};
constexpr sql_operator not_{"NOT ", 5};

bool is_text(type_family family) {
    return family == type_family::string || family == type_family::enumeration;
}

bool is_whole(type_family family) {
    return family == type_family::integer || family == type_family::small_integer || family == type_family::big_integer;
}

bool is_fractional(type_family family) {
    return family == type_family::numeric || family == type_family::floating;
}

/// Types whose operators are written as they are in Python.
bool is_counted(type_family family) {
    return is_whole(family) || is_fractional(family) || family == type_family::unknown || family == type_family::date ||
           family == type_family::time || family == type_family::timestamp || family == type_family::interval ||
           family == type_family::boolean;
}

bool is_joined_by_plus(type_family family) {
    return is_text(family) || family == type_family::array || family == type_family::json;
}

sql_operator comparison_for(comparison_operator op) {
    switch (op) {
    case comparison_operator::equal:
        return operators::equal;
    case comparison_operator::not_equal:
        return operators::not_equal;
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

/// `3 > x` for `x < 3`
sql_operator turned_round(sql_operator const& op) {
    if (op.text == " < ")
        return comparison_for(comparison_operator::greater);
    if (op.text == " <= ")
        return comparison_for(comparison_operator::greater_equal);
    if (op.text == " > ")
        return comparison_for(comparison_operator::less);
    if (op.text == " >= ")
        return comparison_for(comparison_operator::less_equal);
    return op;
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
        return operators::is_not;
    throw sqlalchemy_error(
        "ArgumentError",
        "Only '=', '!=', 'is_()', 'is_not()', 'is_distinct_from()', 'is_not_distinct_from()' operators can "
        "be used with None/True/False"
    );
}

/// Division of whole numbers is made one of fractions; SQLAlchemy 1.4 left it to PostgreSQL.
expression_pointer divide(expression_value const& left, expression_value const& right) {
    static type_pointer const numeric = type_of_keyword("Numeric", "NUMERIC", type_family::numeric);
    bool const fractional = is_fractional(right.family());
    auto const cast = cast_to(*make_expression(right.beside(divided)), fractional ? right.value_type() : numeric);
    auto const modern = make_binary(left, divided, *cast, nullptr)->node();
    auto const legacy = make_binary(left, divided, right, nullptr)->node();
    return make_expression(
        {.kind = expression_kind::by_reader, .operands = {modern, modern, legacy}},
        fractional ? right.value_type() : numeric,
        divided
    );
}

expression_pointer divide_whole(expression_value const& left, expression_value const& right) {
    bool const right_decides = is_whole(left.family()) && is_fractional(right.family());
    auto const& type = right_decides ? right.value_type() : left.value_type();
    auto quotient = make_binary(left, divided, right, type);
    if (is_whole(left.family()) && is_whole(right.family()))
        return quotient;
    return std::make_shared<unnamed_expression>(
        wrap(expression_kind::function, "FLOOR", quotient->node()), type, divided
    );
}

expression_pointer add(expression_value const& left, expression_value const& right) {
    bool const other_decides = left.family() == type_family::unknown;
    auto const& typed = other_decides ? right : left;
    if (is_joined_by_plus(typed.family()))
        return make_binary(left, operators::concatenation, right, typed.value_type());
    return make_binary(left, plus, right, typed.value_type());
}

/// Nothing: not an operator of SQL expressions.
expression_pointer calculate(binary_operator op, expression_value const& left, expression_value const& right) {
    switch (op) {
    case binary_operator::add:
        return add(left, right);
    case binary_operator::subtract:
        return make_binary(left, minus, right, left.value_type());
    case binary_operator::multiply:
        return make_binary(left, times, right, left.value_type());
    case binary_operator::divide:
        return divide(left, right);
    case binary_operator::floor_divide:
        return divide_whole(left, right);
    case binary_operator::modulo:
        return make_binary(left, modulo, right, left.value_type());
    default:
        return nullptr;
    }
}

/// Inside `a @> b` and the like, what else is an operator of this kind is put in parentheses.
class eager_part final : public statement_part {
public:
    explicit eager_part(expression of) : of_{std::move(of)}, weight_{weight_of(of_)} {}

    [[nodiscard]] std::size_t weight() const noexcept override { return weight_; }

    [[nodiscard]] expression resolve(resolution& in) const override {
        bool const inside = in.in_operator();
        auto resolved = in.resolve(of_);
        return inside ? wrap(expression_kind::group, "", std::move(resolved)) : resolved;
    }

    void add_sources(source_list& to) const override { sqlalchemy::add_sources(of_, to); }

private:
    expression of_;
    std::size_t weight_;
};

} // namespace

std::size_t weight_of(expression const& node) noexcept {
    auto const* const part = dynamic_cast<statement_part const*>(node.part.get());
    std::size_t const own = part != nullptr ? part->weight() : 1;
    std::size_t below = 0;
    for (auto const& operand : node.operands) {
        auto const weight = weight_of(operand);
        below = node.kind == expression_kind::by_reader ? std::max(below, weight) : below + weight;
    }
    return own + below;
}

void expression_value::charge(python::evaluation& run) const {
    run.charge_steps(weight_);
    run.charge_memory(weight_ * sizeof(expression));
}

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

std::optional<python::value> expression_value::attribute(python::evaluation& run, std::string_view name) {
    charge(run);
    if (auto method = family() == type_family::json ? json_method(self(), name) : std::nullopt)
        return method;
    if (auto method = family() == type_family::array ? array_method(self(), name) : std::nullopt)
        return method;
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
    charge(run);
    bool const first = side == python::operand_side::left;
    if (op == binary_operator::bit_and || op == binary_operator::bit_or) {
        auto const& joined = op == binary_operator::bit_and ? operators::and_ : operators::or_;
        auto const right = condition_of(run, other);
        return join_conditions(first ? std::vector{self(), right} : std::vector{right, self()}, joined);
    }
    if (!is_counted(family()) && !is_joined_by_plus(family()))
        refuse("this operator on");
    auto const other_side = coerce(run, other, type_);
    auto made = first ? calculate(op, *this, *other_side) : calculate(op, *other_side, *this);
    if (!made)
        refuse("this operator on");
    return made;
}

std::optional<python::value>
expression_value::compare(python::evaluation& run, comparison_operator op, python::value const& other) {
    charge(run);
    auto const right = coerce(run, other, type_);
    auto const chosen = comparison_with(comparison_for(op), right->node());
    if (top_.text == "ANY " || top_.text == "ALL ")
        return make_binary(*right, turned_round(chosen), *this, boolean_type());
    return make_binary(*this, chosen, *right, boolean_type());
}

python::value expression_value::unary(python::evaluation& run, python::syntax::unary_operator op) {
    charge(run);
    if (op == python::syntax::unary_operator::invert)
        return negate(*this);
    if (op == python::syntax::unary_operator::minus)
        return make_expression(
            {.kind = expression_kind::prefix, .text = "-", .operands = {beside(negative)}}, type_, negative
        );
    refuse("this operator on");
}

python::value expression_value::item(python::evaluation& run, python::value const& key) {
    for (int written = 0; written < 3; ++written) // with brackets, with an arrow, and as the text that it may become
        charge(run);
    if (family() == type_family::json)
        return json_item(run, self(), key);
    if (family() == type_family::array)
        return array_item(run, self(), key);
    refuse("indexing");
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

expression_pointer make_eager(expression plain, sql_operator const& op, type_pointer type) {
    return make_expression(
        {.kind = expression_kind::unresolved, .part = std::make_shared<eager_part const>(std::move(plain))},
        std::move(type),
        op
    );
}

namespace {

bool is_boolean(expression_value const& condition, std::string_view text) {
    return condition.node().kind == expression_kind::boolean && condition.node().text == text;
}

/// `true` changes no AND and `false` decides it, the other way round for OR.
std::vector<expression_pointer> without_constants(std::vector<expression_pointer> const& conditions, bool conjunction) {
    std::vector<expression_pointer> kept;
    expression_pointer neutral;
    for (auto const& condition : conditions) {
        if (is_boolean(*condition, conjunction ? "false" : "true"))
            return {condition};
        if (is_boolean(*condition, conjunction ? "true" : "false"))
            neutral = condition;
        else
            kept.push_back(condition);
    }
    if (kept.empty() && neutral)
        kept.push_back(neutral);
    return kept;
}

} // namespace

expression_pointer join_conditions(std::vector<expression_pointer> const& conditions, sql_operator const& op) {
    auto const kept = without_constants(conditions, op.text == operators::and_.text);
    if (kept.size() == 1)
        return kept.front();
    std::vector<expression> parts;
    for (auto const& condition : kept) {
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

namespace {

/// NOT IN is always in parentheses, IN never.
expression negated_node(expression const& node, sql_operator const& turned) {
    expression negated = node.kind == expression_kind::group ? node.operands.front() : node;
    negated.text = turned.text;
    return turned.text == operators::not_in.text ? wrap(expression_kind::group, "", std::move(negated)) : negated;
}

/// NOT of a boolean column is never put in parentheses, whatever is beside it.
constexpr sql_operator not_of_column{"NOT ", operators::atom.precedence};

bool is_boolean_column(expression_value const& condition) {
    auto const kind = condition.node().kind;
    bool const alone =
        kind == expression_kind::column || kind == expression_kind::function || kind == expression_kind::cast;
    return alone && condition.family() == type_family::boolean;
}

} // namespace

expression_pointer negate(expression_value const& condition) {
    auto const& node = condition.node();
    if (is_boolean_column(condition))
        return make_expression(wrap(expression_kind::prefix, "NOT ", node), boolean_type(), not_of_column);
    if (condition.top().text == not_of_column.text && condition.top().precedence == not_of_column.precedence)
        return make_expression(node.operands.front(), boolean_type());
    if (node.kind == expression_kind::boolean)
        return make_expression(
            {.kind = expression_kind::boolean, .text = node.text == "true" ? "false" : "true"}, boolean_type()
        );
    bool const turns = node.kind == expression_kind::sequence || node.kind == expression_kind::group;
    if (is_constant(node) || condition.top().negated.empty() || !turns)
        return make_expression(
            {.kind = expression_kind::prefix, .text = "NOT ", .operands = {condition.beside(not_)}},
            boolean_type(),
            not_
        );
    auto const& top = condition.top();
    sql_operator const turned{top.negated, top.precedence, top.joins_itself, top.text};
    return make_expression(negated_node(node, turned), boolean_type(), turned);
}

expression_pointer condition_of(python::evaluation& run, python::value const& given) {
    if (auto const condition = given.as<expression_value>()) {
        condition->charge(run);
        return condition;
    }
    if (given.boolean())
        return make_expression(literal_node(run, given, nullptr), boolean_type());
    throw sqlalchemy_error(
        "ArgumentError", "SQL expression for WHERE/HAVING role expected, got " + run.repr(given) + "."
    );
}

expression wrap(expression_kind kind, std::string text, expression operand) {
    return {.kind = kind, .text = std::move(text), .operands = {std::move(operand)}};
}

expression_pointer cast_to(expression_value const& value, type_pointer const& type) {
    expression cast = wrap(expression_kind::cast, "", value.node());
    cast.type = std::make_shared<schema::column_type const>(type->type_in(std::nullopt));
    return make_expression(std::move(cast), type);
}

type_pointer type_of_keyword(std::string name, std::string keyword, type_family family) {
    return std::make_shared<type_value>(
        std::move(name), schema::column_type{.keyword = std::move(keyword), .family = family}
    );
}

type_pointer boolean_type() {
    static type_pointer const type = type_of_keyword("Boolean", "BOOLEAN", type_family::boolean);
    return type;
}

type_pointer string_type() {
    static type_pointer const type = type_of_keyword("String", "VARCHAR", type_family::string);
    return type;
}

type_pointer integer_type() {
    static type_pointer const type = type_of_keyword("Integer", "INTEGER", type_family::integer);
    return type;
}

} // namespace alembicore::sqlalchemy
