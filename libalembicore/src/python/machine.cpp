// Life of an evaluation: bounds, entry points, errors at the border.
#include "python/machine.hpp"
#include "python/lazy.hpp"

#include "python/builtins.hpp"
#include "python/operations.hpp"
#include "python/unknown.hpp"

#include <algorithm>
#include <utility>

#include <time.h>

namespace alembicore::python {

namespace {

[[noreturn]] void refuse_limit(std::string message, std::string remedy) {
    throw error{errc::evaluation_limit, std::move(message), std::move(remedy)};
}

constexpr std::size_t steps_between_checks = 4096;

/// Of this thread: what other programs do does not count.
std::chrono::milliseconds processor_time() noexcept {
    timespec now{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return std::chrono::seconds{now.tv_sec} + std::chrono::milliseconds{now.tv_nsec / 1'000'000};
}

char const* stack_pointer() noexcept {
    return static_cast<char const*>(__builtin_frame_address(0));
}

} // namespace

evaluation::machine::machine(
    evaluation& run,
    std::shared_ptr<source_module const> source,
    module_registry const& modules,
    evaluation_options options
)
    : run_(run), modules_(modules), options_(std::move(options)), started_(processor_time()) {
    auto state = std::make_unique<module_state>();
    state->source = std::move(source);
    state->name = options_.module_name;
    state->package = options_.package;
    main_ = state.get();
    position_.module = main_;
    loaded_.emplace("", std::move(state));
}

/// Values may refer to one another in circles and long chains. First everything is emptied while it is held here; then
/// it is let go, the newest first, so that nothing is destroyed inside the destruction of something else.
evaluation::machine::~machine() {
    for (auto const& [name, module] : loaded_)
        module->globals.clear();
    for (auto const& closure : kept_frames_) {
        std::vector<value> contents;
        for (auto& slot : closure->slots)
            if (slot)
                contents.push_back(std::move(*slot));
        closure->slots.clear();
        dismantle(contents);
    }
    for (auto const& item : kept_values_) {
        std::vector<value> contents;
        if (auto const* list = item.get_if<list_pointer>())
            contents.swap((*list)->items);
        else if (auto const* dict = item.get_if<dict_pointer>())
            (*dict)->table.surrender(contents);
        else if (auto* object = item.as_object())
            object->surrender(contents);
        dismantle(contents);
    }
    while (!kept_values_.empty())
        kept_values_.pop_back();
}

void evaluation::machine::charge_steps(std::size_t count) {
    steps_ += count;
    if (steps_ >= next_check_)
        check_progress();
}

void evaluation::machine::check_progress() {
    if (steps_ > options_.limits.steps)
        refuse_limit(
            "the revision takes more than " + std::to_string(options_.limits.steps) + " steps",
            "look for an endless loop"
        );
    if (processor_time() - started_ > options_.limits.time)
        refuse_limit(
            "the revision takes more than " + std::to_string(options_.limits.time.count()) + " ms of processor time",
            "look for an endless loop over large values"
        );
    next_check_ = std::min(steps_ + steps_between_checks, options_.limits.steps + 1);
}

void evaluation::machine::charge_memory(std::size_t bytes) {
    memory_ += std::min(bytes, options_.limits.memory + 1);
    if (memory_ > options_.limits.memory)
        refuse_limit(
            "the revision builds more than " + std::to_string(options_.limits.memory >> 20U) + " MiB of values",
            "build less in one revision"
        );
}

void evaluation::machine::check_stack() {
    if (stack_base_ == nullptr)
        stack_base_ = stack_pointer();
    auto const* const here = stack_pointer();
    auto const used = here < stack_base_ ? stack_base_ - here : here - stack_base_;
    if (static_cast<std::size_t>(used) > options_.limits.stack_bytes)
        refuse_limit("calls or values are nested too deeply", "look for a function that calls itself without end");
}

void evaluation::machine::refuse_snapshot(value const& container) const {
    if (std::ranges::any_of(snapshots_, [&](value const& each) { return each.identical(container); }))
        throw not_evaluable("changing an object through its __dict__ is not evaluated", "use setattr()");
}

void evaluation::machine::note_mutation(value const& container, value const& item) {
    if (!snapshots_.empty())
        refuse_snapshot(container);
    if (item.get().index() < value{list_pointer{}}.get().index())
        return;
    if (auto const* list = container.get_if<list_pointer>()) {
        if (!std::exchange((*list)->may_be_cyclic, true))
            kept_values_.push_back(container);
    } else if (auto const* dict = container.get_if<dict_pointer>()) {
        if (!std::exchange((*dict)->may_be_cyclic, true))
            kept_values_.push_back(container);
    }
}

void evaluation::machine::note_instance(instance& changed, value const& item) {
    if (item.get().index() < value{list_pointer{}}.get().index() || std::exchange(changed.kept, true))
        return;
    kept_values_.emplace_back(changed.shared_from_this());
}

void evaluation::machine::keep_result(value const& result) {
    auto const* made = result.get_if<object_pointer>();
    if (made == nullptr) {
        bool const on_heap = result.get().index() >= value{str_pointer{}}.get().index();
        charge_memory(on_heap ? overhead_of_text : 0);
        return;
    }
    if (made->use_count() != 1)
        return;
    charge_memory(128);
    kept_values_.push_back(result);
}

void evaluation::machine::keep(std::shared_ptr<frame> const& closure) {
    for (auto at = closure; at != nullptr && !at->kept; at = at->outer) {
        at->kept = true;
        kept_frames_.push_back(at);
    }
}

source_place evaluation::machine::place() const {
    return position_.module->source->place_of(position_.range);
}

void evaluation::machine::report(raised const& thrown) {
    value const exception{thrown.thrown};
    std::string text;
    try {
        text = run_.str(exception);
    } catch (raised const&) {
        text = "<its text cannot be made>";
    }
    error_info info;
    info.code = errc::python_exception;
    info.message = thrown.thrown->type_name() + (text.empty() ? "" : ": " + text);
    info.reason = "the revision raises this exception";
    auto const* const module = thrown.module;
    info.place = module != nullptr ? module->place_of(thrown.range) : place();
    throw error{std::move(info)};
}

/// Runs something called from outside: what escapes becomes an error with its place.
template <typename Action>
auto evaluation::machine::at_boundary(Action&& action) {
    auto const* const base_before = std::exchange(stack_base_, stack_pointer());
    auto const restore = [&, position = position_, depth = call_depth_, eager = eager_, current = current_] {
        stack_base_ = base_before;
        position_ = position;
        call_depth_ = depth;
        eager_ = eager;
        current_ = current;
    };
    try {
        if constexpr (std::is_void_v<decltype(action())>) {
            action();
            restore();
        } else {
            auto result = action();
            restore();
            return result;
        }
    } catch (raised const& thrown) {
        try {
            report(thrown);
        } catch (error&) {
            restore();
            throw;
        }
    } catch (error& refused) {
        if (!refused.info().place)
            refused.info().place = place();
        restore();
        throw;
    }
}

void evaluation::machine::run_module() {
    at_boundary([&] {
        main_->globals.set("__name__", value{main_->name});
        main_->globals.set("__file__", value{main_->source->file()});
        main_->globals.set("__doc__", main_->source->docstring().empty() ? value{} : value{main_->source->docstring()});
        static syntax::scope const module_scope;
        frame top{.scope = &module_scope, .module = main_, .names = &main_->globals};
        main_->lenient = options_.lenient;
        execute_set_up(main_->source->body(), top);
    });
}

value evaluation::machine::call_function(std::string_view name, arguments const& given) {
    return at_boundary([&] {
        auto const* found = main_->globals.find(name);
        if (found == nullptr)
            throw not_evaluable("the module has no function '" + std::string{name} + "'", "define it");
        value const callee = *found;
        if (auto const function = callee.as<user_function>(); function != nullptr && given.positional.empty())
            refuse_missing_arguments(*function, given);
        return run_.call(callee, given);
    });
}

/// `context.run_migrations(engine_name=…)` in env.py hands its arguments to the functions of a revision.
void evaluation::machine::refuse_missing_arguments(user_function const& called, arguments const& given) {
    auto const& declared = called.declared();
    for (auto const& parameter : declared.parameters()) {
        bool const collects =
            parameter.kind == syntax::parameter_kind::rest || parameter.kind == syntax::parameter_kind::keywords;
        bool const is_given =
            std::ranges::any_of(given.keyword, [&](auto const& each) { return each.first == parameter.name; });
        if (parameter.fallback || collects || is_given)
            continue;
        if (auto const* definition = main_->source->find_function(declared.name()))
            position_.range = definition->range;
        throw not_evaluable(
            declared.name() + "() needs '" + parameter.name + "', which env.py gives it when it runs",
            "run this revision with Python, or give the parameter a default"
        );
    }
}

std::optional<value> evaluation::machine::global(std::string_view name) const {
    auto const* found = main_->globals.find(name);
    return found == nullptr ? std::nullopt : std::optional{*found};
}

class evaluation::machine::call_level {
public:
    call_level(machine& owner, frame& entered)
        : owner_(owner), frame_before_(std::exchange(owner.current_, &entered)), position_before_(owner.position_) {
        if (owner.call_depth_ >= owner.options_.limits.call_depth)
            refuse_limit(
                "functions call one another more than " + std::to_string(owner.options_.limits.call_depth) + " deep",
                "look for a function that calls itself without end"
            );
        ++owner_.call_depth_;
    }

    call_level(call_level const&) = delete;
    call_level& operator=(call_level const&) = delete;

    ~call_level() {
        --owner_.call_depth_;
        owner_.current_ = frame_before_;
    }

    /// After a normal return; an error keeps the place where it came up.
    void returned() noexcept { owner_.position_ = position_before_; }

private:
    machine& owner_;
    frame* frame_before_;
    position position_before_;
};

value evaluation::machine::run_function(user_function& function, std::vector<std::optional<value>> slots) {
    check_stack();
    auto const in = std::make_shared<frame>();
    in->scope = &function.scope();
    in->module = &function.module();
    in->outer = function.closure();
    in->function = &function;
    in->self = in;
    in->slots = std::move(slots);
    in->slots.resize(function.scope().names.size());
    auto const body = [this, self = function.shared_from_this(), &function](frame& inside) {
        call_level level{*this, inside};
        position_.module = inside.module;
        if (function.result() != nullptr)
            inside.returned = evaluate(*function.result(), inside);
        else
            static_cast<void>(execute(function.body(), inside));
        level.returned();
        return std::move(inside.returned);
    };
    if (!function.scope().yields)
        return body(*in);
    keep(in);
    auto const result = std::make_shared<value>();
    auto const produce = [in, body, result](evaluation&, item_visitor const& visit) {
        in->consumer = &visit;
        try {
            *result = body(*in);
        } catch (generator_exit const&) {
            // The consumer has what it wanted.
        }
        in->consumer = nullptr;
    };
    return make_generator(produce, result);
}

bool evaluation::machine::catches(value const& type, raised const& thrown) {
    if (auto const* several = type.get_if<tuple_pointer>())
        return std::ranges::any_of((*several)->items, [&](value const& each) { return catches(each, thrown); });
    auto const wanted = type.as<type_object>();
    if (wanted == nullptr) {
        if (auto const* unknown = dynamic_cast<unknown_object const*>(type.as_object()))
            throw unknown->refusal();
        throw type_error("catching classes that do not inherit from BaseException is not allowed");
    }
    auto const actual = thrown.thrown->type();
    return actual != nullptr && actual->derives_from(*wanted);
}

std::optional<std::string> evaluation::machine::environment_variable(std::string const& name) {
    if (auto const changed = environment_changes_.find(name); changed != environment_changes_.end())
        return changed->second;
    if (options_.project == nullptr)
        throw not_evaluable("environment variables are not known here");
    return options_.project->environment_variable(name);
}

file_kind project_access::kind_of(std::filesystem::path const&) {
    throw not_evaluable("whether a file is there is not known here");
}

std::vector<std::string> project_access::list_folder(std::filesystem::path const&) {
    throw not_evaluable("what is in a folder is not known here");
}

evaluation::evaluation(
    std::shared_ptr<source_module const> module, module_registry const& modules, evaluation_options options
)
    : machine_(std::make_unique<machine>(*this, std::move(module), modules, std::move(options))) {}

evaluation::~evaluation() = default;

project_access::~project_access() = default;

std::optional<std::string> project_access::environment_variable(std::string const&) {
    throw not_evaluable("environment variables are not known here");
}

void evaluation::run_module() {
    machine_->run_module();
}

value evaluation::call_function(std::string_view name, arguments const& given) {
    return machine_->call_function(name, given);
}

value evaluation::load(std::shared_ptr<source_module const> source, std::string_view name) {
    return machine_->load(std::move(source), name);
}

value evaluation::evaluate_in(value const& module, syntax::expression const& node) {
    return machine_->evaluate_in(module, node);
}

value evaluation::evaluate_in(std::string_view module, source_module const& text, syntax::expression const& node) {
    return machine_->evaluate_in(module, text, node);
}

std::optional<value> evaluation::global(std::string_view name) const {
    return machine_->global(name);
}

source_place evaluation::place() const {
    return machine_->place();
}

void evaluation::charge_steps(std::size_t count) {
    machine_->charge_steps(count);
}

void evaluation::charge_memory(std::size_t bytes) {
    machine_->charge_memory(bytes);
}

void evaluation::check_stack() {
    machine_->check_stack();
}

void evaluation::keep(object_pointer owner) {
    machine_->keep_object(std::move(owner));
}

bool evaluation::guarded() const noexcept {
    return machine_->guarded();
}

bool evaluation::goes_on_behind(raised const& thrown) {
    return machine_->goes_on(thrown);
}

bool evaluation::setting_up() const noexcept {
    return machine_->setting_up();
}

void evaluation::require_order(std::string_view what) const {
    if (machine_->eager())
        throw not_evaluable(
            std::string{what} + "() is called by a generator that another function consumes step by step",
            "use a plain loop"
        );
}

void* evaluation::find_host(std::type_index type) const {
    for (auto const& [known, host] : machine_->options().hosts)
        if (known == type)
            return host;
    throw error{errc::internal, "the evaluation was started without its host"};
}

} // namespace alembicore::python
