#include "model/mapper.hpp"

#include "interpreter/failure.hpp"
#include "interpreter/tasks.hpp"
#include "model/descriptions.hpp"
#include "project/engine.hpp"
#include "project/implementation.hpp"
#include "project/project_files.hpp"

#include <boost/json/array.hpp>
#include <boost/json/value_to.hpp>

#include <functional>
#include <set>
#include <system_error>

namespace alembicore::model {

namespace {

namespace fs = std::filesystem;

constexpr char const* variable = "SQLALCHEMY_BASE";

/// Modules that hold models as far as their text tells, in order.
std::vector<std::string> modules_with_models(project const& of) {
    std::vector<std::string> modules;
    std::set<std::string> known;
    try {
        for (auto const& each : models::read(of).models)
            if (!each.module.empty() && known.insert(each.module).second)
                modules.push_back(each.module);
    } catch (error const& unreadable) {
        bool const usual = unreadable.code() == errc::not_evaluable || unreadable.code() == errc::evaluation_limit;
        if (!usual)
            throw;
    }
    return modules;
}

template <typename Values>
boost::json::array texts(Values const& values) {
    boost::json::array made;
    for (auto const& each : values)
        if constexpr (std::is_same_v<std::remove_cvref_t<decltype(each)>, fs::path>)
            made.emplace_back(each.string());
        else
            made.emplace_back(each);
    return made;
}

boost::json::object work_for(project const& of) {
    auto const& environment = of.internals().request.environment;
    auto const named = environment.find(variable);
    std::error_code unknown;
    boost::json::object work;
    work["action"] = "current"; // what env.py reads in the arguments of its Config
    work["sql"] = false;
    work["base"] = named == environment.end() ? std::string{} : named->second;
    work["has_env"] = fs::exists(of.settings().script_location / "env.py", unknown);
    work["modules"] = texts(modules_with_models(of));
    work["prepend_sys_path"] = texts(of.settings().prepend_sys_path);
    work["module_path"] = texts(project_files::access{of.settings(), environment}.module_path());
    return work;
}

/// Puts together what is told, value by value.
class collector {
public:
    explicit collector(models::collection& into) : into_{into} {}

    void operator()(boost::json::object const& message) {
        auto const event = interpreter::text_of(message, "event");
        if (event == "origin") {
            into_.origin = boost::json::value_to<models::origin>(message.at("origin"));
            into_.base = interpreter::text_of(message, "base");
        } else if (event == "table") {
            into_.tables.push_back(boost::json::value_to<models::table>(message.at("value")));
        } else if (event == "model") {
            into_.models.push_back(boost::json::value_to<models::model>(message.at("value")));
        } else if (event == "unknown") {
            into_.unknowns.push_back(boost::json::value_to<models::unknown>(message.at("value")));
        }
    }

private:
    models::collection& into_;
};

mapper_definitions definitions_in(boost::json::object const& told) {
    mapper_definitions made;
    for (auto const& each : told.at("schemas").as_array())
        made.schemas.emplace(
            interpreter::text_of(each.as_object(), "models"), interpreter::text_of(each.as_object(), "scratch")
        );
    for (auto const& each : told.at("statements").as_array())
        made.statements.push_back(
            {interpreter::text_of(each.as_object(), "table"), interpreter::text_of(each.as_object(), "sql")}
        );
    for (auto const& each : told.at("named").as_array())
        made.named.emplace_back(each.as_string());
    for (auto const& each : told.at("unknowns").as_array())
        made.unknowns.push_back(boost::json::value_to<models::unknown>(each));
    return made;
}

using listener = std::function<void(boost::json::object const&)>;

void ask(project const& of, models::read_options const& options, boost::json::object const& work, listener hear) {
    engine_chosen asked;
    asked.engine = engine::python;
    asked.reason = "the mapper is asked for the models";
    project_engine::python_options const given{
        .python = options.python, .tag = {}, .transactions = {}, .events = options.events, .stop = options.stop};
    auto wanted = project_engine::task_of(of, given, asked);
    wanted.program = interpreter::program::read_models;
    wanted.need.package = "SQLAlchemy";
    auto const end = interpreter::run_task(wanted, work, nullptr, nullptr, std::move(hear));
    if (end.outcome == interpreter::child_outcome::done)
        return;
    auto failure = interpreter::failure_of(end, plan{}, {});
    if (options.stop.stop_requested())
        interpreter::make_cancelled(failure);
    throw error{std::move(failure)};
}

} // namespace

models::collection ask_mapper(project const& of, models::read_options const& options) {
    models::collection made;
    collector take{made};
    ask(of, options, work_for(of), std::ref(take));
    return made;
}

mapper_definitions
ask_for_definitions(project const& of, models::read_options const& options, std::string const& default_schema) {
    auto work = work_for(of);
    work["default_schema"] = default_schema;
    mapper_definitions made;
    ask(of, options, work, [&](boost::json::object const& message) {
        auto const event = interpreter::text_of(message, "event");
        if (event == "definitions")
            made = definitions_in(message.at("value").as_object());
        else if (event == "unknown")
            made.unknowns.push_back(boost::json::value_to<models::unknown>(message.at("value")));
    });
    return made;
}

} // namespace alembicore::model
