#include "sqlalchemy/evaluate.hpp"

#include "sqlalchemy/modules.hpp"
#include "sqlalchemy/recording.hpp"

namespace alembicore::sqlalchemy {

namespace {

class operation_list final : public operation_sink {
public:
    void append(operation::any_operation made) override { operations.push_back(std::move(made)); }

    std::vector<operation::any_operation> operations;
};

} // namespace

std::vector<operation::any_operation> evaluate_revision(
    std::shared_ptr<python::source_module const> const& module,
    revision_function called,
    evaluation_environment const& environment
) {
    operation_list operations;
    recording host{operations, environment.naming_convention};
    python::evaluation_options options;
    options.limits = environment.limits;
    options.project = environment.project;
    options.package = environment.package;
    options.lenient = true;
    options.add_host(host);
    python::evaluation run{module, revision_modules(), std::move(options)};
    run.run_module();
    std::string_view const name = called == revision_function::upgrade ? "upgrade" : "downgrade";
    if (run.global(name))
        run.call_function(name);
    return std::move(operations.operations);
}

std::vector<operation::any_operation> evaluate_revision(
    std::string text, std::string path, revision_function called, evaluation_environment const& environment
) {
    return evaluate_revision(python::parse_module(std::move(path), std::move(text)), called, environment);
}

} // namespace alembicore::sqlalchemy
