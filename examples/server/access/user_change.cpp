#include "access/user_change.hpp"

#include "access/password.hpp"
#include "access/users_file.hpp"

#include <alembicore/error.hpp>

#include <algorithm>
#include <array>
#include <ostream>

namespace alembicore::server::access {

namespace {

using kind = user_change::kind;

constexpr std::array<std::string_view, 5> kind_names{"add", "password", "role", "remove", "list"};
constexpr std::size_t shortest_password = 12; // characters count more than their kinds. Source: NIST SP 800-63B

error bad_words(std::string message) {
    return error{
        errc::bad_usage,
        std::move(message),
        "alembicore-server user add|password|role|remove NAME [--role ROLE], or: user list"};
}

std::string new_password(password_source const& source, std::string const& name) {
    auto password = source(name);
    if (password.size() < shortest_password)
        throw error{
            errc::bad_usage,
            "the password is too short",
            "give at least " + std::to_string(shortest_password) + " characters"};
    return hash_password(password);
}

std::vector<account> users_in(std::filesystem::path const& file, kind wanted) {
    if (wanted == kind::add && !std::filesystem::exists(file))
        return {};
    return read_users(file);
}

void list(std::vector<account> const& users, std::ostream& to) {
    for (auto const& each : users)
        to << each.name << '\t' << http::name_of(each.holds) << '\n';
}

} // namespace

user_change read_user_change(std::vector<std::string> const& words, std::optional<std::string> const& role) {
    if (words.empty())
        throw bad_words("'user' needs to be told what to do");
    auto const found = std::ranges::find(kind_names, words.front());
    if (found == kind_names.end())
        throw bad_words("'user " + words.front() + "' is not known");
    user_change read{.wanted = static_cast<kind>(found - kind_names.begin()), .name = {}};
    if (words.size() != (read.wanted == kind::list ? 1U : 2U))
        throw bad_words("'user " + words.front() + "' takes " + (read.wanted == kind::list ? "no name" : "one name"));
    if (read.wanted != kind::list)
        read.name = words.back();
    bool const takes_role = read.wanted == kind::add || read.wanted == kind::role;
    if (takes_role != role.has_value())
        throw bad_words("'user " + words.front() + "' " + (takes_role ? "needs" : "takes no") + " --role");
    if (role)
        read.holds = http::role_of(*role);
    if (takes_role && !read.holds)
        throw error{errc::bad_usage, "there is no role '" + *role + "'", "give viewer, editor, operator or admin"};
    return read;
}

void change_users(
    std::filesystem::path const& file, user_change const& change, password_source const& password, std::ostream& to
) {
    if (file.empty())
        throw error{errc::bad_usage, "no users file is named", "give --users FILE"};
    auto users = users_in(file, change.wanted);
    if (change.wanted == kind::list)
        return list(users, to);
    auto const found = std::ranges::find(users, change.name, &account::name);
    if (change.wanted == kind::add) {
        if (!is_user_name(change.name))
            throw error{errc::bad_usage, "'" + change.name + "' is no name", "use letters, digits and . _ @ -"};
        if (found != users.end())
            throw error{errc::bad_usage, "'" + change.name + "' is there already", "see: user password, user role"};
        users.push_back({change.name, change.holds.value(), new_password(password, change.name)});
    } else if (found == users.end()) {
        throw error{errc::bad_usage, "there is no user '" + change.name + "'", "see: alembicore-server user list"};
    } else if (change.wanted == kind::password) {
        found->hash = new_password(password, change.name);
    } else if (change.wanted == kind::role) {
        found->holds = change.holds.value();
    } else {
        users.erase(found);
    }
    write_users(file, users);
    to << change.name << ": done\n";
}

} // namespace alembicore::server::access
