#include "generate/ask_alembic.hpp"

#include "interpreter/failure.hpp"
#include "interpreter/tasks.hpp"
#include "project/engine.hpp"

namespace alembicore::generate {

namespace {

constexpr std::string_view logger = "alembic.autogenerate";

/// What Alembic's log says of the comparison is part of the answer; everything else is passed on.
class log_reader {
public:
    log_reader(event_sink const& rest, std::vector<std::string>& detected) : rest_{rest}, detected_{detected} {}

    void operator()(event const& happened) const {
        auto const* said = std::get_if<log_received>(&happened);
        if (said != nullptr && said->level == "INFO" && said->logger.starts_with(logger)) {
            if (said->message.starts_with("Detected ") && !said->message.starts_with("Detected sequence"))
                detected_.push_back(said->message);
        } else if (rest_)
            rest_(happened);
    }

private:
    event_sink const& rest_;
    std::vector<std::string>& detected_;
};

bool flag_in(boost::json::object const& message, std::string_view name) {
    auto const* const value = message.if_contains(name);
    return value != nullptr && value->is_bool() && value->as_bool();
}

void take(autogenerate::candidate& to, boost::json::object const& told) {
    to.discarded = flag_in(told, "discarded");
    to.empty = to.discarded || flag_in(told, "empty");
    to.imports = interpreter::text_of(told, "imports");
    to.upgrades = interpreter::text_of(told, "upgrades");
    to.downgrades = interpreter::text_of(told, "downgrades");
    to.revision = interpreter::text_of(told, "revision");
}

boost::json::object work_for(new_revision const& wanted) {
    boost::json::object work;
    work["action"] = "current"; // of which Run checks the connection, and takes no step
    work["sql"] = false;
    work["message"] = wanted.message;
    work["rev_id"] = wanted.id;
    return work;
}

} // namespace

autogenerate::candidate
ask_alembic(project const& of, database& with, autogenerate::options const& how, engine_chosen const& why) {
    autogenerate::candidate made;
    made.engine = engine::python;
    made.engine_reason = why.reason;
    auto const wanted = [&] {
        auto task = project_engine::task_of(
            of,
            {.python = how.python,
             .tag = {},
             .transactions = {},
             .events = log_reader{how.events, made.detected},
             .stop = how.stop},
            why
        );
        task.program = interpreter::program::autogenerate;
        return task;
    }();
    auto const listen = [&](boost::json::object const& message) {
        if (interpreter::text_of(message, "event") == "generated")
            take(made, message.at("value").as_object());
    };
    auto const end = interpreter::run_task(wanted, work_for(how.revision), &with.connection(), nullptr, listen);
    if (end.outcome == interpreter::child_outcome::done)
        return made;
    auto failure = interpreter::failure_of(end, plan{}, {});
    if (how.stop.stop_requested())
        interpreter::make_cancelled(failure);
    throw error{std::move(failure)};
}

} // namespace alembicore::generate
