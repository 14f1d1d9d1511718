#include "terminal.hpp"

#include <alembicore/error.hpp>

#include <algorithm>
#include <cstdlib>
#include <string>

#include <sys/ioctl.h>
#include <unistd.h>

namespace alembicore::cli {

namespace {

std::string_view environment(char const* name) {
    char const* const value = std::getenv(name);
    return value == nullptr ? std::string_view{} : value;
}

bool locale_is_utf8() {
    for (char const* name : {"LC_ALL", "LC_CTYPE", "LANG"})
        if (auto const value = environment(name); !value.empty())
            return value.find("UTF-8") != value.npos || value.find("utf8") != value.npos ||
                   value.find("utf-8") != value.npos;
    return false;
}

unsigned columns_of(int file_descriptor) {
    winsize size{};
    if (::ioctl(file_descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col != 0)
        return size.ws_col;
    return 80;
}

bool starts_character(char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
}

std::string_view code_of(style wanted) {
    switch (wanted) {
    case style::plain:
        return "";
    case style::bold:
        return "1";
    case style::dim:
        return "2";
    case style::red:
        return "31";
    case style::green:
        return "32";
    case style::yellow:
        return "33";
    case style::blue:
        return "34";
    case style::magenta:
        return "35";
    case style::cyan:
        return "36";
    case style::bold_cyan:
        return "1;36";
    }
    return "";
}

} // namespace

colour_choice parse_colour_choice(std::string_view text) {
    if (text == "auto")
        return colour_choice::automatic;
    if (text == "always")
        return colour_choice::always;
    if (text == "never")
        return colour_choice::never;
    throw error{errc::bad_usage, "'" + std::string{text} + "' is no colour choice", "use auto, always or never"};
}

terminal detect_terminal(int file_descriptor, colour_choice colour) {
    terminal look;
    bool const is_terminal = ::isatty(file_descriptor) == 1;
    bool const may_colour = is_terminal && environment("NO_COLOR").empty() && environment("TERM") != "dumb";
    look.interactive = is_terminal && environment("TERM") != "dumb";
    look.colour = colour == colour_choice::always || (colour == colour_choice::automatic && may_colour);
    look.unicode = (is_terminal || colour == colour_choice::always) && locale_is_utf8();
    look.width = is_terminal ? columns_of(file_descriptor) : 0;
    return look;
}

std::string paint(terminal const& look, style wanted, std::string_view text) {
    if (!look.colour || wanted == style::plain || text.empty())
        return std::string{text};
    std::string painted = "\x1b[";
    painted.append(code_of(wanted)).append("m").append(text).append("\x1b[0m");
    return painted;
}

std::size_t character_count(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count_if(text, starts_character));
}

std::size_t visible_width(std::string_view text) {
    std::size_t width = 0;
    for (std::size_t i = 0; i < text.size(); ++i)
        if (text[i] == '\x1b')
            i = std::min(text.find('m', i), text.size());
        else if (starts_character(text[i]))
            ++width;
    return width;
}

std::string clip(std::string_view text, std::size_t characters, bool unicode) {
    if (character_count(text) <= characters)
        return std::string{text};
    std::string_view const ellipsis = unicode ? "…" : "...";
    std::size_t const kept = characters - std::min(characters, character_count(ellipsis));
    std::size_t end = 0;
    for (std::size_t seen = 0; end < text.size(); ++end)
        if (starts_character(text[end]) && seen++ == kept)
            break;
    return std::string{text.substr(0, end)}.append(ellipsis);
}

} // namespace alembicore::cli
