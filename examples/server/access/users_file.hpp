// Who may log in: a file with a line for each, `name:role:hash`.
#pragma once

#include "http/role.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace alembicore::server::access {

struct account {
    std::string name;
    http::role holds = http::role::viewer;
    std::string hash; ///< of the password, by argon2id

    friend bool operator==(account const&, account const&) = default;
};

/// Letters, digits and `. _ @ -`, at most 64 of them.
[[nodiscard]] bool is_user_name(std::string_view text) noexcept;

/// Empty lines and those that begin with `#` say nothing. Errors: bad_configuration, naming the line.
[[nodiscard]] std::vector<account> parse_users(std::string_view text);

[[nodiscard]] std::string render_users(std::vector<account> const& users);

/// Errors: bad_configuration where it is missing, others than its owner may read or write it, or it cannot be parsed.
[[nodiscard]] std::vector<account> read_users(std::filesystem::path const& file);

/// Readable by its owner alone; who reads it sees all of the old or all of the new. Errors: file_unwritable.
void write_users(std::filesystem::path const& file, std::vector<account> const& users);

} // namespace alembicore::server::access
