#include "backup/checksum.hpp"

#include "base/digest.hpp"
#include "base/file_descriptor.hpp"
#include "base/hexadecimal.hpp"

#include <alembicore/error.hpp>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

namespace alembicore::backup {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t block_size = std::size_t{1} << 20U;

error unreadable(fs::path const& file, int number) {
    return error{
        errc::file_unreadable, "cannot read " + file.string() + ": " + std::generic_category().message(number)};
}

} // namespace

std::string sha256_of(fs::path const& file, std::stop_token const& stop, byte_count_sink const& read) {
    base::file_descriptor const opened{::open(file.c_str(), O_RDONLY | O_CLOEXEC)};
    if (opened.get() < 0)
        throw unreadable(file, errno);
    ::posix_fadvise(opened.get(), 0, 0, POSIX_FADV_SEQUENTIAL);
    base::running_digest digest{base::hash_algorithm::sha256};
    std::string block(block_size, '\0');
    std::uint64_t bytes = 0;
    for (;;) {
        if (stop.stop_requested())
            throw error{errc::cancelled, "stopped by request"};
        auto const count = ::read(opened.get(), block.data(), block.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            throw unreadable(file, errno);
        if (count == 0)
            return base::hexadecimal(digest.finish());
        digest.add(std::string_view{block.data(), static_cast<std::size_t>(count)});
        bytes += static_cast<std::uint64_t>(count);
        if (read)
            read(bytes);
    }
}

std::vector<backup_file> files_below(fs::path const& folder, std::stop_token const& stop, byte_count_sink const& read) {
    std::vector<backup_file> files;
    for (auto const& entry : fs::recursive_directory_iterator{folder})
        if (entry.is_regular_file())
            files.push_back(
                {.name = fs::relative(entry.path(), folder).string(), .size = entry.file_size(), .sha256 = {}}
            );
    std::ranges::sort(files, {}, &backup_file::name);
    std::uint64_t before = 0;
    for (auto& each : files) {
        each.sha256 = sha256_of(folder / each.name, stop, [&](std::uint64_t bytes) {
            if (read)
                read(before + bytes);
        });
        before += each.size;
    }
    return files;
}

std::string combined(std::vector<backup_file> const& files) {
    if (files.size() == 1)
        return files.front().sha256;
    std::string list;
    for (auto const& each : files)
        list += each.sha256 + "  " + each.name + '\n';
    return base::hexadecimal(base::digest_of(base::hash_algorithm::sha256, list));
}

} // namespace alembicore::backup
