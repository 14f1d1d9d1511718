#include "interpreter/run.hpp"

#include "interpreter/failure.hpp"
#include "migrate/database_state.hpp"
#include "migrate/rows.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <memory>
#include <utility>

namespace alembicore::interpreter {

namespace {

using clock = std::chrono::steady_clock;

std::chrono::microseconds since(clock::time_point begun) {
    return std::chrono::duration_cast<std::chrono::microseconds>(clock::now() - begun);
}

std::vector<std::string> sorted(std::vector<std::string> rows) {
    std::ranges::sort(rows);
    return rows;
}

/// Turns messages into events, and remembers how far Alembic came.
class follower {
public:
    follower(plan const& decided, event_sink const& events) : decided_(decided), events_(events) {
        progress_.committed_rows = progress_.open_rows = decided.from;
    }

    void operator()(boost::json::object const& message) {
        auto const event = text_of(message, "event");
        if (event == "ready")
            ready_ = message;
        else if (event == "connected")
            connect(message);
        else if (event == "step_started")
            start_step(message);
        else if (event == "statement")
            start_statement(message);
        else if (event == "autocommit")
            change_mode(message);
        else if (event == "step_done")
            finish_step(message);
    }

    [[nodiscard]] backend const& session() const noexcept { return session_; }

    [[nodiscard]] migrate::version_table const& table() const noexcept { return version_.table; }

    [[nodiscard]] bool connected() const noexcept { return session_.known(); }

    [[nodiscard]] std::string const& current() const noexcept { return progress_.current; }

    /// What it has sent last, and how long ago.
    [[nodiscard]] std::string const& statement() const noexcept { return statement_; }

    [[nodiscard]] std::chrono::milliseconds waited() const {
        return std::chrono::duration_cast<std::chrono::milliseconds>(clock::now() - statement_begun_);
    }

    [[nodiscard]] migrate::run_result const& result() const noexcept { return result_; }

    /// How many steps lead to these rows; nullopt: none does.
    [[nodiscard]] std::optional<std::size_t> steps_to(std::vector<std::string> const& rows) const {
        auto after = decided_.from;
        std::size_t committed = 0;
        while (sorted(after) != sorted(rows) && committed < decided_.steps.size())
            after = rows_after(decided_.steps[committed++].version_rows, std::move(after));
        return sorted(after) == sorted(rows) ? std::optional{committed} : std::nullopt;
    }

    /// What the database looks like, given the rows that are committed.
    [[nodiscard]] std::string state(std::vector<std::string> const& rows, errc failure) {
        auto const led = steps_to(rows);
        if (!led)
            return "the version table is at " + migrate::describe_rows(rows) + ", which no step of the plan leaves";
        auto const committed = *led;
        auto known = progress_;
        known.committed_rows = rows;
        known.committed_steps.clear();
        known.open_steps.clear();
        for (std::size_t i = 0; i < std::max(committed, result_.steps_done); ++i)
            (i < committed ? known.committed_steps : known.open_steps).push_back(decided_.steps[i].revision);
        return migrate::describe_state(known, failure);
    }

private:
    void connect(boost::json::object const& message) {
        version_ = version_rows_of(message);
        session_.process = static_cast<int>(number_of(message, "backend"));
        session_.begun = number_of(message, "backend_start");
        auto const* const mode = message.if_contains("per_migration");
        per_migration_ = mode != nullptr && mode->is_bool() && mode->as_bool();
        tell(python_started{
            .interpreter = text_of(ready_, "interpreter"),
            .python = text_of(ready_, "python"),
            .alembic = text_of(ready_, "alembic"),
            .sqlalchemy = text_of(ready_, "sqlalchemy"),
            .driver = text_of(message, "driver"),
            .database = text_of(message, "database"),
            .backend = session_.process,
        });
    }

    void start_step(boost::json::object const& message) {
        auto const index = static_cast<std::size_t>(number_of(message, "index"));
        if (index >= decided_.steps.size())
            return;
        step_begun_ = clock::now();
        step_statements_ = 0;
        progress_.start(decided_.steps[index]);
        tell(step_started{index, decided_.steps.size(), decided_.steps[index]});
    }

    void start_statement(boost::json::object const& message) {
        ++step_statements_;
        ++result_.statements;
        progress_.open_work = true;
        if (progress_.outside_transaction)
            progress_.commit();
        statement_ = text_of(message, "sql");
        statement_begun_ = clock::now();
        auto const* const bound = message.if_contains("parameters");
        tell(statement_started{
            text_of(message, "revision"), text_of(message, "sql"), bound != nullptr ? *bound : boost::json::value{}});
    }

    void change_mode(boost::json::object const& message) {
        auto const* const inside = message.if_contains("inside");
        progress_.outside_transaction = inside != nullptr && inside->is_bool() && inside->as_bool();
        if (progress_.outside_transaction)
            progress_.commit();
    }

    void finish_step(boost::json::object const& message) {
        auto const index = static_cast<std::size_t>(number_of(message, "index"));
        if (index >= decided_.steps.size())
            return;
        progress_.finish(decided_.steps[index]);
        if (per_migration_)
            progress_.commit();
        ++result_.steps_done;
        tell(step_done{index, decided_.steps[index], since(step_begun_), step_statements_});
    }

    static std::int64_t number_of(boost::json::object const& message, char const* name) {
        auto const* const value = message.if_contains(name);
        return value != nullptr && value->is_int64() ? value->as_int64() : 0;
    }

    void tell(event const& happened) const {
        if (events_)
            events_(happened);
    }

    plan const& decided_;
    event_sink const& events_;
    boost::json::object ready_;
    backend session_;
    version_rows version_;
    bool per_migration_ = false;
    migrate::run_progress progress_;
    migrate::run_result result_;
    clock::time_point step_begun_;
    std::size_t step_statements_ = 0;
    std::string statement_;
    clock::time_point statement_begun_;
};

/// Looks whether Alembic's session waits for a lock. To see who is in the way is no reason to fail.
class blocker_look {
public:
    blocker_look(postgres::connection& own, follower const& seen, migrate::watch_wishes wishes)
        : own_(own), seen_(seen), response_(std::move(wishes)) {}

    void operator()() {
        if (!seen_.connected() || seen_.statement().empty())
            return;
        std::optional<migrate::awaited_lock> lock;
        try {
            lock = migrate::find_awaited_lock(own_, seen_.session().process);
        } catch (error const&) {
            return;
        }
        if (lock)
            response_.respond(own_, {seen_.current(), seen_.statement(), seen_.waited()}, *lock);
    }

private:
    postgres::connection& own_;
    follower const& seen_;
    migrate::blocker_response response_;
};

/// Over our own connection; as good as can be told when that is gone, too.
migrate::run_remains look_at_remains(postgres::connection& own, plan const& decided, follower& seen, error_info& info) {
    migrate::run_remains remains;
    remains.rows = decided.from;
    if (!seen.connected())
        return remains; // nothing has been done
    try {
        remains.rows = migrate::read_rows(own, seen.table());
        remains.done.steps_done = seen.steps_to(remains.rows).value_or(0);
        remains.partly_done = true; // what env.py did besides is not known
        info.database_state = seen.state(remains.rows, info.code);
    } catch (error const&) {
        info.database_state = "unknown: the version table cannot be read any more";
    }
    return remains;
}

[[noreturn]] void
fail(error_info info, postgres::connection& own, plan const& decided, follower& seen, std::stop_token const& stop) {
    if (stop.stop_requested())
        make_cancelled(info);
    auto remains = look_at_remains(own, decided, seen, info);
    info.connection_usable = own.usable();
    throw migrate::stopped_run{std::move(info), std::move(remains)};
}

boost::json::value described(std::optional<std::chrono::milliseconds> const& limit) {
    return limit ? boost::json::value(limit->count()) : boost::json::value{};
}

/// Limits of each step; empty where no step has any.
boost::json::array describe_limits(plan const& decided, task const& wanted) {
    boost::json::array all;
    bool any = false;
    for (auto const& each : decided.steps) {
        auto const limits = wanted.limits ? wanted.limits(each) : statement_limits{};
        any = any || limits.lock_timeout || limits.statement_timeout;
        all.emplace_back(boost::json::object{
            {"lock_timeout", described(limits.lock_timeout)},
            {"statement_timeout", described(limits.statement_timeout)}});
    }
    return any ? all : boost::json::array{};
}

/// Alembic has done all it was told; whether that is committed is up to env.py.
void require_result(postgres::connection& own, plan const& decided, follower const& seen) {
    auto const rows = migrate::read_rows(own, seen.table());
    if (sorted(rows) == sorted(decided.heads_after))
        return;
    error_info info;
    info.code = errc::version_mismatch;
    info.message = "Alembic ran the plan, but afterwards the version table is at " + migrate::describe_rows(rows) +
                   " instead of " + migrate::describe_rows(decided.heads_after);
    info.reason = "env.py did not commit, or another session changed the table";
    info.remedy = "see that env.py runs its migrations in context.begin_transaction(), and commits";
    throw error{std::move(info)};
}

} // namespace

migrate::run_result run_plan(postgres::connection& own, plan const& decided, task const& wanted) {
    auto const begun = clock::now();
    if (wanted.events)
        wanted.events(plan_made{decided});
    if (decided.steps.empty()) {
        if (wanted.events)
            wanted.events(run_done{});
        return {};
    }
    follower seen{decided, wanted.events};
    child_end end;
    auto work = describe_plan(decided);
    work["limits"] = describe_limits(decided, wanted);
    work["own_session"] = wanted.watch.has_value();
    auto watched = wanted;
    if (wanted.watch)
        watched.silence = [look = std::make_shared<blocker_look>(own, seen, *wanted.watch)] { (*look)(); };
    try {
        end = run_task(watched, std::move(work), &own, nullptr, std::ref(seen));
    } catch (error const& failure) {
        end_backend(own, seen.session());
        if (failure.code() != errc::lock_not_granted)
            throw;
        auto info = failure.info();
        info.revision = seen.current();
        fail(std::move(info), own, decided, seen, wanted.stop);
    } catch (...) { // a sink's; the child is gone by now
        end_backend(own, seen.session());
        throw;
    }
    if (end.outcome != child_outcome::done) {
        if (end.outcome == child_outcome::died)
            end_backend(own, seen.session());
        fail(failure_of(end, decided, seen.current()), own, decided, seen, wanted.stop);
    }
    require_result(own, decided, seen);
    auto result = seen.result();
    result.elapsed = since(begun);
    if (wanted.events)
        wanted.events(run_done{result.steps_done, result.elapsed});
    return result;
}

} // namespace alembicore::interpreter
