// Brackets that do not pair: the commonest reason for a text that is no Python.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace alembicore::python {

struct bracket_fault {
    std::size_t offset = 0; ///< of the bracket
    std::string message;    ///< as CPython says it
};

/// The first bracket that closes another one than is open, or the innermost of those that are never closed. Says
/// nothing where it is not sure what is a string and what is code.
[[nodiscard]] std::optional<bracket_fault> find_bracket_fault(std::string_view text);

} // namespace alembicore::python
