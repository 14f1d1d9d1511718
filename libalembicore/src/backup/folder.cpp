#include "backup/folder.hpp"

#include "base/utc_time.hpp"

#include <alembicore/backup.hpp>
#include <alembicore/error.hpp>

#include <array>
#include <cctype>
#include <cerrno>
#include <cstdlib>
#include <ctime>
#include <random>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace alembicore::backup {

namespace fs = std::filesystem;

namespace {

error unwritable(fs::path const& path, int number) {
    error_info info;
    info.code = number == ENOSPC || number == EDQUOT ? errc::no_space : errc::file_unwritable;
    info.message = "cannot write the backup " + path.string() + ": " + std::generic_category().message(number);
    info.remedy = "check that the folder is writable and the disk has room, or name another one (--directory)";
    return error{std::move(info)};
}

base::file_descriptor opened(fs::path const& path) {
    return base::file_descriptor{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)};
}

void put_on_disk(fs::path const& path) {
    auto const file = opened(path);
    if (file.get() < 0 || ::fsync(file.get()) != 0)
        throw unwritable(path, errno);
}

bool is_lockable(base::file_descriptor const& folder) {
    return folder.get() >= 0 && ::flock(folder.get(), LOCK_EX | LOCK_NB) == 0;
}

/// Whether this is still what the path names: a cleaner may have been there first.
bool is_at(base::file_descriptor const& folder, fs::path const& path) {
    struct stat held {};

    struct stat there {};

    return ::fstat(folder.get(), &held) == 0 && ::stat(path.c_str(), &there) == 0 && held.st_ino == there.st_ino;
}

std::string random_digits() {
    constexpr std::string_view digits = "0123456789abcdef";
    std::random_device source;
    std::string text;
    for (int i = 0; i < 4; ++i)
        text += digits[source() % digits.size()];
    return text;
}

} // namespace

std::string time_stamp() {
    return base::utc_text(std::chrono::system_clock::now()) + 'Z';
}

std::optional<std::chrono::seconds> age_of(std::string const& stamp) {
    std::tm parts{};
    if (::strptime(stamp.c_str(), "%Y-%m-%dT%H:%M:%SZ", &parts) == nullptr)
        return std::nullopt;
    return std::chrono::seconds{std::time(nullptr) - ::timegm(&parts)};
}

bool is_id(std::string_view name) {
    constexpr std::size_t time_length = 16; // 20261126T101539Z
    return name.size() > time_length && name[8] == 'T' && name[time_length - 1] == 'Z' && name[time_length] == '-' &&
           name.substr(0, 8).find_first_not_of("0123456789") == std::string_view::npos;
}

std::string make_id(std::string_view created, std::string_view database) {
    constexpr std::size_t longest_name = 40;
    std::string id;
    for (char const c : created)
        if (c != '-' && c != ':')
            id += c;
    id += '-';
    for (char const c : database.substr(0, longest_name))
        id += std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
    return id + '-' + random_digits();
}

partial_folder::partial_folder(fs::path directory, std::string id)
    : directory_(std::move(directory)), id_(std::move(id)), path_(directory_ / (id_ + std::string{partial_suffix})) {
    std::error_code failure;
    fs::create_directories(directory_.parent_path(), failure);
    if (::mkdir(directory_.c_str(), 0700) != 0 && errno != EEXIST)
        throw unwritable(directory_, errno);
    for (;;) {
        if (::mkdir(path_.c_str(), 0700) != 0)
            throw unwritable(path_, errno);
        lock_ = opened(path_);
        if (is_lockable(lock_) && is_at(lock_, path_))
            return;
        // A cleaner took it for something abandoned, and removes it.
        lock_ = {};
        fs::remove_all(path_, failure);
    }
}

partial_folder::~partial_folder() {
    std::error_code ignored;
    if (!committed_)
        fs::remove_all(path_, ignored);
}

fs::path partial_folder::commit() {
    for (auto const& entry : fs::recursive_directory_iterator{path_})
        put_on_disk(entry.path());
    put_on_disk(path_);
    auto target = directory_ / id_;
    if (::rename(path_.c_str(), target.c_str()) != 0)
        throw unwritable(target, errno);
    committed_ = true;
    put_on_disk(directory_);
    lock_ = {};
    return target;
}

bool is_being_filled(fs::path const& partial) {
    auto const folder = opened(partial);
    return folder.get() >= 0 && !is_lockable(folder);
}

std::vector<std::string> remove_abandoned(fs::path const& directory) {
    std::vector<std::string> removed;
    std::error_code failure;
    for (auto const& entry : fs::directory_iterator{directory, failure}) {
        auto id = entry.path().filename().string();
        if (!id.ends_with(partial_suffix) || !is_id(id))
            continue;
        id.resize(id.size() - partial_suffix.size());
        auto const folder = opened(entry.path());
        if (!is_lockable(folder))
            continue;
        std::error_code ignored;
        fs::remove_all(entry.path(), ignored);
        if (!ignored)
            removed.push_back(std::move(id));
    }
    return removed;
}

void remove_backup(fs::path const& folder) {
    fs::path const partial = folder.string() + std::string{partial_suffix};
    if (::rename(folder.c_str(), partial.c_str()) != 0)
        throw unwritable(folder, errno);
    std::error_code failure;
    fs::remove_all(partial, failure);
    if (failure)
        throw unwritable(partial, failure.value());
}

} // namespace alembicore::backup

namespace alembicore {

std::filesystem::path default_backup_directory() {
    std::filesystem::path base = "/var/lib";
    if (char const* const data = std::getenv("XDG_DATA_HOME"); data != nullptr && data[0] == '/')
        base = data;
    else if (char const* const home = std::getenv("HOME"); home != nullptr && home[0] == '/')
        base = std::filesystem::path{home} / ".local/share";
    return base / "alembicore/backups";
}

} // namespace alembicore
