// alembic.ini as Python's ConfigParser reads it: strict, BasicInterpolation, `#` and `;` comments on lines of their
// own.
#pragma once

#include <alembicore/error.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace alembicore::config {

/// A value as written, before interpolation.
struct ini_value {
    std::string raw;
    source_place place; ///< of its key; line 0 when it is a default that no file holds
};

/// Keys are lower-cased.
using ini_section = std::map<std::string, ini_value, std::less<>>;

class ini_document {
public:
    /// `defaults` are what ConfigParser's constructor takes: seen in every section, and weaker than [DEFAULT].
    explicit ini_document(std::map<std::string, std::string> const& defaults = {});

    [[nodiscard]] bool has_section(std::string_view section) const;

    /// The value with `%(name)s` and `%%` resolved; absent when there is no such section or key.
    /// Errors: bad_configuration, when the value or one it refers to cannot be interpolated.
    [[nodiscard]] std::optional<std::string> find(std::string_view section, std::string_view key) const;

    /// Where the key stands; absent for keys that no file holds.
    [[nodiscard]] std::optional<source_place> place_of(std::string_view section, std::string_view key) const;

    /// The keys of the section, those of [DEFAULT] included, sorted.
    [[nodiscard]] std::vector<std::string> keys(std::string_view section) const;

    /// The same keys in the order in which ConfigParser gives them: defaults first, then as the file has them.
    [[nodiscard]] std::vector<std::string> ordered_keys(std::string_view section) const;

private:
    friend class ini_reader;

    [[nodiscard]] ini_value const* value(ini_section const& section, std::string_view key) const;

    ini_section defaults_;
    std::map<std::string, ini_section, std::less<>> sections_;
};

/// Errors: bad_configuration with file, line and excerpt.
[[nodiscard]] ini_document
parse_ini(std::string const& file, std::string_view text, std::map<std::string, std::string> const& defaults = {});

} // namespace alembicore::config
