// What a private cluster adds to PostgreSQL's own settings.
#pragma once

#include "postgres/cluster_folder.hpp"

#include <string>

namespace alembicore::postgres {

/// How much a cluster does for its data to survive a power failure.
enum class durability {
    full, ///< as PostgreSQL does by default
    none, ///< for tests only
};

/// The text of the settings file.
[[nodiscard]] std::string render_settings(cluster_folder const& folder, int port, durability wanted);

/// The port of the last start, so that URLs stay good, or another one when that is taken.
[[nodiscard]] int choose_port(cluster_folder const& folder);

/// Sorting by code point with UTF-8 letters, where the C library has that.
[[nodiscard]] std::string cluster_locale();

[[nodiscard]] std::string random_password();

} // namespace alembicore::postgres
