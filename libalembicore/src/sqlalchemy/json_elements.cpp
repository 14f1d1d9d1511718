// Elements and operators of JSON values.
#include "sqlalchemy/expression.hpp"
#include "sqlalchemy/labels.hpp"
#include "sqlalchemy/names.hpp"

#include <algorithm>

namespace alembicore::sqlalchemy {

namespace {

using python::bound_arguments;
using python::evaluation;
using schema::expression;
using schema::expression_kind;
using schema::type_family;

constexpr sql_operator arrow{" -> ", 15, true};
constexpr sql_operator path_arrow{" #> ", 15, true};
constexpr sql_operator text_arrow{" ->> ", 15, true};
constexpr sql_operator path_text_arrow{" #>> ", 15, true};

bool is_binary_json(expression_value const& of) {
    return of.value_type() && of.value_type()->definition().keyword == "JSONB";
}

/// A JSON type of the dialect, not the generic one.
bool is_of_dialect(expression_value const& of) {
    auto const& attributes = of.value_type()->traits().attributes;
    return std::any_of(attributes.begin(), attributes.end(), [](auto const& each) {
        return each.first == "astext_type";
    });
}

/// JSONB elements are written with brackets since SQLAlchemy 2.0.42; a server before 14 knows arrows alone.
expression bracketed(expression_value const& left, expression_value const& right) {
    bool const called = left.node().kind == expression_kind::function || left.node().kind == expression_kind::cast;
    auto const of = called ? wrap(expression_kind::group, "", left.node()) : left.beside(arrow);
    return {
        .kind = expression_kind::sequence,
        .operands = {of, schema::sql_text("["), right.node(), schema::sql_text("]")}};
}

expression element_node(expression_value const& left, expression_value const& right, bool is_path) {
    auto const& op = is_path ? path_arrow : arrow;
    auto const arrows = make_eager(make_binary(left, op, right, nullptr)->node(), op, nullptr)->node();
    if (is_path || !is_binary_json(left))
        return arrows;
    return {.kind = expression_kind::by_reader, .operands = {bracketed(left, right), arrows, arrows}};
}

/// value['key'], value[('a', 'b')]
class json_element final : public expression_value {
public:
    json_element(expression_pointer left, expression_pointer right, bool is_path)
        : expression_value{element_node(*left, *right, is_path), left->value_type(), is_path ? path_arrow : arrow},
          left_{std::move(left)}, right_{std::move(right)}, is_path_{is_path} {}

    [[nodiscard]] expression_pointer as_text() const {
        auto const& op = is_path_ ? path_text_arrow : text_arrow;
        return make_eager(make_binary(*left_, op, *right_, nullptr)->node(), op, string_type());
    }

    /// CAST(value ->> 'key' AS type): the operator is that of the element, written another way.
    [[nodiscard]] expression_pointer as(type_pointer const& type) const {
        auto const& op = is_path_ ? path_arrow : arrow;
        auto plain = make_binary(*left_, op, *right_, nullptr)->node();
        plain.text = is_path_ ? path_text_arrow.text : text_arrow.text;
        auto const cast = cast_to(*make_eager(std::move(plain), op, nullptr), type);
        return make_expression(cast->node(), type, operators::getitem);
    }

private:
    expression_pointer left_;
    expression_pointer right_;
    bool is_path_;
};

python::value json_path(evaluation& run, python::value const& given) {
    std::string path;
    for (auto const& step : *given.items())
        path += (path.empty() ? "" : ", ") + run.str(step);
    return '{' + path + '}';
}

using json_code = python::value (*)(json_element const&, evaluation&, bound_arguments const&);

struct element_row {
    std::string_view name;
    std::string_view declared;
    json_code code;
};

type_pointer numeric_type(bound_arguments const& given) {
    schema::column_type type{.keyword = "NUMERIC", .family = type_family::numeric};
    type.arguments = {std::to_string(given.integer("precision")), std::to_string(given.integer("scale"))};
    return std::make_shared<type_value>("Numeric", std::move(type));
}

constexpr element_row element_methods[] = {
    {"as_string",
     "as_string()",
     [](json_element const& of, evaluation&, bound_arguments const&) -> python::value { return of.as(string_type()); }},
    {"as_boolean",
     "as_boolean()",
     [](json_element const& of, evaluation&, bound_arguments const&) -> python::value {
         return of.as(boolean_type());
     }},
    {"as_integer",
     "as_integer()",
     [](json_element const& of, evaluation&, bound_arguments const&) -> python::value {
         return of.as(integer_type());
     }},
    {"as_float",
     "as_float()",
     [](json_element const& of, evaluation&, bound_arguments const&) -> python::value {
         return of.as(type_of_keyword("Float", "FLOAT", type_family::floating));
     }},
    {"as_numeric",
     "as_numeric(precision, scale, asdecimal=True)",
     [](json_element const& of, evaluation&, bound_arguments const& given) -> python::value {
         return of.as(numeric_type(given));
     }},
};

struct operator_row {
    std::string_view name;
    std::string_view text;
};

constexpr operator_row operators_of_jsonb[] = {
    {"has_key", " ? "},
    {"has_all", " ?& "},
    {"has_any", " ?| "},
    {"contains", " @> "},
    {"contained_by", " <@ "},
    {"delete_path", " #- "},
    {"path_exists", " @? "},
    {"path_match", " @@ "},
};

/// Method arguments of these operators are text or arrays of text; of the containments JSON.
expression_pointer
operand(evaluation& run, expression_value const& of, python::value const& given, std::string_view method) {
    bool const is_document = method == "contains" || method == "contained_by";
    if (is_document)
        return coerce(run, given, of.value_type());
    if (given.items() != nullptr)
        throw python::not_evaluable("a list in " + std::string{method} + "()", "write postgresql.array([…])");
    return coerce(run, given, string_type());
}

} // namespace

python::value json_item(evaluation& run, expression_pointer const& of, python::value const& key) {
    bool const is_path = key.items() != nullptr;
    auto const right = coerce(run, is_path ? json_path(run, key) : key);
    return std::make_shared<json_element>(of, right, is_path);
}

std::optional<python::value> json_method(expression_pointer const& self, std::string_view name) {
    if (auto const element = std::dynamic_pointer_cast<json_element>(self)) {
        if (name == "astext") {
            if (!is_of_dialect(*self))
                return std::nullopt;
            return python::value{element->as_text()};
        }
        if (name == "as_json")
            return python::make_function(
                "as_json()",
                [self](evaluation&, bound_arguments const&) -> python::value { return self; },
                python::effect::none
            );
        for (auto const& row : element_methods)
            if (row.name == name)
                return python::make_function(
                    row.declared,
                    [element, code = row.code](evaluation& run, bound_arguments const& given) {
                        return code(*element, run, given);
                    },
                    python::effect::none
                );
    }
    if (is_binary_json(*self))
        for (auto const& row : operators_of_jsonb)
            if (row.name == name)
                return python::make_function(
                    "has_key(other)",
                    [self, row](evaluation& run, bound_arguments const& given) -> python::value {
                        sql_operator const op{row.text, row.name == "delete_path" ? 15 : 5, true};
                        auto const right = operand(run, *self, given["other"], row.name);
                        bool const tests = row.name != "delete_path";
                        return make_eager(
                            make_binary(*self, op, *right, nullptr)->node(),
                            op,
                            tests ? boolean_type() : self->value_type()
                        );
                    },
                    python::effect::none
                );
    return std::nullopt;
}

} // namespace alembicore::sqlalchemy
