// Whether lines are indented as Python wants it. The grammar is more patient: it would read another program.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace alembicore::python {

struct indentation_fault {
    std::size_t offset = 0; ///< of the first character of the line's code
    std::string message;    ///< as CPython says it
};

/// The first line that Python refuses for the blanks at its beginning. `text` has Unix line ends.
/// Source: Lib/tokenize.py and Parser/tokenizer.c of CPython.
[[nodiscard]] std::optional<indentation_fault> find_indentation_fault(std::string_view text);

} // namespace alembicore::python
