// The text of a new revision file from the project's script.py.mako.
#pragma once

#include "script/creation_time.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace alembicore::script {

/// What a revision does, as Python; empty texts = nothing. All lines but the first of a function are indented.
struct template_body {
    std::string imports;
    std::string upgrades;
    std::string downgrades;
};

/// What a template is given.
struct template_input {
    std::string message;
    std::string revision;
    std::vector<std::string> down_revisions;
    std::vector<std::string> branch_labels;
    std::vector<std::string> depends_on;
    creation_time created;
    template_body body{};
};

/// The configuration as templates see it (`config.get_main_option("databases")`).
struct template_config {
    std::string section = "alembic"; ///< the main section
    std::string file_name;           ///< of the ini
    /// A value of a section, interpolated; without this function, templates that ask for options are refused.
    std::function<std::optional<std::string>(std::string_view section, std::string_view key)> find;
};

/// Fills in a template, as Mako does. `file` is its path, for errors.
/// Errors: not_evaluable, evaluation_limit, python_exception, syntax_error, all with their place in the template.
[[nodiscard]] std::string render_template(
    std::string const& file, std::string_view text, template_input const& input, template_config const& config
);

} // namespace alembicore::script
