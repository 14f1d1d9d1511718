// Rows of values as a table for people.
#pragma once

#include "terminal.hpp"

#include <alembicore/data.hpp>

#include <string>
#include <vector>

namespace alembicore::cli {

/// Columns as wide as what is in them; a value is one line, clipped.
class table {
public:
    table(terminal const& look, std::vector<std::string> const& names);

    void add(std::vector<data::value> const& row);

    [[nodiscard]] std::size_t rows() const noexcept { return lines_.size() - heading_; }

    /// The lines since the last time, the names first; widths only grow. Ends in a line break when there are any.
    [[nodiscard]] std::string render();

private:
    terminal look_;
    std::vector<std::vector<std::string>> lines_;
    std::vector<std::size_t> widths_;
    std::size_t heading_ = 1; ///< lines that are names
};

/// A number that is not negative. `option` is what it was given for. Errors: bad_usage.
[[nodiscard]] std::size_t parse_count(std::string const& text, std::string const& option);

} // namespace alembicore::cli
