// A pattern of Python's `re`, read construct by construct and written as PCRE2 has it. What is not on the list below is
// refused: the two languages share much, but not all of what they share in form means the same.
#include "python/object.hpp"
#include "python/regex.hpp"
#include "python/text.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace alembicore::python {

namespace {

constexpr std::size_t longest_pattern = 16384;
constexpr int deepest_nesting = 100;

bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}

bool is_letter(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

class translator {
public:
    translator(std::string_view pattern, std::int64_t flags) : pattern_(pattern) { result_.flags = flags; }

    translated_pattern translate() {
        if (pattern_.size() > longest_pattern)
            refuse("a pattern of this length");
        read_leading_flags();
        read_alternatives(0);
        if (at_ != pattern_.size())
            refuse("an unbalanced ')'");
        return std::move(result_);
    }

private:
    [[noreturn]] static void refuse(std::string const& what) {
        throw not_evaluable("the regular expression has " + what + ", which is not evaluated");
    }

    [[nodiscard]] bool more() const noexcept { return at_ < pattern_.size(); }

    [[nodiscard]] char peek() const noexcept { return more() ? pattern_[at_] : '\0'; }

    bool take(std::string_view wanted) {
        if (!pattern_.substr(at_).starts_with(wanted))
            return false;
        at_ += wanted.size();
        return true;
    }

    void write_literal(char32_t code) {
        bool const plain = code < 0x80 && (is_letter(static_cast<char>(code)) || is_digit(static_cast<char>(code)));
        if (plain) {
            result_.text += static_cast<char>(code);
            return;
        }
        std::array<char, 16> buffer{};
        std::snprintf(buffer.data(), buffer.size(), "\\x{%x}", static_cast<unsigned>(code));
        result_.text += buffer.data();
    }

    char32_t next_code_point() {
        auto const bytes = split_code_points(pattern_.substr(at_, 4)).front();
        at_ += bytes.size();
        return decode_code_point(bytes);
    }

    static std::int64_t flag_of(char letter) {
        switch (letter) {
        case 'i':
            return regex_flag::ignore_case;
        case 'm':
            return regex_flag::multi_line;
        case 's':
            return regex_flag::dot_all;
        case 'x':
            return regex_flag::verbose;
        case 'a':
            return regex_flag::ascii;
        case 'u':
            return regex_flag::unicode;
        default:
            return 0;
        }
    }

    /// `(?im)` at the very start sets flags for all of it.
    void read_leading_flags() {
        while (pattern_.substr(at_).starts_with("(?")) {
            auto const end = pattern_.find(')', at_);
            auto const letters = end == std::string_view::npos ? "" : pattern_.substr(at_ + 2, end - at_ - 2);
            bool const all_flags =
                !letters.empty() && std::ranges::all_of(letters, [](char c) { return flag_of(c) != 0; });
            if (!all_flags)
                return;
            for (char const letter : letters)
                result_.flags |= flag_of(letter);
            at_ = end + 1;
        }
    }

    void skip_verbose() {
        if ((result_.flags & regex_flag::verbose) == 0)
            return;
        while (more()) {
            if (std::string_view{" \t\n\r\v\f"}.find(peek()) != std::string_view::npos)
                ++at_;
            else if (peek() == '#')
                at_ = std::min(pattern_.find('\n', at_), pattern_.size());
            else
                return;
        }
    }

    void read_alternatives(int depth) {
        if (depth > deepest_nesting)
            refuse("groups nested this deep");
        while (true) {
            skip_verbose();
            if (!more() || peek() == ')')
                return;
            if (take("|")) {
                result_.text += '|';
                continue;
            }
            read_repeated(depth);
        }
    }

    void read_repeated(int depth) {
        bool const repeatable = read_atom(depth);
        skip_verbose();
        if (!read_quantifier(repeatable))
            return;
        if (take("?"))
            result_.text += '?';
        skip_verbose();
        if (std::string_view{"*+?"}.find(peek()) != std::string_view::npos && more())
            refuse("a quantifier after a quantifier");
        if (peek() == '{' && bounds_here())
            refuse("a quantifier after a quantifier");
    }

    bool read_quantifier(bool repeatable) {
        std::string written;
        if (more() && std::string_view{"*+?"}.find(peek()) != std::string_view::npos)
            written = std::string(1, pattern_[at_++]);
        else if (auto bounds = peek() == '{' ? bounds_here() : std::nullopt) {
            at_ = pattern_.find('}', at_) + 1;
            written = *std::move(bounds);
        }
        if (written.empty())
            return false;
        if (!repeatable)
            refuse("a quantifier with nothing to repeat");
        result_.text += written;
        return true;
    }

    /// `{m}`, `{m,}`, `{,n}`, `{m,n}` as PCRE2 writes them; everything else in braces is text.
    [[nodiscard]] std::optional<std::string> bounds_here() const {
        auto const end = pattern_.find('}', at_);
        if (end == std::string_view::npos)
            return std::nullopt;
        auto const inside = pattern_.substr(at_ + 1, end - at_ - 1);
        auto const comma = inside.find(',');
        auto const low = inside.substr(0, comma);
        auto const high = comma == std::string_view::npos ? low : inside.substr(comma + 1);
        bool const digits = std::ranges::all_of(low, is_digit) && std::ranges::all_of(high, is_digit);
        if (!digits || (comma == std::string_view::npos && low.empty()))
            return std::nullopt;
        auto text = "{" + (low.empty() ? "0" : std::string{low});
        if (comma != std::string_view::npos)
            text += "," + std::string{high};
        return text + "}";
    }

    /// Whether what was read can be repeated.
    bool read_atom(int depth) {
        switch (peek()) {
        case '(':
            return read_group(depth);
        case '[':
            read_class();
            return true;
        case '\\':
            ++at_;
            return read_escape();
        case '^':
        case '$':
            result_.text += pattern_[at_++];
            return false;
        case '.':
            result_.text += pattern_[at_++];
            return true;
        case '*':
        case '+':
        case '?':
            refuse("a quantifier with nothing to repeat");
        default:
            write_literal(next_code_point());
            return true;
        }
    }

    std::string read_name(char end) {
        auto const stop = pattern_.find(end, at_);
        if (stop == std::string_view::npos)
            refuse("a group without an end");
        auto const name = pattern_.substr(at_, stop - at_);
        bool const good = !name.empty() && !is_digit(name[0]) && name.size() <= 32 &&
                          std::ranges::all_of(name, [](char c) { return is_letter(c) || is_digit(c) || c == '_'; });
        if (!good)
            refuse("the group name '" + std::string{name} + "'");
        at_ = stop + 1;
        return std::string{name};
    }

    void close_group() {
        if (!take(")"))
            refuse("a group without an end");
        result_.text += ')';
    }

    void read_capture(int depth, std::string const& opening, std::string name) {
        auto const number = ++result_.groups;
        if (!name.empty())
            result_.names.emplace_back(std::move(name), number);
        open_.push_back(number);
        result_.text += opening;
        read_alternatives(depth + 1);
        close_group();
        open_.pop_back();
    }

    bool read_group(int depth) {
        ++at_;
        if (!take("?")) {
            read_capture(depth, "(", {});
            return true;
        }
        if (take("P<")) {
            auto const name = read_name('>');
            if (std::ranges::any_of(result_.names, [&](auto const& each) { return each.first == name; }))
                refuse("two groups of one name");
            read_capture(depth, "(?P<" + name + ">", name);
            return true;
        }
        if (take("P=")) {
            write_reference(group_named(read_name(')')));
            return true;
        }
        if (take("#")) {
            at_ = pattern_.find(')', at_);
            if (at_ == std::string_view::npos)
                refuse("a comment without an end");
            ++at_;
            return false;
        }
        for (std::string_view const opening : {"=", "!", "<=", "<!"})
            if (take(opening))
                return read_assertion(depth, opening);
        read_scoped(depth);
        return true;
    }

    bool read_assertion(int depth, std::string_view opening) {
        auto const begin = at_;
        result_.text += "(?" + std::string{opening};
        read_alternatives(depth + 1);
        // Python wants one width of all alternatives, PCRE2 one of each.
        if (opening.starts_with('<') && pattern_.substr(begin, at_ - begin).find('|') != std::string_view::npos)
            refuse("alternatives in a look-behind");
        close_group();
        return false;
    }

    /// `(?:…)` and `(?i-s:…)`
    void read_scoped(int depth) {
        std::string letters;
        while (more() && (std::string_view{"ims-"}.find(peek()) != std::string_view::npos))
            letters += pattern_[at_++];
        if (!take(":"))
            refuse("a group beginning with '(?" + letters + std::string(more() ? 1U : 0U, peek()) + "'");
        result_.text += "(?" + letters + ":";
        read_alternatives(depth + 1);
        close_group();
    }

    [[nodiscard]] std::size_t group_named(std::string const& name) const {
        for (auto const& [known, number] : result_.names)
            if (known == name)
                return number;
        refuse("a reference to a group that is not there");
    }

    void write_reference(std::size_t number) {
        if (number == 0 || number > result_.groups || std::ranges::find(open_, number) != open_.end())
            refuse("a reference to a group that is not there");
        result_.text += "\\g{" + std::to_string(number) + "}";
    }

    char32_t read_hexadecimal(std::size_t digits) {
        char32_t code = 0;
        for (std::size_t i = 0; i < digits; ++i) {
            char const c = peek();
            auto const place = std::string_view{"0123456789abcdef"}.find(c >= 'A' && c <= 'F' ? char(c + 32) : c);
            if (!more() || place == std::string_view::npos)
                refuse("an incomplete escape");
            code = code * 16 + static_cast<char32_t>(place);
            ++at_;
        }
        if (code > 0x10FFFF || (code >= 0xD800 && code < 0xE000))
            refuse("a character that is none");
        return code;
    }

    /// The character that an escape (after the backslash) stands for; nullopt when it is none.
    std::optional<char32_t> read_character_escape() {
        static constexpr std::string_view letters = "afnrtv";
        static constexpr std::string_view meanings = "\a\f\n\r\t\v";
        char const c = peek();
        if (auto const known = letters.find(c); more() && known != std::string_view::npos) {
            ++at_;
            return meanings[known];
        }
        if (take("x"))
            return read_hexadecimal(2);
        if (take("u"))
            return read_hexadecimal(4);
        if (take("U"))
            return read_hexadecimal(8);
        if (!more() || is_letter(c) || is_digit(c))
            return std::nullopt;
        return next_code_point();
    }

    bool write_class_escape() {
        if (std::string_view{"dDsSwW"}.find(peek()) == std::string_view::npos || !more())
            return false;
        result_.looks_at_classes = true;
        result_.text += '\\';
        result_.text += pattern_[at_++];
        return true;
    }

    bool read_escape() {
        if (write_class_escape())
            return true;
        for (auto const& [python, pcre] : {std::pair{"A", "\\A"}, {"Z", "\\z"}, {"b", "\\b"}, {"B", "\\B"}})
            if (take(python)) {
                result_.looks_at_classes = true;
                result_.text += pcre;
                return false;
            }
        if (peek() >= '1' && peek() <= '9') {
            std::size_t number = static_cast<std::size_t>(pattern_[at_++] - '0');
            if (is_digit(peek()))
                number = number * 10 + static_cast<std::size_t>(pattern_[at_++] - '0');
            if (is_digit(peek()))
                refuse("a number of three digits after a backslash");
            write_reference(number);
            return true;
        }
        auto const code = read_character_escape();
        if (!code)
            refuse(std::string{"the escape '\\"} + peek() + "'");
        write_literal(*code);
        return true;
    }

    /// One member of a class: a character, or nullopt for one of \\d and so on, which is written already.
    std::optional<char32_t> read_class_member() {
        if (!take("\\"))
            return next_code_point();
        if (write_class_escape())
            return std::nullopt;
        if (take("b"))
            return U'\b';
        auto const code = read_character_escape();
        if (!code)
            refuse(std::string{"the escape '\\"} + peek() + "' in brackets");
        return code;
    }

    void read_class() {
        ++at_;
        result_.text += '[';
        if (take("^"))
            result_.text += '^';
        bool first = true;
        while (first || peek() != ']') {
            if (!more())
                refuse("brackets without an end");
            first = false;
            auto const low = read_class_member();
            if (low)
                write_literal(*low);
            bool const range = peek() == '-' && at_ + 1 < pattern_.size() && pattern_[at_ + 1] != ']';
            if (!range)
                continue;
            ++at_;
            if (!low)
                refuse("a range that begins with a class");
            result_.text += '-';
            auto const high = read_class_member();
            if (!high || *high < *low)
                refuse("a range that is none");
            write_literal(*high);
        }
        ++at_;
        result_.text += ']';
    }

    std::string_view pattern_;
    std::size_t at_ = 0;
    std::vector<std::size_t> open_;
    translated_pattern result_;
};

} // namespace

translated_pattern translate_pattern(std::string_view pattern, std::int64_t flags) {
    return translator{pattern, flags}.translate();
}

} // namespace alembicore::python
