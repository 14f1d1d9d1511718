// Who wrote the files of revisions, as git knows it.
#pragma once

#include <alembicore/project.hpp>

#include <chrono>
#include <map>
#include <string>

namespace alembicore {

/// The commit that added a file.
struct revision_origin {
    std::string commit; ///< abbreviated
    std::string author;
    std::string date; ///< of its author: `2026-11-26T10:15:39+02:00`
};

/// By revision; without those whose files are in no commit. Empty where there is no repository, no git, or no answer
/// in time: a repository with a long history takes seconds.
[[nodiscard]] ALEMBICORE_EXPORT std::map<std::string, revision_origin>
revision_origins(project const& of, std::chrono::milliseconds patience = std::chrono::seconds{10});

} // namespace alembicore
