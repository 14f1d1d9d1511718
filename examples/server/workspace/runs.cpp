#include "workspace/runs.hpp"

#include "workspace/time.hpp"

#include <alembicore/error.hpp>
#include <alembicore/json.hpp>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/uuid/random_generator.hpp>
#include <boost/uuid/uuid_io.hpp>

#include <algorithm>
#include <condition_variable>
#include <thread>

namespace alembicore::server {

namespace {

constexpr std::size_t most_kept = 100;
constexpr std::size_t least_kept = 10;
constexpr std::size_t most_bytes = 8 * 1024 * 1024; ///< of what all runs have told, but for the least that are kept
constexpr std::size_t most_aside = 2;

/// A member of a report that is worth showing in a list.
boost::json::value member_of(boost::json::value const& report, std::string_view name) {
    auto const* members = report.if_object();
    auto const* found = members == nullptr ? nullptr : members->if_contains(name);
    return found == nullptr ? boost::json::value() : *found;
}

} // namespace

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

struct runs::run {
    std::string id;
    wanted_run wanted;
    std::chrono::system_clock::time_point started = std::chrono::system_clock::now();
    std::stop_source stopping;

    mutable std::mutex mutex; ///< for what follows
    mutable std::condition_variable_any changed;
    run_state state = run_state::running;
    std::chrono::system_clock::time_point ended;
    std::vector<std::string> events;
    std::string report; ///< JSON; empty: none yet. As a value it would take several times the memory
    boost::json::value journal_run;
    boost::json::value backup;
    boost::json::value failure;
    std::size_t bytes = 0; ///< of the events and the report
    std::size_t lock_waits = 0;

    std::jthread worker; ///< last: it uses all of the above

    void tell(boost::json::value what) {
        std::scoped_lock const lock{mutex};
        auto& members = what.as_object();
        members["id"] = events.size() + 1;
        members["at"] = to_text(std::chrono::system_clock::now());
        events.push_back(boost::json::serialize(what));
        bytes += events.back().size();
        changed.notify_all();
    }

    void tell_event(event const& happened) {
        if (std::holds_alternative<blocked>(happened)) {
            std::scoped_lock const lock{mutex};
            ++lock_waits;
        }
        tell(to_json(happened));
    }

    /// False: it goes on still.
    bool wait_until(std::chrono::steady_clock::time_point when) const {
        std::unique_lock lock{mutex};
        return changed.wait_until(lock, when, [&] { return state != run_state::running; });
    }

    void succeed(boost::json::value const& with) {
        auto text = boost::json::serialize(with);
        std::scoped_lock const lock{mutex};
        journal_run = member_of(with, "journal_run");
        backup = member_of(with, "backup");
        report = std::move(text);
        bytes += report.size();
        end(run_state::done);
    }

    void fail(error_info const& why) {
        tell(boost::json::object{{"event", "run_failed"}, {"error", to_json(why)}});
        std::scoped_lock const lock{mutex};
        failure = to_json(why);
        end(why.code == errc::cancelled ? run_state::cancelled : run_state::failed);
    }

    [[nodiscard]] bool goes_on() const {
        std::scoped_lock const lock{mutex};
        return state == run_state::running;
    }

    [[nodiscard]] run_notice notice() const {
        std::scoped_lock const lock{mutex};
        auto const code = member_of(failure, "code");
        return {
            .id = id,
            .kind = wanted.kind,
            .targets = wanted.targets,
            .asked_by = wanted.asked_by,
            .trace = wanted.trace,
            .state = state,
            .elapsed = elapsed(),
            .lock_waits = lock_waits,
            .error = code.is_string() ? std::string{code.as_string()} : std::string{},
        };
    }

    [[nodiscard]] boost::json::object summary() const {
        std::scoped_lock const lock{mutex};
        boost::json::array targets;
        for (auto const& target : wanted.targets)
            targets.emplace_back(target);
        return {
            {"id", id},
            {"kind", wanted.kind},
            {"direction", wanted.direction.empty() ? boost::json::value() : boost::json::value(wanted.direction)},
            {"targets", targets},
            {"state", name_of(state)},
            {"asked_by", wanted.asked_by},
            {"started", to_text(started)},
            {"ended", state == run_state::running ? boost::json::value() : boost::json::value(to_text(ended))},
            {"elapsed_us", elapsed().count()},
            {"journal_run", journal_run},
            {"backup", backup},
            {"error", failure},
            {"events", events.size()},
        };
    }

    [[nodiscard]] boost::json::object describe() const {
        auto described = summary();
        described["report"] = read_report();
        return described;
    }

    /// Null: there is none yet.
    [[nodiscard]] boost::json::value read_report() const {
        std::scoped_lock const lock{mutex};
        return report.empty() ? boost::json::value() : boost::json::parse(report);
    }

    [[nodiscard]] std::size_t size() const {
        std::scoped_lock const lock{mutex};
        return bytes;
    }

private:
    void end(run_state how) {
        state = how;
        ended = std::chrono::system_clock::now();
        changed.notify_all();
    }

    [[nodiscard]] std::chrono::microseconds elapsed() const {
        auto const until = state == run_state::running ? std::chrono::system_clock::now() : ended;
        return std::chrono::duration_cast<std::chrono::microseconds>(until - started);
    }
};

runs::runs(run_observer observer) : observer_(std::move(observer)) {}

runs::~runs() {
    finish(std::chrono::milliseconds{0});
}

void runs::finish(std::chrono::milliseconds patience) {
    std::vector<std::shared_ptr<run>> going;
    {
        std::scoped_lock const lock{mutex_};
        finishing_ = true;
        for (auto const& [id, each] : all_)
            going.push_back(each);
    }
    auto const deadline = std::chrono::steady_clock::now() + patience;
    for (auto const& each : going)
        if (!each->wait_until(deadline))
            each->stopping.request_stop();
}

void runs::require_room_for(wanted_run const& wanted) const {
    if (finishing_)
        throw error{errc::not_available, "the server is being stopped", "ask the one that comes after it"};
    auto const most = wanted.use == work_use::database ? 1 : most_aside;
    std::size_t going = 0;
    for (auto const& [id, other] : all_) {
        if (other->wanted.use != wanted.use || !other->goes_on() || ++going < most)
            continue;
        error busy{errc::run_locked, "another run goes on", "follow it, cancel it, or wait for its end"};
        busy.info().reason = other->wanted.asked_by + " runs " + other->wanted.kind + " since " +
                             to_text(other->started) + " (run " + id + ")";
        throw busy;
    }
}

void runs::forget_oldest() {
    std::size_t bytes = 0;
    for (auto const& [id, each] : all_)
        bytes += each->size();
    while (order_.size() > most_kept || (order_.size() > least_kept && bytes > most_bytes)) {
        auto const over = std::ranges::find_if(order_, [&](auto const& id) { return !all_.at(id)->goes_on(); });
        if (over == order_.end())
            return;
        bytes -= all_.at(*over)->size();
        all_.erase(*over);
        order_.erase(over);
    }
}

std::string runs::start(wanted_run wanted) {
    auto made = std::make_shared<run>();
    made->id = to_string(boost::uuids::random_generator{}());
    made->wanted = std::move(wanted);
    {
        std::scoped_lock const lock{mutex_};
        require_room_for(made->wanted);
        forget_oldest();
        all_.emplace(made->id, made);
        order_.push_back(made->id);
    }
    observe(*made);
    made->worker = std::jthread{[this, of = made.get()] { carry_out(*of); }};
    return made->id;
}

void runs::observe(run const& of) const {
    if (observer_)
        observer_(of.notice());
}

void runs::carry_out(run& of) const {
    try {
        of.succeed(of.wanted.work({
            .events = [&of](event const& happened) { of.tell_event(happened); },
            .stop = of.stopping.get_token(),
        }));
    } catch (error const& stopped) {
        of.fail(stopped.info());
    } catch (std::exception const& unexpected) {
        error_info info;
        info.message = std::string{"unexpected: "} + unexpected.what();
        of.fail(info);
    }
    observe(of);
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

std::vector<std::shared_ptr<runs::run>> runs::newest_first() const {
    std::scoped_lock const lock{mutex_};
    std::vector<std::shared_ptr<run>> listed;
    for (auto id = order_.rbegin(); id != order_.rend(); ++id)
        listed.push_back(all_.at(*id));
    return listed;
}

std::vector<boost::json::object> runs::list() const {
    std::vector<boost::json::object> described;
    for (auto const& each : newest_first())
        described.push_back(each->summary());
    return described;
}

void runs::find_report(std::string_view kind, std::function<bool(boost::json::value const&)> const& look) const {
    for (auto const& each : newest_first()) {
        if (each->wanted.kind != kind)
            continue;
        auto const report = each->read_report();
        if (!report.is_null() && look(report))
            return;
    }
}

void runs::cancel(std::string const& id) {
    if (auto const found = find(id))
        found->stopping.request_stop();
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
