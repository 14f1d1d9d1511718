#include "project/engine.hpp"

#include "project/decided.hpp"
#include "project/implementation.hpp"

#include <alembicore/error.hpp>

#include <memory>
#include <utility>

namespace alembicore::project_engine {

namespace {

engine_chosen chosen(engine which, std::string reason) {
    engine_chosen made;
    made.engine = which;
    made.reason = std::move(reason);
    return made;
}

/// Evaluates now, and hands out what came of it when the steps run.
migrate::step_source evaluated(plan const& decided, migrate::step_source const& native) {
    struct prepared {
        std::vector<migrate::prepared_step> steps;
        std::size_t next = 0;
    };

    auto const all = std::make_shared<prepared>();
    all->steps = migrate::prepare(decided, native);
    return [all](step const&) { return std::move(all->steps.at(all->next++).body); };
}

/// By hand, the first that is there: the call's option, the project's setting, the environment.
void add_given(interpreter::search_request& places, std::filesystem::path const& option, settings const& of) {
    auto const variable = places.environment.find("ALEMBICORE_PYTHON");
    if (!option.empty()) {
        places.given = option;
        places.given_by = "--python";
    } else if (!of.python.empty()) {
        places.given = of.python;
        places.given_by = "[alembicore] python";
    } else if (variable != places.environment.end()) {
        places.given = variable->second;
        places.given_by = "ALEMBICORE_PYTHON";
    }
}

constexpr std::string_view slip = "did you mean ";

bool is_slip(std::string const& remedy) {
    return remedy.starts_with(slip) && remedy.find('?') != std::string::npos;
}

std::string question_of(std::string const& remedy) {
    return remedy.substr(0, remedy.find('?') + 1);
}

} // namespace

void explain_slip(error_info& failure, engine_chosen const& why) {
    if (failure.code != errc::python_exception || !failure.remedy.empty() || !failure.place || !why.construct ||
        failure.place->line != why.construct->line || failure.revision != why.revision)
        return;
    if (auto const found = why.reason.find(slip); found != std::string::npos)
        failure.remedy = why.reason.substr(found);
}

bool python_may_help(errc code) noexcept {
    return code == errc::not_evaluable || code == errc::evaluation_limit || code == errc::decided_at_run_time;
}

engine_chosen python_because(error_info const& refusal) {
    auto made =
        chosen(engine::python, refusal.message + (is_slip(refusal.remedy) ? ": " + question_of(refusal.remedy) : ""));
    made.revision = refusal.revision;
    made.construct = refusal.place;
    return made;
}

decision choose(settings const& of, plan const& decided, engine wanted, migrate::step_source const& native) {
    if (decided.direction == direction::stamp) {
        require_decided_run(of);
        return {chosen(engine::native, "a stamp runs no revision"), native};
    }
    if (wanted == engine::python)
        return {chosen(engine::python, "asked for"), {}};
    try {
        require_decided_run(of);
        auto source = evaluated(decided, native);
        return {
            chosen(engine::native, wanted == engine::native ? "asked for" : "every step is evaluated natively"),
            std::move(source)};
    } catch (error const& refusal) {
        if (wanted == engine::native || !python_may_help(refusal.code()))
            throw;
        return {python_because(refusal.info()), {}};
    }
}

interpreter::task task_of(project const& opened, python_options const& options, engine_chosen const& why) {
    auto const& held = opened.internals();
    auto const& known = held.settings;
    auto const& config = known.config_file.empty() ? known.pyproject_file : known.config_file;
    interpreter::task wanted{
        .project =
            {
                .config_file = known.config_file,
                .pyproject_file = known.pyproject_file,
                .script_location = known.script_location,
                .version_locations = known.version_locations,
                .section = held.request.section,
                .x_arguments = held.request.x_arguments,
                .tag = options.tag,
                .transactions = options.transactions,
                .url = known.database_url,
                .environment = held.request.environment,
                .directory = held.request.directory,
            },
        .places =
            {
                .given = {},
                .given_by = {},
                .environment = held.request.environment,
                .folder = config.parent_path(),
                .working_directory = held.request.directory,
            },
        .need = {why.revision, why.reason, why.construct},
        .events = options.events,
        .stop = options.stop,
    };
    add_given(wanted.places, options.python, known);
    return wanted;
}

} // namespace alembicore::project_engine
