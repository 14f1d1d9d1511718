// Values as text: format specifications, `%`, `str.format`.
#pragma once

#include "python/evaluation.hpp"
#include "python/text.hpp"

namespace alembicore::python {

/// `format(item, specification)`.
[[nodiscard]] std::string format_value(evaluation& run, value const& item, std::string_view specification);

/// `text % given`.
[[nodiscard]] std::string format_percent(evaluation& run, std::string_view text, value const& given);

/// `text.format(*positional, **keyword)`.
[[nodiscard]] std::string
format_braces(evaluation& run, std::string_view text, std::span<value const> positional, dict_table const& keyword);

} // namespace alembicore::python
