#include "python/string_literal.hpp"

#include <cstddef>

namespace alembicore::python {

namespace {

int digit_of(char c) noexcept {
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return 99;
}

class escape_reader {
public:
    escape_reader(std::string_view raw, literal_flavour flavour) : raw_(raw), flavour_(flavour) {}

    resolved_escapes read() {
        result_.text.reserve(raw_.size());
        while (at_ < raw_.size() && result_.unsupported.empty()) {
            auto const backslash = raw_.find('\\', at_);
            result_.text += raw_.substr(at_, backslash - at_);
            if (backslash == std::string_view::npos || backslash + 1 >= raw_.size())
                break;
            at_ = backslash + 1;
            read_escape(raw_[at_++]);
        }
        return std::move(result_);
    }

private:
    void read_escape(char c) {
        switch (c) {
        case '\n':
            return;
        case '\\':
        case '\'':
        case '"':
            result_.text += c;
            return;
        case 'a':
            result_.text += '\a';
            return;
        case 'b':
            result_.text += '\b';
            return;
        case 'f':
            result_.text += '\f';
            return;
        case 'n':
            result_.text += '\n';
            return;
        case 'r':
            result_.text += '\r';
            return;
        case 't':
            result_.text += '\t';
            return;
        case 'v':
            result_.text += '\v';
            return;
        case 'x':
            return read_number(2, 2, 16);
        default:
            break;
        }
        if (c >= '0' && c <= '7') {
            --at_;
            return read_number(1, 3, 8);
        }
        if (flavour_ == literal_flavour::text && (c == 'u' || c == 'U'))
            return read_number(c == 'u' ? 4 : 8, c == 'u' ? 4 : 8, 16);
        if (flavour_ == literal_flavour::text && c == 'N') {
            result_.unsupported = "\\N{...} in a string";
            return;
        }
        result_.text += '\\';
        result_.text += c;
    }

    void read_number(int least, int most, int base) {
        char32_t code = 0;
        int digits = 0;
        while (digits < most && at_ < raw_.size() && digit_of(raw_[at_]) < base) {
            code = code * static_cast<char32_t>(base) + static_cast<char32_t>(digit_of(raw_[at_++]));
            ++digits;
        }
        bool const surrogate = code >= 0xD800 && code <= 0xDFFF;
        if (digits < least || code > 0x10FFFF)
            result_.unsupported = "a malformed escape in a string";
        else if (flavour_ == literal_flavour::bytes)
            result_.text += static_cast<char>(code & 0xFFU);
        else if (surrogate)
            result_.unsupported = "a lone surrogate in a string";
        else
            append_utf8(result_.text, code);
    }

    std::string_view raw_;
    literal_flavour flavour_;
    std::size_t at_ = 0;
    resolved_escapes result_;
};

} // namespace

resolved_escapes resolve_escapes(std::string_view raw, literal_flavour flavour) {
    return escape_reader{raw, flavour}.read();
}

void append_utf8(std::string& text, char32_t code_point) {
    auto const tail = [&](unsigned shift) { text += static_cast<char>(0x80U | ((code_point >> shift) & 0x3FU)); };
    if (code_point < 0x80) {
        text += static_cast<char>(code_point);
    } else if (code_point < 0x800) {
        text += static_cast<char>(0xC0U | (code_point >> 6U));
        tail(0);
    } else if (code_point < 0x10000) {
        text += static_cast<char>(0xE0U | (code_point >> 12U));
        tail(6);
        tail(0);
    } else {
        text += static_cast<char>(0xF0U | (code_point >> 18U));
        tail(12);
        tail(6);
        tail(0);
    }
}

} // namespace alembicore::python
