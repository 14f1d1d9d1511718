#include "data/statement_texts.hpp"

#include <algorithm>

namespace alembicore::data {

namespace {

constexpr std::size_t first_words = 2;
/// `CREATE OR REPLACE FUNCTION`: within so many words it is known whether a body may follow.
constexpr std::size_t words_before_a_body = 4;

bool starts_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

bool continues_name(char c) {
    return starts_name(c) || (c >= '0' && c <= '9') || c == '$';
}

std::string small_letters(std::string_view word) {
    std::string made{word};
    std::ranges::transform(made, made.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return made;
}

class splitter {
public:
    explicit splitter(std::string_view text) : text_(text) {}

    std::vector<statement_text> run() {
        while (at_ < text_.size())
            step();
        end_statement();
        return std::move(found_);
    }

private:
    [[nodiscard]] bool looking_at(std::string_view sign) const { return text_.substr(at_).starts_with(sign); }

    void step() {
        char const c = text_[at_];
        if (c == ' ' || (c >= '\t' && c <= '\r'))
            ++at_;
        else if (looking_at("--"))
            at_ = std::min(text_.find('\n', at_), text_.size());
        else if (looking_at("/*"))
            pass_comment();
        else if (c == ';' && parentheses_ == 0 && blocks_ == 0) {
            end_statement();
            ++at_;
        } else {
            begin_statement();
            pass_token(c);
        }
    }

    void begin_statement() {
        if (begin_ == std::string_view::npos)
            begin_ = at_;
    }

    void end_statement() {
        if (begin_ != std::string_view::npos) {
            words_.resize(std::min(words_.size(), first_words));
            auto text = text_.substr(begin_, at_ - begin_);
            text.remove_suffix(text.size() - (text.find_last_not_of(" \t\r\n\f\v") + 1));
            found_.push_back({.text = text, .offset = begin_, .words = std::move(words_)});
        }
        begin_ = std::string_view::npos;
        words_.clear();
        only_words_ = true;
        parentheses_ = 0;
        blocks_ = 0;
    }

    void pass_token(char c) {
        if (starts_name(c))
            return pass_word();
        only_words_ = false;
        if (c == '\'')
            pass_quoted('\'');
        else if (c == '"')
            pass_quoted('"');
        else if (c == '$')
            pass_dollar();
        else {
            if (c == '(')
                ++parentheses_;
            else if (c == ')' && parentheses_ > 0)
                --parentheses_;
            ++at_;
            while (c >= '0' && c <= '9' && at_ < text_.size() && continues_name(text_[at_]))
                ++at_; // 1$ is no dollar quotation
        }
    }

    void pass_word() {
        auto const begin = at_;
        while (at_ < text_.size() && continues_name(text_[at_]))
            ++at_;
        auto word = small_letters(text_.substr(begin, at_ - begin));
        if (word == "e" && looking_at("'"))
            return pass_escaped();
        count_blocks(word);
        if (only_words_ && words_.size() < words_before_a_body)
            words_.push_back(std::move(word));
    }

    /// The body of an SQL function, `BEGIN ATOMIC … END`, has semicolons of its own.
    void count_blocks(std::string const& word) {
        bool const routine = !words_.empty() && words_.front() == "create" &&
                             (std::ranges::count(words_, "function") + std::ranges::count(words_, "procedure") != 0);
        if (!routine || parentheses_ != 0)
            return;
        if (word == "begin" || (word == "case" && blocks_ > 0))
            ++blocks_;
        else if (word == "end" && blocks_ > 0)
            --blocks_;
    }

    void pass_quoted(char quote) {
        auto const end = text_.find(quote, at_ + 1); // a doubled one begins the next quotation
        at_ = end == std::string_view::npos ? text_.size() : end + 1;
    }

    void pass_escaped() {
        only_words_ = false;
        for (++at_; at_ < text_.size() && (text_[at_] != '\'' || looking_at("''")); ++at_)
            if (text_[at_] == '\\' || text_[at_] == '\'')
                ++at_;
        at_ = std::min(at_ + 1, text_.size());
    }

    void pass_dollar() {
        auto end = at_ + 1;
        if (end < text_.size() && starts_name(text_[end]))
            while (end < text_.size() && continues_name(text_[end]) && text_[end] != '$')
                ++end;
        if (end >= text_.size() || text_[end] != '$') {
            ++at_; // a parameter, or a sign that the server will refuse
            return;
        }
        auto const tag = text_.substr(at_, end + 1 - at_);
        auto const close = text_.find(tag, end + 1);
        at_ = close == std::string_view::npos ? text_.size() : close + tag.size();
    }

    void pass_comment() {
        std::size_t depth = 0;
        do {
            if (looking_at("/*")) {
                ++depth;
                at_ += 2;
            } else if (looking_at("*/")) {
                --depth;
                at_ += 2;
            } else
                ++at_;
        } while (depth > 0 && at_ < text_.size());
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t begin_ = std::string_view::npos;
    std::vector<std::string> words_;
    bool only_words_ = true; ///< so far
    std::size_t parentheses_ = 0;
    std::size_t blocks_ = 0;
    std::vector<statement_text> found_;
};

} // namespace

std::vector<statement_text> split_statements(std::string_view text) {
    return splitter{text}.run();
}

} // namespace alembicore::data
