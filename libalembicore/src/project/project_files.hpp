// What an evaluated revision may read: files of the project, and modules of the project's own code.
#pragma once

#include "python/evaluation.hpp"

#include <alembicore/settings.hpp>

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace alembicore::project_files {

/// Reads below the project's folders only, whatever `..` and symbolic links say. Used by one thread.
class access : public python::project_access {
public:
    explicit access(settings const& of);

    /// Errors: not_evaluable (a path outside the project), those of `base::read_file`.
    [[nodiscard]] std::optional<std::string> read_file(std::filesystem::path const& file) override;

    /// Looks along prepend_sys_path, in the project's folder, then where the packages around the revisions begin.
    /// Errors: syntax_error.
    [[nodiscard]] std::shared_ptr<python::source_module const> find_module(std::string_view dotted) override;

private:
    [[nodiscard]] bool is_inside(std::filesystem::path const& canonical) const;

    std::vector<std::filesystem::path> roots_;       ///< canonical; files below them may be read
    std::vector<std::filesystem::path> module_path_; ///< where packages are looked for, in order
    std::map<std::string, std::shared_ptr<python::source_module const>, std::less<>> modules_;
};

} // namespace alembicore::project_files
