#include "migrate/lock_watch.hpp"

#include <optional>
#include <utility>

namespace alembicore::migrate {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds between_looks{1000};

/// A pooler shows by the number of the process, which is not the one that the connection was told.
bool goes_through_pooler(postgres::connection& on) {
    auto const answer = on.execute("SELECT pg_catalog.pg_backend_pid()");
    return answer.value(0, 0) != std::to_string(on.backend());
}

} // namespace

lock_watch::lock_watch(postgres::connection& over, watch_wishes wishes, route to_server)
    : over_(over), response_(std::move(wishes)) {
    if (to_server == route::pooled)
        return;
    over_.on_long_wait({
        .first = response_.patience(),
        .again = between_looks,
        .look = [this](std::string const& text, milliseconds waited) { look(text, waited); },
    });
}

lock_watch::~lock_watch() {
    over_.on_long_wait({});
}

void lock_watch::look(std::string const& text, milliseconds waited) {
    if (blind_)
        return;
    std::optional<awaited_lock> lock;
    try {
        if (!beside_) {
            beside_ = std::make_unique<postgres::connection>(over_.url());
            blind_ = goes_through_pooler(*beside_);
        }
        if (blind_)
            return;
        lock = find_awaited_lock(*beside_, over_.backend());
    } catch (error const&) {
        blind_ = true; // to see who blocks is no reason to fail
        return;
    }
    if (lock)
        response_.respond(*beside_, {revision_, text, waited}, *lock);
}

} // namespace alembicore::migrate
