// Findings of lint in the forms that people and the services of code hosts read.
#pragma once

#include "terminal.hpp"

#include <alembicore/lint.hpp>

#include <filesystem>
#include <string>

namespace alembicore::cli {

/// Place, severity, rule and message of each finding; why and what to do once for each rule.
[[nodiscard]] std::string render_findings(lint::report const& made, terminal const& look);

/// Place, severity, rule and message on one line, without its end.
[[nodiscard]] std::string render_finding_line(lint::finding const& found);

/// Workflow commands of GitHub, which become annotations. Paths are relative to the folder.
[[nodiscard]] std::string render_github(lint::report const& made, std::filesystem::path const& folder);

/// A Code Quality report of GitLab.
[[nodiscard]] std::string render_gitlab(lint::report const& made, std::filesystem::path const& folder);

[[nodiscard]] std::string render_rules(std::vector<lint::rule_description> const& rules, terminal const& look);

} // namespace alembicore::cli
