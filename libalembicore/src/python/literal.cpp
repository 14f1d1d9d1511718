#include "python/literal.hpp"

#include <string>

namespace alembicore::python {

using syntax::expression_kind;

namespace {

std::optional<value> constant_value(syntax::constant const& constant) {
    switch (constant.which) {
    case syntax::constant_kind::none:
        return value{};
    case syntax::constant_kind::true_:
        return value{true};
    case syntax::constant_kind::false_:
        return value{false};
    case syntax::constant_kind::integer:
        return value{constant.integer};
    case syntax::constant_kind::real:
        return value{constant.real};
    case syntax::constant_kind::text:
        return value{constant.text};
    case syntax::constant_kind::bytes:
        return value{bytes_data{std::string{constant.text}}};
    default:
        return std::nullopt;
    }
}

std::optional<std::vector<value>> item_values(syntax::expressions items, literal_names const& known) {
    std::vector<value> values;
    values.reserve(items.size());
    for (auto const* each : items) {
        auto item = literal_value(*each, known);
        if (!item)
            return std::nullopt;
        values.push_back(*std::move(item));
    }
    return values;
}

bool hashable(value const& key) {
    if (auto const* tuple = key.get_if<tuple_pointer>()) {
        for (auto const& each : (*tuple)->items)
            if (!hashable(each))
                return false;
        return true;
    }
    return key.get_if<list_pointer>() == nullptr && key.get_if<dict_pointer>() == nullptr &&
           key.get_if<set_pointer>() == nullptr;
}

std::optional<value> sequence_value(syntax::sequence const& node, literal_names const& known) {
    auto values = item_values(node.items, known);
    if (!values)
        return std::nullopt;
    if (node.kind == expression_kind::tuple)
        return value::tuple(*std::move(values));
    if (node.kind == expression_kind::list)
        return value::list(*std::move(values));
    auto data = std::make_shared<set_data>();
    for (auto& each : *values) {
        if (!hashable(each))
            return std::nullopt;
        data->table.set(std::move(each), {});
    }
    return value{set_pointer{std::move(data)}};
}

std::optional<value> dict_value(syntax::dict const& node, literal_names const& known) {
    dict_table table;
    for (auto const& [key_node, item_node] : node.items) {
        auto const key = key_node == nullptr ? std::nullopt : literal_value(*key_node, known);
        auto const item = literal_value(*item_node, known);
        if (!key || !item || !hashable(*key))
            return std::nullopt;
        table.set(*key, *item);
    }
    return value::dict(std::move(table));
}

/// Sums lean to the left and may be long: walked in a loop.
std::optional<value> sum_value(syntax::binary const& node, literal_names const& known) {
    std::vector<syntax::expression const*> reversed;
    syntax::expression const* left = &node;
    while (left->kind == expression_kind::binary) {
        auto const& sum = as<syntax::binary>(*left);
        if (sum.op != syntax::binary_operator::add)
            return std::nullopt;
        reversed.push_back(sum.right);
        left = sum.left;
    }
    reversed.push_back(left);
    std::string text;
    for (auto part = reversed.rbegin(); part != reversed.rend(); ++part) {
        auto const operand = literal_value(**part, known);
        if (!operand || !operand->text())
            return std::nullopt;
        text += *operand->text();
    }
    return value{std::move(text)};
}

std::optional<value> negative_value(syntax::unary const& node, literal_names const& known) {
    auto const operand = literal_value(*node.operand, known);
    if (node.op != syntax::unary_operator::minus || !operand || operand->boolean())
        return std::nullopt;
    if (auto const whole = operand->integer())
        return value{-*whole};
    if (auto const real = operand->number())
        return value{-*real};
    return std::nullopt;
}

class assignment_lister {
public:
    std::vector<module_assignment> list(syntax::block body) {
        read_block(body, false);
        return std::move(found_);
    }

private:
    void read_block(syntax::block body, bool conditional) {
        for (auto const* statement : body)
            read(*statement, conditional);
    }

    void read(syntax::statement const& statement, bool conditional) {
        using enum syntax::statement_kind;
        switch (statement.kind) {
        case assign:
            for (auto const* target : as<syntax::assign>(statement).targets)
                add(*target, *as<syntax::assign>(statement).value, statement.range, conditional);
            return;
        case annotate:
            if (auto const& node = as<syntax::annotate>(statement); node.value != nullptr)
                add(*node.target, *node.value, statement.range, conditional);
            return;
        case augment:
            return forget(*as<syntax::augment>(statement).target);
        case if_:
            for (auto const& branch : as<syntax::if_statement>(statement).branches)
                read_block(branch.body, true);
            return;
        case try_: {
            auto const& node = as<syntax::try_statement>(statement);
            read_block(node.body, true);
            for (auto const& handler : node.handlers)
                read_block(handler.body, true);
            read_block(node.otherwise, true);
            return read_block(node.finally, true);
        }
        case with:
            return read_block(as<syntax::with_statement>(statement).body, true);
        case for_:
            return read_block(as<syntax::for_statement>(statement).body, true);
        case while_:
            return read_block(as<syntax::while_statement>(statement).body, true);
        case function:
            known_.erase(as<syntax::function>(statement).id);
            return;
        case class_:
            known_.erase(as<syntax::class_statement>(statement).id);
            return;
        case delete_:
            for (auto const* target : as<syntax::delete_statement>(statement).targets)
                forget(*target);
            return;
        default:
            return;
        }
    }

    void
    add(syntax::expression const& target, syntax::expression const& expression, source_range range, bool conditional) {
        if (target.kind != expression_kind::name)
            return forget(target);
        auto const id = as<syntax::name>(target).id;
        auto const literal = literal_value(expression, known_);
        found_.push_back({id, &expression, literal, range, conditional});
        if (literal && !conditional)
            known_.insert_or_assign(id, *literal);
        else
            known_.erase(id);
    }

    /// A name that is changed in a way that is not followed has no known value any more.
    void forget(syntax::expression const& target) {
        if (target.kind == expression_kind::name)
            known_.erase(as<syntax::name>(target).id);
        else if (target.kind == expression_kind::subscript)
            forget(*as<syntax::subscript>(target).object);
        else if (target.kind == expression_kind::tuple)
            for (auto const* each : as<syntax::sequence>(target).items)
                forget(*each);
    }

    std::vector<module_assignment> found_;
    literal_names known_;
};

} // namespace

// The syntax tree bounds how deep this goes.
std::optional<value> literal_value(syntax::expression const& node, literal_names const& known) {
    switch (node.kind) {
    case expression_kind::constant:
        return constant_value(as<syntax::constant>(node));
    case expression_kind::name: {
        auto const found = known.find(as<syntax::name>(node).id);
        return found == known.end() ? std::nullopt : std::optional{found->second};
    }
    case expression_kind::tuple:
    case expression_kind::list:
    case expression_kind::set:
        return sequence_value(as<syntax::sequence>(node), known);
    case expression_kind::dict:
        return dict_value(as<syntax::dict>(node), known);
    case expression_kind::binary:
        return sum_value(as<syntax::binary>(node), known);
    case expression_kind::unary:
        return negative_value(as<syntax::unary>(node), known);
    default:
        return std::nullopt;
    }
}

std::vector<module_assignment> list_assignments(source_module const& module) {
    return assignment_lister{}.list(module.body());
}

} // namespace alembicore::python
