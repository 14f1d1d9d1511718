// The fast way to a header: one pass over the text that finds logical lines at column 0 and leaves bodies alone.

#include "script/header.hpp"
#include "script/string_literal.hpp"

#include <algorithm>
#include <utility>

namespace alembicore::script {

namespace {

/// `control`: NUL, also at the end of the text, and what Python does not allow outside strings and comments.
enum class byte_class : unsigned char { plain, word, quote, hash, open, close, newline, backslash, control };

constexpr bool starts_word(unsigned char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
}

constexpr std::array<byte_class, 256> byte_classes = [] {
    std::array<byte_class, 256> classes{};
    for (std::size_t c = 0; c < classes.size(); ++c)
        classes[c] = starts_word(static_cast<unsigned char>(c)) ? byte_class::word
                     : c < 0x20 || c == 0x7F                    ? byte_class::control
                                                                : byte_class::plain;
    classes['\t'] = classes['\f'] = byte_class::plain;
    classes['"'] = classes['\''] = byte_class::quote;
    classes['#'] = byte_class::hash;
    classes['('] = classes['['] = classes['{'] = byte_class::open;
    classes[')'] = classes[']'] = classes['}'] = byte_class::close;
    classes['\n'] = byte_class::newline;
    classes['\\'] = byte_class::backslash;
    return classes;
}();

constexpr bool is_word_byte(char c) noexcept {
    return starts_word(static_cast<unsigned char>(c)) || (c >= '0' && c <= '9');
}

/// Names that, mentioned anywhere but in the plain statements handled here, may change what the header says.
constexpr std::array<std::string_view, 13> telling_names{
    "revision",
    "down_revision",
    "branch_labels",
    "depends_on",
    "upgrade",
    "downgrade",
    "__doc__",
    "globals",
    "locals",
    "vars",
    "exec",
    "eval",
    "setattr"};

bool is_telling(std::string_view word) noexcept {
    return std::ranges::find(telling_names, word) != telling_names.end();
}

/// Thrown away with the scan: the top level is not plain.
struct not_plain {};

/// Whether the names of a stretch of code matter. In the body of a function they do not.
enum class names { matter, do_not_matter };

class scanner {
public:
    explicit scanner(std::string const& source) : begin_(source.c_str()), at_(begin_), end_(begin_ + source.size()) {}

    header scan() {
        while (next_statement())
            statement();
        if (block_ == block::wanted)
            throw not_plain{};
        return std::move(found_);
    }

private:
    enum class block { none, wanted, open };

    /// Moves to the next statement at column 0, over blank lines, comments and the lines of an open block.
    bool next_statement() {
        for (;;) {
            char const* line = at_;
            for (; *at_ == ' ' || *at_ == '\t' || *at_ == '\f'; ++at_)
                if (*at_ == '\f') // begins the line anew, as far as indentation goes
                    line = at_ + 1;
            bool const indented = line != at_;
            if (*at_ == '#')
                skip_comment();
            if (*at_ == '\n') {
                ++at_;
                continue;
            }
            if (at_ == end_)
                return false;
            if (!indented) {
                if (block_ == block::wanted)
                    throw not_plain{};
                block_ = block::none;
                return true;
            }
            if (block_ == block::none)
                throw not_plain{};
            block_ = block::open;
            skip_logical_line(block_names_);
        }
    }

    void statement() {
        bool const first = std::exchange(first_, false);
        if (first && starts_string())
            return docstring();
        if (first && (*at_ == '(' || *at_ == '\\'))
            throw not_plain{};
        if (!starts_word(static_cast<unsigned char>(*at_)))
            return other_statement();
        char const* const start = at_;
        std::string_view const name = word();
        for (std::size_t i = 0; i < attribute_names.size(); ++i)
            if (name == attribute_names[i])
                return assignment(found_.attributes[i], start);
        if (name == "def" || name == "class" || name == "async")
            return definition(name);
        if (name == "from" || name == "import")
            return import();
        at_ = start;
        other_statement();
    }

    void docstring() {
        std::string text;
        strings(text, 0);
        found_.docstring = std::move(text);
        end_of_statement();
    }

    void definition(std::string_view keyword) {
        skip_blanks();
        if (keyword == "async") {
            keyword = word();
            skip_blanks();
        }
        if (keyword != "def" && keyword != "class")
            throw not_plain{};
        std::string_view const name = word();
        if (name == "upgrade" && keyword == "def")
            found_.upgrade = true;
        else if (name == "downgrade" && keyword == "def")
            found_.downgrade = true;
        else if (is_telling(name))
            throw not_plain{};
        logical_line(names::matter);
        block_names_ = names::do_not_matter;
    }

    void import() {
        char const* const start = at_;
        logical_line(names::matter);
        // A star may bring in any name.
        if (std::find(start, at_, '*') != at_)
            throw not_plain{};
    }

    void other_statement() {
        logical_line(names::matter);
        block_names_ = names::matter;
    }

    void logical_line(names matter) { block_ = skip_logical_line(matter) ? block::wanted : block::none; }

    void assignment(attribute_value& target, char const* start) {
        skip_blanks();
        if (*at_ == ':') {
            ++at_;
            skip_blanks();
            if (*at_ == '\n' || *at_ == ';' || *at_ == '=' || at_ == end_) // no annotation
                throw not_plain{};
            if (!skip_annotation())
                return end_of_statement();
        }
        if (*at_ != '=' || at_[1] == '=')
            throw not_plain{};
        ++at_;
        target = {};
        target.offset = static_cast<std::size_t>(start - begin_);
        skip_blanks();
        value(target, 0);
        end_of_statement();
    }

    /// To the `=` after an annotation; false when there is none.
    bool skip_annotation() {
        for (unsigned depth = 0;; ++at_) {
            switch (byte_classes[static_cast<unsigned char>(*at_)]) {
            case byte_class::open:
                ++depth;
                break;
            case byte_class::close:
                if (depth-- == 0)
                    throw not_plain{};
                break;
            case byte_class::quote:
                skip_string();
                --at_;
                break;
            case byte_class::newline:
                if (depth == 0)
                    return false;
                break;
            case byte_class::hash:
            case byte_class::backslash:
            case byte_class::control:
                throw not_plain{};
            case byte_class::word:
            case byte_class::plain:
                if (depth == 0 && *at_ == ';')
                    return false;
                if (depth == 0 && *at_ == '=')
                    return true;
                break;
            }
        }
    }

    /// A literal: None, strings, or a bracketed list of strings. `depth` is the number of brackets around it.
    void value(attribute_value& target, unsigned depth) {
        if (starts_string())
            return single_text(target, depth);
        switch (*at_) {
        case '(':
            ++at_;
            return parenthesised(target, depth + 1);
        case '[':
            ++at_;
            return elements(target, ']', depth + 1);
        case '{':
            ++at_;
            skip_blanks(depth + 1);
            if (*at_ == '}')
                throw not_plain{};
            return elements(target, '}', depth + 1);
        default:
            if (!starts_word(static_cast<unsigned char>(*at_)) || word() != "None")
                throw not_plain{};
            target.holds = attribute_value::kind::none;
        }
    }

    void single_text(attribute_value& target, unsigned depth) {
        target.holds = attribute_value::kind::text;
        strings(target.texts.emplace_back(), depth);
    }

    void parenthesised(attribute_value& target, unsigned depth) {
        skip_blanks(depth);
        if (*at_ == ')')
            return elements(target, ')', depth);
        value(target, depth);
        skip_blanks(depth);
        if (*at_ == ')') {
            ++at_;
            return;
        }
        if (*at_ != ',' || target.holds != attribute_value::kind::text)
            throw not_plain{};
        ++at_;
        elements(target, ')', depth);
    }

    void elements(attribute_value& target, char closing, unsigned depth) {
        target.holds = attribute_value::kind::list;
        for (;;) {
            skip_blanks(depth);
            if (*at_ == closing) {
                ++at_;
                return;
            }
            if (!starts_string())
                throw not_plain{};
            strings(target.texts.emplace_back(), depth);
            skip_blanks(depth);
            if (*at_ == ',')
                ++at_;
            else if (*at_ != closing)
                throw not_plain{};
        }
    }

    /// Adjacent string literals, joined.
    void strings(std::string& text, unsigned depth) {
        do {
            char const* const prefix = at_;
            while (*at_ != '"' && *at_ != '\'')
                ++at_;
            std::string_view const letters{prefix, static_cast<std::size_t>(at_ - prefix)};
            char const* const quoted = at_;
            skip_string();
            string_literal const literal{letters, {quoted, static_cast<std::size_t>(at_ - quoted)}};
            if (!append_string_value(literal, text))
                throw not_plain{};
            skip_blanks(depth);
        } while (starts_string());
    }

    /// A quote here, or after at most two prefix letters.
    [[nodiscard]] bool starts_string() const noexcept {
        char const* p = at_;
        while (p - at_ < 3 && ((*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z')))
            ++p;
        return p - at_ < 3 && (*p == '"' || *p == '\'');
    }

    void end_of_statement() {
        skip_blanks();
        if (*at_ == '#')
            skip_comment();
        if (*at_ == ';') {
            ++at_;
            skip_blanks();
            if (*at_ == '#')
                skip_comment();
            if (*at_ != '\n' && at_ != end_)
                return statement();
        }
        if (*at_ != '\n' && at_ != end_)
            throw not_plain{};
        block_ = block::none;
    }

    std::string_view word() {
        char const* const start = at_;
        while (is_word_byte(*at_))
            ++at_;
        return {start, static_cast<std::size_t>(at_ - start)};
    }

    void skip_comment() { at_ = std::find(at_, end_, '\n'); }

    /// Over blanks and joined lines; inside brackets also over line breaks and comments.
    void skip_blanks(unsigned depth = 0) {
        for (;; ++at_) {
            if (*at_ == ' ' || *at_ == '\t' || *at_ == '\f')
                continue;
            if (*at_ == '\\' && at_[1] == '\n') {
                ++at_;
                continue;
            }
            if (depth == 0)
                return;
            if (*at_ == '#')
                skip_comment();
            if (*at_ != '\n')
                return;
        }
    }

    /// Over a string; `at_` is on its opening quote. A backslash protects the next character in raw strings too.
    void skip_string() {
        char const quote = *at_;
        bool const triple = at_[1] == quote && at_[2] == quote;
        at_ += triple ? 3 : 1;
        for (;; ++at_) {
            if (*at_ == '\\' && at_ + 1 < end_)
                ++at_;
            else if (*at_ == quote && !triple)
                break;
            else if (*at_ == quote && at_[1] == quote && at_[2] == quote)
                break;
            else if (at_ == end_ || *at_ == '\0' || (*at_ == '\n' && !triple))
                throw not_plain{};
        }
        at_ += triple ? 3 : 1;
    }

    /// To the line break that ends a statement. True when a colon stands before it, so that a block follows.
    bool skip_logical_line(names matter) {
        char last = '\0';
        for (unsigned depth = 0;;) {
            switch (byte_classes[static_cast<unsigned char>(*at_)]) {
            case byte_class::plain:
                if (*at_ != ' ' && *at_ != '\t' && *at_ != '\f')
                    last = *at_;
                ++at_;
                break;
            case byte_class::word:
                last = 'a';
                if (std::string_view const name = word(); matter == names::matter && is_telling_or_foreign(name))
                    throw not_plain{};
                break;
            case byte_class::quote:
                last = '"';
                skip_string();
                break;
            case byte_class::hash:
                skip_comment();
                break;
            case byte_class::open:
                last = '(';
                ++depth;
                ++at_;
                break;
            case byte_class::close:
                if (depth-- == 0)
                    throw not_plain{};
                last = ')';
                ++at_;
                break;
            case byte_class::backslash:
                if (at_[1] != '\n')
                    throw not_plain{};
                at_ += 2;
                break;
            case byte_class::control:
                if (at_ != end_ || depth != 0)
                    throw not_plain{};
                return last == ':';
            case byte_class::newline:
                if (depth == 0)
                    return last == ':';
                ++at_;
                break;
            }
        }
    }

    /// Python folds letters such as the fullwidth ones into ASCII, so a name beyond ASCII may be any of ours.
    static bool is_telling_or_foreign(std::string_view name) noexcept {
        return is_telling(name) ||
               std::ranges::any_of(name, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
    }

    char const* begin_;
    char const* at_;
    char const* end_;
    header found_;
    block block_ = block::none;
    names block_names_ = names::matter;
    bool first_ = true;
};

} // namespace

std::optional<header> scan_header(std::string const& source) {
    try {
        return scanner{source}.scan();
    } catch (not_plain const&) {
        return std::nullopt;
    }
}

} // namespace alembicore::script
