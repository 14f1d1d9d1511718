// The folder of a private cluster: what lies where, who owns it, and who may change it now.
#pragma once

#include "base/file_descriptor.hpp"

#include <filesystem>
#include <string>
#include <string_view>

namespace alembicore::postgres {

/// The parts of a cluster's folder. The folder belongs to the user the server runs as, and to nobody else.
struct cluster_folder {
    std::filesystem::path root;
    std::filesystem::path data;
    std::filesystem::path log;
    std::filesystem::path password; ///< of the superuser, for connections over TCP
    std::filesystem::path settings; ///< what we add to postgresql.conf
    std::filesystem::path sockets;  ///< below the root, or in /tmp where that path would be too long for a socket

    explicit cluster_folder(std::filesystem::path const& directory);

    /// Whether initdb has finished here.
    [[nodiscard]] bool exists() const;
};

/// The user the server has to run as: who owns the folder, or for a new one `postgres` (or `nobody`) when the caller is
/// root. Empty: as the caller. Errors: file_unwritable when the folder belongs to somebody else.
[[nodiscard]] std::string server_user(cluster_folder const& folder);

/// A folder with other people's files in it is neither taken over nor removed. Errors: file_exists.
void refuse_foreign_content(cluster_folder const& folder);

/// Creates the folder and the one for sockets, for this user alone. Errors: file_unwritable, file_exists (it holds
/// something else).
void prepare_folder(cluster_folder const& folder, std::string const& user);

/// Writes a file of the cluster that only this user can read, in place of what was there. Errors: file_unwritable.
void write_private_file(std::filesystem::path const& file, std::string_view content, std::string const& user);

/// Held while a cluster is created, started, stopped or removed.
class folder_lock {
public:
    /// Waits for whoever holds it. Errors: file_unwritable.
    explicit folder_lock(cluster_folder const& folder);

private:
    base::file_descriptor file_;
};

/// Where a user's own cluster is kept: `$XDG_DATA_HOME/alembicore/cluster`, `~/.local/share/…`, or `/var/lib/…` for
/// root when the server's user could not reach that.
[[nodiscard]] std::filesystem::path default_cluster_folder();

} // namespace alembicore::postgres
