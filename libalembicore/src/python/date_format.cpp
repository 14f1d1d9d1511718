// Dates to text and back: strftime, strptime, fromisoformat.
#include "python/calendar.hpp"

#include "python/exception.hpp"
#include "python/text.hpp"

#include <algorithm>
#include <charconv>

namespace alembicore::python {

using std::chrono::days;
using std::chrono::microseconds;
using std::chrono::minutes;

namespace {

constexpr std::array<std::string_view, 12> month_names{
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
};
constexpr std::array<std::string_view, 7> day_names{
    "Sunday",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
};

std::string offset_of_zone(calendar_time const& when) {
    return when.offset() ? offset_text(*when.offset(), "") : std::string{};
}

std::string zone_name(calendar_time const& when) {
    if (!when.offset())
        return {};
    return when.offset()->count() == 0 ? "UTC" : "UTC" + offset_text(*when.offset());
}

std::string format_directive(calendar_time const& when, char directive) {
    auto const at = split_moment(when.local());
    auto const day = std::chrono::floor<days>(when.local());
    auto const weekday = std::chrono::weekday{day};
    auto const hour12 = at.hour % 12 == 0 ? 12 : at.hour % 12;
    switch (directive) {
    case 'Y':
        // glibc leaves out leading zeros, other systems write them.
        if (at.year < 1000)
            break;
        return std::to_string(at.year);
    case 'y':
        return print_numbers("%02d", at.year % 100);
    case 'm':
        return print_numbers("%02u", at.month);
    case 'd':
        return print_numbers("%02u", at.day);
    case 'H':
        return print_numbers("%02d", at.hour);
    case 'I':
        return print_numbers("%02d", hour12);
    case 'M':
        return print_numbers("%02d", at.minute);
    case 'S':
        return print_numbers("%02d", at.second);
    case 'f':
        return print_numbers("%06d", at.microsecond);
    case 'p':
        return at.hour < 12 ? "AM" : "PM";
    case 'j': {
        std::chrono::year_month_day const date{day};
        auto const first = std::chrono::sys_days{date.year() / 1 / 1};
        return print_numbers("%03d", static_cast<int>((day - first).count() + 1));
    }
    case 'B':
        return std::string{month_names.at(at.month - 1)};
    case 'b':
        return std::string{month_names.at(at.month - 1).substr(0, 3)};
    case 'A':
        return std::string{day_names.at(weekday.c_encoding())};
    case 'a':
        return std::string{day_names.at(weekday.c_encoding()).substr(0, 3)};
    case 'w':
        return std::to_string(weekday.c_encoding());
    case 'u':
        return std::to_string(weekday.iso_encoding());
    case 'z':
        return offset_of_zone(when);
    case 'Z':
        return zone_name(when);
    case '%':
        return "%";
    case 'F':
        return format_date(when, "%Y-%m-%d");
    case 'T':
        return format_date(when, "%H:%M:%S");
    default:
        break;
    }
    throw not_evaluable(std::string{"the directive %"} + directive + " of strftime() is not evaluated");
}

/// Reads a text by a format, one directive at a time.
class date_reader {
public:
    date_reader(std::string_view text, std::string_view format) : text_(text), format_(format) {}

    value read() {
        for (std::size_t i = 0; i < format_.size(); ++i) {
            if (is_blank(format_[i]))
                skip_blanks();
            else if (format_[i] == '%' && i + 1 < format_.size())
                read_directive(format_[++i]);
            else if (!take(format_[i]))
                fail();
        }
        if (at_ < text_.size())
            throw value_error("unconverted data remains: " + std::string{text_.substr(at_)});
        auto const hour = afternoon_ ? hour_ % 12 + (*afternoon_ ? 12 : 0) : hour_;
        auto const moment_read = checked_day(year_, month_, day_) + std::chrono::hours{hour} + minutes{minute_} +
                                 std::chrono::seconds{second_} + microseconds{microsecond_};
        return make_moment(moment_read, offset_);
    }

private:
    static bool is_blank(char c) noexcept { return is_space(static_cast<unsigned char>(c)); }

    [[noreturn]] void fail() const {
        throw value_error("time data " + quote_text(text_) + " does not match format " + quote_text(format_));
    }

    bool take(char wanted) {
        if (at_ >= text_.size() || text_[at_] != wanted)
            return false;
        ++at_;
        return true;
    }

    void skip_blanks() {
        if (at_ >= text_.size() || !is_blank(text_[at_]))
            fail();
        while (at_ < text_.size() && is_blank(text_[at_]))
            ++at_;
    }

    int number(std::size_t least, std::size_t most, int low, int high) {
        // Like the regular expressions of CPython: as many digits as the directive may have, fewer if that is too much.
        std::size_t count = 0;
        while (count < most && at_ + count < text_.size() && text_[at_ + count] >= '0' && text_[at_ + count] <= '9')
            ++count;
        for (; count >= least && count > 0; --count) {
            int result = 0;
            std::from_chars(text_.data() + at_, text_.data() + at_ + count, result);
            if (result < low || result > high)
                continue;
            at_ += count;
            return result;
        }
        fail();
    }

    void read_fraction() {
        auto const before = at_;
        microsecond_ = number(1, 6, 0, 999'999);
        for (auto digits = at_ - before; digits < 6; ++digits)
            microsecond_ *= 10;
    }

    int name(std::span<std::string_view const> names, bool shortened) {
        for (std::size_t i = 0; i < names.size(); ++i) {
            auto const wanted = shortened ? names[i].substr(0, 3) : names[i];
            auto const here = text_.substr(at_, wanted.size());
            bool const same = std::ranges::equal(here, wanted, [](char a, char b) { return (a | 32) == (b | 32); });
            if (!same)
                continue;
            at_ += wanted.size();
            return static_cast<int>(i) + 1;
        }
        fail();
    }

    void read_offset() {
        if (take('Z')) {
            offset_ = minutes{0};
            return;
        }
        bool const negative = take('-');
        if (!negative && !take('+'))
            fail();
        auto const hours = number(2, 2, 0, 23);
        take(':');
        auto const total = std::chrono::hours{hours} + minutes{number(2, 2, 0, 59)};
        offset_ = negative ? -total : total;
    }

    void read_directive(char directive) {
        switch (directive) {
        case 'Y':
            year_ = number(4, 4, 1, 9999);
            return;
        case 'y':
            year_ = number(2, 2, 0, 99);
            year_ += year_ < 69 ? 2000 : 1900;
            return;
        case 'm':
            month_ = number(1, 2, 1, 12);
            return;
        case 'd':
            day_ = number(1, 2, 1, 31);
            return;
        case 'H':
            hour_ = number(1, 2, 0, 23);
            return;
        case 'I':
            hour_ = number(1, 2, 1, 12);
            return;
        case 'M':
            minute_ = number(1, 2, 0, 59);
            return;
        case 'S':
            second_ = number(1, 2, 0, 59);
            return;
        case 'f':
            return read_fraction();
        case 'B':
            month_ = name(month_names, false);
            return;
        case 'b':
            month_ = name(month_names, true);
            return;
        case 'p':
            afternoon_ = text_.substr(at_, 2) == "PM" || text_.substr(at_, 2) == "pm";
            if (!*afternoon_ && text_.substr(at_, 2) != "AM" && text_.substr(at_, 2) != "am")
                fail();
            at_ += 2;
            return;
        case 'z':
            return read_offset();
        case '%':
            if (!take('%'))
                fail();
            return;
        default:
            throw not_evaluable(std::string{"the directive %"} + directive + " of strptime() is not evaluated");
        }
    }

    std::string_view text_;
    std::string_view format_;
    std::size_t at_ = 0;
    int year_ = 1900;
    int month_ = 1;
    int day_ = 1;
    int hour_ = 0;
    int minute_ = 0;
    int second_ = 0;
    int microsecond_ = 0;
    std::optional<bool> afternoon_;
    std::optional<minutes> offset_;
};

bool has_shape(std::string_view text, std::string_view shape) noexcept {
    return text.size() == shape.size() && std::ranges::equal(text, shape, [](char c, char wanted) {
               return wanted == '0' ? c >= '0' && c <= '9' : wanted == '?' || c == wanted;
           });
}

} // namespace

std::string format_date(calendar_time const& when, std::string_view format) {
    std::string text;
    for (std::size_t i = 0; i < format.size(); ++i) {
        if (format[i] != '%')
            text += format[i];
        else if (i + 1 == format.size())
            throw not_evaluable("a format of strftime() that ends with % is not evaluated");
        else
            text += format_directive(when, format[++i]);
    }
    return text;
}

value parse_date(std::string_view text, std::string_view format) {
    return date_reader{text, format}.read();
}

value parse_iso_datetime(std::string_view text) {
    std::string_view rest = text;
    std::string format;
    auto const take = [&](std::string_view shape, std::string_view directives) {
        if (!has_shape(rest.substr(0, shape.size()), shape))
            return false;
        rest.remove_prefix(shape.size());
        format += directives;
        return true;
    };
    bool const date = take("0000-00-00", "%Y-%m-%d");
    if (date && rest.empty())
        return parse_date(text, format);
    std::string normal{text};
    if (date && text.size() > 10) {
        normal[10] = 'T';
        rest.remove_prefix(1);
        format += "T";
        take("00:00", "%H:%M") && take(":00", ":%S") && (take(".000000", ".%f") || take(".000", ".%f"));
        bool const complete = rest.empty() || has_shape(rest, "+00:00") || has_shape(rest, "-00:00") || rest == "Z";
        if (complete && format.size() > std::string_view{"%Y-%m-%dT"}.size())
            return parse_date(normal, format + (rest.empty() ? "" : "%z"));
    }
    throw not_evaluable(
        "this form of fromisoformat() is not evaluated", "write YYYY-MM-DD or YYYY-MM-DDTHH:MM:SS, with +HH:MM or not"
    );
}

} // namespace alembicore::python
