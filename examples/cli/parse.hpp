// Words of a command line to a command with its arguments and options.
#pragma once

#include "command.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace alembicore::cli {

/// What was given, by long option name.
class given_values {
public:
    [[nodiscard]] bool has(std::string_view option) const;

    /// The last value given, as later ones replace earlier ones.
    [[nodiscard]] std::optional<std::string> value(std::string_view option) const;

    [[nodiscard]] std::string value_or(std::string_view option, std::string_view otherwise) const;

    [[nodiscard]] std::vector<std::string> values(std::string_view option) const;

    [[nodiscard]] std::vector<std::string> const& arguments() const noexcept { return arguments_; }

    void add_option(std::string const& option, std::vector<std::string> const& values);
    void add_argument(std::string argument);

private:
    std::map<std::string, std::vector<std::string>, std::less<>> options_;
    std::vector<std::string> arguments_;
};

struct parsed_line {
    command const* chosen = nullptr; ///< null: none named, which is fine for --help and --version
    given_values values;
};

/// Global options may stand before and after the command; where a command has a short option of the same letter, the
/// letter means the command's behind its name. Long options may be shortened while they stay unique.
/// Errors: bad_usage.
[[nodiscard]] parsed_line parse_command_line(std::vector<std::string> const& words);

} // namespace alembicore::cli
