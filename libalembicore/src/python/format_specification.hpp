// `[[fill]align][sign][#][0][width][,][.precision][type]`
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace alembicore::python {

struct format_specification {
    std::string fill = " ";
    char align = 0;
    char sign = '-';
    bool alternate = false;
    std::size_t width = 0;
    char grouping = 0;
    std::optional<std::size_t> precision;
    char type = 0;
};

/// ValueError for a malformed one.
[[nodiscard]] format_specification parse_format_specification(std::string_view text);

/// Digits and everything around them, brought to the width.
[[nodiscard]] std::string pad(format_specification const& how, std::string_view text, char default_align);

} // namespace alembicore::python
