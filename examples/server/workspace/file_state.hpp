// Whether the files of a project have changed.
#pragma once

#include <alembicore/settings.hpp>

#include <cstdint>

namespace alembicore::server {

/// A number that is another one when a configuration file, env.py or a file in a folder of revisions was changed, added
/// or removed.
[[nodiscard]] std::uint64_t state_of_files(settings const& of);

} // namespace alembicore::server
