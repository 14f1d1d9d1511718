// What all fuzz targets share: bytes as text, and the one exception that bad input may cause.
#pragma once

#include <alembicore/error.hpp>

#include <cstddef>
#include <cstdint>
#include <string>

namespace alembicore::fuzz {

inline std::string text_of(std::uint8_t const* data, std::size_t size) {
    return {reinterpret_cast<char const*>(data), size};
}

/// Whatever is wrong with the input must be an alembicore::error with a message.
template <typename Reader>
int read(Reader&& reader) {
    try {
        reader();
    } catch (error const& refused) {
        if (refused.info().message.empty() || refused.code() == errc::internal)
            __builtin_trap();
    }
    return 0;
}

} // namespace alembicore::fuzz
