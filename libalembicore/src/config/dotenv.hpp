// `.env` files, as python-dotenv reads them: KEY=VALUE, `export`, quotes, comments, ${NAME} and ${NAME:-default}.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace alembicore::config {

using variables = std::map<std::string, std::string>;

/// Lines that are no assignment are passed over: the file is the application's, and most of it is not for us.
/// ${NAME} is looked up in `environment` first, then among the lines above.
[[nodiscard]] variables parse_dotenv(std::string_view text, variables const& environment = {});

} // namespace alembicore::config
