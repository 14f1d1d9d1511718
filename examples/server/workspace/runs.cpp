#include "workspace/runs.hpp"

#include "workspace/time.hpp"

#include <alembicore/json.hpp>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <boost/uuid/random_generator.hpp>
#include <boost/uuid/uuid_io.hpp>

#include <algorithm>
#include <condition_variable>
#include <thread>

namespace alembicore::server {

namespace {

enum class run_state { running, done, failed, cancelled };

std::string_view name_of(run_state state) noexcept {
    switch (state) {
    case run_state::running:
        return "running";
    case run_state::done:
        return "done";
    case run_state::failed:
        return "failed";
    case run_state::cancelled:
        break;
    }
    return "cancelled";
}

std::string_view name_of(direction of) noexcept {
    switch (of) {
    case direction::upgrade:
        return "upgrade";
    case direction::downgrade:
        return "downgrade";
    case direction::stamp:
        break;
    }
    return "stamp";
}

} // namespace

struct runs::run {
    std::string id;
    wanted_run wanted;
    std::chrono::system_clock::time_point started = std::chrono::system_clock::now();

    mutable std::mutex mutex; ///< for what follows
    mutable std::condition_variable_any changed;
    run_state state = run_state::running;
    std::chrono::system_clock::time_point ended;
    std::vector<std::string> events;
    boost::json::value report;
    boost::json::value failure;

    std::jthread worker; ///< last: it uses all of the above

    void tell(boost::json::value what) {
        std::scoped_lock const lock{mutex};
        auto& members = what.as_object();
        members["id"] = events.size() + 1;
        members["at"] = to_text(std::chrono::system_clock::now());
        events.push_back(boost::json::serialize(what));
        changed.notify_all();
    }

    void end(run_state how) {
        std::scoped_lock const lock{mutex};
        state = how;
        ended = std::chrono::system_clock::now();
        changed.notify_all();
    }

    [[nodiscard]] boost::json::object describe() const {
        std::scoped_lock const lock{mutex};
        bool const over = state != run_state::running;
        auto const until = over ? ended : std::chrono::system_clock::now();
        boost::json::array targets;
        for (auto const& target : wanted.targets)
            targets.emplace_back(target);
        return {
            {"id", id},
            {"direction", name_of(wanted.direction)},
            {"targets", targets},
            {"state", name_of(state)},
            {"asked_by", wanted.asked_by},
            {"started", to_text(started)},
            {"ended", over ? boost::json::value(to_text(ended)) : boost::json::value()},
            {"elapsed_us", std::chrono::duration_cast<std::chrono::microseconds>(until - started).count()},
            {"report", report},
            {"error", failure},
            {"events", events.size()},
        };
    }
};

runs::runs(workspace& served) : served_(served) {}

runs::~runs() {
    for (auto const& [id, each] : all_)
        each->worker.request_stop();
}

std::string runs::start(wanted_run wanted) {
    auto made = std::make_shared<run>();
    made->id = to_string(boost::uuids::random_generator{}());
    made->wanted = std::move(wanted);
    std::scoped_lock const lock{mutex_};
    for (auto const& [id, other] : all_) {
        std::scoped_lock const other_lock{other->mutex};
        if (other->state != run_state::running)
            continue;
        error busy{errc::run_locked, "another run goes on", "follow it, cancel it, or wait for its end"};
        busy.info().reason = other->wanted.asked_by + " runs " + std::string{name_of(other->wanted.direction)} +
                             " since " + to_text(other->started) + " (run " + id + ")";
        throw busy;
    }
    all_.emplace(made->id, made);
    order_.push_back(made->id);
    made->worker = std::jthread{[this, of = made.get()](std::stop_token stop) {
        of->wanted.options.stop = std::move(stop);
        carry_out(*of);
    }};
    return made->id;
}

void runs::carry_out(run& of) try {
    auto const opened = served_.project();
    auto target = database::connect(opened->project.database_url());
    migrator runner{opened->project, target, [&](event const& happened) { of.tell(to_json(happened)); }};
    auto const report = [&] {
        switch (of.wanted.direction) {
        case direction::upgrade:
            return runner.upgrade(of.wanted.targets.front(), of.wanted.options);
        case direction::downgrade:
            return runner.downgrade(of.wanted.targets.front(), of.wanted.options);
        case direction::stamp:
            break;
        }
        return runner.stamp(of.wanted.targets, of.wanted.stamping, of.wanted.options);
    }();
    {
        std::scoped_lock const lock{of.mutex};
        of.report = to_json(report);
    }
    of.end(run_state::done);

} catch (error const& stopped) {

    {
        std::scoped_lock const lock{of.mutex};
        of.failure = to_json(stopped.info());
    }
    of.tell(boost::json::object{{"event", "run_failed"}, {"error", to_json(stopped.info())}});
    of.end(stopped.code() == errc::cancelled ? run_state::cancelled : run_state::failed);

} catch (std::exception const& unexpected) {

    error_info info;
    info.message = std::string{"unexpected: "} + unexpected.what();
    {
        std::scoped_lock const lock{of.mutex};
        of.failure = to_json(info);
    }
    of.tell(boost::json::object{{"event", "run_failed"}, {"error", to_json(info)}});
    of.end(run_state::failed);
}

std::shared_ptr<runs::run> runs::find(std::string const& id) const {
    std::scoped_lock const lock{mutex_};
    auto const found = all_.find(id);
    return found == all_.end() ? nullptr : found->second;
}

std::optional<boost::json::object> runs::describe(std::string const& id) const {
    auto const found = find(id);
    return found ? std::optional{found->describe()} : std::nullopt;
}

std::vector<boost::json::object> runs::list() const {
    std::vector<std::shared_ptr<run>> newest_first;
    {
        std::scoped_lock const lock{mutex_};
        for (auto id = order_.rbegin(); id != order_.rend(); ++id)
            newest_first.push_back(all_.at(*id));
    }
    std::vector<boost::json::object> described;
    for (auto const& each : newest_first)
        described.push_back(each->describe());
    return described;
}

void runs::cancel(std::string const& id) {
    if (auto const found = find(id))
        found->worker.request_stop();
}

void runs::follow(
    std::string const& id, std::size_t last, std::function<bool(told const&)> const& to, std::stop_token const& stop
) const {
    auto const followed = find(id);
    while (followed) {
        std::vector<told> fresh;
        bool over = false;
        {
            std::unique_lock lock{followed->mutex};
            followed->changed.wait(lock, stop, [&] {
                return followed->events.size() > last || followed->state != run_state::running;
            });
            for (; last < followed->events.size(); ++last)
                fresh.push_back({last + 1, followed->events[last]});
            over = followed->state != run_state::running;
        }
        for (auto const& each : fresh)
            if (!to(each))
                return;
        if (over || stop.stop_requested())
            return;
    }
}

} // namespace alembicore::server
