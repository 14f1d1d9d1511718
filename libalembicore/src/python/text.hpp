// Text as Python counts it: in code points.
#pragma once

#include "python/value.hpp"

#include <iterator>

namespace alembicore::python {

[[nodiscard]] std::size_t code_points_of(std::string_view utf8) noexcept;
/// Byte offset of the n-th code point, or the size of the text.
[[nodiscard]] std::size_t offset_of(std::string_view utf8, std::size_t code_point) noexcept;
/// The bytes of each code point.
[[nodiscard]] std::vector<std::string_view> split_code_points(std::string_view utf8);
[[nodiscard]] char32_t decode_code_point(std::string_view bytes) noexcept;
/// Bytes of the first code point. Precondition: there is one.
[[nodiscard]] std::size_t first_length(std::string_view utf8) noexcept;

/// The bytes of one code point after another, for loops; takes no memory, however long the text.
class each_code_point {
public:
    class iterator {
    public:
        using iterator_concept = std::input_iterator_tag;
        using value_type = std::string_view;
        using difference_type = std::ptrdiff_t;

        iterator() = default;

        explicit iterator(std::string_view rest) noexcept
            : rest_(rest), length_(rest.empty() ? 0 : first_length(rest)) {}

        [[nodiscard]] std::string_view operator*() const noexcept { return rest_.substr(0, length_); }

        iterator& operator++() noexcept { return *this = iterator{rest_.substr(length_)}; }

        void operator++(int) noexcept { ++*this; }

        [[nodiscard]] bool operator==(std::default_sentinel_t) const noexcept { return rest_.empty(); }

    private:
        std::string_view rest_;
        std::size_t length_ = 0;
    };

    explicit each_code_point(std::string_view text) noexcept : text_(text) {}

    [[nodiscard]] iterator begin() const noexcept { return iterator{text_}; }

    [[nodiscard]] std::default_sentinel_t end() const noexcept { return {}; }

private:
    std::string_view text_;
};

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
