#include "lint/identifiers.hpp"

#include <algorithm>

namespace alembicore::lint {

namespace {

bool begins_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

bool continues_word(char c) {
    return begins_word(c) || (c >= '0' && c <= '9') || c == '$';
}

class scanner {
public:
    scanner(std::string_view sql, std::size_t longest) : sql_{sql}, longest_{longest} {}

    std::vector<std::string> scan() {
        while (at_ < sql_.size())
            step();
        return std::move(found_);
    }

private:
    void step() {
        auto const rest = sql_.substr(at_);
        if (rest.front() == '\'')
            return skip_behind("'", 1);
        if (rest.front() == '"')
            return take_quoted();
        if (rest.starts_with("--"))
            return skip_behind("\n", 2);
        if (rest.starts_with("/*"))
            return skip_behind("*/", 2);
        if (rest.front() == '$')
            return skip_dollars();
        if (begins_word(rest.front()))
            return take_word();
        ++at_;
    }

    /// A doubled quote ends one literal and begins the next, which is all the same here.
    void skip_behind(std::string_view end, std::size_t opening) {
        auto const found = sql_.find(end, at_ + opening);
        at_ = found == std::string_view::npos ? sql_.size() : found + end.size();
    }

    void skip_dollars() {
        auto end = at_ + 1;
        while (end < sql_.size() && continues_word(sql_[end]) && sql_[end] != '$')
            ++end;
        if (end >= sql_.size() || sql_[end] != '$') {
            at_ = end;
            return;
        }
        auto const tag = sql_.substr(at_, end - at_ + 1);
        skip_behind(tag, tag.size());
    }

    void take_quoted() {
        std::string name;
        for (++at_; at_ < sql_.size(); ++at_) {
            if (sql_[at_] == '"' && !sql_.substr(at_).starts_with("\"\""))
                break;
            if (sql_[at_] == '"')
                ++at_;
            name += sql_[at_];
        }
        ++at_;
        keep(name);
    }

    void take_word() {
        auto const start = at_;
        while (at_ < sql_.size() && continues_word(sql_[at_]))
            ++at_;
        // E'…', B'…' and the like are literals.
        keep(std::string{sql_.substr(start, at_ - start)});
    }

    void keep(std::string const& name) {
        if (name.size() > longest_ && std::ranges::count(found_, name) == 0)
            found_.push_back(name);
    }

    std::string_view sql_;
    std::size_t longest_;
    std::size_t at_ = 0;
    std::vector<std::string> found_;
};

} // namespace

std::vector<std::string> identifiers_longer_than(std::size_t bytes, std::string_view sql) {
    return scanner{sql, bytes}.scan();
}

} // namespace alembicore::lint
