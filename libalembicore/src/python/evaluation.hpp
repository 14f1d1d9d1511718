// One evaluation of one module: its top level, then functions by name. Sandboxed and bounded; single-threaded.
#pragma once

#include "python/exception.hpp"
#include "python/module.hpp"

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <typeindex>
#include <utility>

namespace alembicore::python {

/// Bounds of one evaluation. Passing one is errc::evaluation_limit.
struct evaluation_limits {
    std::size_t steps = 20'000'000;      ///< expressions and statements, and items handled by built-ins
    std::chrono::milliseconds time{800}; ///< of the processor, for few steps over large values
    std::size_t memory = 320U << 20U;    ///< bytes asked for in total by strings and containers
    std::size_t call_depth = 200;        ///< Python calls inside one another
    std::size_t stack_bytes = 4U << 20U; ///< of the C++ stack; lower it for threads with small stacks
};

enum class file_kind : std::uint8_t { none, file, folder };

/// What evaluated code may see of the project; without one, files and imports of the project are refused.
class project_access {
public:
    project_access() = default;
    project_access(project_access const&) = delete;
    project_access& operator=(project_access const&) = delete;
    virtual ~project_access();

    /// The bytes of a file inside the project; nullopt when it is not there. A path outside must be refused.
    [[nodiscard]] virtual std::optional<std::string> read_file(std::filesystem::path const& file) = 0;
    /// What is at a path inside the project. Default: refuses.
    [[nodiscard]] virtual file_kind kind_of(std::filesystem::path const& path);
    /// The names in a folder inside the project, sorted. Default: refuses.
    [[nodiscard]] virtual std::vector<std::string> list_folder(std::filesystem::path const& folder);
    /// The module of the project with this dotted name; null when the project has none.
    [[nodiscard]] virtual std::shared_ptr<source_module const> find_module(std::string_view dotted) = 0;
    /// A variable of the environment, nullopt when it is not set. Default: refuses.
    [[nodiscard]] virtual std::optional<std::string> environment_variable(std::string const& name);
};

/// What becomes of a class with a base that nobody knows, and another that is not ordinary.
enum class unknown_bases : std::uint8_t {
    spread,  ///< it is unknown too
    left_out ///< it is made without that base, and says so
};

/// When the packages around an imported module run.
enum class package_imports : std::uint8_t {
    when_asked, ///< when something of them is asked for
    first       ///< before the module, as Python has it
};

struct evaluation_options {
    evaluation_limits limits;
    std::string module_name = "revision"; ///< `__name__`
    std::string package;                  ///< what relative imports start from; empty: they are unknown imports
    project_access* project = nullptr;
    /// The top level goes on behind a statement that cannot be evaluated; what it binds is refused when it is used.
    /// Modules of the project are always evaluated like that.
    bool lenient = false;
    python::unknown_bases unknown_bases = unknown_bases::spread;
    python::package_imports package_imports = package_imports::when_asked;
    /// What host modules find with `evaluation::host<T>()`, for example where operations are recorded.
    std::vector<std::pair<std::type_index, void*>> hosts;

    template <typename T>
    void add_host(T& host) {
        hosts.emplace_back(typeid(T), &host);
    }
};

/// Values made by an evaluation are valid while it lives; hosts keep what they need as values of their own.
/// Errors of every function: not_evaluable, evaluation_limit, python_exception, each with its place.
class evaluation {
public:
    evaluation(std::shared_ptr<source_module const> module, module_registry const& modules, evaluation_options options);
    evaluation(evaluation const&) = delete;
    evaluation& operator=(evaluation const&) = delete;
    ~evaluation();

    /// Runs the top level of the module.
    void run_module();
    /// Calls a function of the module. Precondition: run_module() has returned.
    value call_function(std::string_view name, arguments const& given = {});
    /// Runs the top level of another file as one of the project's modules: what cannot be evaluated of it is unknown.
    /// A name is loaded once.
    value load(std::shared_ptr<source_module const> source, std::string_view name);
    /// An expression that stands in a loaded module, with the names of its top level. What cannot be evaluated is
    /// unknown. Precondition: it uses no names of functions, and makes none.
    [[nodiscard]] value evaluate_in(value const& module, syntax::expression const& node);
    /// As above, for an expression of another text in a module that is loaded, or loading, by its name; `text` must
    /// live as long as the evaluation.
    [[nodiscard]] value evaluate_in(std::string_view module, source_module const& text, syntax::expression const& node);
    /// A name of the module, nullopt when it is not bound.
    [[nodiscard]] std::optional<value> global(std::string_view name) const;

    // For host objects, while they are called. Python exceptions pass through as `raised`.

    /// The call (or operator) being evaluated.
    [[nodiscard]] source_place place() const;

    /// The object registered with `add_host`; asking for one that is not there is a defect.
    template <typename T>
    [[nodiscard]] T& host() const {
        return *static_cast<T*>(find_host(typeid(T)));
    }

    value call(value const& callee, arguments const& given);
    /// nullopt: AttributeError.
    [[nodiscard]] std::optional<value> attribute(value const& target, std::string_view name);
    void iterate(value const& source, item_visitor const& visit);
    [[nodiscard]] std::vector<value> collect(value const& source); ///< `list(source)`
    [[nodiscard]] bool truth(value const& item);
    [[nodiscard]] std::string str(value const& item);
    [[nodiscard]] std::string repr(value const& item);
    [[nodiscard]] bool equal(value const& left, value const& right);
    [[nodiscard]] bool is_instance(value const& item, value const& type_or_tuple);
    /// The class of any value.
    [[nodiscard]] type_pointer type_of(value const& item);

    /// Counts work done outside evaluated code; throws when a bound is passed.
    void charge_steps(std::size_t count);
    void charge_memory(std::size_t bytes);

    /// Refuses when lazy Python code is being evaluated ahead of its time, where this effect would come too early.
    void require_order(std::string_view what) const;
    /// Whether the top level of a module is running, rather than one of its functions.
    [[nodiscard]] bool setting_up() const noexcept;
    /// Whether anything around may go on behind an exception.
    [[nodiscard]] bool guarded() const noexcept;
    /// Whether the code around goes on when this exception is raised now: a `try` that catches it, `suppress`.
    [[nodiscard]] bool goes_on_behind(raised const& thrown);
    /// Call at the start of every function of a host that calls itself on nested values.
    void check_stack();
    /// For an object that may come to refer to itself through evaluated code: `surrender` is called when the evaluation
    /// ends.
    void keep(object_pointer owner);

    class machine;

    [[nodiscard]] machine& internals() noexcept { return *machine_; }

private:
    [[nodiscard]] void* find_host(std::type_index type) const;

    std::unique_ptr<machine> machine_;
};

} // namespace alembicore::python
