// Questions to git about the repository that a project lies in.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace alembicore::project_git {

/// What `git` says in a folder. Empty where there is no repository, no git, or no answer in time.
[[nodiscard]] std::string
ask(std::filesystem::path const& folder, std::vector<std::string> words, std::chrono::milliseconds patience);

/// The text up to the next separator, which is taken away with it.
[[nodiscard]] std::string take_field(std::string& line, char separator = '\t');

} // namespace alembicore::project_git
