#include "support/temporary_folder.hpp"

#include <cerrno>
#include <fstream>
#include <string>
#include <system_error>

#include <stdlib.h>

namespace alembicore::test {

temporary_folder::temporary_folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "alembicore-test-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr)
        throw std::system_error(errno, std::generic_category(), "mkdtemp " + pattern);
    path_ = pattern;
}

temporary_folder::~temporary_folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

std::filesystem::path temporary_folder::write(std::filesystem::path const& relative, std::string_view content) const {
    std::filesystem::path const file = path_ / relative;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream{file, std::ios::binary} << content;
    return file;
}

} // namespace alembicore::test
