// A folder for one test, removed afterwards.
#pragma once

#include <filesystem>
#include <string_view>

namespace alembicore::test {

class temporary_folder {
public:
    temporary_folder();
    temporary_folder(temporary_folder const&) = delete;
    temporary_folder& operator=(temporary_folder const&) = delete;
    ~temporary_folder();

    [[nodiscard]] std::filesystem::path const& path() const noexcept { return path_; }

    /// Writes a file below the folder, with the folders it needs; gives its path.
    std::filesystem::path write(std::filesystem::path const& relative, std::string_view content) const;

private:
    std::filesystem::path path_;
};

} // namespace alembicore::test
