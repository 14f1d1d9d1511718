#include <alembicore/impatience.hpp>

#include "migrate/lock_watch.hpp"

#include <alembicore/database.hpp>
#include <alembicore/error.hpp>

namespace alembicore {

void without_long_waits(database& asked, std::function<void()> const& work) {
    using migrate::lock_watch;
    lock_watch const watch{
        asked.connection(), {.policy = blocker_policy::give_up, .limits = {}, .events = {}}, lock_watch::route::direct};
    try {
        work();
    } catch (error const& failure) {
        if (failure.code() != errc::lock_not_granted)
            throw;
        auto told = failure.info();
        told.remedy = "ask again when that session is done";
        told.statement.clear();
        throw error{std::move(told)};
    }
}

} // namespace alembicore
