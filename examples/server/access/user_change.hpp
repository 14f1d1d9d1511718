// Changes of the users file: `user add NAME --role ROLE` and its like.
#pragma once

#include "http/role.hpp"

#include <filesystem>
#include <functional>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

namespace alembicore::server::access {

struct user_change {
    enum class kind { add, password, role, remove, list };

    kind wanted = kind::list;
    std::string name;                  ///< of the user; empty for list
    std::optional<http::role> holds{}; ///< the role to have; for add and role
};

/// Errors: bad_usage for words that make no sense.
[[nodiscard]] user_change
read_user_change(std::vector<std::string> const& words, std::optional<std::string> const& role);

/// Gives the password for a user. It is never an argument, which every process of the machine could read.
using password_source = std::function<std::string(std::string const& name)>;

/// Tells what it has done. Errors: bad_usage for a user who is missing or there already, or a password that is too
/// short; those of read_users and write_users.
void change_users(
    std::filesystem::path const& file, user_change const& change, password_source const& password, std::ostream& to
);

} // namespace alembicore::server::access
