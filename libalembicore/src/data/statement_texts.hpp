// A text of several SQL statements, cut into them as psql does.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace alembicore::data {

struct statement_text {
    std::string_view text; ///< of the whole; without the semicolon, from its first word or sign on
    std::size_t offset = 0;
    std::vector<std::string> words{}; ///< the first two, in small letters, where it begins with words
};

/// Statements without anything but blanks and comments are left out. A text that ends within a quotation or comment
/// ends the last statement; the server says what is wrong with it.
[[nodiscard]] std::vector<statement_text> split_statements(std::string_view text);

} // namespace alembicore::data
