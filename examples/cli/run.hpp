// A command line from words to exit code.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace alembicore::cli {

/// 0 fine, 1 failed, 2 bad usage.
int run(std::vector<std::string> const& words, std::ostream& out, std::ostream& err);

} // namespace alembicore::cli
