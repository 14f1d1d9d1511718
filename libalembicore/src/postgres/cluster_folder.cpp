#include "postgres/cluster_folder.hpp"

#include <alembicore/error.hpp>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <system_error>
#include <vector>

#include <fcntl.h>
#include <pwd.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace alembicore::postgres {

namespace fs = std::filesystem;

namespace {

/// A socket's path has at most 107 bytes, of which `/.s.PGSQL.65535.lock` takes 20.
constexpr std::size_t longest_socket_folder = 107 - 20;

error unwritable(fs::path const& path, std::string reason, std::string remedy = "choose another folder") {
    error_info info;
    info.code = errc::file_unwritable;
    info.message = "cannot use " + path.string() + " for a private cluster";
    info.reason = std::move(reason);
    info.remedy = std::move(remedy);
    return error{std::move(info)};
}

error unwritable(fs::path const& path, int number) {
    return unwritable(path, std::generic_category().message(number));
}

/// FNV-1a: names need not be secret, only stable and apart.
std::string hash_of(std::string_view text) {
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (char const c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    return std::to_string(hash);
}

fs::path socket_folder(fs::path const& root) {
    fs::path const inside = root / "socket";
    if (inside.string().size() <= longest_socket_folder)
        return inside;
    return "/tmp/alembicore-" + hash_of(root.string());
}

/// Without symbolic links where they can be looked at.
fs::path canonical_path(fs::path const& path) {
    std::error_code failure;
    auto const canonical = fs::weakly_canonical(fs::absolute(path), failure);
    return failure ? fs::absolute(path) : canonical;
}

struct account {
    std::string name;
    uid_t user = 0;
    gid_t group = 0;
};

template <typename Lookup>
std::optional<account> find_account(Lookup const& lookup) {
    std::vector<char> memory(std::size_t{16} << 10U);
    passwd entry{};
    passwd* found = nullptr;
    lookup(&entry, memory, &found);
    if (found == nullptr)
        return std::nullopt;
    return account{entry.pw_name, entry.pw_uid, entry.pw_gid};
}

std::optional<account> account_named(std::string const& name) {
    return find_account([&](passwd* entry, std::vector<char>& memory, passwd** found) {
        ::getpwnam_r(name.c_str(), entry, memory.data(), memory.size(), found);
    });
}

std::optional<account> account_of(uid_t user) {
    return find_account([&](passwd* entry, std::vector<char>& memory, passwd** found) {
        ::getpwuid_r(user, entry, memory.data(), memory.size(), found);
    });
}

void create_private_folder(fs::path const& folder, std::optional<account> const& owner) {
    if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST)
        throw unwritable(folder, errno);

    struct stat status {};

    if (::lstat(folder.c_str(), &status) != 0)
        throw unwritable(folder, errno);
    uid_t const wanted = owner ? owner->user : ::geteuid();
    // Somebody else may have made it, or a link in its place, to get hold of what is written there.
    if (!S_ISDIR(status.st_mode) || (status.st_uid != wanted && status.st_uid != ::geteuid()))
        throw unwritable(folder, "it is there already and belongs to somebody else", "remove it");
    if (status.st_uid != wanted && ::lchown(folder.c_str(), owner->user, owner->group) != 0)
        throw unwritable(folder, errno);
    if ((status.st_mode & 0777U) != 0700U && ::chmod(folder.c_str(), 0700) != 0)
        throw unwritable(folder, errno);
}

bool others_can_reach(fs::path folder) {
    for (; folder.has_relative_path(); folder = folder.parent_path()) {
        struct stat status {};

        if (::stat(folder.c_str(), &status) == 0 && (status.st_mode & S_IXOTH) == 0)
            return false;
    }
    return true;
}

} // namespace

cluster_folder::cluster_folder(fs::path const& directory)
    : root(canonical_path(directory)), data(root / "data"), log(root / "server.log"), password(root / "password"),
      settings(data / "alembicore.conf"), sockets(socket_folder(root)) {}

bool cluster_folder::exists() const {
    std::error_code ignored;
    return fs::exists(data / "PG_VERSION", ignored);
}

std::string server_user(cluster_folder const& folder) {
    bool const root = ::geteuid() == 0;

    struct stat status {};

    if (::stat(folder.root.c_str(), &status) == 0 && status.st_uid != ::geteuid()) {
        auto const owner = account_of(status.st_uid);
        if (!root || !owner)
            throw unwritable(folder.root, "it belongs to " + (owner ? owner->name : std::string{"somebody else"}));
        return owner->name;
    }
    if (!root)
        return {};
    return account_named("postgres") ? "postgres" : "nobody";
}

void refuse_foreign_content(cluster_folder const& folder) {
    if (folder.exists())
        return;
    std::error_code unreadable; // then it is not ours, which the next step finds
    for (auto const& entry : fs::directory_iterator{folder.root, unreadable})
        if (auto const name = entry.path().filename(); name != "lock" && name != "data" && name != "data.new" &&
                                                       name != "socket" && name != "password" && name != "server.log")
            throw error{
                errc::file_exists,
                folder.root.string() + " holds something else than a private cluster: " + name.string(),
                "choose another folder"};
}

void prepare_folder(cluster_folder const& folder, std::string const& user) {
    std::error_code failure;
    fs::create_directories(folder.root.parent_path(), failure);
    if (failure)
        throw unwritable(folder.root, failure.message());
    refuse_foreign_content(folder);
    auto const owner = user.empty() ? std::nullopt : account_named(user);
    if (owner && !others_can_reach(folder.root.parent_path()))
        throw unwritable(folder.root, "the server runs as " + user + ", who cannot reach it");
    create_private_folder(folder.root, owner);
    create_private_folder(folder.sockets, owner);
}

void write_private_file(fs::path const& file, std::string_view content, std::string const& user) {
    ::unlink(file.c_str());
    base::file_descriptor const opened{
        ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600)};
    if (opened.get() < 0)
        throw unwritable(file, errno);
    if (auto const owner = user.empty() ? std::nullopt : account_named(user);
        owner && ::fchown(opened.get(), owner->user, owner->group) != 0)
        throw unwritable(file, errno);
    if (::write(opened.get(), content.data(), content.size()) != static_cast<ssize_t>(content.size()))
        throw unwritable(file, errno);
}

folder_lock::folder_lock(cluster_folder const& folder) {
    fs::path const path = folder.root / "lock";
    for (;;) {
        file_ = base::file_descriptor{::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600)};
        if (file_.get() < 0)
            throw unwritable(path, errno);
        while (::flock(file_.get(), LOCK_EX) != 0)
            if (errno != EINTR)
                throw unwritable(path, errno);

        struct stat held {};

        struct stat there {};

        // Who removes the cluster removes the file too; then the lock we got is on nothing.
        if (::fstat(file_.get(), &held) == 0 && ::stat(path.c_str(), &there) == 0 && held.st_ino == there.st_ino)
            return;
        std::error_code ignored;
        if (!fs::exists(folder.root, ignored))
            throw unwritable(path, "it has just been removed", "start it again");
    }
}

fs::path default_cluster_folder() {
    fs::path const inside = "alembicore/cluster";
    fs::path base = "/var/lib";
    if (char const* const data = std::getenv("XDG_DATA_HOME"); data != nullptr && data[0] == '/')
        base = data;
    else if (char const* const home = std::getenv("HOME"); home != nullptr && home[0] == '/')
        base = fs::path{home} / ".local/share";
    if (::geteuid() == 0 && !others_can_reach(base))
        base = "/var/lib";
    return base / inside;
}

} // namespace alembicore::postgres
