#include "access/users_file.hpp"

#include "access/private_file.hpp"

#include <alembicore/error.hpp>

#include <algorithm>
#include <cstring>
#include <sstream>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace alembicore::server::access {

namespace {

constexpr std::string_view password_hash = "$argon2id$";

error wrong_line(std::size_t number, std::string reason) {
    error wrong{
        errc::bad_configuration,
        "line " + std::to_string(number) + " of the users file cannot be read",
        "lines are NAME:ROLE:HASH, as 'alembicore-server user add' writes them"};
    wrong.info().reason = std::move(reason);
    return wrong;
}

account parse_line(std::string_view line, std::size_t number) {
    auto const first = line.find(':');
    auto const second = first == std::string_view::npos ? first : line.find(':', first + 1);
    if (second == std::string_view::npos)
        throw wrong_line(number, "it has no two colons");
    account read{.name = std::string{line.substr(0, first)}, .hash = std::string{line.substr(second + 1)}};
    if (!is_user_name(read.name))
        throw wrong_line(number, "names are letters, digits and . _ @ -, at most 64 of them");
    auto const holds = http::role_of(line.substr(first + 1, second - first - 1));
    if (!holds)
        throw wrong_line(number, "roles are viewer, editor, operator and admin");
    read.holds = *holds;
    if (!read.hash.starts_with(password_hash))
        throw wrong_line(number, "the hash is not one of argon2id");
    return read;
}

} // namespace

bool is_user_name(std::string_view text) noexcept {
    constexpr std::size_t longest = 64;
    constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._@-";
    return !text.empty() && text.size() <= longest && text.find_first_not_of(allowed) == std::string_view::npos;
}

std::vector<account> parse_users(std::string_view text) {
    std::vector<account> users;
    std::istringstream lines{std::string{text}};
    std::size_t number = 0;
    for (std::string line; std::getline(lines, line);) {
        ++number;
        if (line.empty() || line.front() == '#')
            continue;
        auto read = parse_line(line, number);
        if (std::ranges::find(users, read.name, &account::name) != users.end())
            throw wrong_line(number, "there is another user '" + read.name + "' above");
        users.push_back(std::move(read));
    }
    return users;
}

std::string render_users(std::vector<account> const& users) {
    std::string text;
    for (auto const& each : users)
        text += each.name + ':' + std::string{http::name_of(each.holds)} + ':' + each.hash + '\n';
    return text;
}

std::vector<account> read_users(std::filesystem::path const& file) {
    return parse_users(
        read_private_file(file, "make it: alembicore-server user add NAME --role admin --users " + file.string())
    );
}

void write_users(std::filesystem::path const& file, std::vector<account> const& users) {
    auto const failed = [&] {
        error unwritable{
            errc::file_unwritable,
            "cannot write the users file " + file.string(),
            "check its folder and the free space"};
        unwritable.info().reason = std::strerror(errno);
        return unwritable;
    };
    auto fresh = file;
    fresh += ".new";
    auto const text = render_users(users);
    int const opened = ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (opened < 0)
        throw failed();
    bool const written = ::write(opened, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
                         ::fchmod(opened, S_IRUSR | S_IWUSR) == 0 && ::fsync(opened) == 0;
    bool const closed = ::close(opened) == 0;
    if (!written || !closed || ::rename(fresh.c_str(), file.c_str()) != 0)
        throw failed();
}

} // namespace alembicore::server::access
