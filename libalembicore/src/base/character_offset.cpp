#include "base/character_offset.hpp"

namespace alembicore::base {

std::size_t offset_of_character(std::string_view text, std::size_t character) {
    std::size_t at = 0;
    for (; at < text.size(); ++at) {
        bool const begins = (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
        if (begins && character-- == 0)
            break;
    }
    return at;
}

} // namespace alembicore::base
