#include "sqlalchemy/evaluate.hpp"

#include "base/closest_names.hpp"
#include "sqlalchemy/live.hpp"
#include "sqlalchemy/modules.hpp"
#include "sqlalchemy/recording.hpp"
#include "sqlalchemy/run_environment.hpp"

#include <cctype>

namespace alembicore::sqlalchemy {

namespace {

class operation_list final : public operation_sink {
public:
    void append(operation::any_operation made) override { operations.push_back(std::move(made)); }

    std::vector<operation::any_operation> operations;
};

/// The data of a real database may be large, and who runs a revision has decided to: the bounds only end what
/// will never end.
python::evaluation_limits live_limits(python::evaluation_limits limits) {
    limits.steps *= 100;
    limits.time *= 300;
    limits.memory *= 64;
    return limits;
}

/// The name of a revision's module, as Alembic loads it.
std::string module_name(std::string_view file) {
    std::string name{file.substr(file.rfind('/') + 1)};
    for (char& c : name)
        if (static_cast<unsigned char>(c) < 0x80 && std::isalnum(static_cast<unsigned char>(c)) == 0)
            c = '_';
    return name;
}

missing_function without_function(python::source_module const& module, std::string_view name) {
    error_info info;
    info.code = errc::python_exception;
    info.message =
        "AttributeError: module '" + module_name(module.file()) + "' has no attribute '" + std::string{name} + "'";
    info.reason = "the revision raises this exception";
    std::vector<std::string> functions;
    for (auto const* statement : module.body())
        if (statement->kind == python::syntax::statement_kind::function)
            functions.emplace_back(static_cast<python::syntax::function const&>(*statement).id);
    info.remedy = base::suggest(functions, name);
    if (info.remedy.empty())
        info.remedy = "define " + std::string{name} + "(), with pass where there is nothing to do";
    info.place = source_place{.file = module.file(), .line = 0, .column = 0, .excerpt = {}};
    return missing_function{std::move(info)};
}

void evaluate(
    std::shared_ptr<python::source_module const> const& module,
    revision_function called,
    evaluation_environment const& environment,
    recording& host
) {
    python::evaluation_options options;
    options.limits = host.database == nullptr ? environment.limits : live_limits(environment.limits);
    options.project = environment.project;
    options.package = environment.package;
    options.lenient = true;
    options.add_host(host);
    python::evaluation run{module, revision_modules(), std::move(options)};
    run.run_module();
    std::string_view const name = called == revision_function::upgrade ? "upgrade" : "downgrade";
    if (!run.global(name))
        throw without_function(*module, name);
    run.call_function(name, given_to(run, *module, name));
}

} // namespace

std::vector<operation::any_operation> evaluate_revision(
    std::shared_ptr<python::source_module const> const& module,
    revision_function called,
    evaluation_environment const& environment
) {
    operation_list operations;
    recording host{operations, environment.naming_convention, environment.facts};
    evaluate(module, called, environment, host);
    return std::move(operations.operations);
}

void run_revision(
    std::shared_ptr<python::source_module const> const& module,
    revision_function called,
    evaluation_environment const& environment,
    live_database& database
) {
    recording host{database, environment.naming_convention, environment.facts};
    host.database = &database;
    try {
        evaluate(module, called, environment, host);
    } catch (error const& failure) {
        // What the server said is more than the exception that it became.
        if (failure.code() == errc::python_exception && host.failure && failure.info().message == host.failure->raised)
            throw host.failure->told;
        throw;
    }
}

std::vector<operation::any_operation> evaluate_revision(
    std::string text, std::string path, revision_function called, evaluation_environment const& environment
) {
    return evaluate_revision(python::parse_module(std::move(path), std::move(text)), called, environment);
}

} // namespace alembicore::sqlalchemy
