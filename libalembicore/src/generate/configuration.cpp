#include "generate/configuration.hpp"

#include "config/run_arguments.hpp"
#include "generate/filtered_item.hpp"
#include "python/exception.hpp"
#include "sqlalchemy/project_context.hpp"
#include "sqlalchemy/recording.hpp"
#include "sqlalchemy/run_environment.hpp"

#include <algorithm>
#include <array>

namespace alembicore::generate {

namespace {

using python::evaluation;
using python::value;

constexpr char const* other_engine = "let the project's own Python compare: --engine python";

/// Options by which the project's code takes part in what is compared or written.
constexpr std::array<std::string_view, 8> for_python_alone{
    "process_revision_directives",
    "render_item",
    "include_symbol",
    "autogenerate_plugins",
    "upgrade_token",
    "downgrade_token",
    "alembic_module_prefix",
    "sqlalchemy_module_prefix"};

error refusal(std::string message) {
    return python::not_evaluable(std::move(message), other_engine);
}

/// Errors: those of option_of_run, with what helps.
std::optional<value> option(evaluation& run, std::string_view name) try {
    return sqlalchemy::option_of_run(run, name);

} catch (error& refused) {

    refused.info().remedy = other_engine;
    throw;
}

bool truth_of(evaluation& run, std::string_view name, bool otherwise) {
    auto const given = option(run, name);
    if (!given || given->is_none())
        return otherwise;
    if (given->boolean())
        return *given->boolean();
    throw refusal("env.py gives " + std::string{name} + " as a function, which compares in a way of its own");
}

/// Whether the statement works with a database, or calls a function of env.py that does.
bool runs_migrations(python::source_module const& env_py, std::string_view statement) {
    if (statement.find("is_offline_mode(") != std::string_view::npos)
        return true;
    auto const name = statement.substr(0, statement.find('('));
    auto const* const called = env_py.find_function(name);
    return called != nullptr && !called->body.empty() &&
           env_py.text_of({called->body.front()->range.begin, called->body.back()->range.end})
                   .find("run_migrations(") != std::string_view::npos;
}

/// What filters use is as it was before env.py began to work with a database: what that does is not known, and so
/// neither is what it may have changed.
std::string text_before_run(python::source_module const& env_py) {
    using python::syntax::statement_kind;
    for (auto const* each : env_py.body()) {
        bool const defines = each->kind == statement_kind::function || each->kind == statement_kind::class_;
        if (!defines && runs_migrations(env_py, env_py.text_of(each->range)))
            return std::string{env_py.text().substr(0, each->range.begin)};
    }
    return std::string{env_py.text()};
}

/// nullopt: there is none.
std::optional<value> filter_of(evaluation& run, std::string_view name) {
    auto const given = option(run, name);
    if (!given || given->is_none())
        return std::nullopt;
    constexpr std::string_view module_name = "env_py_before_run";
    auto const& env_py = run.host<sqlalchemy::recording>().facts.project->env_py();
    auto const options = config::find_run_options(*env_py, config::run_mode::server);
    auto const found = std::ranges::find(options.named, name, &config::run_argument::name);
    static_cast<void>(run.load(python::parse_module(env_py->file(), text_before_run(*env_py)), module_name));
    return run.evaluate_in(module_name, *env_py, *found->value);
}

/// Calls the filter. What it does not return, but raises, is no answer.
bool ask(evaluation& run, std::string_view name, value const& filter, python::arguments const& given) try {
    return run.truth(run.call(filter, given));

} catch (error const& refused) {

    auto told = refusal(std::string{name} + " of env.py is not known exactly: " + refused.info().message);
    told.info().place = refused.info().place;
    throw error{told};

} catch (python::raised const&) {

    throw refusal(std::string{name} + " of env.py raises when it is read without Alembic");
}

object_filter object_filter_of(evaluation& run) {
    auto const given = filter_of(run, "include_object");
    if (!given)
        return {};
    return [&run, filter = *given](filtered_object const& of) {
        python::arguments arguments;
        arguments.positional = {
            filtered_item(of),
            of.name ? value{*of.name} : value{},
            value{of.kind},
            of.reflected,
            of.has_other ? other_item(of) : value{}};
        return ask(run, "include_object", filter, arguments);
    };
}

name_filter name_filter_of(evaluation& run) {
    auto const given = filter_of(run, "include_name");
    if (!given)
        return {};
    return [&run, filter = *given](std::string_view kind, std::optional<std::string> const& name, table const& of) {
        python::arguments arguments;
        arguments.positional = {name ? value{*name} : value{}, value{kind}, parent_names(kind, of)};
        return ask(run, "include_name", filter, arguments);
    };
}

model::metadata_list metadata_of(model::declarations& from) {
    auto& run = from.run();
    auto const given = option(run, "target_metadata");
    if (!given || given->is_none())
        throw error{
            errc::bad_usage,
            "env.py gives Alembic no MetaData to compare with",
            "set target_metadata in env.py to the MetaData of the models, and hand it to context.configure()"};
    auto found = model::metadata_of(*given, run);
    if (found.empty())
        throw refusal("which MetaData env.py gives as target_metadata is not known");
    return found;
}

} // namespace

configuration configure(model::declarations& from) {
    auto& run = from.run();
    configuration made;
    made.metadata = metadata_of(from);
    for (auto const& name : for_python_alone)
        if (auto const given = option(run, name); given && !given->is_none())
            throw refusal("env.py has " + std::string{name} + ", with which it takes part in what is written");
    made.all_schemas = truth_of(run, "include_schemas", false);
    made.types = truth_of(run, "compare_type", true);
    made.defaults = truth_of(run, "compare_server_default", false);
    made.style = truth_of(run, "render_as_batch", false) ? block_style::batch : block_style::plain;
    made.objects = object_filter_of(run);
    made.names = name_filter_of(run);
    return made;
}

} // namespace alembicore::generate
