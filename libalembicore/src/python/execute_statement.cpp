// Statements.
#include "python/builtins.hpp"
#include "python/lazy.hpp"
#include "python/machine.hpp"
#include "python/operations.hpp"
#include "python/suppression.hpp"
#include "python/typing_form.hpp"
#include "python/unknown.hpp"

#include <algorithm>

namespace alembicore::python {

using syntax::statement_kind;

completion evaluation::machine::execute(syntax::block block, frame& in) {
    for (auto const* statement : block)
        if (auto const how = execute_one(*statement, in); how != completion::normal)
            return how;
    return completion::normal;
}

completion evaluation::machine::execute_one(syntax::statement const& node, frame& in) {
    step(node.range);
    check_stack();
    switch (node.kind) {
    case statement_kind::expression:
        static_cast<void>(evaluate(*as<syntax::expression_statement>(node).value, in));
        return completion::normal;
    case statement_kind::assign: {
        auto const& assigned = as<syntax::assign>(node);
        auto const item = evaluate(*assigned.value, in);
        for (auto const* target : assigned.targets)
            assign(*target, item, in);
        return completion::normal;
    }
    case statement_kind::annotate: {
        auto const& annotated = as<syntax::annotate>(node);
        if (in.annotations != nullptr && annotated.target->kind == syntax::expression_kind::name)
            in.annotations->emplace_back(as<syntax::name>(*annotated.target).id, annotated.annotation);
        if (annotated.value != nullptr)
            assign(*annotated.target, evaluate(*annotated.value, in), in);
        return completion::normal;
    }
    case statement_kind::augment:
        execute_augment(as<syntax::augment>(node), in);
        return completion::normal;
    case statement_kind::return_: {
        auto const* const result = as<syntax::return_statement>(node).value;
        in.returned = result == nullptr ? value{} : evaluate(*result, in);
        return completion::return_;
    }
    case statement_kind::if_:
        return execute_if(as<syntax::if_statement>(node), in);
    case statement_kind::for_:
        return execute_for(as<syntax::for_statement>(node), in);
    case statement_kind::while_:
        return execute_while(as<syntax::while_statement>(node), in);
    case statement_kind::break_:
        return completion::break_;
    case statement_kind::continue_:
        return completion::continue_;
    case statement_kind::pass:
    case statement_kind::scope_declaration:
        return completion::normal;
    case statement_kind::import:
        execute_import(as<syntax::import_statement>(node), in);
        return completion::normal;
    case statement_kind::import_from:
        execute_import_from(as<syntax::import_from>(node), in);
        return completion::normal;
    case statement_kind::function:
        execute_function(as<syntax::function>(node), in);
        return completion::normal;
    case statement_kind::class_:
        execute_class(as<syntax::class_statement>(node), in);
        return completion::normal;
    case statement_kind::try_:
        return execute_try(as<syntax::try_statement>(node), in);
    case statement_kind::raise:
        execute_raise(as<syntax::raise_statement>(node), in);
    case statement_kind::with:
        return execute_with(as<syntax::with_statement>(node), 0, in);
    case statement_kind::assert_:
        execute_assert(as<syntax::assert_statement>(node), in);
        return completion::normal;
    case statement_kind::delete_:
        for (auto const* target : as<syntax::delete_statement>(node).targets)
            erase(*target, in);
        return completion::normal;
    case statement_kind::match:
        return execute_match(as<syntax::match_statement>(node), in);
    case statement_kind::unsupported:
        throw not_evaluable(
            "this construct is not evaluated: " + std::string{as<syntax::unsupported_statement>(node).construct}
        );
    }
    throw error{errc::internal, "a statement of no kind"};
}

completion evaluation::machine::execute_if(syntax::if_statement const& node, frame& in) {
    for (auto const& [condition, body] : node.branches)
        if (condition == nullptr || run_.truth(evaluate(*condition, in)))
            return execute(body, in);
    return completion::normal;
}

completion evaluation::machine::execute_for(syntax::for_statement const& node, frame& in) {
    auto how = completion::normal;
    run_.iterate(evaluate(*node.source, in), [&](value const& item) {
        step(node.target->range);
        assign(*node.target, item, in);
        how = execute(node.body, in);
        return how == completion::normal || how == completion::continue_;
    });
    if (how == completion::return_)
        return how;
    if (how == completion::break_)
        return completion::normal;
    return execute(node.otherwise, in);
}

completion evaluation::machine::execute_while(syntax::while_statement const& node, frame& in) {
    while (run_.truth(evaluate(*node.condition, in))) {
        auto const how = execute(node.body, in);
        if (how == completion::return_)
            return how;
        if (how == completion::break_)
            return completion::normal;
    }
    return execute(node.otherwise, in);
}

/// The body with its handlers.
completion evaluation::machine::execute_guarded(syntax::try_statement const& node, frame& in) {
    auto how = completion::normal;
    auto const depth_before = call_depth_;
    auto* const current_before = current_;
    auto const level = guards_.size();
    try {
        guarded_section const section{guards_, guard_of(node, in)};
        how = execute(node.body, in);
    } catch (raised& thrown) {
        if (thrown.module == nullptr) {
            thrown.module = position_.module->source.get();
            thrown.range = position_.range;
        }
        return execute_handlers(node, thrown, in);
    } catch (uncertain_import const& stopped) {
        if (stopped.guard != level)
            throw;
        call_depth_ = depth_before;
        current_ = current_before;
        position_.module = in.module;
        leave_unknown(node, stopped.why, in);
        return completion::normal;
    }
    return how == completion::normal ? execute(node.otherwise, in) : how;
}

completion evaluation::machine::execute_try(syntax::try_statement const& node, frame& in) {
    auto how = completion::normal;
    auto const guarded = [&] { how = execute_guarded(node, in); };
    if (node.finally.empty()) {
        guarded();
        return how;
    }
    auto* const current_before = current_;
    auto const depth_before = call_depth_;
    try {
        guarded();
    } catch (raised& thrown) {
        current_ = current_before;
        call_depth_ = depth_before;
        if (thrown.module == nullptr) {
            thrown.module = position_.module->source.get();
            thrown.range = position_.range;
        }
        if (auto const last = execute(node.finally, in); last != completion::normal)
            return last;
        throw;
    } catch (generator_exit const&) {
        static_cast<void>(execute(node.finally, in));
        throw;
    }
    auto const returned = in.returned;
    if (auto const last = execute(node.finally, in); last != completion::normal)
        return last;
    in.returned = returned;
    return how;
}

completion evaluation::machine::execute_handlers(syntax::try_statement const& node, raised& thrown, frame& in) {
    // Throwing is dear.
    charge_steps(150);
    position_.module = in.module;
    for (auto const& handler : node.handlers) {
        step(handler.range);
        if (handler.type != nullptr && !catches(evaluate(*handler.type, in), thrown))
            continue;
        if (handler.target != nullptr)
            store(*handler.target, value{thrown.thrown}, in);
        handling_.push_back(&thrown);
        completion how{};
        try {
            how = execute(handler.body, in);
        } catch (...) {
            handling_.pop_back();
            throw;
        }
        handling_.pop_back();
        if (handler.target != nullptr)
            forget(*handler.target, in);
        return how;
    }
    throw raised{thrown};
}

/// What stands in a `with`, whose context may hide that an import in it fails.
completion evaluation::machine::execute_entered(
    syntax::with_statement const& node, std::size_t item, value const& context, frame& in
) {
    auto const hides = context.as<suppression>();
    if (hides == nullptr)
        return execute_with(node, item + 1, in);
    auto const level = guards_.size();
    try {
        guarded_section const section{
            guards_, {[this, hides](raised const& thrown) { return hides->exit(run_, &thrown); }}};
        return execute_with(node, item + 1, in);
    } catch (uncertain_import const& stopped) {
        if (stopped.guard != level)
            throw;
        throw error{stopped.why.info()};
    }
}

completion evaluation::machine::execute_with(syntax::with_statement const& node, std::size_t item, frame& in) {
    if (item == node.items.size())
        return execute(node.body, in);
    auto const* const context_node = node.items[item].context;
    auto const* const target = node.items[item].target;
    auto const context = evaluate(*context_node, in);
    auto* const object = context.as_object();
    if (object == nullptr)
        throw type_error("'" + type_name_of(context) + "' object does not support the context manager protocol");
    auto const place = position{in.module, context_node->range};
    auto how = completion::normal;
    if (auto const manager = context.as<generator_context>()) {
        manager->run(run_, [&](value const& entered) {
            if (target != nullptr)
                assign(*target, entered, in);
            how = execute_with(node, item + 1, in);
        });
        return how;
    }
    auto const entered = object->enter(run_);
    auto const depth_before = call_depth_;
    auto* const current_before = current_;
    try {
        if (target != nullptr)
            assign(*target, entered, in);
        how = execute_entered(node, item, context, in);
    } catch (raised& thrown) {
        if (thrown.module == nullptr) {
            thrown.module = position_.module->source.get();
            thrown.range = position_.range;
        }
        position_ = place;
        current_ = current_before;
        call_depth_ = depth_before;
        if (!object->exit(run_, &thrown))
            throw;
        return completion::normal;
    }
    position_ = place;
    static_cast<void>(object->exit(run_, nullptr));
    return how;
}

void evaluation::machine::execute_augment(syntax::augment const& node, frame& in) {
    auto const target = node.target;
    if (target->kind == syntax::expression_kind::attribute) {
        auto const& attribute = as<syntax::attribute>(*target);
        auto const object = evaluate(*attribute.object, in);
        auto const before = run_.attribute(object, attribute.id);
        if (!before)
            throw missing_attribute(object, attribute.id);
        auto const operand = evaluate(*node.value, in);
        step(node.range);
        return set_attribute(run_, object, attribute.id, apply_augmented(run_, node.op, *before, operand));
    }
    if (target->kind == syntax::expression_kind::subscript) {
        auto const& subscript = as<syntax::subscript>(*target);
        auto const object = evaluate(*subscript.object, in);
        auto const key = evaluate(*subscript.index, in);
        auto const before = get_item(run_, object, key);
        auto const operand = evaluate(*node.value, in);
        step(node.range);
        return set_item(run_, object, key, apply_augmented(run_, node.op, before, operand));
    }
    auto const before = evaluate(*target, in);
    auto const operand = evaluate(*node.value, in);
    step(node.range);
    assign(*target, apply_augmented(run_, node.op, before, operand), in);
}

value evaluation::machine::apply_decorators(syntax::expressions decorators, value decorated, frame& in) {
    for (auto each = decorators.rbegin(); each != decorators.rend(); ++each) {
        auto const decorator = evaluate(**each, in);
        step((*each)->range);
        decorated = run_.call(decorator, {.positional = {std::move(decorated)}, .keyword = {}});
    }
    return decorated;
}

void evaluation::machine::execute_function(syntax::function const& node, frame& in) {
    if (node.asynchronous)
        return store(
            *node.target,
            std::make_shared<unknown_object>(
                "async def " + std::string{node.id}, in.module->source->place_of(node.range)
            ),
            in
        );
    auto made = make_user_function(node.id, node.parameters, node.scope, node.body, nullptr, in);
    store(*node.target, apply_decorators(node.decorators, std::move(made), in), in);
}

void evaluation::machine::execute_class(syntax::class_statement const& node, frame& in) {
    auto given = evaluate_arguments(node.arguments, in);
    class_body body;
    body.name = node.id;
    body.bases = std::move(given.positional);
    for (auto const& [name, item] : given.keyword)
        body.keywords.emplace_back(name, item);
    body.module = in.module->name;
    name_table names;
    names.set("__module__", value{in.module->name});
    auto inside = std::make_shared<frame>();
    inside->scope = &node.scope;
    inside->module = in.module;
    inside->names = &names;
    inside->outer = in.names != nullptr ? in.outer : in.self.lock();
    inside->qualifier = qualified(node.id, in) + ".";
    inside->annotations = &body.annotations;
    inside->function = in.function;
    execute_set_up(node.body, *inside);
    names.for_each([&](std::string const& name, value const& item) {
        if (name != "__module__")
            body.attributes.emplace_back(name, item);
    });
    step(node.range);
    auto made = make_class(std::move(body));
    store(*node.target, apply_decorators(node.decorators, std::move(made), in), in);
}

void evaluation::machine::leave_unknown_bases_out(class_body& body) const {
    bool const special = std::ranges::any_of(body.bases, [](value const& each) {
        auto const type = each.as<type_object>();
        return type != nullptr && !type->ordinary();
    });
    if (options_.unknown_bases == unknown_bases::spread || !special)
        return;
    std::erase_if(body.bases, [&](value const& each) {
        auto const unknown = each.as<unknown_object>();
        if (unknown)
            body.bases_left_out.push_back(unknown->text());
        return unknown != nullptr;
    });
}

value evaluation::machine::make_class(class_body body) {
    leave_unknown_bases_out(body);
    std::vector<type_pointer> bases;
    for (auto const& each : body.bases) {
        if (auto const unknown = each.as<unknown_object>()) {
            if (!setting_up())
                throw unknown->refusal();
            return unknown->derive(" (base of class " + body.name + ")");
        }
        auto const type = each.as<type_object>();
        if (type == nullptr)
            throw not_evaluable("class '" + body.name + "' derives from something that is not a known class");
        bases.push_back(type);
    }
    for (auto const& base : bases)
        if (!base->ordinary())
            return base->subclass(run_, std::move(body));
    std::erase_if(body.keywords, [](std::pair<std::string, value> const& each) {
        auto const form = each.second.as<typing_form>();
        return each.first == "metaclass" && form != nullptr && form->name() == "ABCMeta";
    });
    if (!body.keywords.empty())
        throw not_evaluable("class keyword '" + body.keywords.front().first + "' is not known");
    auto const attributes = body.attributes;
    auto made = std::make_shared<user_class>(std::move(body), std::move(bases));
    adopt_methods(made);
    kept_values_.emplace_back(made);
    return made;
}

void evaluation::machine::execute_assert(syntax::assert_statement const& node, frame& in) {
    if (run_.truth(evaluate(*node.condition, in)))
        return;
    auto made = std::make_shared<instance>(builtin_exception("AssertionError"));
    if (node.message != nullptr)
        made->args().push_back(evaluate(*node.message, in));
    step(node.range);
    throw raised{std::move(made)};
}

void evaluation::machine::execute_raise(syntax::raise_statement const& node, frame& in) {
    if (node.value == nullptr) {
        if (handling_.empty())
            throw python_error("RuntimeError", "No active exception to reraise");
        throw raised{*handling_.back()};
    }
    auto item = evaluate(*node.value, in);
    if (item.as<type_object>() != nullptr)
        item = run_.call(item, {});
    if (node.cause != nullptr)
        static_cast<void>(evaluate(*node.cause, in));
    step(node.range);
    auto const exception = item.as<instance>();
    if (exception == nullptr || !exception->is_exception()) {
        if (auto const unknown = item.as<unknown_object>())
            throw unknown->refusal();
        throw type_error("exceptions must derive from BaseException");
    }
    throw raised{exception};
}

completion evaluation::machine::execute_match(syntax::match_statement const& node, frame& in) {
    auto const subject = evaluate(*node.subject, in);
    for (auto const& each : node.cases)
        if (matches(*each.pattern, subject, in) && (each.guard == nullptr || run_.truth(evaluate(*each.guard, in))))
            return execute(each.body, in);
    return completion::normal;
}

bool evaluation::machine::matches(syntax::pattern const& pattern, value const& subject, frame& in) {
    step(pattern.range);
    switch (pattern.kind) {
    case syntax::pattern_kind::wildcard:
        return true;
    case syntax::pattern_kind::capture:
        store(*pattern.target, subject, in);
        return true;
    case syntax::pattern_kind::value: {
        auto const expected = evaluate(*pattern.value, in);
        if (expected.is_none() || expected.boolean())
            return subject.identical(expected);
        return run_.equal(subject, expected);
    }
    case syntax::pattern_kind::alternatives:
        return std::ranges::any_of(pattern.items, [&](auto const* each) { return matches(*each, subject, in); });
    case syntax::pattern_kind::as:
        if (!matches(*pattern.items[0], subject, in))
            return false;
        store(*pattern.target, subject, in);
        return true;
    case syntax::pattern_kind::sequence:
        return matches_sequence(pattern, subject, in);
    case syntax::pattern_kind::unsupported:
        break;
    }
    throw not_evaluable("this kind of case pattern is not evaluated", "use if and elif");
}

bool evaluation::machine::matches_sequence(syntax::pattern const& pattern, value const& subject, frame& in) {
    auto const* items = subject.items();
    if (items == nullptr && subject.as_object() != nullptr)
        throw not_evaluable("matching a '" + type_name_of(subject) + "' with a sequence pattern is not known exactly");
    if (items == nullptr || items->size() != pattern.items.size())
        return false;
    for (std::size_t i = 0; i < pattern.items.size(); ++i)
        if (!matches(*pattern.items[i], (*items)[i], in))
            return false;
    return true;
}

void evaluation::machine::store(syntax::name const& target, value item, frame& in) {
    if (target.slot != syntax::no_slot) {
        in.slots[target.slot] = std::move(item);
        return;
    }
    bool const declared_global = std::ranges::find(in.scope->global, target.id) != in.scope->global.end();
    if (in.names != nullptr && !declared_global)
        return in.names->set(target.id, std::move(item));
    for (auto* around = in.outer.get(); around != nullptr && !declared_global; around = around->outer.get()) {
        auto const names = around->scope->names;
        auto const at = std::ranges::find(names, target.id);
        if (at == names.end())
            continue;
        around->slots[static_cast<std::size_t>(at - names.begin())] = std::move(item);
        return;
    }
    std::erase_if(in.module->rebound, [&](rebound_global const& each) { return each.name == target.id; });
    in.module->globals.set(target.id, std::move(item));
}

void evaluation::machine::assign(syntax::expression const& target, value const& item, frame& in) {
    switch (target.kind) {
    case syntax::expression_kind::name:
        return store(as<syntax::name>(target), item, in);
    case syntax::expression_kind::attribute: {
        auto const& attribute = as<syntax::attribute>(target);
        auto const object = evaluate(*attribute.object, in);
        step(target.range);
        return set_attribute(run_, object, attribute.id, item);
    }
    case syntax::expression_kind::subscript: {
        auto const& subscript = as<syntax::subscript>(target);
        auto const object = evaluate(*subscript.object, in);
        auto const key = evaluate(*subscript.index, in);
        step(target.range);
        return set_item(run_, object, key, item);
    }
    case syntax::expression_kind::tuple:
        return assign_sequence(as<syntax::sequence>(target), item, in);
    default:
        throw not_evaluable("assigning to this is not evaluated");
    }
}

void evaluation::machine::assign_sequence(syntax::sequence const& target, value const& item, frame& in) {
    auto const items = unpackable(run_, item);
    auto const wanted = target.items.size();
    auto const starred = std::ranges::find(target.items, syntax::expression_kind::starred, &syntax::expression::kind);
    bool const has_star = starred != target.items.end();
    if (!has_star && items.size() > wanted)
        throw value_error("too many values to unpack (expected " + std::to_string(wanted) + ")");
    if (items.size() + (has_star ? 1 : 0) < wanted)
        throw value_error(
            "not enough values to unpack (expected " + std::string{has_star ? "at least " : ""} +
            std::to_string(wanted - (has_star ? 1 : 0)) + ", got " + std::to_string(items.size()) + ")"
        );
    auto const before = static_cast<std::size_t>(starred - target.items.begin());
    for (std::size_t i = 0; i < before; ++i)
        assign(*target.items[i], items[i], in);
    if (!has_star)
        return;
    auto const after = wanted - before - 1;
    auto const first = items.begin() + static_cast<std::ptrdiff_t>(before);
    auto const last = items.end() - static_cast<std::ptrdiff_t>(after);
    assign(*as<syntax::starred>(**starred).value, value::list({first, last}), in);
    for (std::size_t i = 0; i < after; ++i)
        assign(*target.items[before + 1 + i], items[items.size() - after + i], in);
}

void evaluation::machine::forget(syntax::name const& target, frame& in) {
    if (target.slot != syntax::no_slot)
        in.slots[target.slot].reset();
    else if (in.names != nullptr)
        static_cast<void>(in.names->erase(target.id));
}

void evaluation::machine::erase(syntax::expression const& target, frame& in) {
    if (target.kind == syntax::expression_kind::subscript) {
        auto const& subscript = as<syntax::subscript>(target);
        auto const object = evaluate(*subscript.object, in);
        auto const key = evaluate(*subscript.index, in);
        step(target.range);
        return delete_item(run_, object, key);
    }
    if (target.kind != syntax::expression_kind::name)
        throw not_evaluable("deleting this is not evaluated");
    auto const& name = as<syntax::name>(target);
    static_cast<void>(evaluate_name(name, in));
    bool const here = name.slot != syntax::no_slot || (in.names != nullptr && in.names->find(name.id) != nullptr);
    if (!here)
        throw not_evaluable("deleting a name of another block is not evaluated");
    forget(name, in);
}

} // namespace alembicore::python
