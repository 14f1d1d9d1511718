// Directives that evaluated code adds itself: a MigrateOperation, `Operations.register_operation` and
// `Operations.implementation_for`.
#pragma once

#include "python/evaluation.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace alembicore::sqlalchemy {

/// What one evaluation has registered.
class custom_operations final : public python::object {
public:
    [[nodiscard]] std::string type_name() const override { return "Operations"; }

    /// `op.<name>(…)` calls the class method `source` of `of`.
    void add_directive(std::string name, python::value of, std::string source);
    void add_implementation(python::value of, python::value function);

    /// The directive; nullopt: nobody has registered it.
    [[nodiscard]] std::optional<python::value> find(std::string_view name) const;

    /// Errors: not_evaluable for an operation without an implementation.
    [[nodiscard]] python::value invoke(python::evaluation& run, python::value const& operation) const;

    void surrender(std::vector<python::value>& into) noexcept override;

private:
    struct directive_source {
        python::value of;
        std::string method;
    };

    std::map<std::string, directive_source, std::less<>> directives_;
    std::vector<std::pair<python::value, python::value>> implementations_;
};

/// `alembic.op`: the directives, and those that were added.
[[nodiscard]] std::shared_ptr<python::module_object> make_op_module();

/// Adds what `alembic.operations` has for this.
void add_custom_operations(python::module_registry& modules);

} // namespace alembicore::sqlalchemy
