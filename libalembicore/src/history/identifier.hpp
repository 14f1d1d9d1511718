// The grammar of revision identifiers: text to parts, without looking anything up.
#pragma once

#include <optional>
#include <string_view>

namespace alembicore::history {

/// `label@rest`, split at an `@`.
struct labelled_text {
    std::string_view label; ///< empty: none
    std::string_view rest;
};

/// Splits at the first `@`; what follows may hold more of them.
[[nodiscard]] labelled_text split_at_first(std::string_view text) noexcept;

/// Splits at the last `@`, as targets of a downgrade are.
[[nodiscard]] labelled_text split_at_last(std::string_view text) noexcept;

/// `label@word+n` or `label@word-n`, where label and word may be missing.
struct relative_text {
    std::string_view label;  ///< empty: none
    std::string_view word;   ///< empty: relative to the current rows
    std::string_view offset; ///< as written: `+2`
    long steps = 0;          ///< its value, within a billion either way
};

/// Reads a relative identifier from the beginning of `text`; whatever follows the number is ignored, as Alembic does.
/// Nullopt: `text` is absolute.
[[nodiscard]] std::optional<relative_text> parse_relative(std::string_view text) noexcept;

/// The value of a text that is nothing but a negative number, which counts down from the heads.
[[nodiscard]] std::optional<long> parse_below_heads(std::string_view text) noexcept;

} // namespace alembicore::history
