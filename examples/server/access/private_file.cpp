#include "access/private_file.hpp"

#include <alembicore/error.hpp>

#include <boost/container_hash/hash.hpp>

#include <cstring>
#include <fstream>
#include <iterator>
#include <utility>

#include <sys/stat.h>

namespace alembicore::server::access {

namespace {

constexpr std::chrono::seconds between_looks{1};

std::uint64_t state_of(std::filesystem::path const& file) {
    struct ::stat found {};

    std::size_t state = 0;
    if (::stat(file.c_str(), &found) != 0)
        return state;
    for (auto const number :
         {static_cast<long long>(found.st_ino),
          static_cast<long long>(found.st_size),
          static_cast<long long>(found.st_mode),
          static_cast<long long>(found.st_mtim.tv_sec),
          static_cast<long long>(found.st_mtim.tv_nsec)})
        boost::hash_combine(state, number);
    return state;
}

error unreadable(std::filesystem::path const& file, std::string remedy) {
    error failed{errc::bad_configuration, "the file " + file.string() + " cannot be read", std::move(remedy)};
    failed.info().reason = std::strerror(errno);
    return failed;
}

} // namespace

std::string read_private_file(std::filesystem::path const& file, std::string const& remedy) {
    struct ::stat found {};

    if (::stat(file.c_str(), &found) != 0)
        throw unreadable(file, remedy);
    if ((found.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        throw error{
            errc::bad_configuration,
            "others than its owner may use the file " + file.string(),
            "it holds secrets: chmod 600 " + file.string()};
    return read_public_file(file);
}

std::string read_public_file(std::filesystem::path const& file) {
    errno = 0;
    std::ifstream opened{file, std::ios::binary};
    if (!opened)
        throw unreadable(file, "name a file that the user may read whom the server runs as");
    return {std::istreambuf_iterator<char>{opened}, {}};
}

watched_file::watched_file(std::filesystem::path file)
    : file_(std::move(file)), seen_(state_of(file_)), looked_(std::chrono::steady_clock::now()) {}

bool watched_file::changed() {
    auto const now = std::chrono::steady_clock::now();
    if (now - looked_ < between_looks)
        return false;
    looked_ = now;
    auto const state = state_of(file_);
    return std::exchange(seen_, state) != state;
}

} // namespace alembicore::server::access
