#include "web_folder.hpp"

namespace alembicore::server {

std::filesystem::path web_folder(std::filesystem::path const& given) {
    if (!given.empty())
        return given;
    std::error_code ignored;
    auto const program = std::filesystem::read_symlink("/proc/self/exe", ignored);
    auto const installed = program.parent_path().parent_path() / "share/alembicore/web";
    if (std::filesystem::is_directory(installed, ignored))
        return installed;
    return ALEMBICORE_WEB_BUILD_FOLDER;
}

} // namespace alembicore::server
