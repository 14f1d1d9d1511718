// Expressions.
#include "python/builtins.hpp"
#include "python/format.hpp"
#include "python/lazy.hpp"
#include "python/machine.hpp"
#include "python/operations.hpp"
#include "python/unknown.hpp"

#include <boost/container/small_vector.hpp>

#include <algorithm>

namespace alembicore::python {

using syntax::expression_kind;

value evaluation::machine::evaluate(syntax::expression const& node, frame& in) {
    step(node.range);
    check_stack();
    switch (node.kind) {
    case expression_kind::name:
        return evaluate_name(as<syntax::name>(node), in);
    case expression_kind::constant:
        return evaluate_constant(as<syntax::constant>(node));
    case expression_kind::formatted_string:
        return evaluate_formatted(as<syntax::formatted_string>(node), in);
    case expression_kind::tuple:
    case expression_kind::list:
    case expression_kind::set:
        return evaluate_sequence(as<syntax::sequence>(node), in);
    case expression_kind::dict:
        return evaluate_dict(as<syntax::dict>(node), in);
    case expression_kind::attribute:
        return evaluate_attribute(as<syntax::attribute>(node), in);
    case expression_kind::subscript:
        return evaluate_subscript(as<syntax::subscript>(node), in);
    case expression_kind::slice:
        return evaluate_slice(as<syntax::slice>(node), in);
    case expression_kind::call:
        return evaluate_call(as<syntax::call>(node), in);
    case expression_kind::unary:
        return evaluate_unary(as<syntax::unary>(node), in);
    case expression_kind::binary:
        return evaluate_binary(as<syntax::binary>(node), in);
    case expression_kind::boolean:
        return evaluate_boolean(as<syntax::boolean>(node), in);
    case expression_kind::comparison:
        return evaluate_comparison(as<syntax::comparison>(node), in);
    case expression_kind::conditional: {
        auto const& choice = as<syntax::conditional>(node);
        return evaluate(run_.truth(evaluate(*choice.condition, in)) ? *choice.then : *choice.otherwise, in);
    }
    case expression_kind::lambda:
        return evaluate_lambda(as<syntax::lambda>(node), in);
    case expression_kind::comprehension:
        return evaluate_comprehension(as<syntax::comprehension>(node), in);
    case expression_kind::named:
        return evaluate_named(as<syntax::named>(node), in);
    case expression_kind::yield:
        return evaluate_yield(as<syntax::yield>(node), in);
    case expression_kind::starred:
        throw not_evaluable("a starred expression cannot be used here");
    case expression_kind::unsupported:
        throw not_evaluable("this construct is not evaluated: " + std::string{as<syntax::unsupported>(node).construct});
    }
    throw error{errc::internal, "an expression of no kind"};
}

value evaluation::machine::evaluate_constant(syntax::constant const& node) {
    switch (node.which) {
    case syntax::constant_kind::none:
        return {};
    case syntax::constant_kind::true_:
        return true;
    case syntax::constant_kind::false_:
        return false;
    case syntax::constant_kind::ellipsis:
        return ellipsis();
    case syntax::constant_kind::integer:
        return node.integer;
    case syntax::constant_kind::real:
        return node.real;
    case syntax::constant_kind::text:
        charge_memory(node.text.size());
        return node.text;
    case syntax::constant_kind::bytes:
        charge_memory(node.text.size());
        return bytes_data{std::string{node.text}};
    case syntax::constant_kind::huge_integer:
        throw not_evaluable("the integer " + std::string{node.text.substr(0, 40)} + " does not fit into 64 bits");
    }
    return {};
}

/// Looks where Python looks after the innermost block: functions around it, the module, the built-ins.
value const* evaluation::machine::find_outside(syntax::name const& node, frame& in) {
    bool const declared_global = std::ranges::find(in.scope->global, node.id) != in.scope->global.end();
    if (!declared_global) {
        if (in.names != nullptr)
            if (auto const* found = in.names->find(node.id))
                return found;
        for (auto* around = in.outer.get(); around != nullptr; around = around->outer.get()) {
            auto const names = around->scope->names;
            auto const at = std::ranges::find(names, node.id);
            if (at == names.end())
                continue;
            auto const& slot = around->slots[static_cast<std::size_t>(at - names.begin())];
            if (!slot)
                throw python_error(
                    "NameError",
                    "cannot access free variable '" + std::string{node.id} +
                        "' where it is not associated with a value in enclosing scope"
                );
            return &*slot;
        }
    }
    auto const* found = in.module->globals.find(node.id);
    if (found == nullptr)
        return find_builtin(node.id);
    if (!declared_global)
        return found;
    auto const rebound = found->as<rebound_name>();
    return rebound != nullptr && rebound->within_function() != nullptr ? rebound->within_function() : found;
}

value evaluation::machine::evaluate_name(syntax::name const& node, frame& in) {
    if (node.slot != syntax::no_slot) {
        auto const& slot = in.slots[node.slot];
        if (slot)
            return *slot;
        throw python_error(
            "UnboundLocalError",
            "cannot access local variable '" + std::string{node.id} + "' where it is not associated with a value"
        );
    }
    if (auto const* found = find_outside(node, in))
        return *found;
    if (in.module->unknown_names)
        throw error{*in.module->unknown_names};
    throw python_error("NameError", "name '" + std::string{node.id} + "' is not defined");
}

std::vector<value> evaluation::machine::evaluate_items(syntax::expressions items, frame& in) {
    std::vector<value> result;
    result.reserve(items.size());
    for (auto const* item : items) {
        if (item->kind != expression_kind::starred) {
            result.push_back(evaluate(*item, in));
            continue;
        }
        run_.iterate(evaluate(*as<syntax::starred>(*item).value, in), [&](value const& each) {
            charge_memory(sizeof(value));
            result.push_back(each);
            return true;
        });
    }
    charge_memory(sizeof(value) * result.size());
    return result;
}

value evaluation::machine::evaluate_sequence(syntax::sequence const& node, frame& in) {
    auto items = evaluate_items(node.items, in);
    charge_memory(overhead_of_text);
    if (node.kind == expression_kind::tuple)
        return value::tuple(std::move(items));
    if (node.kind == expression_kind::list)
        return value::list(std::move(items));
    auto data = std::make_shared<set_data>();
    for (auto& each : items)
        data->table.set(std::move(each), {});
    return set_pointer{std::move(data)};
}

value evaluation::machine::evaluate_dict(syntax::dict const& node, frame& in) {
    auto data = std::make_shared<dict_data>();
    for (auto const& [key_node, item_node] : node.items) {
        if (key_node == nullptr) {
            auto const merged = evaluate(*item_node, in);
            auto const* table = merged.mapping();
            if (table == nullptr)
                throw type_error("'" + type_name_of(merged) + "' object is not a mapping");
            charge_memory(sizeof(dict_table::entry) * table->size());
            charge_steps(table->size());
            table->for_each([&](value const& key, value const& item) { data->table.set(key, item); });
            continue;
        }
        auto key = evaluate(*key_node, in);
        data->table.set(std::move(key), evaluate(*item_node, in));
    }
    charge_memory(overhead_of_text + sizeof(dict_table::entry) * data->table.size());
    return dict_pointer{std::move(data)};
}

value evaluation::machine::evaluate_attribute(syntax::attribute const& node, frame& in) {
    auto const target = evaluate(*node.object, in);
    position_.range = node.range;
    if (auto found = run_.attribute(target, node.id))
        return *std::move(found);
    throw missing_attribute(target, node.id);
}

value evaluation::machine::evaluate_subscript(syntax::subscript const& node, frame& in) {
    auto const target = evaluate(*node.object, in);
    auto const key = evaluate(*node.index, in);
    position_.range = node.range;
    return get_item(run_, target, key);
}

value evaluation::machine::evaluate_slice(syntax::slice const& node, frame& in) {
    auto const bound = [&](syntax::expression const* each) { return each == nullptr ? value{} : evaluate(*each, in); };
    auto start = bound(node.start);
    auto stop = bound(node.stop);
    return make_slice(std::move(start), std::move(stop), bound(node.step));
}

arguments evaluation::machine::evaluate_arguments(std::span<syntax::argument const> given, frame& in) {
    arguments result;
    result.positional.reserve(given.size());
    for (auto const& each : given) {
        switch (each.kind) {
        case syntax::argument_kind::positional:
            result.positional.push_back(evaluate(*each.value, in));
            break;
        case syntax::argument_kind::keyword:
            result.keyword.emplace_back(each.keyword, evaluate(*each.value, in));
            break;
        case syntax::argument_kind::unpacked_sequence:
            run_.iterate(evaluate(*each.value, in), [&](value const& item) {
                charge_memory(sizeof(value));
                result.positional.push_back(item);
                return true;
            });
            break;
        case syntax::argument_kind::unpacked_mapping:
            unpack_mapping(evaluate(*each.value, in), result);
            break;
        }
    }
    return result;
}

void evaluation::machine::unpack_mapping(value const& mapping, arguments& into) {
    if (auto const* object = mapping.as_object())
        if (auto const inner = object->underlying(); inner && inner->mapping() != nullptr)
            return unpack_mapping(*inner, into);
    auto const* table = mapping.mapping();
    if (table == nullptr)
        throw type_error("argument after ** must be a mapping, not " + type_name_of(mapping));
    table->for_each([&](value const& key, value const& item) {
        auto const name = key.text();
        if (!name)
            throw type_error("keywords must be strings");
        if (std::ranges::any_of(into.keyword, [&](auto const& one) { return one.first == *name; }))
            throw type_error("got multiple values for keyword argument '" + std::string{*name} + "'");
        into.keyword.emplace_back(into.keep_name(*name), item);
    });
}

value evaluation::machine::evaluate_call(syntax::call const& node, frame& in) {
    auto const callee = evaluate(*node.callee, in);
    auto const given = evaluate_arguments(node.arguments, in);
    position_.range = node.range;
    return run_.call(callee, given);
}

value evaluation::machine::evaluate_unary(syntax::unary const& node, frame& in) {
    auto const operand = evaluate(*node.operand, in);
    position_.range = node.range;
    if (node.op == syntax::unary_operator::not_)
        return !run_.truth(operand);
    return apply_unary(run_, node.op, operand);
}

/// The left spine of long sums is walked in a loop.
value evaluation::machine::evaluate_binary(syntax::binary const& node, frame& in) {
    boost::container::small_vector<syntax::binary const*, 8> spine{&node};
    auto const* leftmost = node.left;
    while (leftmost->kind == expression_kind::binary) {
        spine.push_back(&as<syntax::binary>(*leftmost));
        leftmost = spine.back()->left;
    }
    auto result = evaluate(*leftmost, in);
    for (auto each = spine.rbegin(); each != spine.rend(); ++each) {
        auto const right = evaluate(*(*each)->right, in);
        step((*each)->range);
        result = apply_binary(run_, (*each)->op, result, right);
    }
    return result;
}

value evaluation::machine::evaluate_boolean(syntax::boolean const& node, frame& in) {
    bool const stops_at = node.op == syntax::boolean_operator::or_;
    value result;
    for (auto const* operand : node.operands) {
        result = evaluate(*operand, in);
        if (operand != node.operands.back() && run_.truth(result) == stops_at)
            break;
    }
    return result;
}

value evaluation::machine::evaluate_comparison(syntax::comparison const& node, frame& in) {
    auto left = evaluate(*node.operands[0], in);
    value result;
    for (std::size_t i = 0; i < node.operators.size(); ++i) {
        auto right = evaluate(*node.operands[i + 1], in);
        position_.range = node.range;
        result = apply_comparison(run_, node.operators[i], left, right);
        if (i + 1 < node.operators.size() && !run_.truth(result))
            break;
        left = std::move(right);
    }
    return result;
}

std::string evaluation::machine::format_part(syntax::formatted_part const& part, frame& in) {
    auto const item = evaluate(*part.value, in);
    std::string format;
    for (auto const& piece : part.format) {
        if (piece.value != nullptr)
            format += std::string{piece.text} + format_part(piece, in);
        else
            format += piece.text;
    }
    position_.range = part.value->range;
    if (part.conversion == 0)
        return format_value(run_, item, format);
    auto const converted = part.conversion == 's' ? run_.str(item) : run_.repr(item);
    return format_value(run_, value{part.conversion == 'a' ? ascii_of(converted) : converted}, format);
}

value evaluation::machine::evaluate_formatted(syntax::formatted_string const& node, frame& in) {
    std::string text;
    for (auto const& part : node.parts) {
        text += part.text;
        if (part.value != nullptr)
            text += format_part(part, in);
    }
    charge_memory(overhead_of_text + text.size());
    return text;
}

std::string evaluation::machine::qualified(std::string_view id, frame const& in) {
    std::string name = in.qualifier;
    if (in.names == nullptr && in.function != nullptr)
        name = in.function->declared().name() + ".<locals>.";
    return name += id;
}

value evaluation::machine::make_user_function(
    std::string_view id,
    std::span<syntax::parameter const> parameters,
    syntax::scope const& scope,
    syntax::block body,
    syntax::expression const* result,
    frame& in
) {
    std::vector<signature_parameter> declared;
    declared.reserve(parameters.size());
    for (auto const& each : parameters)
        declared.push_back({
            std::string{each.id},
            each.kind,
            each.fallback == nullptr ? std::nullopt : std::optional{evaluate(*each.fallback, in)},
        });
    std::shared_ptr<frame> closure = in.names != nullptr ? in.outer : in.self.lock();
    keep(closure);
    value const made = std::make_shared<user_function>(
        signature{qualified(id, in), std::move(declared)}, scope, body, result, std::move(closure), *in.module
    );
    kept_values_.push_back(made);
    return made;
}

value evaluation::machine::evaluate_lambda(syntax::lambda const& node, frame& in) {
    return make_user_function("<lambda>", node.parameters, node.scope, {}, node.body, in);
}

value evaluation::machine::evaluate_named(syntax::named const& node, frame& in) {
    auto const item = evaluate(*node.value, in);
    store(*node.target, item, in);
    return item;
}

value evaluation::machine::evaluate_yield(syntax::yield const& node, frame& in) {
    if (in.consumer == nullptr)
        throw not_evaluable("yield is not evaluated here");
    auto const item = node.value == nullptr ? value{} : evaluate(*node.value, in);
    auto const give = [&](value const& each) {
        auto const before = position_;
        auto* const current_before = current_;
        if (!(*in.consumer)(each))
            throw generator_exit{};
        position_ = before;
        current_ = current_before;
        return true;
    };
    if (!node.from) {
        give(item);
        return {};
    }
    run_.iterate(item, give);
    auto const sequence = item.as<lazy_sequence>();
    return sequence == nullptr ? value{} : sequence->result();
}

std::shared_ptr<frame> evaluation::machine::make_inner(syntax::scope const& scope, frame& in) {
    auto inner = std::make_shared<frame>();
    inner->scope = &scope;
    inner->module = in.module;
    inner->outer = in.names != nullptr ? in.outer : in.self.lock();
    inner->function = in.function;
    inner->slots.resize(scope.names.size());
    inner->self = inner;
    return inner;
}

void evaluation::machine::run_clauses(
    syntax::comprehension const& node,
    std::size_t clause,
    value const& source,
    frame& inner,
    std::function<bool(frame&)> const& emit,
    bool& go_on
) {
    auto const& current = node.clauses[clause];
    run_.iterate(source, [&](value const& item) {
        step(current.target->range);
        assign(*current.target, item, inner);
        for (auto const* condition : current.conditions)
            if (!run_.truth(evaluate(*condition, inner)))
                return true;
        if (clause + 1 == node.clauses.size())
            go_on = emit(inner);
        else
            run_clauses(node, clause + 1, evaluate(*node.clauses[clause + 1].source, inner), inner, emit, go_on);
        return go_on;
    });
}

value evaluation::machine::evaluate_comprehension(syntax::comprehension const& node, frame& in) {
    if (node.which == syntax::comprehension_kind::generator)
        return evaluate_generator(node, in);
    auto const source = evaluate(*node.clauses[0].source, in);
    auto const inner = make_inner(node.scope, in);
    std::vector<value> items;
    dict_table table;
    bool go_on = true;
    run_clauses(
        node,
        0,
        source,
        *inner,
        [&](frame& at) {
            auto key = node.key == nullptr ? value{} : evaluate(*node.key, at);
            auto item = evaluate(*node.element, at);
            charge_memory(sizeof(value));
            if (node.which == syntax::comprehension_kind::list)
                items.push_back(std::move(item));
            else if (node.which == syntax::comprehension_kind::set)
                table.set(std::move(item), {});
            else
                table.set(std::move(key), std::move(item));
            return true;
        },
        go_on
    );
    position_.range = node.range;
    if (node.which == syntax::comprehension_kind::list)
        return value::list(std::move(items));
    if (node.which == syntax::comprehension_kind::dict)
        return value::dict(std::move(table));
    auto data = std::make_shared<set_data>();
    data->table = std::move(table);
    return set_pointer{std::move(data)};
}

value evaluation::machine::evaluate_generator(syntax::comprehension const& node, frame& in) {
    auto const source = make_iterator(run_, evaluate(*node.clauses[0].source, in));
    auto const inner = make_inner(node.scope, in);
    keep(inner);
    value const made = make_generator([this, &node, source, inner](evaluation&, item_visitor const& visit) {
        bool go_on = true;
        run_clauses(
            node, 0, source, *inner, [&](frame& at) { return visit(evaluate(*node.element, at)); }, go_on
        );
    });
    kept_values_.push_back(made);
    charge_memory(256);
    return made;
}

} // namespace alembicore::python
