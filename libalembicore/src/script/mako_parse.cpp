// Finds the parts of a template, in the order in which Mako's own lexer looks for them.

#include "base/place.hpp"
#include "script/mako.hpp"

#include <alembicore/error.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace alembicore::script {

namespace {

constexpr bool is_word(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

std::string_view trimmed(std::string_view text) noexcept {
    constexpr std::string_view spaces = " \t\r\n\f";
    text.remove_prefix(std::min(text.find_first_not_of(spaces), text.size()));
    return text.substr(0, text.find_last_not_of(spaces) + 1);
}

std::vector<std::string> split_filters(std::string_view text) {
    std::vector<std::string> filters;
    while (!text.empty()) {
        std::size_t const end = std::min(text.find(','), text.size());
        if (auto const filter = trimmed(text.substr(0, end)); !filter.empty())
            filters.emplace_back(filter);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return filters;
}

/// Code as it would stand at column 0, by the indentation of its first line.
std::string dedented(std::string_view code) {
    std::string made;
    std::string_view margin;
    bool first = true;
    while (!code.empty()) {
        std::size_t const end = std::min(code.find('\n'), code.size());
        std::string_view line = code.substr(0, end);
        code.remove_prefix(std::min(end + 1, code.size()));
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        bool const empty = trimmed(line).empty();
        if (first && !empty) {
            margin = line.substr(0, line.find_first_not_of(" \t"));
            first = false;
        }
        if (!empty)
            made += line.starts_with(margin) ? line.substr(margin.size()) : line;
        made += '\n';
    }
    return made;
}

class parser {
public:
    parser(std::string const& file, std::string_view text) : file_(file), text_(text) {}

    std::vector<mako_node> parse() {
        skip_encoding_line();
        while (at_ < text_.size())
            next();
        if (!open_.empty())
            fail(errc::syntax_error, open_.back().second, "'% " + open_.back().first + "' has no '% end'", "close it");
        return std::move(nodes_);
    }

private:
    void next() {
        if (looking_at("${"))
            return expression();
        if (at_line_start() && control_line())
            return;
        if (looking_at("<%doc>"))
            return comment();
        if (looking_at("<%") || looking_at("</%"))
            return tag_or_code();
        text();
    }

    /// A first line such as `# -*- coding: utf-8 -*-` is Mako's, not the output's.
    void skip_encoding_line() {
        std::string_view const line = text_.substr(0, text_.find('\n'));
        auto const found = line.find("coding");
        bool const declares = found != std::string_view::npos && found + 6 < line.size() &&
                              (line[found + 6] == ':' || line[found + 6] == '=');
        if (line.starts_with('#') && declares && line.size() < text_.size())
            at_ = line.size() + 1;
    }

    void expression() {
        std::size_t const start = at_;
        at_ += 2;
        auto [code, end] = until("|", "}");
        std::string_view filters;
        if (end == '|')
            filters = until("}", "}").first;
        add(mako_part::expression, std::string{trimmed(code)}, start).filters = split_filters(filters);
    }

    /// Code up to one of two characters outside strings, comments and brackets.
    std::pair<std::string_view, char> until(std::string_view first, std::string_view second) {
        std::size_t const start = at_;
        for (int depth = 0; at_ < text_.size();) {
            char const c = text_[at_];
            if (depth == 0 && (c == first.front() || c == second.front()))
                return {text_.substr(start, at_++ - start), c};
            if (!skip_string_or_comment()) {
                depth += c == '(' || c == '[' || c == '{' ? 1 : c == ')' || c == ']' || c == '}' ? -1 : 0;
                ++at_;
            }
        }
        fail(errc::syntax_error, start, "'${' is not closed", "add '}'");
    }

    bool skip_string_or_comment() {
        char const c = text_[at_];
        if (c == '#') {
            at_ = std::min(text_.find('\n', at_), text_.size());
            return true;
        }
        if (c != '"' && c != '\'')
            return false;
        std::size_t const start = at_;
        std::string_view const quotes =
            text_.substr(at_, 3) == std::string(3, c) ? text_.substr(at_, 3) : text_.substr(at_, 1);
        for (at_ += quotes.size(); at_ < text_.size(); ++at_) {
            if (looking_at(quotes)) {
                at_ += quotes.size();
                return true;
            }
            if (text_[at_] == '\\')
                ++at_;
        }
        fail(errc::syntax_error, start, "a string is not closed", "close it");
    }

    [[nodiscard]] bool at_line_start() const noexcept { return at_ == 0 || text_[at_ - 1] == '\n'; }

    [[nodiscard]] bool looking_at(std::string_view what) const noexcept { return text_.substr(at_).starts_with(what); }

    /// Where the mark of a control line or comment stands that begins here; npos when none does.
    [[nodiscard]] std::size_t mark_of_line(std::size_t line) const noexcept {
        std::size_t const mark = text_.find_first_not_of(" \t", line);
        if (mark == std::string_view::npos)
            return mark;
        bool const marked = text_[mark] == '%' || text_.substr(mark, 2) == "##";
        return marked ? mark : std::string_view::npos;
    }

    bool control_line() {
        std::size_t const mark = mark_of_line(at_);
        if (mark == std::string_view::npos)
            return false;
        if (text_.substr(mark, 2) == "%%")
            return doubled_percent(mark);
        bool const comment = text_[mark] == '#';
        std::size_t end = mark;
        do
            end = std::min(text_.find('\n', end + 1), text_.size());
        while (end < text_.size() && ends_with_backslash(text_.substr(mark, end - mark)));
        std::string_view const line = trimmed(text_.substr(mark + (comment ? 2 : 1), end - mark - (comment ? 2 : 1)));
        if (!comment)
            control(line, mark);
        at_ = std::min(end + 1, text_.size());
        return true;
    }

    static bool ends_with_backslash(std::string_view line) noexcept {
        return line.ends_with('\\') || line.ends_with("\\\r");
    }

    /// `%%` at the start of a line stands for `%`.
    bool doubled_percent(std::size_t mark) {
        if (mark != at_)
            fail(errc::not_evaluable, mark, "versions of Mako differ about an indented '%%'", "write ${'%'}");
        ++at_;
        text();
        return true;
    }

    void control(std::string_view line, std::size_t offset) {
        std::size_t const size = static_cast<std::size_t>(std::ranges::find_if_not(line, is_word) - line.begin());
        std::string const word{line.substr(0, size)};
        if (word.starts_with("end")) {
            std::string const keyword = word.substr(3);
            if (open_.empty() || open_.back().first != keyword)
                fail(errc::syntax_error, offset, "'% " + word + "' closes nothing", "remove it");
            open_.pop_back();
            add(mako_part::end_control, {}, offset);
            return;
        }
        constexpr std::array<std::string_view, 5> primary{"for", "if", "while", "try", "with"};
        if (std::ranges::find(primary, word) != primary.end())
            open_.emplace_back(word, offset);
        else if (open_.empty())
            fail(
                errc::syntax_error, offset, "'% " + std::string{line} + "' is no control line", "write ${'%'} for '%'"
            );
        add(mako_part::control, std::string{line}, offset);
    }

    void comment() {
        constexpr std::string_view closing = "</%doc>";
        auto const end = text_.find(closing, at_);
        if (end == std::string_view::npos)
            fail(errc::syntax_error, at_, "'<%doc>' is not closed", "add '</%doc>'");
        at_ = end + closing.size();
    }

    void tag_or_code() {
        std::size_t const start = at_;
        bool const module = looking_at("<%!");
        char const after = text_.substr(at_).size() > 2 ? text_[at_ + 2] : '\0';
        if (looking_at("</") || (!module && (is_word(after) || after == '.' || after == ':')))
            refuse_tag();
        at_ += module ? 3 : 2;
        std::size_t const code = at_;
        while (at_ < text_.size() && !looking_at("%>"))
            if (!skip_string_or_comment())
                ++at_;
        if (at_ >= text_.size())
            fail(errc::syntax_error, start, "'<%' is not closed", "add '%>'");
        add(module ? mako_part::module_code : mako_part::code, dedented(text_.substr(code, at_ - code)), start);
        at_ += 2;
    }

    [[noreturn]] void refuse_tag() {
        std::string_view const tag = text_.substr(at_, text_.find_first_of("> \t\r\n", at_ + 2) - at_);
        fail(errc::not_evaluable, at_, "the Mako tag " + std::string{tag} + "> is not known here", {});
    }

    void text() {
        std::size_t const start = at_;
        while (at_ < text_.size()) {
            if (at_ != start && text_[at_ - 1] == '\n' && mark_of_line(at_) != std::string_view::npos)
                break;
            if (looking_at("${") || looking_at("<%") || looking_at("</%"))
                break;
            if (looking_at("<&") || looking_at("</&"))
                fail(errc::not_evaluable, at_, "Mako drops the character before '&' here", "write ${'<'}");
            if (looking_at("\\\n") || looking_at("\\\r\n")) {
                add_text(start);
                at_ += looking_at("\\\n") ? 2 : 3;
                return;
            }
            ++at_;
        }
        add_text(start);
    }

    void add_text(std::size_t start) {
        if (at_ != start)
            add(mako_part::text, std::string{text_.substr(start, at_ - start)}, start);
    }

    mako_node& add(mako_part part, std::string text, std::size_t offset) {
        return nodes_.emplace_back(mako_node{part, std::move(text), {}, offset});
    }

    [[noreturn]] void fail(errc code, std::size_t offset, std::string message, std::string remedy) const {
        error_info info;
        info.code = code;
        info.message = std::move(message);
        info.remedy = std::move(remedy);
        info.place = base::place_at(file_, text_, offset);
        throw error{std::move(info)};
    }

    std::string const& file_;
    std::string_view text_;
    std::size_t at_ = 0;
    std::vector<mako_node> nodes_;
    std::vector<std::pair<std::string, std::size_t>> open_; ///< keywords of blocks that are not closed yet
};

} // namespace

std::vector<mako_node> parse_template(std::string const& file, std::string_view text) {
    return parser{file, text}.parse();
}

} // namespace alembicore::script
