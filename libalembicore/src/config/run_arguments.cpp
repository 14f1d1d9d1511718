#include "config/run_arguments.hpp"

#include <algorithm>

namespace alembicore::config {

namespace {

namespace syntax = python::syntax;
using python::as;
using syntax::expression_kind;
using syntax::statement_kind;

/// Whether the value is the same wherever the expression stands: no name in it belongs to a function.
bool is_of_top_level(syntax::expression const& node) {
    auto const all = [](syntax::expressions items) {
        return std::ranges::all_of(items, [](auto const* each) { return is_of_top_level(*each); });
    };
    switch (node.kind) {
    case expression_kind::name:
        return as<syntax::name>(node).slot == syntax::no_slot;
    case expression_kind::constant:
        return true;
    case expression_kind::tuple:
    case expression_kind::list:
        return all(as<syntax::sequence>(node).items);
    case expression_kind::attribute:
        return is_of_top_level(*as<syntax::attribute>(node).object);
    case expression_kind::subscript:
        return is_of_top_level(*as<syntax::subscript>(node).object) &&
               is_of_top_level(*as<syntax::subscript>(node).index);
    case expression_kind::call: {
        auto const& call = as<syntax::call>(node);
        return is_of_top_level(*call.callee) &&
               std::ranges::all_of(call.arguments, [](auto const& each) { return is_of_top_level(*each.value); });
    }
    default:
        return false;
    }
}

/// Finds `context.run_migrations(…)`, but no function of env.py's own that is called so.
class call_finder {
public:
    explicit call_finder(std::string_view method) : method_{method} {}

    std::vector<syntax::call const*> found;
    std::vector<syntax::call const*> nested; ///< in a function of a function: its names are not followed

    void look_through(syntax::block block, unsigned depth = 0) {
        for (auto const* statement : block)
            look_at(*statement, depth);
    }

private:
    void look_at(syntax::statement const& node, unsigned depth) {
        switch (node.kind) {
        case statement_kind::expression:
            return look_at(*as<syntax::expression_statement>(node).value, depth);
        case statement_kind::function:
            return look_through(as<syntax::function>(node).body, depth + 1);
        case statement_kind::if_:
            for (auto const& branch : as<syntax::if_statement>(node).branches)
                look_through(branch.body, depth);
            return;
        case statement_kind::for_:
            return look_through(as<syntax::for_statement>(node).body, depth);
        case statement_kind::while_:
            return look_through(as<syntax::while_statement>(node).body, depth);
        case statement_kind::with:
            return look_through(as<syntax::with_statement>(node).body, depth);
        case statement_kind::try_: {
            auto const& attempt = as<syntax::try_statement>(node);
            look_through(attempt.body, depth);
            for (auto const& handler : attempt.handlers)
                look_through(handler.body, depth);
            look_through(attempt.otherwise, depth);
            return look_through(attempt.finally, depth);
        }
        default:
            return;
        }
    }

    void look_at(syntax::expression const& node, unsigned depth) {
        if (node.kind == expression_kind::call && is_wanted(as<syntax::call>(node)))
            (depth > 1 ? nested : found).push_back(&as<syntax::call>(node));
    }

    [[nodiscard]] bool is_wanted(syntax::call const& call) const {
        return call.callee->kind == expression_kind::attribute && as<syntax::attribute>(*call.callee).id == method_;
    }

    std::string_view method_;
};

std::size_t count(std::string_view text, std::string_view word) {
    std::size_t times = 0;
    for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + word.size()))
        ++times;
    return times;
}

void add_arguments(
    syntax::call const& call, bool at_top_level, run_arguments& to, python::source_module const& env_py
) {
    for (auto const& each : call.arguments) {
        if (each.kind != syntax::argument_kind::keyword) {
            to.more = true;
            continue;
        }
        auto const* const value = at_top_level && is_of_top_level(*each.value) ? each.value : nullptr;
        auto const known = std::ranges::find(to.named, each.keyword, &run_argument::name);
        if (known == to.named.end())
            to.named.push_back({std::string{each.keyword}, value, true, each.value->range});
        else if (value == nullptr || known->value == nullptr ||
                 env_py.text_of(value->range) != env_py.text_of(known->value->range))
            known->value = nullptr;
    }
}

bool hands_over(syntax::call const& call, std::string_view name) {
    return std::ranges::any_of(call.arguments, [&](auto const& each) { return each.keyword == name; });
}

/// Whether there are more calls than these, in places that were not looked at, with arguments.
bool are_more(call_finder const& finder, std::string_view method, python::source_module const& env_py) {
    auto const text = env_py.text();
    std::string const called = "." + std::string{method} + "(";
    auto const without_arguments = count(text, called + ")");
    std::size_t with_arguments = 0;
    for (auto const* calls : {&finder.found, &finder.nested})
        for (auto const* call : *calls)
            with_arguments += call->arguments.empty() ? 0 : 1;
    return count(text, called) > without_arguments + with_arguments;
}

run_arguments collect(call_finder const& finder, python::source_module const& env_py) {
    run_arguments arguments;
    for (auto const* call : finder.found)
        add_arguments(*call, true, arguments, env_py);
    for (auto const* call : finder.nested)
        add_arguments(*call, false, arguments, env_py);
    for (auto& each : arguments.named)
        for (auto const* calls : {&finder.found, &finder.nested})
            for (auto const* call : *calls)
                each.always = each.always && hands_over(*call, each.name);
    return arguments;
}

/// `configure(connection=…)`, `configure(connection)` or `configure(**options)`.
bool may_have_connection(syntax::call const& call) {
    return std::ranges::any_of(call.arguments, [](auto const& each) {
        return each.kind != syntax::argument_kind::keyword || each.keyword == "connection";
    });
}

} // namespace

run_arguments find_run_arguments(python::source_module const& env_py) {
    constexpr std::string_view runs = "run_migrations";
    call_finder finder{runs};
    finder.look_through(env_py.body());
    auto arguments = collect(finder, env_py);
    arguments.more = arguments.more || are_more(finder, runs, env_py);
    return arguments;
}

run_arguments find_run_options(python::source_module const& env_py, run_mode mode) {
    constexpr std::string_view configures = "configure";
    call_finder finder{configures};
    finder.look_through(env_py.body());
    bool const more = are_more(finder, configures, env_py);
    if (mode == run_mode::server)
        for (auto* calls : {&finder.found, &finder.nested})
            std::erase_if(*calls, [](auto const* call) { return !may_have_connection(*call); });
    auto arguments = collect(finder, env_py);
    arguments.more = more;
    for (auto const* calls : {&finder.found, &finder.nested})
        for (auto const* call : *calls)
            arguments.more = arguments.more || std::ranges::any_of(call->arguments, [](auto const& each) {
                                 return each.kind == syntax::argument_kind::unpacked_mapping;
                             });
    return arguments;
}

} // namespace alembicore::config
