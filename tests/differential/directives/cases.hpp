// The directives that are compared with Alembic: revisions of one function each.
#pragma once

#include <map>
#include <string>

namespace alembicore::test {

/// Their sources by name, from cases.txt.
[[nodiscard]] std::map<std::string, std::string> read_cases();

} // namespace alembicore::test
