// What `context.config` of Alembic is to a revision: the ini, the command line, and what env.py may have changed.
#pragma once

#include "config/ini.hpp"

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace alembicore::config {

/// Options that code sets while it runs: their values in the ini are not what a revision finds.
struct option_changes {
    bool any = false;            ///< options whose names are not known
    bool attributes = false;     ///< entries of `config.attributes`
    std::set<std::string> names; ///< lower-cased

    [[nodiscard]] bool may_set(std::string_view name) const { return any || names.count(std::string{name}) != 0; }
};

/// Notes what the text of env.py, or of a module that it imports, may set. It is looked at as text, so a call that is
/// never reached counts too.
void add_option_changes(std::string_view text, option_changes& changes);

/// The arguments of the command line that Alembic's Config carries.
struct command_line {
    std::optional<std::string> file_name; ///< `config_file_name`; absent: not known
    std::vector<std::string> x_arguments;
};

/// What ConfigParser holds, and who else has a say.
struct revision_config {
    ini_document ini{};
    std::string section = "alembic";  ///< `config_ini_section`
    std::optional<command_line> line; ///< absent: a Config that no command line made, and no file
    bool has_toml = false;            ///< a pyproject.toml may hold more options
    option_changes changes;
    /// Set where the run works on a database that was given by hand, so that sqlalchemy.url is another.
    bool other_database = false;
};

/// The Config of a folder of revisions without a project: no file, no command line.
[[nodiscard]] revision_config const& bare_revision_config();

/// Whether people should not see the value of an option: a URL with a password, or that password elsewhere.
[[nodiscard]] bool holds_secret(revision_config const& config, std::string_view value);

} // namespace alembicore::config
