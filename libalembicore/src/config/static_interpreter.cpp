#include "config/static_interpreter.hpp"

#include <utility>

namespace alembicore::config {

namespace syntax = python::syntax;
using python::as;
using syntax::expression_kind;
using syntax::statement_kind;

namespace {

constexpr unsigned most_steps = 100'000;
constexpr char const* url_key = "sqlalchemy.url";

/// The condition `context.is_offline_mode()`: both ways of it are the project's normal ways to run.
bool asks_for_offline_mode(syntax::expression const& condition) {
    if (condition.kind != expression_kind::call)
        return false;
    return dotted_name(*as<syntax::call>(condition).callee).ends_with("is_offline_mode");
}

bool is_text_constant(syntax::expression const& expression, std::string_view text) {
    if (expression.kind != expression_kind::constant)
        return false;
    auto const& constant = as<syntax::constant>(expression);
    return constant.which == syntax::constant_kind::text && constant.text == text;
}

void merge_names(
    std::map<std::string, static_value, std::less<>>& into,
    std::map<std::string, static_value, std::less<>> const& other
) {
    for (auto& [name, value] : into)
        if (auto const found = other.find(name); found == other.end() || !(found->second == value))
            value = run_time_value();
    for (auto const& [name, value] : other)
        into.try_emplace(name, run_time_value());
}

/// `sys.exit(…)` and its like.
bool is_exit(syntax::expression const& value) {
    if (value.kind != expression_kind::call)
        return false;
    auto const callee = dotted_name(*as<syntax::call>(value).callee);
    return callee == "sys.exit" || callee == "exit" || callee == "quit" || callee == "os._exit";
}

} // namespace

env_py_actions static_interpreter::run() {
    run_module();
    run_unvisited(module_.body());
    return std::move(actions_);
}

void static_interpreter::run_module() {
    for (auto const* const statement : module_.body())
        if (flow const how = run_statement(*statement); how != flow::goes_on) {
            if (how == flow::raises && actions_.configured.empty())
                actions_.exception = statement->range;
            return;
        }
}

/// Functions that are reached in ways not followed here: through `await`, a decorator, a library.
void static_interpreter::run_unvisited(syntax::block block) {
    for (auto const* const statement : block)
        if (statement->kind == statement_kind::function)
            if (auto const& function = as<syntax::function>(*statement); visited_.count(&function) == 0)
                static_cast<void>(call_function(function, {}));
}

static_interpreter::flow static_interpreter::run_block(syntax::block block) {
    for (auto const* const statement : block)
        if (flow const how = run_statement(*statement); how != flow::goes_on)
            return how;
    return flow::goes_on;
}

static_interpreter::flow static_interpreter::run_statement(syntax::statement const& statement) {
    count_step();
    switch (statement.kind) {
    case statement_kind::expression: {
        auto const& value = *as<syntax::expression_statement>(statement).value;
        static_cast<void>(evaluate(value));
        if (is_exit(value))
            return flow::raises;
        break;
    }
    case statement_kind::assign: {
        auto const value = evaluate(*as<syntax::assign>(statement).value);
        for (auto const* const target : as<syntax::assign>(statement).targets)
            assign(*target, value);
        break;
    }
    case statement_kind::annotate:
        if (auto const& annotated = as<syntax::annotate>(statement); annotated.value != nullptr)
            assign(*annotated.target, evaluate(*annotated.value));
        break;
    case statement_kind::augment: {
        auto const& augmented = as<syntax::augment>(statement);
        auto const value = evaluate(*augmented.value);
        bool const adds = augmented.op == syntax::binary_operator::add;
        assign(*augmented.target, adds ? concatenated(evaluate(*augmented.target), value) : run_time_value());
        break;
    }
    case statement_kind::return_: {
        auto const* const value = as<syntax::return_statement>(statement).value;
        auto result = value == nullptr ? none_value() : evaluate(*value);
        if (frame_ != nullptr)
            frame_->returned.push_back(std::move(result));
        return flow::returns;
    }
    case statement_kind::raise:
        return flow::raises;
    case statement_kind::if_:
        return run_if(as<syntax::if_statement>(statement));
    case statement_kind::try_:
        return run_try(as<syntax::try_statement>(statement));
    case statement_kind::for_: {
        auto const& loop = as<syntax::for_statement>(statement);
        static_cast<void>(evaluate(*loop.source));
        assign(*loop.target, run_time_value());
        run_uncertain({loop.body}, true);
        break;
    }
    case statement_kind::while_:
        run_uncertain({as<syntax::while_statement>(statement).body}, true);
        break;
    case statement_kind::with: {
        auto const& with = as<syntax::with_statement>(statement);
        for (auto const& item : with.items) {
            static_cast<void>(evaluate(*item.context));
            if (item.target != nullptr)
                assign(*item.target, run_time_value());
        }
        return run_block(with.body);
    }
    case statement_kind::function: {
        auto const& function = as<syntax::function>(statement);
        auto& scope = frame_ == nullptr ? globals_ : frame_->locals;
        scope[std::string{function.id}] = {.kind = value_kind::function, .function = &function};
        break;
    }
    case statement_kind::class_:
        define_class(as<syntax::class_statement>(statement));
        break;
    case statement_kind::import:
        run_import(as<syntax::import_statement>(statement));
        break;
    case statement_kind::import_from:
        run_import(as<syntax::import_from>(statement));
        break;
    default:
        break;
    }
    return flow::goes_on;
}

/// What a class says of itself; a base or a decorator may make something else of all but MetaData.
void static_interpreter::define_class(syntax::class_statement const& defined) {
    frame inside;
    frame* const around = std::exchange(frame_, &inside);
    static_cast<void>(run_block(defined.body));
    frame_ = around;
    bool const plain = defined.arguments.empty() && defined.decorators.empty();
    static_mapping known;
    for (auto const& [name, value] : inside.locals)
        if (plain || value.is(value_kind::metadata))
            known[name] = value;
    assign(*defined.target, mapping_value(std::move(known)));
}

void static_interpreter::count_step() {
    if (++steps_ > most_steps)
        throw error{errc::evaluation_limit, "it calls its own functions too often", "give --database-url"};
}

void static_interpreter::run_import(syntax::import_statement const& statement) {
    for (auto const& each : statement.names)
        if (each.target != nullptr)
            assign(*each.target, imported_value(std::string{each.alias.empty() ? each.target->id : each.dotted} + ':'));
}

void static_interpreter::run_import(syntax::import_from const& statement) {
    for (auto const& each : statement.names)
        if (each.target == nullptr)
            star_imports_.emplace_back(statement.module);
        else if (statement.level == 0)
            assign(*each.target, imported_value(std::string{statement.module} + ':' + std::string{each.dotted}));
        else
            assign(*each.target, run_time_value());
}

static_interpreter::flow static_interpreter::run_if(syntax::if_statement const& statement) {
    std::vector<syntax::block> possible;
    for (auto const& branch : statement.branches) {
        if (branch.condition != nullptr && possible.empty() && asks_for_offline_mode(*branch.condition))
            return run_by_mode(statement, true);
        auto const holds = branch.condition == nullptr ? std::optional{true} : truth(evaluate(*branch.condition));
        if (holds == false)
            continue;
        if (holds == true && possible.empty())
            return run_block(branch.body);
        possible.push_back(branch.body);
        if (holds == true) {
            run_uncertain(possible, false);
            return flow::goes_on;
        }
    }
    run_uncertain(possible, true);
    return flow::goes_on;
}

/// What the offline way does to names and to the URL is no business of the online way.
static_interpreter::flow static_interpreter::run_by_mode(syntax::if_statement const& statement, bool offline_first) {
    run_mode const before = std::exchange(mode_, offline_first ? run_mode::offline : run_mode::online);
    state const start = save();
    flow result = run_block(statement.branches.front().body);
    restore(start);
    mode_ = run_mode::online;
    if (statement.branches.size() > 1)
        result = run_block(statement.branches.back().body);
    else
        result = flow::goes_on;
    mode_ = before;
    return result;
}

static_interpreter::flow static_interpreter::run_try(syntax::try_statement const& statement) {
    flow const result = run_block(statement.body);
    std::vector<syntax::block> handlers;
    for (auto const& handler : statement.handlers)
        handlers.push_back(handler.body);
    if (!handlers.empty())
        run_uncertain(handlers, true);
    if (result == flow::goes_on)
        run_block(statement.otherwise);
    run_block(statement.finally);
    return result;
}

/// Runs each branch from where things stand now. A branch that raises leaves nothing behind: env.py ends there.
void static_interpreter::run_uncertain(std::vector<syntax::block> const& branches, bool may_skip_all) {
    state const start = save();
    std::optional<state> merged;
    if (may_skip_all)
        merged = start;
    for (auto const& branch : branches) {
        restore(start);
        if (run_block(branch) == flow::raises)
            continue;
        if (merged)
            merge(*merged);
        merged = save();
    }
    restore(merged.value_or(start));
}

static_interpreter::state static_interpreter::save() const {
    return {
        .locals = frame_ == nullptr ? names{} : frame_->locals,
        .globals = globals_,
        .main_url = actions_.main_url,
    };
}

void static_interpreter::restore(state saved) {
    if (frame_ != nullptr)
        frame_->locals = std::move(saved.locals);
    globals_ = std::move(saved.globals);
    actions_.main_url = std::move(saved.main_url);
}

void static_interpreter::merge(state const& other) {
    if (frame_ != nullptr)
        merge_names(frame_->locals, other.locals);
    merge_names(globals_, other.globals);
    if (actions_.main_url == other.main_url)
        return;
    if (!actions_.main_url)
        actions_.main_url = other.main_url;
    actions_.main_url->value = run_time_value();
}

void static_interpreter::assign(syntax::expression const& target, static_value const& value) {
    switch (target.kind) {
    case expression_kind::name: {
        auto const id = as<syntax::name>(target).id;
        (frame_ == nullptr ? globals_ : frame_->locals)[std::string{id}] = value;
        break;
    }
    case expression_kind::tuple:
    case expression_kind::list:
        for (auto const* const item : as<syntax::sequence>(target).items)
            assign(*item, run_time_value());
        break;
    case expression_kind::subscript:
        assign_item(as<syntax::subscript>(target), value);
        break;
    case expression_kind::attribute:
        if (as<syntax::attribute>(target).id == "naming_convention")
            actions_.naming_convention = placed_value{value, target.range};
        break;
    default:
        break;
    }
}

/// `configuration["sqlalchemy.url"] = …` is meant for engine_from_config(); other items are those of a mapping.
void static_interpreter::assign_item(syntax::subscript const& target, static_value const& value) {
    if (is_text_constant(*target.index, url_key)) {
        set_main_url(value, target.range);
        return;
    }
    if (target.object->kind != expression_kind::name)
        return;
    auto const changed = evaluate(*target.object);
    auto const key = evaluate(*target.index);
    if (!changed.is(value_kind::mapping) || !key.is(value_kind::text)) {
        assign(*target.object, run_time_value());
        return;
    }
    static_mapping items = *changed.items;
    items[key.text] = value;
    assign(*target.object, mapping_value(std::move(items)));
}

void static_interpreter::set_main_url(static_value value, python::source_range range) {
    if (mode_ != run_mode::offline)
        actions_.main_url = placed_value{std::move(value), range};
}

} // namespace alembicore::config
