// Top levels of modules whose code is not all known: a statement that cannot be evaluated makes what it binds or may
// have changed unknown, and the rest of the block goes on. Only what is used later is refused.
#include "python/machine.hpp"
#include "python/unknown.hpp"

#include <algorithm>
#include <set>

namespace alembicore::python {

using syntax::statement_kind;

namespace {

using name_set = std::set<std::string, std::less<>>;

/// The names that are bound or changed through a target: `a`, `a.b`, `a[0]`, `(a, *b)`.
void add_targets(syntax::expression const& target, name_set& names) {
    switch (target.kind) {
    case syntax::expression_kind::name:
        names.emplace(as<syntax::name>(target).id);
        break;
    case syntax::expression_kind::attribute:
        add_targets(*as<syntax::attribute>(target).object, names);
        break;
    case syntax::expression_kind::subscript:
        add_targets(*as<syntax::subscript>(target).object, names);
        break;
    case syntax::expression_kind::starred:
        add_targets(*as<syntax::starred>(target).value, names);
        break;
    case syntax::expression_kind::tuple:
    case syntax::expression_kind::list:
        for (auto const* each : as<syntax::sequence>(target).items)
            add_targets(*each, names);
        break;
    default:
        break;
    }
}

void add_bound(syntax::statement const& node, name_set& names);

void add_bound(syntax::block block, name_set& names) {
    for (auto const* each : block)
        add_bound(*each, names);
}

void add_imports(std::span<syntax::import_name const> imports, name_set& names) {
    for (auto const& each : imports)
        if (each.target != nullptr)
            names.emplace(each.target->id);
}

void add_try(syntax::try_statement const& node, name_set& names) {
    add_bound(node.body, names);
    for (auto const& handler : node.handlers) {
        if (handler.target != nullptr)
            names.emplace(handler.target->id);
        add_bound(handler.body, names);
    }
    add_bound(node.otherwise, names);
    add_bound(node.finally, names);
}

/// The names that a statement may bind.
void add_bound(syntax::statement const& node, name_set& names) {
    switch (node.kind) {
    case statement_kind::assign:
        for (auto const* target : as<syntax::assign>(node).targets)
            add_targets(*target, names);
        break;
    case statement_kind::annotate:
        add_targets(*as<syntax::annotate>(node).target, names);
        break;
    case statement_kind::augment:
        add_targets(*as<syntax::augment>(node).target, names);
        break;
    case statement_kind::delete_:
        for (auto const* target : as<syntax::delete_statement>(node).targets)
            add_targets(*target, names);
        break;
    case statement_kind::import:
        add_imports(as<syntax::import_statement>(node).names, names);
        break;
    case statement_kind::import_from:
        add_imports(as<syntax::import_from>(node).names, names);
        break;
    case statement_kind::function:
        names.emplace(as<syntax::function>(node).id);
        break;
    case statement_kind::class_:
        names.emplace(as<syntax::class_statement>(node).id);
        break;
    case statement_kind::if_:
        for (auto const& branch : as<syntax::if_statement>(node).branches)
            add_bound(branch.body, names);
        break;
    case statement_kind::for_:
        add_targets(*as<syntax::for_statement>(node).target, names);
        add_bound(as<syntax::for_statement>(node).body, names);
        add_bound(as<syntax::for_statement>(node).otherwise, names);
        break;
    case statement_kind::while_:
        add_bound(as<syntax::while_statement>(node).body, names);
        add_bound(as<syntax::while_statement>(node).otherwise, names);
        break;
    case statement_kind::with:
        for (auto const& item : as<syntax::with_statement>(node).items)
            if (item.target != nullptr)
                add_targets(*item.target, names);
        add_bound(as<syntax::with_statement>(node).body, names);
        break;
    case statement_kind::try_:
        add_try(as<syntax::try_statement>(node), names);
        break;
    case statement_kind::match:
        for (auto const& each : as<syntax::match_statement>(node).cases)
            add_bound(each.body, names);
        break;
    default:
        break;
    }
}

/// All words of a piece of source text: more than the names in it, never fewer.
void add_words(std::string_view text, name_set& words) {
    auto const belongs = [](char c) {
        return c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               static_cast<unsigned char>(c) >= 0x80U;
    };
    for (std::size_t at = 0; at < text.size();) {
        auto end = at;
        while (end < text.size() && belongs(text[end]))
            ++end;
        if (end != at)
            words.emplace(text.substr(at, end - at));
        at = end + 1;
    }
}

/// What code that stopped half-way may have left half changed.
bool is_changeable(value const& item) {
    return item.get_if<list_pointer>() != nullptr || item.get_if<dict_pointer>() != nullptr ||
           item.get_if<set_pointer>() != nullptr || item.as<instance>() != nullptr;
}

/// Whether a function that was called may have bound the name.
bool is_rebound(module_state const& module, std::string_view name) {
    return std::ranges::find(module.rebound, name, &rebound_global::name) != module.rebound.end();
}

/// The words of a text, and of the functions that they name in this module.
name_set reachable_words(std::string_view text, module_state const& module) {
    name_set words;
    add_words(text, words);
    std::vector<std::string> waiting(words.begin(), words.end());
    while (!waiting.empty()) {
        auto const* found = module.globals.find(waiting.back());
        waiting.pop_back();
        auto const function = found == nullptr ? nullptr : found->as<user_function>();
        if (function == nullptr || function->body().empty() || &function->module() != &module)
            continue;
        name_set inside;
        auto const body = function->body();
        add_words(module.source->text_of({body.front()->range.begin, body.back()->range.end}), inside);
        for (auto const& word : inside)
            if (words.insert(word).second)
                waiting.push_back(word);
    }
    return words;
}

bool is_star_import(syntax::statement const& node) {
    if (node.kind != statement_kind::import_from)
        return false;
    auto const names = as<syntax::import_from>(node).names;
    return std::ranges::any_of(names, [](auto const& each) { return each.dotted == "*"; });
}

} // namespace

void evaluation::machine::execute_set_up(syntax::block block, frame& in) {
    if (!in.module->lenient || !setting_up()) {
        static_cast<void>(execute(block, in));
        return;
    }
    auto const* const module = in.module;
    for (auto const* statement : block) {
        auto const depth = call_depth_;
        auto* const current = current_;
        try {
            if (execute_one(*statement, in) != completion::normal)
                return;
            continue;
        } catch (error& refused) {
            if (refused.code() == errc::evaluation_limit)
                throw;
            if (!refused.info().place)
                refused.info().place = place();
            call_depth_ = depth;
            current_ = current;
            position_.module = in.module;
            forget_effects(*statement, in, refused);
        } catch (raised const& thrown) {
            if (module == main_)
                throw;
            auto const refused = refusal_of(thrown);
            call_depth_ = depth;
            current_ = current;
            position_.module = in.module;
            forget_effects(*statement, in, refused);
        }
    }
}

/// An exception in a module of the project is no less unknown than a refusal: the application itself loads.
error evaluation::machine::refusal_of(raised const& thrown) {
    auto made = not_evaluable("it raises " + thrown.thrown->type_name());
    made.info().place = thrown.module != nullptr ? thrown.module->place_of(thrown.range) : place();
    return made;
}

void evaluation::machine::forget_effects(syntax::statement const& node, frame& in, error const& why) {
    auto& module = *in.module;
    auto const forget = [&](name_table& names, std::string const& name) {
        names.set(name, std::make_shared<unknown_object>(name, module.source->place_of(node.range), why.info()));
    };
    name_set bound;
    add_bound(node, bound);
    for (auto const& name : bound)
        forget(*in.names, name);
    for (auto const& word : reachable_words(module.source->text_of(node.range), module))
        if (auto const* found = module.globals.find(word);
            found != nullptr && (is_changeable(*found) || is_rebound(module, word)))
            forget(module.globals, word);
    if (!is_star_import(node))
        return;
    // It may have brought any name, also over those that were there.
    std::vector<std::string> names;
    in.names->for_each([&](std::string const& name, value const& item) {
        if (!name.starts_with("__") && item.as<module_object>() == nullptr)
            names.push_back(name);
    });
    for (auto const& name : names)
        forget(*in.names, name);
    module.unknown_names = why.info();
}

} // namespace alembicore::python
