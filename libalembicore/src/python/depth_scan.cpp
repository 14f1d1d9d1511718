#include "python/depth_scan.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace alembicore::python {

namespace {

bool is_word(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

class pending_counter {
public:
    explicit pending_counter(std::string_view text) : text_(text) {}

    std::size_t count() {
        while (at_ < text_.size()) {
            step();
            deepest_ = std::max(deepest_, outer_ + run_);
        }
        return deepest_;
    }

private:
    void step() {
        char const c = text_[at_];
        if (c == '#') {
            at_ = std::min(text_.find('\n', at_), text_.size());
        } else if (c == '\'' || c == '"') {
            skip_string(std::string_view{});
        } else if (is_word(c)) {
            auto const begin = at_;
            while (at_ < text_.size() && is_word(text_[at_]))
                ++at_;
            ++run_;
            if (at_ < text_.size() && (text_[at_] == '\'' || text_[at_] == '"'))
                skip_string(text_.substr(begin, at_ - begin));
        } else {
            ++at_;
            punctuation(c);
        }
    }

    void punctuation(char c) {
        if (c == '(' || c == '[' || c == '{') {
            open_.push_back(run_);
            outer_ += run_ + 1;
            run_ = 0;
        } else if (c == ')' || c == ']' || c == '}') {
            if (open_.empty())
                return;
            run_ = open_.back() + 1;
            outer_ -= open_.back() + 1;
            open_.pop_back();
        } else if (c == ',' || c == ';' || (c == '\n' && open_.empty())) {
            run_ = 0;
        } else if (c != ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f') {
            ++run_;
        }
    }

    /// A string is one token; one with expressions inside counts as everything that could start a token there.
    void skip_string(std::string_view prefix) {
        char const quote = text_[at_];
        bool const triple = text_.substr(at_).starts_with(std::string(3, quote));
        bool const formatted = prefix.find_first_of("fF") != std::string_view::npos;
        at_ += triple ? 3 : 1;
        ++run_;
        while (at_ < text_.size()) {
            char const c = text_[at_];
            if (!triple && c == '\n')
                return;
            if (c == quote && (!triple || text_.substr(at_).starts_with(std::string(3, quote)))) {
                at_ += triple ? 3 : 1;
                return;
            }
            at_ += c == '\\' ? 2 : 1;
            if (formatted && !is_word(c))
                ++run_;
        }
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t run_ = 0;
    std::size_t outer_ = 0;
    std::size_t deepest_ = 0;
    std::vector<std::size_t> open_;
};

} // namespace

std::size_t deepest_pending(std::string_view text) {
    return pending_counter{text}.count();
}

} // namespace alembicore::python
