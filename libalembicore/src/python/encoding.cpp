#include "python/encoding.hpp"

#include <algorithm>

namespace alembicore::python {

namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";

std::string_view letters_of(base64_alphabet alphabet) noexcept {
    return alphabet == base64_alphabet::url ? "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
                                            : "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
}

} // namespace

std::string hex_number(std::uint64_t number) {
    std::string text;
    do {
        text += hex_digits[number & 0xFU];
        number >>= 4U;
    } while (number != 0);
    std::ranges::reverse(text);
    return text;
}

std::optional<std::string> bytes_of_hex(std::string_view digits) {
    auto const digit = [](char c) { return hex_digits.find(c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c); };
    if (digits.size() % 2 != 0)
        return std::nullopt;
    std::string bytes;
    for (std::size_t i = 0; i < digits.size(); i += 2) {
        auto const high = digit(digits[i]);
        auto const low = digit(digits[i + 1]);
        if (high == std::string_view::npos || low == std::string_view::npos)
            return std::nullopt;
        bytes += static_cast<char>(16 * high + low);
    }
    return bytes;
}

std::string base64_text(std::string_view bytes, base64_alphabet alphabet) {
    auto const letters = letters_of(alphabet);
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        auto const group = bytes.substr(i, 3);
        std::uint32_t bits = 0;
        for (std::size_t k = 0; k < 3; ++k)
            bits = (bits << 8U) | (k < group.size() ? static_cast<unsigned char>(group[k]) : 0U);
        for (std::size_t k = 0; k < 4; ++k)
            text += k <= group.size() ? letters[(bits >> (18U - 6U * k)) & 0x3FU] : '=';
    }
    return text;
}

std::optional<std::string> bytes_of_base64(std::string_view text, base64_alphabet alphabet) {
    auto const letters = letters_of(alphabet);
    if (text.size() % 4 != 0)
        return std::nullopt;
    std::string bytes;
    for (std::size_t i = 0; i < text.size(); i += 4) {
        auto group = text.substr(i, 4);
        bool const last = i + 4 == text.size();
        while (last && group.size() > 2 && group.ends_with('='))
            group.remove_suffix(1);
        std::uint32_t bits = 0;
        for (std::size_t k = 0; k < 4; ++k) {
            auto const letter = k < group.size() ? letters.find(group[k]) : 0;
            if (letter == std::string_view::npos)
                return std::nullopt;
            bits = (bits << 6U) | static_cast<std::uint32_t>(letter);
        }
        for (std::size_t k = 0; k + 1 < group.size(); ++k)
            bytes += static_cast<char>((bits >> (16U - 8U * k)) & 0xFFU);
    }
    return bytes;
}

} // namespace alembicore::python
