// Follows env.py from its first line to its last without running it. Both ways are taken where a condition is not
// known, and what they disagree on counts as decided at run time.
#pragma once

#include "config/env_py.hpp"
#include "config/static_value.hpp"

#include "python/syntax.hpp"

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace alembicore::config {

enum class run_mode { any, offline, online };

/// A value and where env.py gives it.
struct placed_value {
    static_value value;
    python::source_range range;

    bool operator==(placed_value const& other) const { return value == other.value; }
};

/// One call of context.configure().
struct configure_call {
    run_mode mode = run_mode::any;
    std::map<std::string, placed_value> options;
    std::optional<python::source_range> more; ///< `**options` that are not known
};

/// What env.py was seen to do.
struct env_py_actions {
    std::vector<configure_call> configured;
    std::optional<placed_value> main_url;  ///< what it puts in the place of sqlalchemy.url
    std::vector<placed_value> engine_urls; ///< of create_engine()
    bool engine_from_config = false;
    std::optional<python::source_range> exception; ///< raised at the top level, before anything is configured
    std::optional<placed_value> naming_convention; ///< assigned to an attribute of that name
};

class static_interpreter {
public:
    static_interpreter(python::source_module const& module, env_py_inputs const& inputs)
        : module_(module), inputs_(inputs) {}

    [[nodiscard]] env_py_actions run();

private:
    using names = std::map<std::string, static_value, std::less<>>;

    struct frame {
        names locals;
        std::vector<static_value> returned;
    };

    enum class flow { goes_on, returns, raises };

    /// Everything that branches may leave different.
    struct state {
        names locals;
        names globals;
        std::optional<placed_value> main_url;
    };

    struct arguments {
        std::vector<static_value> positional;
        std::map<std::string, placed_value> keywords;
        std::optional<python::source_range> unknown_keywords;
    };

    void define_class(python::syntax::class_statement const& defined);
    void count_step();
    void run_unvisited(python::syntax::block block);

    // Statements
    void run_module();
    flow run_block(python::syntax::block block);
    flow run_statement(python::syntax::statement const& statement);
    flow run_if(python::syntax::if_statement const& statement);
    flow run_by_mode(python::syntax::if_statement const& statement, bool offline_first);
    flow run_try(python::syntax::try_statement const& statement);
    void run_uncertain(std::vector<python::syntax::block> const& branches, bool may_skip_all);
    void run_import(python::syntax::import_statement const& statement);
    void run_import(python::syntax::import_from const& statement);
    void assign(python::syntax::expression const& target, static_value const& value);
    void assign_item(python::syntax::subscript const& target, static_value const& value);
    void set_main_url(static_value value, python::source_range range);
    [[nodiscard]] state save() const;
    void restore(state saved);
    void merge(state const& other);

    // Expressions
    [[nodiscard]] static_value evaluate(python::syntax::expression const& expression);
    [[nodiscard]] static_value evaluate_name(std::string_view id) const;
    [[nodiscard]] static_value evaluate_constant(python::syntax::constant const& constant) const;
    [[nodiscard]] static_value evaluate_formatted(python::syntax::formatted_string const& formatted);
    [[nodiscard]] static_value evaluate_dict(python::syntax::dict const& dict);
    [[nodiscard]] static_value evaluate_attribute(python::syntax::attribute const& attribute);
    [[nodiscard]] static_value evaluate_subscript(python::syntax::subscript const& subscript);
    [[nodiscard]] static_value evaluate_boolean(python::syntax::boolean const& boolean);
    [[nodiscard]] std::optional<bool> is_among(static_value const& item, python::syntax::sequence const& listed);
    [[nodiscard]] static_value evaluate_comparison(python::syntax::comparison const& comparison);
    [[nodiscard]] static_value evaluate_conditional(python::syntax::conditional const& conditional);
    [[nodiscard]] static_value evaluate_not(python::syntax::expression const& operand);

    // Calls
    [[nodiscard]] static_value evaluate_call(python::syntax::call const& call);
    [[nodiscard]] arguments evaluate_arguments(python::syntax::call const& call);
    [[nodiscard]] static_value call_function(python::syntax::function const& function, arguments const& given);
    [[nodiscard]] static_value
    call_known(std::string const& callee, python::syntax::call const& call, arguments const& given);
    [[nodiscard]] std::optional<static_value>
    call_method(python::syntax::attribute const& method, arguments const& given);
    [[nodiscard]] static_value main_option(arguments const& given) const;
    [[nodiscard]] static_value variable(arguments const& given) const;
    [[nodiscard]] static_value x_arguments(arguments const& given) const;
    [[nodiscard]] static_value metadata(arguments const& given) const;
    void configure(arguments const& given);
    void create_engine(python::syntax::call const& call, arguments const& given);

    python::source_module const& module_;
    env_py_inputs const& inputs_;
    names globals_;
    frame* frame_ = nullptr; ///< null at module level
    run_mode mode_ = run_mode::any;
    std::set<python::syntax::function const*> visited_;
    std::vector<std::string> star_imports_; ///< modules of `from module import *`
    unsigned depth_ = 0;
    unsigned steps_ = 0;
    env_py_actions actions_;
};

/// `a.b.c` for a chain of names; empty for anything else.
[[nodiscard]] std::string dotted_name(python::syntax::expression const& expression);

} // namespace alembicore::config
