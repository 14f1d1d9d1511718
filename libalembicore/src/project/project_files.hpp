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
    /// `environment`: the variables of the process, as `os.environ` shows them.
    explicit access(settings const& of, std::map<std::string, std::string> environment = {});

    /// Errors: not_evaluable (a path outside the project), those of `base::read_file`.
    [[nodiscard]] std::optional<std::string> read_file(std::filesystem::path const& file) override;

    [[nodiscard]] python::file_kind kind_of(std::filesystem::path const& path) override;
    [[nodiscard]] std::vector<std::string> list_folder(std::filesystem::path const& folder) override;

    /// Looks along prepend_sys_path, in the project's folder, then where the packages around the revisions begin.
    /// Errors: syntax_error.
    [[nodiscard]] std::shared_ptr<python::source_module const> find_module(std::string_view dotted) override;

    /// Errors: not_evaluable for a variable that only a `.env` file sets: whether Python reads that file is not known.
    [[nodiscard]] std::optional<std::string> environment_variable(std::string const& name) override;

    /// Where packages are looked for, in order.
    [[nodiscard]] std::vector<std::filesystem::path> const& module_path() const noexcept { return module_path_; }

private:
    [[nodiscard]] bool is_inside(std::filesystem::path const& canonical) const;
    [[nodiscard]] std::filesystem::path checked(std::filesystem::path const& path) const;

    std::vector<std::filesystem::path> roots_;       ///< canonical; files below them may be read
    std::vector<std::filesystem::path> module_path_; ///< where packages are looked for, in order
    std::map<std::string, std::shared_ptr<python::source_module const>, std::less<>> modules_;
    std::map<std::string, std::string> environment_;
};

} // namespace alembicore::project_files
