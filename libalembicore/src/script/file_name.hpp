// Names of new revision files: file_template, in Python's `%` formatting.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <variant>

namespace alembicore::script {

/// What a template may name: `%(slug)s`, `%(month).2d`.
using file_name_tokens = std::map<std::string, std::variant<std::string, std::int64_t>, std::less<>>;

/// `file_template % tokens`. Errors: bad_configuration.
[[nodiscard]] std::string render_file_name(std::string const& file_template, file_name_tokens const& tokens);

} // namespace alembicore::script
