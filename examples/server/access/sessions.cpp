#include "access/sessions.hpp"

#include "access/secret.hpp"

#include <algorithm>

namespace alembicore::server::access {

bool sessions::over(entry const& which, clock::time_point now) const {
    return now >= which.known.ends || now - which.used >= limits_.idle;
}

void sessions::make_room_for(std::string const& name, clock::time_point now) {
    std::erase_if(open_, [&](auto const& each) { return over(each.second, now); });
    auto const of_user = [&](auto const& each) { return each.second.known.who.name == name; };
    if (static_cast<std::size_t>(std::ranges::count_if(open_, of_user)) < limits_.for_each_user)
        return;
    auto oldest = open_.end();
    for (auto at = open_.begin(); at != open_.end(); ++at)
        if (of_user(*at) && (oldest == open_.end() || at->second.begun < oldest->second.begun))
            oldest = at;
    open_.erase(oldest);
}

session sessions::begin(account who, clock::time_point now) {
    session made{.id = make_secret(), .token = make_secret(), .who = std::move(who), .ends = now + limits_.longest};
    std::scoped_lock const lock{mutex_};
    make_room_for(made.who.name, now);
    open_.emplace(made.id, entry{made, now, now});
    return made;
}

std::optional<session> sessions::find(std::string const& id, clock::time_point now) {
    std::scoped_lock const lock{mutex_};
    auto const found = open_.find(id);
    if (found == open_.end())
        return std::nullopt;
    if (over(found->second, now)) {
        open_.erase(found);
        return std::nullopt;
    }
    found->second.used = now;
    return found->second.known;
}

void sessions::end(std::string const& id) {
    std::scoped_lock const lock{mutex_};
    open_.erase(id);
}

} // namespace alembicore::server::access
