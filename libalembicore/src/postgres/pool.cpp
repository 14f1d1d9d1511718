#include "postgres/connection.hpp"

#include <alembicore/pool.hpp>

#include <condition_variable>
#include <mutex>
#include <optional>
#include <vector>

namespace alembicore {

namespace {

constexpr std::chrono::milliseconds between_attempts{100};

/// A server is hardly restarted within this time; a session that has waited for longer is asked whether it is there.
constexpr std::chrono::milliseconds trusted_for{500};

error none_free(std::chrono::seconds patience) {
    error_info info;
    info.code = errc::connection_failed;
    info.message = "no connection was free for " + std::to_string(patience.count()) + " s";
    info.remedy = "let the pool have more connections, or requests take less time";
    info.retryable = true;
    return error{std::move(info)};
}

error stopped() {
    return error{errc::cancelled, "stopped by request"};
}

/// Whether the connection broke at the very first: with the beginning of a transaction, or before.
bool nothing_began(error const& failure, postgres::connection const& on) {
    return failure.code() == errc::connection_lost && on.answers() == 0 &&
           failure.info().statement.starts_with("BEGIN");
}

} // namespace

struct database_pool::state {
    using time = std::chrono::steady_clock::time_point;

    struct session {
        database one;
        session_use used = session_use::anything; ///< by the last request
        time given_back{};
    };

    database_url url;
    pool_options options;
    std::mutex mutex;
    std::condition_variable_any changed;
    std::vector<session> idle;
    std::size_t given = 0;     ///< connections, also those being made
    bool reached_once = false; ///< the server was there: worth waiting for

    /// One of the connections that there may be; an idle one where there is one.
    std::optional<session> reserve(time deadline, std::stop_token const& stop) {
        std::unique_lock lock{mutex};
        bool const free = changed.wait_until(lock, stop, deadline, [this] { return given < options.size; });
        if (stop.stop_requested())
            throw stopped();
        if (!free)
            throw none_free(options.patience);
        ++given;
        if (idle.empty())
            return std::nullopt;
        std::optional<session> taken{std::move(idle.back())};
        idle.pop_back();
        return taken;
    }

    void give_back(std::optional<database> used, session_use use) {
        {
            std::lock_guard const lock{mutex};
            --given;
            if (used && used->connection().usable() && !used->connection().in_transaction())
                idle.push_back({std::move(*used), use, std::chrono::steady_clock::now()});
        }
        changed.notify_one();
    }

    /// True when the session is there and clean.
    static bool refresh(session& waiting) {
        auto& on = waiting.one.connection();
        auto const waited = std::chrono::steady_clock::now() - waiting.given_back;
        try {
            on.on_notice({});
            if (waiting.used == session_use::anything || waited > trusted_for)
                on.execute("DISCARD ALL");
            on.forget_answers();
            return true;
        } catch (error const&) {
            return false;
        }
    }

    database connect() {
        auto made = database::connect(url, options.connect_timeout);
        std::lock_guard const lock{mutex};
        reached_once = true;
        return made;
    }

    [[nodiscard]] bool worth_waiting(error const& failure) {
        std::lock_guard const lock{mutex};
        return reached_once && failure.code() == errc::connection_failed && failure.info().retryable;
    }

    void pause(std::stop_token const& stop) {
        std::unique_lock lock{mutex};
        changed.wait_for(lock, stop, between_attempts, [] { return false; });
        if (stop.stop_requested())
            throw stopped();
    }

    /// A connection that works, for a place that is reserved.
    database ready(std::optional<session> idle_one, time deadline, std::stop_token const& stop) {
        if (idle_one && refresh(*idle_one))
            return std::move(idle_one->one);
        for (;;) {
            try {
                return connect();
            } catch (error const& failure) {
                if (!worth_waiting(failure) || std::chrono::steady_clock::now() > deadline)
                    throw;
            }
            pause(stop);
        }
    }
};

namespace {

/// Gives a reserved place back in the end, with its connection where there is one.
template <typename Pool>
class place {
public:
    explicit place(Pool& of) : of_(of) {}

    place(place const&) = delete;
    place& operator=(place const&) = delete;

    ~place() { of_.give_back(std::move(held), left); }

    std::optional<database> held;
    session_use left = session_use::anything; ///< behind in its session

private:
    Pool& of_;
};

} // namespace

database_pool::database_pool(database_url url, pool_options options) : state_(std::make_unique<state>()) {
    state_->url = std::move(url);
    state_->options = options;
}

database_pool::~database_pool() = default;

pool_use database_pool::use() const {
    std::lock_guard const lock{state_->mutex};
    return {.size = state_->options.size, .used = state_->given, .idle = state_->idle.size()};
}

void database_pool::run(request const& work, std::stop_token const& stop, session_use use) {
    auto const deadline = std::chrono::steady_clock::now() + state_->options.patience;
    for (;;) {
        auto idle_one = state_->reserve(deadline, stop);
        place<state> mine{*state_};
        mine.held = state_->ready(std::move(idle_one), deadline, stop);
        try {
            work(*mine.held);
            mine.left = use;
            return;
        } catch (error const& failure) {
            if (!nothing_began(failure, mine.held->connection()) || std::chrono::steady_clock::now() > deadline)
                throw;
        }
    }
}

} // namespace alembicore
