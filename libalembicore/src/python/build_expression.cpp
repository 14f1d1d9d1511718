// Expressions of the syntax tree.
#include "python/tree_builder.hpp"

#include "python/level_guard.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace alembicore::python {

using cst::field;
using cst::kind;
using syntax::expression_kind;

namespace {

std::optional<syntax::binary_operator> binary_operator_of(std::string_view text) {
    using enum syntax::binary_operator;

    struct row {
        std::string_view text;
        syntax::binary_operator op;
    };

    static constexpr row rows[] = {
        {"+", add},
        {"-", subtract},
        {"*", multiply},
        {"@", matrix_multiply},
        {"/", divide},
        {"//", floor_divide},
        {"%", modulo},
        {"**", power},
        {"&", bit_and},
        {"|", bit_or},
        {"^", bit_xor},
        {"<<", shift_left},
        {">>", shift_right},
    };
    for (auto const& [name, op] : rows)
        if (name == text)
            return op;
    return std::nullopt;
}

std::optional<syntax::comparison_operator> comparison_operator_of(std::string_view text) {
    using enum syntax::comparison_operator;
    if (text == "==")
        return equal;
    if (text == "!=")
        return not_equal;
    if (text == "<")
        return less;
    if (text == "<=")
        return less_equal;
    if (text == ">")
        return greater;
    if (text == ">=")
        return greater_equal;
    if (text == "in")
        return in;
    if (text == "is")
        return is;
    if (text.starts_with("not"))
        return not_in;
    if (text.starts_with("is"))
        return is_not;
    return std::nullopt;
}

std::string without_underscores(std::string_view text) {
    std::string digits{text};
    std::erase(digits, '_');
    return digits;
}

} // namespace

syntax::expression const* tree_builder::unsupported(source_range range, std::string_view construct) {
    return make(syntax::unsupported{{expression_kind::unsupported, range}, construct});
}

syntax::expression const* tree_builder::build_expression(cst::node const& from) {
    level_guard const guard{level_, *this, from.range()};
    switch (from.kind) {
    case kind::parenthesized_expression:
        return build_parenthesized(from);
    case kind::tuple:
    case kind::tuple_pattern:
    case kind::expression_list:
    case kind::pattern_list:
        return build_sequence(from, expression_kind::tuple);
    case kind::list:
    case kind::list_pattern:
        return build_sequence(from, expression_kind::list);
    case kind::set:
        return build_sequence(from, expression_kind::set);
    case kind::dictionary:
        return build_dict(from);
    case kind::attribute:
        return build_attribute(from);
    case kind::subscript:
        return build_subscript(from);
    case kind::slice:
        return build_slice(from);
    case kind::call:
        return build_call(from);
    case kind::not_operator:
    case kind::unary_operator:
        return build_unary(from);
    case kind::binary_operator:
        return build_binary(from);
    case kind::boolean_operator:
        return build_boolean(from);
    case kind::comparison_operator:
        return build_comparison(from);
    case kind::conditional_expression:
        return build_conditional(from);
    case kind::lambda:
        return build_lambda(from);
    case kind::list_comprehension:
        return build_comprehension(from, syntax::comprehension_kind::list);
    case kind::set_comprehension:
        return build_comprehension(from, syntax::comprehension_kind::set);
    case kind::dictionary_comprehension:
        return build_comprehension(from, syntax::comprehension_kind::dict);
    case kind::generator_expression:
        return build_comprehension(from, syntax::comprehension_kind::generator);
    case kind::named_expression:
        return build_named(from);
    case kind::list_splat:
    case kind::list_splat_pattern:
    case kind::parenthesized_list_splat:
        return build_starred(from);
    case kind::yield:
        return build_yield(from);
    default:
        return build_atom(from);
    }
}

/// Where a star unpacks into nothing.
syntax::expression const* tree_builder::build_unstarred(cst::node const& from) {
    auto const* built = build_expression(from);
    if (built->kind == expression_kind::starred)
        fail(from.range(), "can't use starred expression here");
    return built;
}

syntax::expression const* tree_builder::build_atom(cst::node const& from) {
    auto const simple = [&](syntax::constant_kind which) {
        return make(syntax::constant{{expression_kind::constant, from.range()}, which});
    };
    switch (from.kind) {
    case kind::identifier:
        return mention(text_of(from), from.range());
    case kind::string:
        return build_string(from);
    case kind::concatenated_string:
        return build_strings(from);
    case kind::integer:
        return build_number(from);
    case kind::float_:
        return build_real(from);
    case kind::none:
        return simple(syntax::constant_kind::none);
    case kind::true_:
        return simple(syntax::constant_kind::true_);
    case kind::false_:
        return simple(syntax::constant_kind::false_);
    case kind::ellipsis:
        return simple(syntax::constant_kind::ellipsis);
    case kind::await:
        return unsupported(from.range(), "await");
    default:
        return unsupported(from.range(), ts_node_type(from.raw));
    }
}

syntax::expression const* tree_builder::build_sequence(cst::node const& from, expression_kind kind) {
    std::vector<syntax::expression const*> items;
    for (auto const& child : children_of(from))
        if (child.named)
            items.push_back(build_expression(child));
    return make(syntax::sequence{{kind, from.range()}, keep(items)});
}

/// One expression, or the tuple of several: `a` and `a, b` where a statement takes either.
syntax::expression const* tree_builder::build_items(cst::children const& from, source_range range) {
    std::vector<syntax::expression const*> items;
    bool comma = false;
    for (auto const& child : from)
        if (child.named)
            items.push_back(build_expression(child));
        else
            comma = comma || text_of(child) == ",";
    if (items.size() != 1 || comma)
        return make(syntax::sequence{{expression_kind::tuple, range}, keep(items)});
    if (items.front()->kind == expression_kind::starred)
        fail(range, "can't use starred expression here");
    return items.front();
}

syntax::expression const* tree_builder::build_number(cst::node const& from) {
    std::string digits = without_underscores(text_of(from));
    if (digits.back() == 'j' || digits.back() == 'J')
        return unsupported(from.range(), "a complex number");
    int base = 10;
    if (digits.size() > 1 && digits[0] == '0') {
        char const letter = static_cast<char>(digits[1] | 0x20);
        base = letter == 'x' ? 16 : letter == 'o' ? 8 : letter == 'b' ? 2 : 10;
        if (base == 10 && digits.find_first_not_of('0') != std::string::npos)
            fail(from.range(), "a decimal number cannot start with 0", "write 0o… for an octal number");
        if (base != 10)
            digits.erase(0, 2);
    }
    std::int64_t number = 0;
    auto const [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), number, base);
    if (failure == std::errc::result_out_of_range)
        return make(syntax::constant{
            {expression_kind::constant, from.range()}, syntax::constant_kind::huge_integer, 0, 0, text_of(from)});
    if (end != digits.data() + digits.size())
        fail(from.range(), "malformed number " + std::string{text_of(from)});
    return make(syntax::constant{{expression_kind::constant, from.range()}, syntax::constant_kind::integer, number});
}

syntax::expression const* tree_builder::build_real(cst::node const& from) {
    std::string const digits = without_underscores(text_of(from));
    if (digits.back() == 'j' || digits.back() == 'J')
        return unsupported(from.range(), "a complex number");
    double number = 0;
    auto const [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (failure != std::errc{} || end != digits.data() + digits.size())
        return unsupported(from.range(), "a float beyond the range of doubles");
    return make(syntax::constant{{expression_kind::constant, from.range()}, syntax::constant_kind::real, 0, number});
}

syntax::expression const* tree_builder::build_parenthesized(cst::node const& from) {
    auto const inner = children_of(from).named(0);
    if (!inner)
        fail(from.range(), "nothing inside the brackets");
    return build_unstarred(inner);
}

syntax::expression const* tree_builder::build_dict(cst::node const& from) {
    std::vector<syntax::dict_item> items;
    for (auto const& child : children_of(from)) {
        if (!child.named)
            continue;
        auto const parts = children_of(child);
        if (child.kind == kind::pair)
            items.push_back({build_expression(parts[field::key]), build_expression(parts[field::value])});
        else
            items.push_back({nullptr, build_expression(parts.named(0))});
    }
    return make(syntax::dict{{expression_kind::dict, from.range()}, keep(items)});
}

template <typename Make>
syntax::expression const*
tree_builder::build_within_star(cst::node const& from, syntax::expression const* inner, Make&& around) {
    if (inner->kind != expression_kind::starred)
        return around(inner);
    auto const* made = around(static_cast<syntax::starred const*>(inner)->value);
    return make(syntax::starred{{expression_kind::starred, from.range()}, made});
}

syntax::expression const* tree_builder::build_attribute(cst::node const& from) {
    auto const parts = children_of(from);
    return build_within_star(from, build_expression(parts[field::object]), [&](syntax::expression const* object) {
        return make(syntax::attribute{
            {expression_kind::attribute, from.range()}, object, text_of(parts[field::attribute])});
    });
}

syntax::expression const* tree_builder::build_subscript(cst::node const& from) {
    auto const parts = children_of(from);
    std::vector<syntax::expression const*> items;
    bool comma = false;
    for (auto const& part : parts)
        if (part.field == field::subscript)
            items.push_back(build_expression(part));
        else
            comma = comma || text_of(part) == ",";
    if (items.empty())
        fail(from.range(), "an index is missing inside the brackets");
    auto const* index = items.front();
    if (comma) {
        source_range const range{items.front()->range.begin, items.back()->range.end};
        index = make(syntax::sequence{{expression_kind::tuple, range}, keep(items)});
    }
    return build_within_star(from, build_expression(parts[field::value]), [&](syntax::expression const* value) {
        return make(syntax::subscript{{expression_kind::subscript, from.range()}, value, index});
    });
}

syntax::expression const* tree_builder::build_slice(cst::node const& from) {
    syntax::expression const* bounds[3] = {};
    std::size_t at = 0;
    for (auto const& child : children_of(from))
        if (child.named)
            bounds[at] = build_expression(child);
        else if (at < 2)
            ++at;
    return make(syntax::slice{{expression_kind::slice, from.range()}, bounds[0], bounds[1], bounds[2]});
}

syntax::expression const* tree_builder::build_call(cst::node const& from) {
    auto const parts = children_of(from);
    auto const given = parts[field::arguments];
    return build_within_star(
        from,
        build_expression(parts[field::function]),
        [&](syntax::expression const* callee) -> syntax::expression const* {
            if (given.kind == kind::generator_expression) {
                std::vector<syntax::argument> const only{
                    {syntax::argument_kind::positional, {}, build_expression(given)},
                };
                return make(syntax::call{{expression_kind::call, from.range()}, callee, keep(only)});
            }
            return make(syntax::call{{expression_kind::call, from.range()}, callee, build_arguments(given)});
        }
    );
}

std::span<syntax::argument const> tree_builder::build_arguments(cst::node const& from) {
    using enum syntax::argument_kind;
    std::vector<syntax::argument> arguments;
    bool keywords_began = false;
    bool mappings_began = false;
    for (auto const& child : children_of(from)) {
        if (!child.named)
            continue;
        if (child.kind == kind::keyword_argument) {
            auto const parts = children_of(child);
            auto const name = text_of(parts[field::name]);
            auto const repeats = [&](auto const& one) { return one.kind == keyword && one.keyword == name; };
            if (std::any_of(arguments.begin(), arguments.end(), repeats))
                fail(child.range(), "keyword argument repeated: " + std::string{name});
            arguments.push_back({keyword, name, build_expression(parts[field::value])});
            keywords_began = true;
        } else if (child.kind == kind::dictionary_splat) {
            arguments.push_back({unpacked_mapping, {}, build_expression(children_of(child).named(0))});
            keywords_began = mappings_began = true;
        } else if (child.kind == kind::list_splat) {
            if (mappings_began)
                fail(child.range(), "iterable argument unpacking follows keyword argument unpacking");
            arguments.push_back({unpacked_sequence, {}, build_expression(children_of(child).named(0))});
        } else {
            if (keywords_began)
                fail(child.range(), "positional argument follows keyword argument");
            arguments.push_back({positional, {}, build_expression(child)});
        }
    }
    return keep(arguments);
}

syntax::expression const* tree_builder::build_unary(cst::node const& from) {
    auto const parts = children_of(from);
    auto op = syntax::unary_operator::not_;
    if (from.kind == kind::unary_operator) {
        auto const sign = text_of(parts[field::operator_]);
        op = sign == "-"   ? syntax::unary_operator::minus
             : sign == "+" ? syntax::unary_operator::plus
                           : syntax::unary_operator::invert;
    }
    return make(syntax::unary{{expression_kind::unary, from.range()}, op, build_expression(parts[field::argument])});
}

/// `a + b + c + …` leans to the left; the spine is walked in a loop, so that long sums are not deep.
syntax::expression const* tree_builder::build_binary(cst::node const& from) {
    std::vector<cst::node> spine{from};
    cst::node leftmost = children_of(from)[field::left];
    while (leftmost.kind == kind::binary_operator) {
        spine.push_back(leftmost);
        leftmost = children_of(leftmost)[field::left];
    }
    auto const* result = build_expression(leftmost);
    for (auto node = spine.rbegin(); node != spine.rend(); ++node) {
        auto const parts = children_of(*node);
        auto const op = binary_operator_of(text_of(parts[field::operator_]));
        if (!op)
            fail(parts[field::operator_].range(), "this is no operator of Python 3");
        auto const* right = build_expression(parts[field::right]);
        result = make(syntax::binary{{expression_kind::binary, node->range()}, *op, result, right});
    }
    return result;
}

syntax::expression const* tree_builder::build_boolean(cst::node const& from) {
    auto const op_of = [&](cst::children const& parts) { return text_of(parts[field::operator_]); };
    std::string_view const op = op_of(children_of(from));
    std::vector<cst::node> reversed;
    cst::node left = from;
    while (left.kind == kind::boolean_operator) {
        auto const parts = children_of(left);
        if (op_of(parts) != op)
            break;
        reversed.push_back(parts[field::right]);
        left = parts[field::left];
    }
    std::vector<syntax::expression const*> operands{build_expression(left)};
    for (auto node = reversed.rbegin(); node != reversed.rend(); ++node)
        operands.push_back(build_expression(*node));
    auto const which = op == "and" ? syntax::boolean_operator::and_ : syntax::boolean_operator::or_;
    return make(syntax::boolean{{expression_kind::boolean, from.range()}, which, keep(operands)});
}

syntax::expression const* tree_builder::build_comparison(cst::node const& from) {
    std::vector<syntax::comparison_operator> operators;
    std::vector<syntax::expression const*> operands;
    for (auto const& child : children_of(from)) {
        if (child.named) {
            operands.push_back(build_expression(child));
            continue;
        }
        auto const op = comparison_operator_of(text_of(child));
        if (!op)
            fail(child.range(), "this is no operator of Python 3", "write != instead of <>");
        operators.push_back(*op);
    }
    return make(syntax::comparison{{expression_kind::comparison, from.range()}, keep(operators), keep(operands)});
}

syntax::expression const* tree_builder::build_conditional(cst::node const& from) {
    auto const parts = children_of(from);
    auto const* then = build_expression(parts.named(0));
    auto const* condition = build_expression(parts.named(1));
    return make(syntax::conditional{
        {expression_kind::conditional, from.range()}, condition, then, build_expression(parts.named(2))});
}

syntax::expression const* tree_builder::build_lambda(cst::node const& from) {
    auto const parts = children_of(from);
    auto const declared = parts[field::parameters];
    // Defaults belong to the block around the lambda and parameters to the lambda: build_parameters opens its scope.
    std::span<syntax::parameter const> parameters;
    if (declared)
        parameters = build_parameters(declared);
    else
        open_scope(syntax::scope_kind::function);
    auto const* body = build_expression(parts[field::body]);
    return make(syntax::lambda{{expression_kind::lambda, from.range()}, parameters, body, close_scope()});
}

/// Reads parameters with their defaults in the current block, then opens the function's block with the names bound.
std::span<syntax::parameter const> tree_builder::build_parameters(cst::node const& from) {
    using enum syntax::parameter_kind;
    std::vector<syntax::parameter> parameters;
    auto now = ordinary;
    for (auto const& child : children_of(from)) {
        if (!child.named)
            continue;
        if (child.kind == kind::positional_separator) {
            for (auto& earlier : parameters)
                earlier.kind = positional_only;
        } else if (child.kind == kind::keyword_separator) {
            now = keyword_only;
        } else {
            parameters.push_back(build_parameter(child, now));
            auto const& added = parameters.back();
            bool const bare = added.kind == ordinary && added.fallback == nullptr;
            if (bare && std::ranges::any_of(parameters, [](auto const& each) { return each.fallback != nullptr; }))
                fail(child.range(), "non-default argument follows default argument");
            if (added.kind == rest)
                now = keyword_only;
        }
    }
    open_scope(syntax::scope_kind::function);
    for (auto const& each : parameters) {
        if (std::ranges::find(scopes_.back().names, each.id) != scopes_.back().names.end())
            fail(from.range(), "duplicate argument '" + std::string{each.id} + "' in function definition");
        scopes_.back().names.push_back(each.id);
    }
    return keep(parameters);
}

syntax::parameter tree_builder::build_parameter(cst::node const& from, syntax::parameter_kind which) {
    switch (from.kind) {
    case kind::identifier:
        return {text_of(from), which, nullptr};
    case kind::list_splat_pattern:
        return {text_of(children_of(from).named(0)), syntax::parameter_kind::rest, nullptr};
    case kind::dictionary_splat_pattern:
        return {text_of(children_of(from).named(0)), syntax::parameter_kind::keywords, nullptr};
    case kind::typed_parameter:
        return build_parameter(children_of(from).named(0), which);
    case kind::default_parameter:
    case kind::typed_default_parameter: {
        auto const parts = children_of(from);
        return {text_of(parts[field::name]), which, build_expression(parts[field::value])};
    }
    default:
        fail(from.range(), "this is no parameter of Python 3");
    }
}

syntax::expression const* tree_builder::build_comprehension(cst::node const& from, syntax::comprehension_kind which) {
    auto const parts = children_of(from);
    std::vector<syntax::comprehension_clause> clauses;
    // The first source is evaluated in the block around the comprehension, everything else inside.
    auto const first = children_of(parts.first(kind::for_in_clause));
    clauses.push_back({nullptr, build_expression(first[field::right]), {}});
    open_scope(syntax::scope_kind::comprehension);
    build_clauses(parts, clauses);
    auto const body = parts[field::body];
    syntax::expression const* key = nullptr;
    syntax::expression const* element = nullptr;
    if (which == syntax::comprehension_kind::dict) {
        auto const pair = children_of(body);
        key = build_expression(pair[field::key]);
        element = build_expression(pair[field::value]);
    } else {
        element = build_unstarred(body);
    }
    return make(syntax::comprehension{
        {expression_kind::comprehension, from.range()}, which, key, element, keep(clauses), close_scope()});
}

void tree_builder::build_clauses(cst::children const& from, std::vector<syntax::comprehension_clause>& clauses) {
    std::vector<syntax::expression const*> conditions;
    bool first = true;
    for (auto const& child : from) {
        if (child.kind == kind::if_clause) {
            conditions.push_back(build_expression(children_of(child).named(0)));
            continue;
        }
        if (child.kind != kind::for_in_clause)
            continue;
        auto const parts = children_of(child);
        if (text_of(*parts.begin()) == "async")
            fail(child.range(), "asynchronous comprehensions are not evaluated");
        if (!first) {
            clauses.back().conditions = keep(conditions);
            conditions.clear();
            clauses.push_back({nullptr, build_expression(parts[field::right]), {}});
        }
        clauses.back().target = build_target(parts[field::left]);
        first = false;
    }
    clauses.back().conditions = keep(conditions);
}

syntax::expression const* tree_builder::build_named(cst::node const& from) {
    auto const parts = children_of(from);
    auto const* value = build_expression(parts[field::value]);
    auto const name = parts[field::name];
    // A walrus inside a comprehension binds in the block around it.
    auto block = scopes_.rbegin();
    while (block->kind == syntax::scope_kind::comprehension)
        ++block;
    bind_name(*block, text_of(name));
    return make(syntax::named{{expression_kind::named, from.range()}, mention(text_of(name), name.range()), value});
}

syntax::expression const* tree_builder::build_starred(cst::node const& from) {
    auto const inner = children_of(from).named(0);
    if (from.kind == kind::parenthesized_list_splat)
        fail(from.range(), "cannot use starred expression here");
    return make(syntax::starred{{expression_kind::starred, from.range()}, build_expression(inner)});
}

syntax::expression const* tree_builder::build_yield(cst::node const& from) {
    if (scopes_.back().kind != syntax::scope_kind::function)
        fail(from.range(), "'yield' outside function");
    scopes_.back().yields = true;
    auto const parts = children_of(from);
    std::vector<syntax::expression const*> items;
    bool delegates = false;
    for (auto const& child : parts)
        if (child.named)
            items.push_back(build_expression(child));
        else
            delegates = delegates || text_of(child) == "from";
    auto const* value = items.empty() ? nullptr : items.front();
    if (items.size() > 1)
        value = make(syntax::sequence{{expression_kind::tuple, from.range()}, keep(items)});
    return make(syntax::yield{{expression_kind::yield, from.range()}, value, delegates});
}

/// A target of assignment: its plain names are bound by the current block.
syntax::expression const* tree_builder::build_target(cst::node const& from) {
    level_guard const guard{level_, *this, from.range()};
    switch (from.kind) {
    case kind::identifier:
        return bind(text_of(from), from.range());
    case kind::attribute:
        return build_attribute(from);
    case kind::subscript:
        return build_subscript(from);
    case kind::parenthesized_expression:
        return build_target(children_of(from).named(0));
    case kind::list_splat:
    case kind::list_splat_pattern:
        return make(syntax::starred{{expression_kind::starred, from.range()}, build_target(children_of(from).named(0))}
        );
    case kind::tuple:
    case kind::tuple_pattern:
    case kind::pattern_list:
    case kind::expression_list:
    case kind::list:
    case kind::list_pattern: {
        std::vector<syntax::expression const*> items;
        for (auto const& child : children_of(from))
            if (child.named)
                items.push_back(build_target(child));
        return make(syntax::sequence{{expression_kind::tuple, from.range()}, keep(items)});
    }
    default:
        fail(from.range(), "cannot assign to this");
    }
}

} // namespace alembicore::python
