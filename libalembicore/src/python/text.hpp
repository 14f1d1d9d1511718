// Text as Python counts it: in code points.
#pragma once

#include "python/value.hpp"

namespace alembicore::python {

[[nodiscard]] std::size_t code_points_of(std::string_view utf8) noexcept;
/// Byte offset of the n-th code point, or the size of the text.
[[nodiscard]] std::size_t offset_of(std::string_view utf8, std::size_t code_point) noexcept;
/// The bytes of each code point.
[[nodiscard]] std::vector<std::string_view> split_code_points(std::string_view utf8);
[[nodiscard]] char32_t decode_code_point(std::string_view bytes) noexcept;

[[nodiscard]] bool is_space(char32_t code_point) noexcept;
[[nodiscard]] bool is_ascii(std::string_view text) noexcept;

/// `repr` of a str and of bytes.
[[nodiscard]] std::string quote_text(std::string_view utf8);
[[nodiscard]] std::string quote_bytes(std::string_view bytes);
/// `ascii()`: everything beyond ASCII escaped.
[[nodiscard]] std::string ascii_of(std::string_view utf8);

/// `repr` of a float.
[[nodiscard]] std::string real_text(double number);

/// A slice's bounds applied to a length, as Python's `slice.indices`.
struct slice_range {
    std::int64_t start = 0;
    std::int64_t step = 1;
    std::size_t count = 0;
};

[[nodiscard]] slice_range resolve_slice(
    std::optional<std::int64_t> start, std::optional<std::int64_t> stop, std::int64_t step, std::size_t length
);

} // namespace alembicore::python
