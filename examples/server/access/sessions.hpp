// Who is logged in.
#pragma once

#include "access/users_file.hpp"

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace alembicore::server::access {

struct session {
    std::string id;    ///< in the cookie
    std::string token; ///< what changes need besides, which no cookie brings along
    account who;       ///< when it began
    std::chrono::system_clock::time_point ends;
};

/// How long a login lasts: never longer than `longest`, and not behind a pause of `idle`.
struct session_limits {
    std::chrono::minutes longest{12 * 60};
    std::chrono::minutes idle{2 * 60};
    std::size_t for_each_user = 20; ///< at once; the oldest ends for another one
};

/// They live as long as the server does.
///
/// Thread safety: all members may be called at once.
class sessions {
public:
    using clock = std::chrono::system_clock;

    explicit sessions(session_limits limits) : limits_(limits) {}

    session begin(account who, clock::time_point now);

    /// Counts as use of it.
    [[nodiscard]] std::optional<session> find(std::string const& id, clock::time_point now);

    void end(std::string const& id);

private:
    struct entry {
        session known;
        clock::time_point begun;
        clock::time_point used;
    };

    [[nodiscard]] bool over(entry const& which, clock::time_point now) const;
    void make_room_for(std::string const& name, clock::time_point now);

    session_limits const limits_;
    std::mutex mutex_;
    std::map<std::string, entry> open_; ///< by their id
};

} // namespace alembicore::server::access
