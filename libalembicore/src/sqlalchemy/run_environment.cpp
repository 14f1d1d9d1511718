#include "sqlalchemy/run_environment.hpp"

#include "config/run_arguments.hpp"
#include "python/unknown.hpp"
#include "sqlalchemy/project_context.hpp"
#include "sqlalchemy/recording.hpp"

#include <algorithm>

namespace alembicore::sqlalchemy {

namespace {

using python::evaluation;
using python::value;
using python::syntax::parameter_kind;

std::shared_ptr<python::source_module const> source_of_env_py(evaluation& run) {
    auto const& project = run.host<recording>().facts.project;
    return project ? project->env_py() : nullptr;
}

/// While env.py is evaluated, what it does to a database is no part of the revision.
class reading_env_py {
public:
    explicit reading_env_py(evaluation& run) : host_{run.host<recording>()} { host_.reading_env_py = true; }

    reading_env_py(reading_env_py const&) = delete;
    reading_env_py& operator=(reading_env_py const&) = delete;

    ~reading_env_py() { host_.reading_env_py = false; }

private:
    recording& host_;
};

error decided_by_env_py(std::string_view name) {
    return python::not_evaluable(
        "env.py decides '" + std::string{name} + "' when it runs", "run this revision with Python"
    );
}

value unknown_argument(python::source_module const& env_py, std::string name, python::source_range range) {
    auto why = decided_by_env_py(name).info();
    return std::make_shared<python::unknown_object>(std::move(name), env_py.place_of(range), std::move(why));
}

bool takes(python::syntax::function const& function, std::string_view name) {
    return std::ranges::any_of(function.parameters, [&](auto const& each) {
        return each.kind == parameter_kind::keywords || (each.id == name && each.kind != parameter_kind::rest);
    });
}

} // namespace

std::optional<value> load_env_py(evaluation& run) {
    auto const source = source_of_env_py(run);
    if (!source)
        return std::nullopt;
    reading_env_py const reading{run};
    return run.load(source, "env_py");
}

python::arguments given_to(evaluation& run, python::source_module const& revision, std::string_view function) {
    python::arguments given;
    auto const env_py = source_of_env_py(run);
    auto const* const called = revision.find_function(function);
    if (!env_py || called == nullptr)
        return given;
    auto const handed = config::find_run_arguments(*env_py);
    for (auto const& each : handed.named) {
        if (!takes(*called, each.name) && !each.always)
            continue;
        reading_env_py const reading{run};
        given.keyword.emplace_back(
            given.keep_name(each.name),
            each.always && each.value != nullptr && takes(*called, each.name)
                ? run.evaluate_in(*load_env_py(run), *each.value)
                : unknown_argument(*env_py, each.name, each.range)
        );
    }
    if (!handed.more)
        return given;
    for (auto const& parameter : called->parameters)
        if (parameter.kind != parameter_kind::rest && parameter.kind != parameter_kind::keywords &&
            std::ranges::find(handed.named, parameter.id, &config::run_argument::name) == handed.named.end())
            given.keyword.emplace_back(
                given.keep_name(parameter.id), unknown_argument(*env_py, std::string{parameter.id}, {})
            );
    return given;
}

std::optional<value> option_of_run(evaluation& run, std::string_view name) {
    auto const env_py = source_of_env_py(run);
    if (!env_py)
        throw decided_by_env_py(name);
    bool const is_script = run.host<recording>().facts.written_to == statement_target::script;
    auto const options =
        config::find_run_options(*env_py, is_script ? config::run_mode::script : config::run_mode::server);
    auto const found = std::ranges::find(options.named, name, &config::run_argument::name);
    if (found == options.named.end()) {
        if (options.more)
            throw decided_by_env_py(name);
        return std::nullopt;
    }
    if (options.more || !found->always || found->value == nullptr)
        throw decided_by_env_py(name);
    reading_env_py const reading{run};
    return run.evaluate_in(*load_env_py(run), *found->value);
}

} // namespace alembicore::sqlalchemy
