#include "python/indentation.hpp"

#include "python/line_scan.hpp"

#include <algorithm>
#include <vector>

namespace alembicore::python {

namespace {

/// The blanks at the beginning of a line, as wide as with tabs to every eighth column, and as with tabs like blanks:
/// where the two disagree about which line is further in, nobody could tell.
struct width {
    std::size_t wide = 0;
    std::size_t narrow = 0;
};

constexpr std::size_t tab_stop = 8;
constexpr char const* unclear_tabs = "inconsistent use of tabs and spaces in indentation";

class line_reader {
public:
    explicit line_reader(std::string_view text) : text_{text} {}

    std::optional<indentation_fault> find() {
        while (at_ < text_.size()) {
            auto const here = read_blanks();
            if (at_ == text_.size())
                break;
            if (text_[at_] == '\n' || text_[at_] == '#') {
                at_ = std::min(text_.find('\n', at_), text_.size() - 1) + 1;
                continue;
            }
            if (auto const* message = complaint(here))
                return indentation_fault{at_, message};
            read_logical_line();
        }
        if (opened_)
            return indentation_fault{last_code_, "expected an indented block"};
        return std::nullopt;
    }

private:
    width read_blanks() {
        width read;
        for (; at_ < text_.size(); ++at_) {
            switch (text_[at_]) {
            case ' ':
                ++read.wide;
                ++read.narrow;
                break;
            case '\t':
                read.wide = (read.wide / tab_stop + 1) * tab_stop;
                ++read.narrow;
                break;
            case '\f':
                read = {};
                break;
            default:
                return read;
            }
        }
        return read;
    }

    /// Takes the line into the levels; null where all is well.
    char const* complaint(width here) {
        auto const outer = levels_.back();
        if (here.wide > outer.wide) {
            if (here.narrow <= outer.narrow)
                return unclear_tabs;
            if (!opened_)
                return "unexpected indent";
            levels_.push_back(here);
            return nullptr;
        }
        if (here.wide == outer.wide && here.narrow != outer.narrow)
            return unclear_tabs;
        if (opened_)
            return "expected an indented block";
        while (here.wide < levels_.back().wide)
            levels_.pop_back();
        if (here.wide != levels_.back().wide)
            return "unindent does not match any outer indentation level";
        return here.narrow == levels_.back().narrow ? nullptr : unclear_tabs;
    }

    /// To the end of the line that may go over several in brackets, in strings and behind a backslash.
    void read_logical_line() {
        std::size_t const length = find_line_end(text_.substr(at_)).value_or(text_.size() - at_);
        opened_ = last_character(text_.substr(at_, length)) == ':';
        at_ = std::min(at_ + length + 1, text_.size());
    }

    /// Of the code of a logical line, which may have a comment behind it.
    char last_character(std::string_view line) {
        char last = ' ';
        for (std::size_t at = 0; at < line.size();) {
            auto const next = behind_token(line, at);
            char const c = line[at];
            if (c == '#')
                at = std::min(line.find('\n', at), line.size());
            else {
                if (c != ' ' && c != '\t' && c != '\n' && c != '\f' && c != '\\') {
                    last = c;
                    last_code_ = at_ + at;
                }
                at = next;
            }
        }
        return last;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t last_code_ = 0;
    std::vector<width> levels_{width{}};
    bool opened_ = false; ///< the last line ended with the colon of a block
};

} // namespace

std::optional<indentation_fault> find_indentation_fault(std::string_view text) {
    return line_reader{text}.find();
}

} // namespace alembicore::python
