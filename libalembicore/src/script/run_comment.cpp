#include "script/run_comment.hpp"

#include <alembicore/error.hpp>

#include <utility>

namespace alembicore::script {

namespace {

constexpr std::string_view mark = "alembicore:";
constexpr std::string_view blanks = " \t\r,";

/// One line of the file.
struct line {
    std::string_view text;
    unsigned number = 0;
    std::string const& file;
};

error bad_comment(line const& in, std::string_view word, std::string message, std::string remedy) {
    error_info info;
    info.code = errc::bad_revision_file;
    info.message = std::move(message);
    info.remedy = std::move(remedy);
    info.place = source_place{
        .file = in.file,
        .line = in.number,
        .column = static_cast<unsigned>(word.data() - in.text.data()) + 1,
        .excerpt = std::string{in.text},
    };
    return error{std::move(info)};
}

std::string_view without_blanks(std::string_view text) {
    auto const begin = text.find_first_not_of(blanks);
    return begin == std::string_view::npos ? std::string_view{} : text.substr(begin);
}

/// What stands behind `# alembicore:`; empty for another line.
std::string_view words_of(std::string_view text) {
    text = without_blanks(text);
    if (!text.starts_with('#'))
        return {};
    text = without_blanks(text.substr(1));
    return text.starts_with(mark) ? text.substr(mark.size()) : std::string_view{};
}

void read_word(std::string_view word, line const& in, statement_limits& into) {
    auto const equals = word.find('=');
    auto const name = word.substr(0, equals);
    if (equals == std::string_view::npos || name.find("timeout") == std::string_view::npos)
        return;
    if (name != "lock_timeout" && name != "statement_timeout")
        throw bad_comment(
            in, word, "there is no '" + std::string{name} + "'", "write lock_timeout or statement_timeout"
        );
    auto const value = word.substr(equals + 1);
    auto const read = parse_duration(value);
    if (!read)
        throw bad_comment(
            in, word, "'" + std::string{value} + "' is no duration", "write 500ms, 5s, 2min, 1h, or 0 for none"
        );
    (name == "lock_timeout" ? into.lock_timeout : into.statement_timeout) = read;
}

void read_line(line const& in, statement_limits& into) {
    auto words = without_blanks(words_of(in.text));
    while (!words.empty()) {
        auto const word = words.substr(0, words.find_first_of(blanks));
        read_word(word, in, into);
        words = without_blanks(words.substr(word.size()));
    }
}

} // namespace

statement_limits read_run_comments(std::string_view text, std::string const& file) {
    statement_limits limits;
    if (text.find(mark) == std::string_view::npos)
        return limits;
    for (unsigned number = 1; !text.empty(); ++number) {
        auto const length = text.find('\n');
        read_line({.text = text.substr(0, length), .number = number, .file = file}, limits);
        text.remove_prefix(length == std::string_view::npos ? text.size() : length + 1);
    }
    return limits;
}

} // namespace alembicore::script
