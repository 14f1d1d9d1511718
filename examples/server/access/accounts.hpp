// The users of a users file, as it is now.
#pragma once

#include "access/private_file.hpp"
#include "access/users_file.hpp"

#include <filesystem>
#include <mutex>
#include <optional>
#include <semaphore>

namespace alembicore::server::access {

/// A change of the file holds from the next second on. A file that cannot be read lets nobody in.
///
/// Thread safety: all members may be called at once.
class accounts {
public:
    /// Errors: those of read_users.
    explicit accounts(std::filesystem::path file);
    accounts(accounts const&) = delete;
    accounts& operator=(accounts const&) = delete;

    [[nodiscard]] std::optional<account> find(std::string_view name);

    enum class verdict { fits, does_not_fit, too_busy };

    /// Hashing takes memory and time, so that few passwords are tried at once; who comes then is told that it is too
    /// busy.
    [[nodiscard]] verdict check(std::string_view name, std::string_view password);

private:
    void look();

    std::mutex mutex_; ///< for file and users
    watched_file file_;
    std::vector<account> users_;
    std::counting_semaphore<2> hashing_{2};
};

} // namespace alembicore::server::access
