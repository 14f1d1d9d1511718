#include "data/csv_reader.hpp"

#include "base/file.hpp"

#include <utility>

namespace alembicore::data {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

} // namespace

csv_reader::csv_reader(import_request const& how, text_source const& from) : how_(how), from_(from) {
    if (peek() != at_end && piece_.starts_with(byte_order_mark))
        piece_.remove_prefix(byte_order_mark.size());
}

error csv_reader::wrong(std::uint64_t line, std::string const& message) const {
    error_info info;
    info.code = errc::bad_usage;
    info.message = message;
    info.place = source_place{.file = how_.source, .line = static_cast<unsigned>(line), .excerpt = {}};
    return error{std::move(info)};
}

int csv_reader::peek() {
    while (piece_.empty() && !over_) {
        piece_ = from_();
        over_ = piece_.empty();
    }
    return over_ ? at_end : static_cast<unsigned char>(piece_.front());
}

void csv_reader::pass() {
    if (piece_.front() == '\n')
        ++line_;
    piece_.remove_prefix(1);
}

/// Behind the opening quote, to behind the closing one.
void csv_reader::read_quoted(std::string& into, std::uint64_t line) {
    for (int c = peek(); c != at_end; c = peek()) {
        pass();
        if (c == '"') {
            if (peek() != '"')
                return;
            pass();
        }
        into += static_cast<char>(c);
    }
    throw wrong(line, "a quotation that begins on this line is never closed");
}

void csv_reader::read_plain(std::string& into, std::uint64_t line) {
    for (int c = peek(); c != at_end && c != how_.delimiter && c != '\n' && c != '\r'; c = peek()) {
        if (c == '"')
            throw wrong(line, "a quote stands within a field that does not begin with one");
        pass();
        into += static_cast<char>(c);
    }
}

void csv_reader::read_field(csv_record& into) {
    std::string text;
    bool const quoted = peek() == '"';
    auto const line = line_;
    if (quoted) {
        pass();
        read_quoted(text, line);
        int const next = peek();
        if (next != at_end && next != how_.delimiter && next != '\n' && next != '\r')
            throw wrong(line_, "something follows the closing quote of a field");
    } else
        read_plain(text, line);
    if (text.find('\0') != std::string::npos)
        throw wrong(line, "a field holds a NUL character, which PostgreSQL does not accept");
    if (!any_bytes_ && base::find_invalid_utf8(text) != std::string::npos)
        throw wrong(line, "a field is not UTF-8");
    if (!quoted && text == how_.null_text)
        into.fields.emplace_back(std::nullopt);
    else
        into.fields.emplace_back(std::move(text));
}

bool csv_reader::read(csv_record& into) {
    int const first = peek();
    if (first == at_end)
        return false;
    into.fields.clear();
    into.line = line_;
    into.blank = first == '\n' || first == '\r';
    for (;;) {
        read_field(into);
        if (peek() != how_.delimiter)
            break;
        pass();
    }
    bool const returned = peek() == '\r';
    if (returned)
        pass();
    if (peek() == '\n')
        pass();
    else if (returned)
        ++line_; // as files of old Macs have it
    return true;
}

} // namespace alembicore::data
