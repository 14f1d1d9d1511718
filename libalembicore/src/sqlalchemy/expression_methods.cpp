// The methods of expressions: in_, like, label, ….
#include "sqlalchemy/errors.hpp"
#include "sqlalchemy/labels.hpp"
#include "sqlalchemy/names.hpp"
#include "sqlalchemy/select.hpp"

#include <boost/algorithm/string/replace.hpp>

#include <functional>

namespace alembicore::sqlalchemy {

namespace {

using python::bound_arguments;
using python::evaluation;
using schema::expression;
using schema::expression_kind;

constexpr sql_operator like{" LIKE ", 5, false, " NOT LIKE "};
constexpr sql_operator not_like{" NOT LIKE ", 5, false, " LIKE "};
constexpr sql_operator ilike{" ILIKE ", 5, false, " NOT ILIKE "};
constexpr sql_operator not_ilike{" NOT ILIKE ", 5, false, " ILIKE "};
/// startswith, endswith, contains: in parentheses beside anything.
constexpr sql_operator like_part{" LIKE ", -100, false, " NOT LIKE "};
constexpr sql_operator ilike_part{" ILIKE ", -100, false, " NOT ILIKE "};

expression with_text(std::string text, std::vector<expression> operands) {
    return {.kind = expression_kind::sequence, .text = std::move(text), .operands = std::move(operands)};
}

/// (1, 2) or ((1, 'a'), (2, 'b')); values take the types of what they are compared with.
expression list_of(evaluation& run, expression_value const& value, std::vector<python::value> const& items) {
    expression list{.kind = expression_kind::group};
    auto const* tuple = dynamic_cast<tuple_expression const*>(&value);
    for (auto const& item : items) {
        if (tuple == nullptr) {
            list.operands.push_back(coerce(run, item, value.value_type())->node());
            continue;
        }
        expression row{.kind = expression_kind::group};
        auto const parts = run.collect(item);
        for (std::size_t at = 0; at < parts.size(); ++at)
            row.operands.push_back(
                coerce(run, parts[at], at < tuple->types().size() ? tuple->types()[at] : nullptr)->node()
            );
        list.operands.push_back(std::move(row));
    }
    return list;
}

/// IN with nothing in it: SQLAlchemy writes a condition that decides it.
expression empty_list(expression_value const& value, bool negated) {
    expression nulls{.kind = expression_kind::group};
    auto const* tuple = dynamic_cast<tuple_expression const*>(&value);
    for (std::size_t at = 0; at < (tuple == nullptr ? 1 : tuple->types().size()); ++at)
        nulls.operands.push_back({.kind = expression_kind::null});
    if (tuple != nullptr)
        nulls = wrap(expression_kind::group, "", std::move(nulls));
    return wrap(expression_kind::postfix, negated ? " OR (1 = 1)" : " AND (1 != 1)", std::move(nulls));
}

expression members_of(evaluation& run, expression_value const& value, python::value const& given, bool negated) {
    if (auto const query = query_of(given))
        return scalar_node(query);
    if (auto const from = given.as<from_value>())
        return scalar_node(query_of(select_all(run, from)));
    if (auto const known = given.as<expression_value>())
        return known->node();
    if (given.text())
        throw sqlalchemy_error(
            "ArgumentError",
            "IN expression list, SELECT construct, or bound parameter object expected, got " + run.repr(given) + "."
        );
    auto const items = run.collect(given);
    return items.empty() ? empty_list(value, negated) : list_of(run, value, items);
}

expression_pointer is_in(evaluation& run, expression_value const& value, python::value const& given, bool negated) {
    auto const& op = negated ? operators::not_in : operators::in;
    auto node = with_text(std::string{op.text}, {value.beside(op), members_of(run, value, given, negated)});
    if (negated)
        node = wrap(expression_kind::group, "", std::move(node));
    return make_expression(std::move(node), boolean_type(), op);
}

expression with_escape(expression pattern, std::optional<std::string> const& escape) {
    if (!escape)
        return pattern;
    return with_text("", {std::move(pattern), schema::sql_text(" ESCAPE "), schema::string_literal(*escape)});
}

auto pattern_method(sql_operator op) {
    return [op](expression_pointer const& self, evaluation& run, bound_arguments const& given) -> python::value {
        auto const pattern = coerce(run, given["other"], self->value_type())->beside(op);
        return make_expression(
            with_text(std::string{op.text}, {self->beside(op), with_escape(pattern, given.optional_text("escape"))}),
            boolean_type(),
            op
        );
    };
}

/// startswith, endswith, contains, and the same without regard to case.
struct part_search {
    bool at_start;
    bool at_end;
    sql_operator op;
};

/// Text that is to be found as it is.
python::value escaped(bound_arguments const& given, std::string const& escape) {
    auto text = given.text("other");
    for (auto const& special : {escape, std::string{"%"}, std::string{"_"}})
        boost::algorithm::replace_all(text, special, escape + special);
    return text;
}

auto part_method(part_search search) {
    return [search](expression_pointer const& self, evaluation& run, bound_arguments const& given) -> python::value {
        auto escape = given.optional_text("escape");
        bool const automatic = run.truth(given["autoescape"]);
        if (automatic && !escape)
            escape = "/";
        auto const part = coerce(run, automatic ? escaped(given, *escape) : given["other"], self->value_type());
        expression pattern = with_text(" || ", {});
        if (!search.at_start)
            pattern.operands.push_back(schema::sql_text("'%'"));
        pattern.operands.push_back(part->beside(operators::concatenation));
        if (!search.at_end)
            pattern.operands.push_back(schema::sql_text("'%'"));
        return make_expression(
            with_text(std::string{search.op.text}, {self->beside(search.op), with_escape(std::move(pattern), escape)}),
            boolean_type(),
            search.op
        );
    };
}

python::value is_between(expression_pointer const& self, evaluation& run, bound_arguments const& given) {
    bool const symmetric = run.truth(given["symmetric"]);
    sql_operator const op = symmetric ? sql_operator{" BETWEEN SYMMETRIC ", 5, false, " NOT BETWEEN SYMMETRIC "}
                                      : sql_operator{" BETWEEN ", 5, false, " NOT BETWEEN "};
    auto range = with_text(
        " AND ",
        {coerce(run, given["cleft"], self->value_type())->beside(operators::and_),
         coerce(run, given["cright"], self->value_type())->beside(operators::and_)}
    );
    return make_expression(with_text(std::string{op.text}, {self->beside(op), std::move(range)}), boolean_type(), op);
}

auto is_method(sql_operator op) {
    return [op](expression_pointer const& self, evaluation& run, bound_arguments const& given) -> python::value {
        return make_binary(*self, op, *coerce(run, given["other"], self->value_type()), boolean_type());
    };
}

auto suffix_method(std::string suffix) {
    return [suffix](expression_pointer const& self, evaluation&, bound_arguments const&) -> python::value {
        return sorted(self, suffix);
    };
}

auto binary_method(sql_operator op) {
    return [op](expression_pointer const& self, evaluation& run, bound_arguments const& given) -> python::value {
        return make_binary(*self, op, *coerce(run, given["other"], self->value_type()), self->value_type());
    };
}

/// ~, and with flags: ~ CONCAT('(?', flags, ')', pattern)
python::value regexp_match(expression_pointer const& self, evaluation& run, bound_arguments const& given) {
    auto const flags = given.optional_text("flags");
    auto const pattern = coerce(run, given["pattern"], self->value_type())->beside(operators::comma);
    if (!flags || *flags == "i") {
        sql_operator const op = flags ? sql_operator{" ~* ", 5, false, " !~* "} : sql_operator{" ~ ", 5, false, " !~ "};
        return make_expression(with_text(std::string{op.text}, {self->beside(op), pattern}), boolean_type(), op);
    }
    expression called{
        .kind = expression_kind::function,
        .text = "CONCAT",
        .operands = {schema::sql_text("'(?'"), schema::string_literal(*flags), schema::sql_text("')'"), pattern}};
    constexpr sql_operator op{" ~ ", 5, false, " !~ "};
    return make_expression(with_text(" ~ ", {self->beside(op), std::move(called)}), boolean_type(), op);
}

python::value regexp_replace(expression_pointer const& self, evaluation& run, bound_arguments const& given) {
    expression called{.kind = expression_kind::function, .text = "REGEXP_REPLACE", .operands = {self->node()}};
    for (auto const* part : {"pattern", "replacement"})
        called.operands.push_back(coerce(run, given[part], self->value_type())->beside(operators::comma));
    if (auto const flags = given.optional_text("flags"))
        called.operands.push_back(schema::string_literal(*flags));
    return std::make_shared<unnamed_expression>(std::move(called), self->value_type(), sql_operator{"", 5});
}

python::value match_text(expression_pointer const& self, evaluation& run, bound_arguments const& given) {
    constexpr sql_operator op{" @@ ", 5};
    expression query{.kind = expression_kind::function, .text = "plainto_tsquery"};
    if (auto const config = given.optional_text("postgresql_regconfig"))
        query.operands.push_back(schema::string_literal(*config));
    query.operands.push_back(coerce(run, given["other"], self->value_type())->node());
    return make_expression(with_text(" @@ ", {self->beside(op), std::move(query)}), boolean_type(), op);
}

/// value.op("~")(other)
python::value custom_operator(expression_pointer const& value, evaluation& run, bound_arguments const& given) {
    struct custom {
        std::string words;
        int precedence;
        type_pointer type;
    };

    auto const declared = std::make_shared<custom>();
    declared->words = ' ' + given.text("opstring") + ' ';
    declared->precedence = static_cast<int>(given.optional_integer("precedence").value_or(0));
    if (!given["return_type"].is_none())
        declared->type = required_type(run, given["return_type"]);
    else if (run.truth(given["is_comparison"]))
        declared->type = boolean_type();
    else
        declared->type = value->value_type();
    return python::make_function(
        "operator(other)",
        [value, declared](evaluation& inside, bound_arguments const& operand) -> python::value {
            sql_operator const op{" custom ", declared->precedence};
            auto const right = coerce(inside, operand["other"], value->value_type());
            return make_expression(
                with_text(declared->words, {value->beside(op), right->beside(op)}), declared->type, op
            );
        },
        python::effect::none
    );
}

python::value collate(expression_pointer const& self, evaluation&, bound_arguments const& given) {
    return make_expression(
        with_text(
            " COLLATE ",
            {self->beside(operators::collate), schema::column_reference(required_identifier(given, "collation"))}
        ),
        self->value_type(),
        operators::collate
    );
}

using method_code = std::function<python::value(expression_pointer const&, evaluation&, bound_arguments const&)>;

struct method_row {
    std::string_view name;
    std::string_view declared;
    method_code code;
};

std::vector<method_row> make_methods() {
    static constexpr std::string_view part = "startswith(other, escape=None, autoescape=False)";
    std::vector<method_row> rows{
        {"in_",
         "in_(other)",
         [](auto const& self, auto& run, auto const& given) -> python::value {
             return is_in(run, *self, given["other"], false);
         }},
        {"startswith", part, part_method({true, false, like_part})},
        {"endswith", part, part_method({false, true, like_part})},
        {"contains", part, part_method({false, false, like_part})},
        {"istartswith", part, part_method({true, false, ilike_part})},
        {"iendswith", part, part_method({false, true, ilike_part})},
        {"icontains", part, part_method({false, false, ilike_part})},
        {"between", "between(cleft, cright, symmetric=False)", is_between},
        {"regexp_match", "regexp_match(pattern, flags=None)", regexp_match},
        {"regexp_replace", "regexp_replace(pattern, replacement, flags=None)", regexp_replace},
        {"match", "match(other, postgresql_regconfig=None)", match_text},
        {"collate", "collate(collation)", collate},
        {"op", "op(opstring, precedence=0, is_comparison=False, return_type=None, python_impl=None)", custom_operator},
        {"bool_op",
         "bool_op(opstring, precedence=0, python_impl=None, is_comparison=True, return_type=None)",
         custom_operator},
        {"concat", "concat(other)", binary_method(operators::concatenation)},
        {"bitwise_and", "bitwise_and(other)", binary_method({" & ", 7})},
        {"bitwise_or", "bitwise_or(other)", binary_method({" | ", 7})},
        {"bitwise_xor", "bitwise_xor(other)", binary_method({" # ", 7})},
        {"bitwise_lshift", "bitwise_lshift(other)", binary_method({" << ", 7})},
        {"bitwise_rshift", "bitwise_rshift(other)", binary_method({" >> ", 7})},
        {"is_", "is_(other)", is_method(operators::is)},
        {"distinct",
         "distinct()",
         [](auto const& self, auto&, auto const&) -> python::value { return distinct_of(*self); }},
        {"label",
         "label(name)",
         [](auto const& self, auto&, auto const& given) -> python::value {
             return std::make_shared<label_value>(
                 self, alias_name_of(given, std::string{self->key().empty() ? "anon" : self->key()})
             );
         }},
        {"cast",
         "cast(type_)",
         [](auto const& self, auto& run, auto const& given) -> python::value {
             return cast_to(*self, required_type(run, given["type_"]));
         }},
        {"any_",
         "any_()",
         [](auto const& self, auto&, auto const&) -> python::value { return collection_test("ANY ", *self); }},
        {"all_",
         "all_()",
         [](auto const& self, auto&, auto const&) -> python::value { return collection_test("ALL ", *self); }},
    };
    for (auto const* name : {"notin_", "not_in"})
        rows.push_back({name, "not_in(other)", [](auto const& self, auto& run, auto const& given) -> python::value {
                            return is_in(run, *self, given["other"], true);
                        }});
    for (auto const* name : {"isnot", "is_not"})
        rows.push_back({name, "is_not(other)", is_method(operators::is_not)});
    sql_operator const differs{" IS DISTINCT FROM ", 5, false, " IS NOT DISTINCT FROM "};
    rows.push_back({"is_distinct_from", "is_distinct_from(other)", is_method(differs)});
    for (auto const* name : {"isnot_distinct_from", "is_not_distinct_from"})
        rows.push_back({name, "is_not_distinct_from(other)", is_method({differs.negated, 5, false, differs.text})});
    static constexpr std::string_view declared_like = "like(other, escape=None)";
    rows.push_back({"like", declared_like, pattern_method(like)});
    rows.push_back({"ilike", declared_like, pattern_method(ilike)});
    for (auto const* name : {"notlike", "not_like"})
        rows.push_back({name, declared_like, pattern_method(not_like)});
    for (auto const* name : {"notilike", "not_ilike"})
        rows.push_back({name, declared_like, pattern_method(not_ilike)});
    for (auto const& [name, suffix] : sorting_words())
        rows.push_back({name, "desc()", suffix_method(std::string{suffix})});
    return rows;
}

} // namespace

std::optional<python::value> expression_method(expression_pointer const& self, std::string_view name) {
    static std::vector<method_row> const methods = make_methods();
    for (auto const& row : methods)
        if (row.name == name)
            return python::make_function(
                row.declared,
                [self, &row](evaluation& run, bound_arguments const& given) { return row.code(self, run, given); },
                python::effect::none
            );
    return std::nullopt;
}

} // namespace alembicore::sqlalchemy
