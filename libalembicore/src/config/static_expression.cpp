// Expressions of env.py: text that is constant, from the environment, or made of these.
#include "config/static_interpreter.hpp"

#include <utility>

namespace alembicore::config {

namespace syntax = python::syntax;
using python::as;
using syntax::expression_kind;

namespace {

constexpr char const* url_key = "sqlalchemy.url";

bool is_environment(std::string_view dotted) {
    return dotted == "os.environ" || dotted == "environ";
}

std::optional<bool> equals(static_value const& left, static_value const& right) {
    bool const known = truth(left).has_value() && truth(right).has_value();
    bool const simple = left.is(value_kind::none) || left.is(value_kind::text) || left.is(value_kind::boolean);
    if (!known || !simple)
        return std::nullopt;
    return left.kind == right.kind && left.text == right.text && left.flag == right.flag;
}

std::optional<bool> contains(static_value const& container, static_value const& item) {
    if (!item.is(value_kind::text))
        return std::nullopt;
    if (container.is(value_kind::text))
        return container.text.find(item.text) != std::string::npos;
    if (container.is(value_kind::mapping))
        return container.items->count(item.text) != 0;
    return std::nullopt;
}

std::optional<bool> compare(syntax::comparison_operator op, static_value const& left, static_value const& right) {
    using enum syntax::comparison_operator;
    bool const negated = op == not_equal || op == is_not || op == not_in;
    std::optional<bool> result;
    if (op == equal || op == not_equal || op == is || op == is_not)
        result = equals(left, right);
    else if (op == in || op == not_in)
        result = contains(right, left);
    return result ? std::optional{*result != negated} : std::nullopt;
}

static_value known_flag(std::optional<bool> flag) {
    return flag ? boolean_value(*flag) : run_time_value();
}

} // namespace

std::string dotted_name(syntax::expression const& expression) {
    if (expression.kind == expression_kind::name)
        return std::string{as<syntax::name>(expression).id};
    if (expression.kind != expression_kind::attribute)
        return {};
    auto const& attribute = as<syntax::attribute>(expression);
    std::string const object = dotted_name(*attribute.object);
    return object.empty() ? object : object + '.' + std::string{attribute.id};
}

static_value static_interpreter::evaluate(syntax::expression const& expression) {
    switch (expression.kind) {
    case expression_kind::name:
        return evaluate_name(as<syntax::name>(expression).id);
    case expression_kind::constant:
        return evaluate_constant(as<syntax::constant>(expression));
    case expression_kind::formatted_string:
        return evaluate_formatted(as<syntax::formatted_string>(expression));
    case expression_kind::tuple:
    case expression_kind::list:
    case expression_kind::set:
    case expression_kind::lambda:
    case expression_kind::comprehension:
        return other_value();
    case expression_kind::dict:
        return evaluate_dict(as<syntax::dict>(expression));
    case expression_kind::attribute:
        return evaluate_attribute(as<syntax::attribute>(expression));
    case expression_kind::subscript:
        return evaluate_subscript(as<syntax::subscript>(expression));
    case expression_kind::call:
        return evaluate_call(as<syntax::call>(expression));
    case expression_kind::unary:
        if (as<syntax::unary>(expression).op == syntax::unary_operator::not_)
            return evaluate_not(*as<syntax::unary>(expression).operand);
        return other_value();
    case expression_kind::binary: {
        auto const& binary = as<syntax::binary>(expression);
        auto const left = evaluate(*binary.left);
        auto const right = evaluate(*binary.right);
        return binary.op == syntax::binary_operator::add ? concatenated(left, right) : run_time_value();
    }
    case expression_kind::boolean:
        return evaluate_boolean(as<syntax::boolean>(expression));
    case expression_kind::comparison:
        return evaluate_comparison(as<syntax::comparison>(expression));
    case expression_kind::conditional:
        return evaluate_conditional(as<syntax::conditional>(expression));
    case expression_kind::named: {
        auto value = evaluate(*as<syntax::named>(expression).value);
        assign(*as<syntax::named>(expression).target, value);
        return value;
    }
    default:
        return run_time_value();
    }
}

static_value static_interpreter::evaluate_name(std::string_view id) const {
    if (frame_ != nullptr)
        if (auto const local = frame_->locals.find(id); local != frame_->locals.end())
            return local->second;
    if (auto const global = globals_.find(id); global != globals_.end())
        return global->second;
    return star_imports_.size() == 1 ? imported_value(star_imports_.front() + ':' + std::string{id}) : run_time_value();
}

static_value static_interpreter::evaluate_constant(syntax::constant const& constant) const {
    switch (constant.which) {
    case syntax::constant_kind::none:
        return none_value();
    case syntax::constant_kind::true_:
        return boolean_value(true);
    case syntax::constant_kind::false_:
        return boolean_value(false);
    case syntax::constant_kind::text:
        return text_value(std::string{constant.text});
    default:
        return other_value();
    }
}

static_value static_interpreter::evaluate_formatted(syntax::formatted_string const& formatted) {
    static_value result = text_value({});
    for (auto const& part : formatted.parts) {
        result = concatenated(result, text_value(std::string{part.text}));
        if (part.value == nullptr)
            continue;
        bool const plain = (part.conversion == 0 || part.conversion == 's') && part.format.empty();
        result = concatenated(result, plain ? evaluate(*part.value) : run_time_value());
    }
    return result;
}

static_value static_interpreter::evaluate_dict(syntax::dict const& dict) {
    static_mapping items;
    bool known = true;
    for (auto const& item : dict.items) {
        auto const value = evaluate(*item.value);
        auto const key = item.key == nullptr ? run_time_value() : evaluate(*item.key);
        if (item.key == nullptr && value.is(value_kind::mapping))
            for (auto const& [name, inherited] : *value.items)
                items[name] = inherited;
        else if (key.is(value_kind::text))
            items[key.text] = value;
        else
            known = false;
        if (key.is(value_kind::text) && key.text == url_key)
            set_main_url(value, item.value->range);
    }
    return known ? mapping_value(std::move(items)) : run_time_value();
}

static_value static_interpreter::evaluate_attribute(syntax::attribute const& attribute) {
    // A command line passes nothing to env.py this way; programs that embed Alembic do.
    if (auto const name = dotted_name(attribute); name == "config.attributes" || name == "context.config.attributes")
        return mapping_value({});
    auto const object = evaluate(*attribute.object);
    if (object.is(value_kind::mapping))
        if (auto const found = object.items->find(std::string{attribute.id}); found != object.items->end())
            return found->second;
    if (object.is(value_kind::imported))
        return imported_value(object.text + (object.text.ends_with(':') ? "" : ".") + std::string{attribute.id});
    return run_time_value();
}

static_value static_interpreter::evaluate_subscript(syntax::subscript const& subscript) {
    auto const key = evaluate(*subscript.index);
    if (is_environment(dotted_name(*subscript.object)) && key.is(value_kind::text))
        return variable({.positional = {key}, .keywords = {}, .unknown_keywords = {}});
    auto const object = evaluate(*subscript.object);
    if (object.is(value_kind::mapping) && key.is(value_kind::text))
        if (auto const found = object.items->find(key.text); found != object.items->end())
            return found->second;
    return run_time_value();
}

static_value static_interpreter::evaluate_boolean(syntax::boolean const& boolean) {
    bool const stops_at = boolean.op == syntax::boolean_operator::or_;
    static_value result = none_value();
    for (auto const* const operand : boolean.operands) {
        std::string const wanting = result.unset_variable;
        result = evaluate(*operand);
        auto const holds = truth(result);
        if (!holds)
            return run_time_value();
        if (*holds == stops_at)
            return result;
        if (result.unset_variable.empty() && !result.is(value_kind::text))
            result.unset_variable = wanting;
    }
    return result;
}

/// `x in ("a", "b")`; nullopt: only running Python could tell.
std::optional<bool> static_interpreter::is_among(static_value const& item, syntax::sequence const& listed) {
    std::optional<bool> found = false;
    for (auto const* const each : listed.items) {
        auto const same = equals(item, evaluate(*each));
        if (same == true)
            return true;
        if (!same)
            found = std::nullopt;
    }
    return found;
}

static_value static_interpreter::evaluate_comparison(syntax::comparison const& comparison) {
    if (comparison.operators.size() != 1)
        return run_time_value();
    auto const left = evaluate(*comparison.operands[0]);
    if (is_environment(dotted_name(*comparison.operands[1])) && left.is(value_kind::text)) {
        bool const is_set = inputs_.variable(left.text).has_value();
        return boolean_value(is_set == (comparison.operators[0] == syntax::comparison_operator::in));
    }
    using enum syntax::comparison_operator;
    auto const op = comparison.operators[0];
    auto const kind = comparison.operands[1]->kind;
    bool const listed = kind == expression_kind::tuple || kind == expression_kind::list || kind == expression_kind::set;
    if (listed && (op == in || op == not_in)) {
        auto const found = is_among(left, as<syntax::sequence>(*comparison.operands[1]));
        return known_flag(found ? std::optional{*found == (op == in)} : std::nullopt);
    }
    auto const right = evaluate(*comparison.operands[1]);
    return known_flag(compare(comparison.operators[0], left, right));
}

static_value static_interpreter::evaluate_conditional(syntax::conditional const& conditional) {
    auto const holds = truth(evaluate(*conditional.condition));
    if (holds)
        return evaluate(*holds ? *conditional.then : *conditional.otherwise);
    auto then = evaluate(*conditional.then);
    return then == evaluate(*conditional.otherwise) ? then : run_time_value();
}

static_value static_interpreter::evaluate_not(syntax::expression const& operand) {
    auto const holds = truth(evaluate(operand));
    return known_flag(holds ? std::optional{!*holds} : std::nullopt);
}

} // namespace alembicore::config
