// Where the files of the page are.
#pragma once

#include <filesystem>

namespace alembicore::server {

/// `given`, else beside the program as it is installed (`../share/alembicore/web`), else where the build puts them.
[[nodiscard]] std::filesystem::path web_folder(std::filesystem::path const& given);

} // namespace alembicore::server
