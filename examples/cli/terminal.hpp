// What the place that text goes to can show.
#pragma once

#include <string>
#include <string_view>

namespace alembicore::cli {

struct terminal {
    bool interactive = false; ///< a terminal, not a file or pipe
    bool colour = false;
    bool unicode = false; ///< a terminal that shows UTF-8
    unsigned width = 0;   ///< columns; 0 = not limited
};

enum class colour_choice { automatic, always, never };

/// Errors: bad_usage.
[[nodiscard]] colour_choice parse_colour_choice(std::string_view text);

/// Looks at the file descriptor, NO_COLOR, TERM, COLUMNS and the locale.
[[nodiscard]] terminal detect_terminal(int file_descriptor, colour_choice colour);

enum class style { plain, bold, dim, red, green, yellow, blue, magenta, cyan, bold_cyan };

/// The text in this style where the terminal has colours, else as it is.
[[nodiscard]] std::string paint(terminal const& look, style wanted, std::string_view text);

/// Characters of UTF-8 text.
[[nodiscard]] std::size_t character_count(std::string_view text);

/// Characters that are seen: without the escape sequences of `paint`.
[[nodiscard]] std::size_t visible_width(std::string_view text);

/// The first characters of a UTF-8 text; a cut text ends in an ellipsis.
[[nodiscard]] std::string clip(std::string_view text, std::size_t characters, bool unicode);

} // namespace alembicore::cli
