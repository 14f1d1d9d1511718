// One setting after the other, from the ini first and from pyproject.toml where the ini has no such key.
#pragma once

#include "config/config_files.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace alembicore::config {

/// The main section of the ini over the [tool.alembic] table; or, for our own settings, [alembicore] over
/// [tool.alembicore]. Errors of all functions: bad_configuration.
class options {
public:
    options(ini_document const& ini, std::string section, toml_table const& table)
        : ini_(ini), section_(std::move(section)), table_(table) {}

    [[nodiscard]] std::optional<std::string> text(std::string const& key) const;

    /// Alembic's strict flags: in the ini only the exact text `true` is true, in TOML a boolean is needed.
    [[nodiscard]] bool strict_flag(std::string const& key) const;

    /// true/yes/on/y/t/1 and their opposites; absent without the key.
    [[nodiscard]] std::optional<bool> flag(std::string const& key) const;

    [[nodiscard]] std::optional<long> integer(std::string const& key) const;

    /// Of the ini alone.
    [[nodiscard]] std::optional<std::string> ini_text(std::string_view key) const { return ini_.find(section_, key); }

    /// Of pyproject.toml alone.
    [[nodiscard]] std::optional<std::vector<std::string>> toml_list(std::string const& key) const {
        return table_.find_list(key);
    }

    [[nodiscard]] std::optional<source_place> place_of(std::string const& key) const;

    [[nodiscard]] std::vector<post_write_hook> post_write_hooks() const;

    /// `naming_convention.<key>` in the ini, the table `naming_convention` in TOML.
    [[nodiscard]] std::map<std::string, std::string> naming_convention() const;

    /// An error about the value of a key.
    [[nodiscard]] error bad_value(std::string const& key, std::string message, std::string remedy) const;

private:
    [[nodiscard]] bool is_in_ini(std::string_view key) const;

    ini_document const& ini_;
    std::string section_;
    toml_table const& table_;
};

} // namespace alembicore::config
