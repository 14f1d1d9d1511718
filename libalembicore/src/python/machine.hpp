// The evaluator proper: walks the syntax tree of one evaluation.
#pragma once

#include "python/evaluation.hpp"
#include "python/frame.hpp"
#include "python/import_guard.hpp"

#include <chrono>
#include <map>

namespace alembicore::python {

enum class completion : std::uint8_t { normal, break_, continue_, return_ };

class evaluation::machine {
public:
    machine(
        evaluation& run,
        std::shared_ptr<source_module const> source,
        module_registry const& modules,
        evaluation_options options
    );
    machine(machine const&) = delete;
    machine& operator=(machine const&) = delete;
    ~machine();

    // Entry points; see evaluation.hpp
    void run_module();
    value call_function(std::string_view name, arguments const& given);
    [[nodiscard]] std::optional<value> global(std::string_view name) const;
    value load(std::shared_ptr<source_module const> source, std::string_view name);
    [[nodiscard]] value evaluate_in(value const& module, syntax::expression const& node);
    [[nodiscard]] value evaluate_in(std::string_view module, source_module const& text, syntax::expression const& node);
    [[nodiscard]] source_place place() const;

    /// Runs a function whose parameters are bound already.
    value run_function(user_function& function, std::vector<std::optional<value>> slots);
    /// Evaluates a default or decorator-less expression where it stands.
    [[nodiscard]] value evaluate(syntax::expression const& node, frame& in);
    [[nodiscard]] completion execute(syntax::block block, frame& in);

    /// The body of a module or class. Where the module is lenient, it goes on behind statements that cannot be
    /// evaluated; what they bind becomes unknown.
    void execute_set_up(syntax::block block, frame& in);

    void charge_steps(std::size_t count);
    void charge_memory(std::size_t bytes);
    void check_stack();

    /// Notes a container that may come to contain itself.
    void note_mutation(value const& container, value const& item);
    void note_instance(instance& changed, value const& item);

    /// A dict that only shows what an object holds: changing it would change the object in Python, and is refused.
    void note_snapshot(value const& dict) { snapshots_.push_back(dict); }

    void refuse_snapshot(value const& container) const;

    /// What a `class` statement makes of its body.
    value make_class(class_body body);

    void keep_object(object_pointer owner) { kept_values_.emplace_back(std::move(owner)); }

    /// Objects that come out of calls and operators may form long chains: they are held until the evaluation ends.
    void keep_result(value const& result);

    [[nodiscard]] evaluation_options const& options() const noexcept { return options_; }

    [[nodiscard]] module_state& current_module() noexcept { return *position_.module; }

    /// The frame of the innermost running function, for `super()` and `locals()`.
    [[nodiscard]] frame* current_frame() noexcept { return current_; }

    /// Collects lazy code ahead of its time: effects of hosts are refused meanwhile.
    class eager_section;

    [[nodiscard]] bool eager() const noexcept { return eager_ != 0; }

    [[nodiscard]] bool setting_up() const noexcept { return call_depth_ == 0 || preparing_; }

    [[nodiscard]] bool guarded() const noexcept { return !guards_.empty(); }

    /// Whether anything around the running code goes on behind this exception.
    [[nodiscard]] bool goes_on(raised const& thrown);

    [[nodiscard]] value import_module(std::string_view dotted, source_range range);
    [[nodiscard]] bool is_project_module(std::string_view dotted);
    /// The module (or folder of modules) `package.name` of the project, when it has been imported.
    [[nodiscard]] std::optional<value> loaded_submodule(std::string_view package, std::string_view name);

    /// What `os.environ` holds after the changes that evaluated code has made; nullopt: no such variable.
    [[nodiscard]] std::optional<std::string> environment_variable(std::string const& name);

    void set_environment_variable(std::string name, std::optional<std::string> content) {
        environment_changes_.insert_or_assign(std::move(name), std::move(content));
    }

    [[nodiscard]] evaluation& run() noexcept { return run_; }

private:
    struct position {
        module_state* module = nullptr;
        source_range range;
    };

    class call_level;

    // Expressions
    value evaluate_name(syntax::name const& node, frame& in);
    value evaluate_constant(syntax::constant const& node);
    value evaluate_formatted(syntax::formatted_string const& node, frame& in);
    std::string format_part(syntax::formatted_part const& part, frame& in);
    value evaluate_sequence(syntax::sequence const& node, frame& in);
    value evaluate_dict(syntax::dict const& node, frame& in);
    value evaluate_attribute(syntax::attribute const& node, frame& in);
    value evaluate_subscript(syntax::subscript const& node, frame& in);
    value evaluate_slice(syntax::slice const& node, frame& in);
    value evaluate_call(syntax::call const& node, frame& in);
    value evaluate_unary(syntax::unary const& node, frame& in);
    value evaluate_binary(syntax::binary const& node, frame& in);
    value evaluate_boolean(syntax::boolean const& node, frame& in);
    value evaluate_comparison(syntax::comparison const& node, frame& in);
    value evaluate_lambda(syntax::lambda const& node, frame& in);
    value evaluate_comprehension(syntax::comprehension const& node, frame& in);
    value evaluate_generator(syntax::comprehension const& node, frame& in);
    value evaluate_named(syntax::named const& node, frame& in);
    value evaluate_yield(syntax::yield const& node, frame& in);
    void run_clauses(
        syntax::comprehension const& node,
        std::size_t clause,
        value const& source,
        frame& inner,
        std::function<bool(frame&)> const& emit,
        bool& go_on
    );
    std::shared_ptr<frame> make_inner(syntax::scope const& scope, frame& in);
    arguments evaluate_arguments(std::span<syntax::argument const> given, frame& in);
    void unpack_mapping(value const& mapping, arguments& into);
    std::vector<value> evaluate_items(syntax::expressions items, frame& in);
    /// Python's `__qualname__` of what is defined in a frame.
    [[nodiscard]] static std::string qualified(std::string_view id, frame const& in);
    value make_user_function(
        std::string_view id,
        std::span<syntax::parameter const> parameters,
        syntax::scope const& scope,
        syntax::block body,
        syntax::expression const* result,
        frame& in
    );

    // Statements
    completion execute_one(syntax::statement const& node, frame& in);
    completion execute_if(syntax::if_statement const& node, frame& in);
    completion execute_for(syntax::for_statement const& node, frame& in);
    completion execute_while(syntax::while_statement const& node, frame& in);
    completion execute_try(syntax::try_statement const& node, frame& in);
    completion execute_guarded(syntax::try_statement const& node, frame& in);
    completion execute_handlers(syntax::try_statement const& node, raised& thrown, frame& in);
    completion execute_entered(syntax::with_statement const& node, std::size_t item, value const& context, frame& in);
    completion execute_with(syntax::with_statement const& node, std::size_t item, frame& in);
    completion execute_match(syntax::match_statement const& node, frame& in);
    bool matches(syntax::pattern const& pattern, value const& subject, frame& in);
    bool matches_sequence(syntax::pattern const& pattern, value const& subject, frame& in);
    void execute_augment(syntax::augment const& node, frame& in);
    void execute_function(syntax::function const& node, frame& in);
    void execute_class(syntax::class_statement const& node, frame& in);
    void execute_assert(syntax::assert_statement const& node, frame& in);
    [[noreturn]] void execute_raise(syntax::raise_statement const& node, frame& in);
    void execute_import(syntax::import_statement const& node, frame& in);
    void execute_import_from(syntax::import_from const& node, frame& in);
    void import_everything(value const& module, std::string_view dotted, source_range range, frame& in);
    value apply_decorators(syntax::expressions decorators, value decorated, frame& in);

    // Names
    void assign(syntax::expression const& target, value const& item, frame& in);
    void assign_sequence(syntax::sequence const& target, value const& item, frame& in);
    void store(syntax::name const& target, value item, frame& in);
    void erase(syntax::expression const& target, frame& in);
    void forget(syntax::name const& target, frame& in);
    [[nodiscard]] value const* find_outside(syntax::name const& node, frame& in);

    [[nodiscard]] value
    evaluate_in(module_state& state, source_module const& text, source_range range, syntax::expression const& node);
    /// The class without its unknown bases, where it is made all the same.
    void leave_unknown_bases_out(class_body& body) const;

    // Imports
    [[nodiscard]] value import_project_module(std::string_view dotted, source_range range);
    value load_module(std::shared_ptr<source_module const> source, std::string_view dotted);
    void load_project_module(module_state& loading);
    [[nodiscard]] value
    import_name(value const& module, std::string const& dotted, std::string_view name, source_range range);
    void import_public_names(module_state& from, frame& in);
    [[nodiscard]] value unknown_import(std::string text, source_range range, std::string reason = {});
    /// Throws uncertain_import where the code around goes on without a module that may not be there.
    void require_certain_import(std::string_view dotted, source_range range);
    /// Whether code behind a `try` runs after this exception in its body.
    [[nodiscard]] bool goes_on(syntax::try_statement const& node, raised const& thrown, frame& in);
    [[nodiscard]] exception_guard guard_of(syntax::try_statement const& node, frame& in);
    /// Binds the names of a `try` to nothing known; refuses where it may do more than bind names.
    void leave_unknown(syntax::try_statement const& node, error const& why, frame& in);
    [[nodiscard]] std::string absolute_name(std::uint32_t level, std::string_view module) const;

    // Recovery
    void forget_effects(syntax::statement const& node, frame& in, error const& why);
    [[nodiscard]] error refusal_of(raised const& thrown);

    // Errors
    void step(source_range range) {
        position_.range = range;
        charge_steps(1);
    }

    void check_progress();
    void refuse_missing_arguments(user_function const& called, arguments const& given);
    void keep(std::shared_ptr<frame> const& closure);
    [[nodiscard]] bool catches(value const& type, raised const& thrown);
    template <typename Action>
    auto at_boundary(Action&& action);
    [[noreturn]] void report(raised const& thrown);

    evaluation& run_;
    module_registry const& modules_;
    evaluation_options options_;
    std::map<std::string, std::unique_ptr<module_state>, std::less<>> loaded_;
    std::map<std::string, value, std::less<>> loaded_objects_;
    std::map<std::string, std::optional<std::string>, std::less<>> environment_changes_;
    module_state* main_ = nullptr;
    position position_;
    frame* current_ = nullptr;
    std::vector<raised const*> handling_;
    exception_guards guards_;
    std::vector<std::shared_ptr<frame>> kept_frames_;
    std::vector<value> kept_values_;
    std::vector<value> snapshots_;
    std::size_t steps_ = 0;
    std::size_t next_check_ = 0;
    std::chrono::milliseconds started_; ///< processor time at the start
    std::size_t memory_ = 0;
    std::size_t call_depth_ = 0;
    unsigned eager_ = 0;
    bool preparing_ = false; ///< in functions that are called while a value of a module is worked out
    char const* stack_base_ = nullptr;
};

class evaluation::machine::eager_section {
public:
    explicit eager_section(machine& owner) noexcept : owner_(owner) { ++owner_.eager_; }

    eager_section(eager_section const&) = delete;
    eager_section& operator=(eager_section const&) = delete;

    ~eager_section() { --owner_.eager_; }

private:
    machine& owner_;
};

/// A function defined in evaluated code.
class user_function final : public object {
public:
    user_function(
        signature declared,
        syntax::scope const& scope,
        syntax::block body,
        syntax::expression const* result,
        std::shared_ptr<frame> closure,
        module_state& module
    );

    [[nodiscard]] std::string type_name() const override { return "function"; }

    [[nodiscard]] std::optional<value> attribute(evaluation& run, std::string_view name) override;
    void set_attribute(evaluation& run, std::string_view name, value const& item) override;
    value call(evaluation& run, arguments const& given) override;

    [[nodiscard]] bool truth(evaluation&) override { return true; }

    [[nodiscard]] std::string repr(evaluation& run) override;
    void surrender(std::vector<value>& into) noexcept override;

    [[nodiscard]] signature const& declared() const noexcept { return declared_; }

    [[nodiscard]] syntax::scope const& scope() const noexcept { return scope_; }

    [[nodiscard]] syntax::block body() const noexcept { return body_; }

    [[nodiscard]] syntax::expression const* result() const noexcept { return result_; }

    [[nodiscard]] std::shared_ptr<frame> const& closure() const noexcept { return closure_; }

    [[nodiscard]] module_state& module() const noexcept { return module_; }

    /// `functools.wraps(wrapped)`: name and documentation are those of another function.
    void stand_for(value wrapped) { wrapped_ = std::move(wrapped); }

    /// The class it is a method of, for `super()`.
    std::weak_ptr<type_object const> defining_class;

private:
    [[nodiscard]] value docstring() const;

    signature declared_;
    syntax::scope const& scope_;
    syntax::block body_;
    syntax::expression const* result_;
    std::shared_ptr<frame> closure_;
    module_state& module_;
    attribute_table attributes_;
    value wrapped_; ///< None: it goes by its own name
};

} // namespace alembicore::python
