// Statements of the syntax tree, and the names that blocks bind.
#include "python/tree_builder.hpp"

#include "python/level_guard.hpp"
#include "python/line_scan.hpp"

#include <algorithm>

namespace alembicore::python {

using cst::field;
using cst::kind;
using syntax::statement_kind;

void tree_builder::level_guard::too_deep(tree_builder const& builder, source_range range) {
    error_info info;
    info.code = errc::evaluation_limit;
    info.message = "source text is nested more than " + std::to_string(deepest_nesting) + " levels deep here";
    info.remedy = "split the expression or block";
    info.place = builder.module_.place_of(range);
    throw error{std::move(info)};
}

tree_builder::tree_builder(source_module const& module, std::pmr::memory_resource& memory, cst::tree const& parsed)
    : module_(module), memory_(memory), walker_(ts_tree_root_node(parsed.get())) {}

void tree_builder::fail(source_range range, std::string message, std::string remedy) const {
    error_info info;
    info.code = errc::syntax_error;
    info.message = "invalid Python: " + std::move(message);
    info.remedy = std::move(remedy);
    info.place = module_.place_of(range);
    throw error{std::move(info)};
}

syntax::block tree_builder::build_module(cst::node const& root) {
    open_scope(syntax::scope_kind::module);
    std::vector<syntax::statement const*> statements;
    for (auto const& child : children_of(root))
        if (child.named)
            build_statement(child, statements);
    close_scope();
    return keep(statements);
}

namespace {

bool is_simple(cst::kind which) {
    switch (which) {
    case kind::expression_statement:
    case kind::return_statement:
    case kind::import_statement:
    case kind::import_from_statement:
    case kind::raise_statement:
    case kind::assert_statement:
    case kind::delete_statement:
    case kind::global_statement:
    case kind::nonlocal_statement:
        return true;
    default:
        return false;
    }
}

} // namespace

void tree_builder::build_statement(cst::node const& from, std::vector<syntax::statement const*>& into) {
    level_guard const guard{level_, *this, from.range()};
    if (is_simple(from.kind))
        if (auto const end = find_line_end(text_of(from)))
            fail(
                {from.range().begin + static_cast<std::uint32_t>(*end), from.range().end},
                "invalid syntax: the line ends here"
            );
    auto const simple = [&](statement_kind which) { into.push_back(make(syntax::statement{which, from.range()})); };
    switch (from.kind) {
    case kind::expression_statement:
        return into.push_back(build_expression_statement(from));
    case kind::return_statement:
        return into.push_back(build_return(from));
    case kind::if_statement:
        return into.push_back(build_if(from));
    case kind::for_statement:
        return into.push_back(build_for(from));
    case kind::while_statement:
        return into.push_back(build_while(from));
    case kind::break_statement:
        return into.push_back(build_jump(from, statement_kind::break_));
    case kind::continue_statement:
        return into.push_back(build_jump(from, statement_kind::continue_));
    case kind::pass_statement:
        return simple(statement_kind::pass);
    case kind::import_statement:
        return into.push_back(build_import(from));
    case kind::import_from_statement:
        return into.push_back(build_import_from(from));
    case kind::future_import_statement:
        return simple(statement_kind::pass);
    case kind::function_definition:
        return into.push_back(build_function(from, {}, from.range()));
    case kind::class_definition:
        return into.push_back(build_class(from, {}, from.range()));
    case kind::decorated_definition:
        return into.push_back(build_decorated(from));
    case kind::try_statement:
        return into.push_back(build_try(from));
    case kind::raise_statement:
        return into.push_back(build_raise(from));
    case kind::with_statement:
        return into.push_back(build_with(from));
    case kind::assert_statement:
        return into.push_back(build_assert(from));
    case kind::delete_statement:
        return into.push_back(build_delete(from));
    case kind::global_statement:
        return into.push_back(build_scope_declaration(from, true));
    case kind::nonlocal_statement:
        return into.push_back(build_scope_declaration(from, false));
    case kind::match_statement:
        return into.push_back(build_match(from));
    case kind::print_statement:
        fail(from.range(), "print without brackets is Python 2", "write print(…)");
    case kind::exec_statement:
        fail(from.range(), "exec without brackets is Python 2", "write exec(…)");
    default:
        return into.push_back(unsupported_statement(from, ts_node_type(from.raw)));
    }
}

syntax::statement const* tree_builder::unsupported_statement(cst::node const& from, std::string_view construct) {
    return make(syntax::unsupported_statement{{statement_kind::unsupported, from.range()}, construct});
}

syntax::block tree_builder::build_block(cst::node const& from, source_range owner) {
    std::vector<syntax::statement const*> statements;
    if (from)
        for (auto const& child : children_of(from))
            if (child.named)
                build_statement(child, statements);
    if (statements.empty())
        fail(owner, "expected an indented block", "write pass where nothing is to be done");
    return keep(statements);
}

syntax::block tree_builder::build_loop_body(cst::node const& from, source_range owner) {
    ++scopes_.back().loops;
    auto const body = build_block(from, owner);
    --scopes_.back().loops;
    return body;
}

syntax::statement const* tree_builder::build_expression_statement(cst::node const& from) {
    auto const parts = children_of(from);
    auto const inner = parts.named(0);
    if (inner.kind == kind::named_expression)
        fail(inner.range(), "invalid syntax: ':=' needs parentheses here");
    if (inner.kind == kind::assignment)
        return build_assignment(inner);
    if (inner.kind == kind::augmented_assignment)
        return build_augmented(inner);
    return make(syntax::expression_statement{
        {statement_kind::expression, from.range()}, build_items(parts, from.range())});
}

syntax::statement const* tree_builder::build_assignment(cst::node const& from) {
    auto const parts = children_of(from);
    auto const value = parts[field::right];
    if (auto const type = parts[field::type]) {
        if (value.kind == kind::assignment || value.kind == kind::augmented_assignment)
            fail(value.range(), "an annotated target stands alone");
        auto const* target = build_target(parts[field::left]);
        if (target->kind == syntax::expression_kind::tuple || target->kind == syntax::expression_kind::list)
            fail(from.range(), "only single target (not tuple or list) can be annotated");
        auto const* assigned = value ? build_expression(value) : nullptr;
        return make(syntax::annotate{{statement_kind::annotate, from.range()}, target, assigned, text_of(type)});
    }
    std::vector<syntax::expression const*> targets{build_target(parts[field::left])};
    cst::node last = value;
    while (last.kind == kind::assignment) {
        auto const next = children_of(last);
        if (next[field::type])
            fail(last.range(), "an annotated target stands alone");
        targets.push_back(build_target(next[field::left]));
        last = next[field::right];
    }
    if (!last)
        fail(from.range(), "a value is missing after =");
    if (last.kind == kind::augmented_assignment)
        fail(last.range(), "an augmented assignment has no value");
    return make(syntax::assign{{statement_kind::assign, from.range()}, keep(targets), build_unstarred(last)});
}

syntax::statement const* tree_builder::build_augmented(cst::node const& from) {
    static constexpr std::string_view operators[] = {
        "+=",
        "-=",
        "*=",
        "@=",
        "/=",
        "//=",
        "%=",
        "**=",
        "&=",
        "|=",
        "^=",
        "<<=",
        ">>=",
    };
    auto const parts = children_of(from);
    auto const* found = std::ranges::find(operators, text_of(parts[field::operator_]));
    if (found == std::end(operators))
        return unsupported_statement(from, "this assignment");
    auto const op = static_cast<syntax::binary_operator>(found - std::begin(operators));
    auto const* target = build_target(parts[field::left]);
    if (target->kind == syntax::expression_kind::tuple)
        fail(from.range(), "a tuple is no target of an augmented assignment");
    return make(syntax::augment{
        {statement_kind::augment, from.range()}, target, op, build_expression(parts[field::right])});
}

syntax::statement const* tree_builder::build_jump(cst::node const& from, statement_kind which) {
    if (scopes_.back().loops == 0)
        fail(
            from.range(), which == statement_kind::break_ ? "'break' outside loop" : "'continue' not properly in loop"
        );
    return make(syntax::statement{which, from.range()});
}

syntax::statement const* tree_builder::build_return(cst::node const& from) {
    if (scopes_.back().kind != syntax::scope_kind::function)
        fail(from.range(), "'return' outside function");
    auto const parts = children_of(from);
    auto const* value = parts.named(0) ? build_items(parts, from.range()) : nullptr;
    return make(syntax::return_statement{{statement_kind::return_, from.range()}, value});
}

syntax::statement const* tree_builder::build_if(cst::node const& from) {
    auto const parts = children_of(from);
    std::vector<syntax::if_branch> branches;
    auto const* condition = build_expression(parts[field::condition]);
    branches.push_back({condition, build_block(parts[field::consequence], from.range())});
    for (auto const& child : parts) {
        if (child.field != field::alternative)
            continue;
        auto const inner = children_of(child);
        if (child.kind == kind::elif_clause) {
            auto const* next = build_expression(inner[field::condition]);
            branches.push_back({next, build_block(inner[field::consequence], child.range())});
        } else {
            branches.push_back({nullptr, build_block(inner[field::body], child.range())});
        }
    }
    return make(syntax::if_statement{{statement_kind::if_, from.range()}, keep(branches)});
}

syntax::statement const* tree_builder::build_for(cst::node const& from) {
    auto const parts = children_of(from);
    if (text_of(*parts.begin()) == "async")
        return unsupported_statement(from, "async for");
    auto const* source = build_expression(parts[field::right]);
    auto const* target = build_target(parts[field::left]);
    auto const body = build_loop_body(parts[field::body], from.range());
    syntax::block otherwise;
    if (auto const alternative = parts[field::alternative])
        otherwise = build_block(children_of(alternative)[field::body], alternative.range());
    return make(syntax::for_statement{{statement_kind::for_, from.range()}, target, source, body, otherwise});
}

syntax::statement const* tree_builder::build_while(cst::node const& from) {
    auto const parts = children_of(from);
    auto const* condition = build_expression(parts[field::condition]);
    auto const body = build_loop_body(parts[field::body], from.range());
    syntax::block otherwise;
    if (auto const alternative = parts[field::alternative])
        otherwise = build_block(children_of(alternative)[field::body], alternative.range());
    return make(syntax::while_statement{{statement_kind::while_, from.range()}, condition, body, otherwise});
}

syntax::import_name tree_builder::build_import_name(cst::node const& from, bool whole_path) {
    syntax::import_name imported{};
    imported.range = from.range();
    if (from.kind == kind::aliased_import) {
        auto const parts = children_of(from);
        imported.dotted = text_of(parts[field::name]);
        imported.alias = text_of(parts[field::alias]);
        imported.target = bind(imported.alias, from.range());
        return imported;
    }
    imported.dotted = text_of(from);
    auto const first = whole_path ? imported.dotted.substr(0, imported.dotted.find('.')) : imported.dotted;
    imported.target = bind(first, from.range());
    return imported;
}

syntax::statement const* tree_builder::build_import(cst::node const& from) {
    std::vector<syntax::import_name> names;
    for (auto const& child : children_of(from))
        if (child.named)
            names.push_back(build_import_name(child, true));
    return make(syntax::import_statement{{statement_kind::import, from.range()}, keep(names)});
}

syntax::statement const* tree_builder::build_import_from(cst::node const& from) {
    auto const parts = children_of(from);
    auto const origin = parts[field::module_name];
    std::uint32_t level = 0;
    std::string_view module = text_of(origin);
    if (origin.kind == kind::relative_import) {
        auto const inner = children_of(origin);
        auto const dots = text_of(inner.first(kind::import_prefix));
        level = static_cast<std::uint32_t>(std::ranges::count(dots, '.'));
        auto const dotted = inner.first(kind::dotted_name);
        module = dotted ? text_of(dotted) : std::string_view{};
    }
    std::vector<syntax::import_name> names;
    for (auto const& child : parts)
        if (child.field == field::name)
            names.push_back(build_import_name(child, false));
        else if (child.kind == kind::wildcard_import)
            names.push_back({"*", {}, child.range(), nullptr});
    return make(syntax::import_from{{statement_kind::import_from, from.range()}, level, module, keep(names)});
}

syntax::statement const*
tree_builder::build_function(cst::node const& from, syntax::expressions decorators, source_range range) {
    auto const parts = children_of(from);
    auto const id = parts[field::name];
    auto const* target = bind(text_of(id), id.range());
    auto const parameters = build_parameters(parts[field::parameters]);
    auto const body = build_block(parts[field::body], from.range());
    bool const asynchronous = text_of(*parts.begin()) == "async";
    return make(syntax::function{
        {statement_kind::function, range},
        text_of(id),
        target,
        decorators,
        parameters,
        body,
        close_scope(),
        asynchronous,
    });
}

syntax::statement const*
tree_builder::build_class(cst::node const& from, syntax::expressions decorators, source_range range) {
    auto const parts = children_of(from);
    auto const id = parts[field::name];
    auto const* target = bind(text_of(id), id.range());
    std::span<syntax::argument const> arguments;
    if (auto const bases = parts[field::superclasses])
        arguments = build_arguments(bases);
    open_scope(syntax::scope_kind::class_body);
    auto const body = build_block(parts[field::body], from.range());
    return make(syntax::class_statement{
        {statement_kind::class_, range}, text_of(id), target, decorators, arguments, body, close_scope()});
}

syntax::statement const* tree_builder::build_decorated(cst::node const& from) {
    auto const parts = children_of(from);
    std::vector<syntax::expression const*> decorators;
    for (auto const& child : parts)
        if (child.kind == kind::decorator)
            decorators.push_back(build_expression(children_of(child).named(0)));
    auto const definition = parts[field::definition];
    if (definition.kind == kind::class_definition)
        return build_class(definition, keep(decorators), from.range());
    return build_function(definition, keep(decorators), from.range());
}

syntax::except_clause tree_builder::build_except(cst::node const& from) {
    auto const parts = children_of(from);
    syntax::except_clause clause;
    clause.range = from.range();
    cst::node type;
    cst::node body;
    for (auto const& child : parts) {
        if (child.kind == kind::block)
            body = child;
        else if (child.named && type)
            fail(child.range(), "several exception types need brackets", "write except (A, B):");
        else if (child.named)
            type = child;
    }
    if (type.kind == kind::as_pattern) {
        auto const inner = children_of(type);
        auto const alias = children_of(inner[field::alias]).named(0);
        clause.type = build_expression(inner.named(0));
        clause.target = bind(text_of(alias), alias.range());
    } else if (type) {
        clause.type = build_expression(type);
    }
    clause.body = build_block(body, from.range());
    return clause;
}

syntax::statement const* tree_builder::build_try(cst::node const& from) {
    auto const parts = children_of(from);
    syntax::try_statement result{};
    result.kind = statement_kind::try_;
    result.range = from.range();
    result.body = build_block(parts[field::body], from.range());
    std::vector<syntax::except_clause> handlers;
    for (auto const& child : parts) {
        if (child.kind == kind::except_clause)
            handlers.push_back(build_except(child));
        else if (child.kind == kind::else_clause)
            result.otherwise = build_block(children_of(child)[field::body], child.range());
        else if (child.kind == kind::finally_clause)
            result.finally = build_block(children_of(child).first(kind::block), child.range());
        else if (child.named && child.kind != kind::block)
            return unsupported_statement(from, "except*");
    }
    if (handlers.empty() && result.finally.empty())
        fail(from.range(), "expected 'except' or 'finally' block");
    result.handlers = keep(handlers);
    return make(result);
}

syntax::statement const* tree_builder::build_raise(cst::node const& from) {
    syntax::raise_statement result{{statement_kind::raise, from.range()}, nullptr, nullptr};
    for (auto const& child : children_of(from)) {
        if (!child.named)
            continue;
        if (child.field == field::cause)
            result.cause = build_expression(child);
        else
            result.value = build_expression(child);
    }
    return make(result);
}

syntax::statement const* tree_builder::build_with(cst::node const& from) {
    auto const parts = children_of(from);
    if (text_of(*parts.begin()) == "async")
        return unsupported_statement(from, "async with");
    std::vector<syntax::with_item> items;
    for (auto const& child : children_of(parts.first(kind::with_clause))) {
        if (child.kind != kind::with_item)
            continue;
        auto const value = children_of(child)[field::value];
        if (value.kind == kind::as_pattern) {
            auto const inner = children_of(value);
            auto const* context = build_expression(inner.named(0));
            items.push_back({context, build_target(children_of(inner[field::alias]).named(0))});
        } else {
            items.push_back({build_expression(value), nullptr});
        }
    }
    auto const body = build_block(parts[field::body], from.range());
    return make(syntax::with_statement{{statement_kind::with, from.range()}, keep(items), body});
}

syntax::statement const* tree_builder::build_assert(cst::node const& from) {
    auto const parts = children_of(from);
    auto const* condition = build_expression(parts.named(0));
    auto const message = parts.named(1);
    return make(syntax::assert_statement{
        {statement_kind::assert_, from.range()}, condition, message ? build_expression(message) : nullptr});
}

syntax::statement const* tree_builder::build_delete(cst::node const& from) {
    auto const* target = build_target(children_of(from).named(0));
    if (target->kind == syntax::expression_kind::tuple)
        return make(syntax::delete_statement{
            {statement_kind::delete_, from.range()}, as<syntax::sequence>(*target).items});
    std::vector<syntax::expression const*> const only{target};
    return make(syntax::delete_statement{{statement_kind::delete_, from.range()}, keep(only)});
}

syntax::statement const* tree_builder::build_scope_declaration(cst::node const& from, bool global) {
    auto& block = scopes_.back();
    for (auto const& child : children_of(from)) {
        if (child.kind != kind::identifier)
            continue;
        auto const id = text_of(child);
        if (std::ranges::find(block.names, id) != block.names.end())
            fail(child.range(), "name '" + std::string{id} + "' is bound before it is declared here");
        // CPython lets imports pass, which is all that modules have above their functions.
        bool const inside = block.kind != syntax::scope_kind::module;
        if (inside && std::ranges::any_of(block.mentioned, [&](auto const* name) { return name->id == id; }))
            fail(child.range(), "name '" + std::string{id} + "' is used prior to its declaration");
        (global ? block.global : block.outer).push_back(id);
        if (global)
            continue;
        if (scopes_.size() == 1)
            fail(child.range(), "nonlocal declaration not allowed at module level");
        scopes_[scopes_.size() - 2].wanted.emplace_back(id, child.range());
    }
    return make(syntax::statement{statement_kind::scope_declaration, from.range()});
}

syntax::statement const* tree_builder::build_match(cst::node const& from) {
    auto const parts = children_of(from);
    std::vector<syntax::match_case> cases;
    std::vector<syntax::expression const*> subjects;
    for (auto const& child : parts)
        if (child.field == field::subject)
            subjects.push_back(build_expression(child));
    auto const* subject = subjects.front();
    if (subjects.size() > 1)
        subject = make(syntax::sequence{{syntax::expression_kind::tuple, subject->range}, keep(subjects)});
    for (auto const& clause : children_of(parts[field::body])) {
        if (clause.kind != kind::case_clause)
            continue;
        auto const inner = children_of(clause);
        std::vector<syntax::pattern const*> patterns;
        for (auto const& child : inner)
            if (child.kind == kind::case_pattern)
                patterns.push_back(build_pattern(child));
        auto const* pattern = patterns.front();
        if (patterns.size() > 1)
            pattern =
                make(syntax::pattern{syntax::pattern_kind::sequence, clause.range(), nullptr, nullptr, keep(patterns)});
        auto const guard = inner[field::guard];
        auto const* condition = guard ? build_expression(children_of(guard).named(0)) : nullptr;
        cases.push_back({pattern, condition, build_block(inner[field::consequence], clause.range())});
    }
    return make(syntax::match_statement{{statement_kind::match, from.range()}, subject, keep(cases)});
}

syntax::pattern const* tree_builder::build_pattern_items(cst::node const& from, syntax::pattern_kind which) {
    std::vector<syntax::pattern const*> items;
    for (auto const& child : children_of(from))
        if (child.named)
            items.push_back(build_pattern(child));
    return make(syntax::pattern{which, from.range(), nullptr, nullptr, keep(items)});
}

syntax::pattern const* tree_builder::build_pattern(cst::node const& from) {
    level_guard const guard{level_, *this, from.range()};
    using enum syntax::pattern_kind;
    auto const simple = [&](syntax::pattern_kind which, syntax::expression const* value, syntax::name const* target) {
        return make(syntax::pattern{which, from.range(), value, target, {}});
    };
    auto const parts = children_of(from);
    switch (from.kind) {
    case kind::case_pattern:
        if (text_of(from) == "_")
            return simple(wildcard, nullptr, nullptr);
        if (text_of(from).starts_with('-'))
            return simple(syntax::pattern_kind::unsupported, nullptr, nullptr);
        return build_pattern(parts.named(0));
    case kind::dotted_name: {
        auto const first = parts.named(0);
        if (text_of(from) == text_of(first))
            return simple(capture, nullptr, bind(text_of(first), first.range()));
        syntax::expression const* result = mention(text_of(first), first.range());
        for (std::size_t i = 1; auto const next = parts.named(i); ++i)
            result = make(syntax::attribute{{syntax::expression_kind::attribute, from.range()}, result, text_of(next)});
        return simple(value, result, nullptr);
    }
    case kind::list_pattern:
    case kind::tuple_pattern:
        return build_pattern_items(from, sequence);
    case kind::union_pattern:
        return build_pattern_items(from, alternatives);
    case kind::as_pattern: {
        std::vector<syntax::pattern const*> const only{build_pattern(parts.named(0))};
        auto const name = parts.named(1);
        return make(syntax::pattern{
            syntax::pattern_kind::as, from.range(), nullptr, bind(text_of(name), name.range()), keep(only)});
    }
    case kind::string:
    case kind::concatenated_string:
    case kind::integer:
    case kind::float_:
    case kind::none:
    case kind::true_:
    case kind::false_:
        return simple(value, build_expression(from), nullptr);
    default:
        return simple(syntax::pattern_kind::unsupported, nullptr, nullptr);
    }
}

void tree_builder::open_scope(syntax::scope_kind kind) {
    scopes_.push_back({.kind = kind, .names = {}, .outer = {}, .global = {}, .mentioned = {}});
}

namespace {

/// The grammar takes some of them for names where it has begun to mend what it reads.
bool is_keyword(std::string_view id) {
    static constexpr std::string_view keywords[] = {
        "and",      "as",     "assert",  "async", "await", "break",  "class", "continue", "def",  "del",  "elif",
        "else",     "except", "finally", "for",   "from",  "global", "if",    "import",   "in",   "is",   "lambda",
        "nonlocal", "not",    "or",      "pass",  "raise", "return", "try",   "while",    "with", "yield"};
    return std::ranges::binary_search(keywords, id);
}

} // namespace

/// What inner functions declare nonlocal is bound by a function around them.
void tree_builder::find_outer_names(draft const& closed) {
    for (auto const& [id, range] : closed.wanted) {
        bool const bound =
            closed.kind == syntax::scope_kind::function && std::ranges::find(closed.names, id) != closed.names.end();
        if (bound)
            continue;
        if (scopes_.empty())
            fail(range, "no binding for nonlocal '" + std::string{id} + "' found");
        scopes_.back().wanted.emplace_back(id, range);
    }
}

syntax::scope tree_builder::close_scope() {
    auto const block = std::move(scopes_.back());
    scopes_.pop_back();
    find_outer_names(block);
    bool const has_slots =
        block.kind == syntax::scope_kind::function || block.kind == syntax::scope_kind::comprehension;
    if (has_slots)
        for (auto const* name : block.mentioned) {
            auto const found = std::ranges::find(block.names, name->id);
            if (found != block.names.end())
                name->slot = static_cast<std::uint32_t>(found - block.names.begin());
        }
    return {
        .kind = block.kind,
        .names = keep(block.names),
        .outer = keep(block.outer),
        .global = keep(block.global),
        .yields = block.yields,
    };
}

syntax::name const* tree_builder::mention(std::string_view id, source_range range) {
    if (is_keyword(id))
        fail(range, "invalid syntax");
    auto const* name = make(syntax::name{{syntax::expression_kind::name, range}, id});
    scopes_.back().mentioned.push_back(name);
    return name;
}

syntax::name const* tree_builder::bind(std::string_view id, source_range range) {
    bind_name(scopes_.back(), id);
    return mention(id, range);
}

void tree_builder::bind_name(draft& block, std::string_view id) {
    auto const contains = [&](auto const& names) { return std::ranges::find(names, id) != names.end(); };
    // Modules and classes look names up as they run.
    if (block.kind == syntax::scope_kind::module || block.kind == syntax::scope_kind::class_body)
        return;
    if (!contains(block.names) && !contains(block.outer) && !contains(block.global))
        block.names.push_back(id);
}

} // namespace alembicore::python
