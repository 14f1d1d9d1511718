#include "python/format.hpp"

#include "python/exception.hpp"
#include "python/format_specification.hpp"
#include "python/operations.hpp"
#include "python/user_class.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace alembicore::python {

namespace {

constexpr std::size_t widest = 1'000'000;

std::size_t read_number(std::string_view& text) {
    std::size_t number = 0;
    while (!text.empty() && text[0] >= '0' && text[0] <= '9') {
        number = std::min(number * 10 + static_cast<std::size_t>(text[0] - '0'), widest + 1);
        text.remove_prefix(1);
    }
    if (number > widest)
        throw error{errc::evaluation_limit, "a format asks for more than " + std::to_string(widest) + " characters"};
    return number;
}

bool is_align(char c) noexcept {
    return c == '<' || c == '>' || c == '^' || c == '=';
}

std::string group_digits(std::string_view digits, char separator, std::size_t every) {
    std::string text;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i != 0 && (digits.size() - i) % every == 0)
            text += separator;
        text += digits[i];
    }
    return text;
}

std::string digits_of(std::uint64_t number, unsigned base, bool upper) {
    std::string_view const digits = upper ? "0123456789ABCDEF" : "0123456789abcdef";
    std::string text;
    do {
        text += digits[number % base];
        number /= base;
    } while (number != 0);
    std::ranges::reverse(text);
    return text;
}

std::string sign_of(bool negative, char sign) {
    if (negative)
        return "-";
    return sign == '-' ? "" : std::string{sign};
}

/// Sign and prefix stay before the padding of `=` (and of a leading 0).
std::string pad_number(format_specification const& how, std::string const& head, std::string body) {
    if (how.align == '=') {
        auto const size = head.size() + body.size();
        if (how.fill == "0" && how.grouping != 0)
            throw not_evaluable("a format with zeros and a thousands separator is not evaluated");
        std::string filled = head;
        for (std::size_t i = size; i < how.width; ++i)
            filled += how.fill;
        return filled + body;
    }
    return pad(how, head + body, '>');
}

std::string format_whole(format_specification const& how, std::int64_t number) {
    auto const magnitude = number < 0 ? 0 - static_cast<std::uint64_t>(number) : static_cast<std::uint64_t>(number);
    unsigned const base = how.type == 'x' || how.type == 'X' ? 16 : how.type == 'o' ? 8 : how.type == 'b' ? 2 : 10;
    auto body = digits_of(magnitude, base, how.type == 'X');
    if (how.grouping != 0)
        body = group_digits(body, how.grouping, base == 10 ? 3 : 4);
    auto head = sign_of(number < 0, how.sign);
    if (how.alternate && base != 10)
        head += std::string{'0', how.type};
    return pad_number(how, head, body);
}

std::string shortest(double magnitude, std::size_t precision, bool alternate, bool keep_point) {
    std::array<char, 400> buffer{};
    auto const size = std::snprintf(
        buffer.data(), buffer.size(), alternate ? "%#.*g" : "%.*g", static_cast<int>(precision), magnitude
    );
    std::string text{buffer.data(), static_cast<std::size_t>(size)};
    if (keep_point && text.find_first_of(".e") == std::string::npos)
        text += ".0";
    return text;
}

std::string format_real(format_specification const& how, double number) {
    auto const magnitude = std::abs(number);
    bool const upper = how.type == 'F' || how.type == 'E' || how.type == 'G';
    auto const precision = how.precision.value_or(6);
    if (precision > 300)
        throw not_evaluable("a format with a precision of " + std::to_string(precision) + " is not evaluated");
    std::string body;
    std::array<char, 800> buffer{};
    auto const print = [&](char const* pattern, double shown) {
        auto const size = std::snprintf(buffer.data(), buffer.size(), pattern, static_cast<int>(precision), shown);
        return std::string{buffer.data(), static_cast<std::size_t>(size)};
    };
    if (!std::isfinite(number))
        body = std::isnan(number) ? "nan" : "inf";
    else if (how.type == 'f' || how.type == 'F')
        body = print("%.*f", magnitude);
    else if (how.type == '%')
        body = print("%.*f", magnitude * 100) + "%";
    else if (how.type == 'e' || how.type == 'E')
        body = print("%.*e", magnitude);
    else if (how.type == 'g' || how.type == 'G')
        body = shortest(magnitude, std::max<std::size_t>(precision, 1), how.alternate, false);
    else
        body = how.precision ? shortest(magnitude, std::max<std::size_t>(precision, 1), false, true)
                             : real_text(magnitude);
    if (upper)
        std::ranges::transform(body, body.begin(), [](char c) { return c >= 'a' && c <= 'z' ? char(c - 32) : c; });
    if (how.grouping != 0) {
        auto const point = std::min(body.find_first_of(".e%"), body.size());
        body = group_digits(body.substr(0, point), how.grouping, 3) + body.substr(point);
    }
    return pad_number(how, sign_of(std::signbit(number) && !std::isnan(number), how.sign), body);
}

std::string format_text(format_specification const& how, std::string_view text) {
    if (how.align == '=')
        throw value_error("'=' alignment not allowed in string format specifier");
    if (how.sign != '-')
        throw value_error("Sign not allowed in string format specifier");
    if (how.precision)
        text = text.substr(0, offset_of(text, *how.precision));
    return pad(how, text, '<');
}

[[noreturn]] void unknown_code(char code, std::string const& type) {
    throw value_error("Unknown format code '" + std::string{code} + "' for object of type '" + type + "'");
}

} // namespace

format_specification parse_format_specification(std::string_view text) {
    format_specification how;
    auto const points = split_code_points(text.substr(0, 8));
    if (points.size() > 1 && points[1].size() == 1 && is_align(points[1][0])) {
        how.fill = points[0];
        how.align = points[1][0];
        text.remove_prefix(points[0].size() + 1);
    } else if (!text.empty() && is_align(text[0])) {
        how.align = text[0];
        text.remove_prefix(1);
    }
    auto const take = [&](std::string_view any) {
        if (text.empty() || any.find(text[0]) == std::string_view::npos)
            return char{0};
        char const taken = text[0];
        text.remove_prefix(1);
        return taken;
    };
    if (char const sign = take("+- "))
        how.sign = sign;
    how.alternate = take("#") != 0;
    if (take("0") != 0 && how.align == 0) {
        how.fill = "0";
        how.align = '=';
    }
    how.width = read_number(text);
    how.grouping = take(",_");
    if (take(".") != 0) {
        if (text.empty() || text[0] < '0' || text[0] > '9')
            throw value_error("Format specifier missing precision");
        how.precision = read_number(text);
    }
    if (text.size() > 1)
        throw value_error("Invalid format specifier");
    how.type = text.empty() ? '\0' : text[0];
    return how;
}

std::string pad(format_specification const& how, std::string_view text, char default_align) {
    auto const length = code_points_of(text);
    if (length >= how.width)
        return std::string{text};
    auto const missing = how.width - length;
    char const align = how.align == 0 ? default_align : how.align;
    auto const left = align == '<' ? 0 : align == '^' ? missing / 2 : missing;
    std::string padded;
    for (std::size_t i = 0; i < left; ++i)
        padded += how.fill;
    padded += text;
    for (std::size_t i = left; i < missing; ++i)
        padded += how.fill;
    return padded;
}

std::string format_value(evaluation& run, value const& item, std::string_view specification) {
    if (specification.empty())
        return run.str(item);
    if (auto* object = item.as_object()) {
        if (auto result = object->format(run, specification))
            return *std::move(result);
        if (auto const inner = object->underlying())
            return format_value(run, *inner, specification);
        throw type_error("unsupported format string passed to " + object->type_name() + ".__format__");
    }
    auto const how = parse_format_specification(specification);
    run.charge_memory(how.width + how.precision.value_or(0));
    if (auto const* text = item.get_if<str_pointer>()) {
        if (how.type != 0 && how.type != 's')
            unknown_code(how.type, "str");
        return format_text(how, (*text)->text);
    }
    bool const whole = item.get_if<std::int64_t>() != nullptr || item.get_if<bool>() != nullptr;
    if (whole && how.type == 'c')
        throw not_evaluable("the format code 'c' is not evaluated");
    if (whole && std::string_view{"dxXobn"}.find(how.type) != std::string_view::npos)
        return format_whole(how, *item.integer());
    if (whole && how.type == 0)
        return format_whole(how, *item.integer());
    if (auto const number = item.number()) {
        if (how.type != 0 && std::string_view{"eEfFgG%n"}.find(how.type) == std::string_view::npos)
            unknown_code(how.type, type_name_of(item));
        return format_real(how, *number);
    }
    throw type_error("unsupported format string passed to " + type_name_of(item) + ".__format__");
}

namespace {

/// `%(name)05.2f`, one after the other.
class percent_formatter {
public:
    percent_formatter(evaluation& run, std::string_view text, value const& given)
        : run_(run), text_(text), given_(given),
          items_(given.get_if<tuple_pointer>() == nullptr ? nullptr : given.items()) {}

    std::string format() {
        std::string result;
        while (!text_.empty()) {
            auto const at = text_.find('%');
            result += text_.substr(0, at);
            if (at == std::string_view::npos)
                break;
            text_.remove_prefix(at + 1);
            result += conversion();
            run_.charge_memory(result.size() > 1024 ? 256 : 16);
        }
        bool const unused = items_ != nullptr ? next_ < items_->size() : next_ == 0 && given_.mapping() == nullptr;
        if (unused && !named_)
            throw type_error("not all arguments converted during string formatting");
        run_.charge_memory(result.size());
        return result;
    }

private:
    value next_item() {
        if (items_ != nullptr) {
            if (next_ >= items_->size())
                throw type_error("not enough arguments for format string");
            return (*items_)[next_++];
        }
        if (next_++ != 0)
            throw type_error("not enough arguments for format string");
        return given_;
    }

    std::optional<value> named_item() {
        if (!text_.starts_with('('))
            return std::nullopt;
        auto const end = text_.find(')');
        if (end == std::string_view::npos)
            throw value_error("incomplete format key");
        if (given_.mapping() == nullptr && given_.as_object() == nullptr)
            throw type_error("format requires a mapping");
        value const key{text_.substr(1, end - 1)};
        text_.remove_prefix(end + 1);
        named_ = true;
        return get_item(run_, given_, key);
    }

    std::size_t width_from_argument() {
        auto const whole = next_item().integer();
        if (!whole)
            throw type_error("* wants int");
        if (*whole < 0 || *whole > static_cast<std::int64_t>(widest))
            throw not_evaluable("this width in a format is not evaluated");
        return static_cast<std::size_t>(*whole);
    }

    std::size_t width() {
        if (!text_.starts_with('*'))
            return read_number(text_);
        text_.remove_prefix(1);
        return width_from_argument();
    }

    std::string conversion() {
        auto item = named_item();
        format_specification how;
        bool left = false;
        bool zero = false;
        while (!text_.empty() && std::string_view{"#0- +"}.find(text_[0]) != std::string_view::npos) {
            left = left || text_[0] == '-';
            zero = zero || text_[0] == '0';
            how.alternate = how.alternate || text_[0] == '#';
            if (text_[0] == '+' || (text_[0] == ' ' && how.sign != '+'))
                how.sign = text_[0];
            text_.remove_prefix(1);
        }
        how.width = width();
        if (text_.starts_with('.')) {
            text_.remove_prefix(1);
            how.precision = width();
        }
        while (!text_.empty() && std::string_view{"hlL"}.find(text_[0]) != std::string_view::npos)
            text_.remove_prefix(1);
        if (text_.empty())
            throw value_error("incomplete format");
        how.type = text_[0];
        text_.remove_prefix(1);
        if (how.type == '%')
            return "%";
        run_.charge_memory(how.width + how.precision.value_or(0));
        if (!item)
            item = next_item();
        how.align = left ? '<' : '>';
        return convert(how, *item, zero && !left);
    }

    std::string convert(format_specification how, value const& item, bool zero) {
        if (how.type == 's' || how.type == 'r' || how.type == 'a') {
            auto const text = how.type == 's' ? run_.str(item) : run_.repr(item);
            how.sign = '-';
            return format_text(how, how.type == 'a' ? ascii_of(text) : text);
        }
        if (zero) {
            how.fill = "0";
            how.align = '=';
        }
        auto const code = std::string{how.type};
        if (std::string_view{"diuxXo"}.find(how.type) != std::string_view::npos)
            return convert_whole(how, item, code);
        if (std::string_view{"eEfFgG"}.find(how.type) != std::string_view::npos) {
            auto const number = item.number();
            if (!number)
                throw type_error("must be real number, not " + type_name_of(item));
            return format_real(how, *number);
        }
        if (how.type == 'c')
            throw not_evaluable("the format code 'c' is not evaluated");
        throw value_error("unsupported format character '" + code + "'");
    }

    std::string convert_whole(format_specification how, value const& item, std::string const& code) {
        std::optional<std::int64_t> whole = item.integer();
        if (auto const* real = item.get_if<double>();
            real != nullptr && how.type != 'x' && how.type != 'X' && how.type != 'o' && std::abs(*real) < 9e18)
            whole = static_cast<std::int64_t>(*real);
        if (!whole)
            throw type_error(
                "%" + code +
                " format: " + (how.type == 'd' || how.type == 'i' || how.type == 'u' ? "a real number" : "an integer") +
                " is required, not " + type_name_of(item)
            );
        if (how.precision)
            throw not_evaluable("a precision for whole numbers is not evaluated");
        return format_whole(how, *whole);
    }

    evaluation& run_;
    std::string_view text_;
    value const& given_;
    std::vector<value> const* items_;
    std::size_t next_ = 0;
    bool named_ = false;
};

/// `{0.name[key]!r:>{width}}`
class brace_formatter {
public:
    brace_formatter(evaluation& run, std::span<value const> positional, dict_table const& keyword)
        : run_(run), positional_(positional), keyword_(keyword) {}

    std::string format(std::string_view text, int depth = 0) {
        if (depth > 1)
            throw value_error("Max string recursion exceeded");
        std::string result;
        while (!text.empty()) {
            auto const at = text.find_first_of("{}");
            result += text.substr(0, at);
            if (at == std::string_view::npos)
                break;
            bool const doubled = at + 1 < text.size() && text[at + 1] == text[at];
            if (doubled) {
                result += text[at];
                text.remove_prefix(at + 2);
                continue;
            }
            if (text[at] == '}')
                throw value_error("Single '}' encountered in format string");
            text.remove_prefix(at + 1);
            auto const end = end_of_field(text);
            result += field(text.substr(0, end), depth);
            run_.charge_memory(result.size() > 1024 ? 256 : 16);
            text.remove_prefix(end + 1);
        }
        return result;
    }

private:
    static std::size_t end_of_field(std::string_view text) {
        int open = 1;
        for (std::size_t i = 0; i < text.size(); ++i) {
            open += text[i] == '{' ? 1 : text[i] == '}' ? -1 : 0;
            if (open == 0)
                return i;
        }
        throw value_error(
            text.empty() ? "Single '{' encountered in format string" : "expected '}' before end of string"
        );
    }

    std::string field(std::string_view text, int depth) {
        auto const stop = text.find_first_of("!:");
        auto item = lookup(text.substr(0, stop));
        text = stop == std::string_view::npos ? std::string_view{} : text.substr(stop);
        if (text.starts_with('!')) {
            if (text.size() < 2 || std::string_view{"sra"}.find(text[1]) == std::string_view::npos)
                throw value_error("Unknown conversion specifier " + std::string{text.substr(1, 1)});
            auto const shown = text[1] == 's' ? run_.str(item) : run_.repr(item);
            item = value{text[1] == 'a' ? ascii_of(shown) : shown};
            text.remove_prefix(2);
        }
        auto const specification = text.empty() ? std::string{} : format(text.substr(1), depth + 1);
        return format_value(run_, item, specification);
    }

    value first_part(std::string_view name) {
        bool const digits = name.find_first_not_of("0123456789") == std::string_view::npos;
        if (!digits) {
            auto const* found = keyword_.find(name);
            if (found == nullptr) {
                auto made = std::make_shared<instance>(builtin_exception("KeyError"));
                made->args().emplace_back(name);
                throw raised{std::move(made)};
            }
            return *found;
        }
        auto at = name.empty() ? next_++ : read_number(name);
        if (at >= positional_.size())
            throw python_error(
                "IndexError", "Replacement index " + std::to_string(at) + " out of range for positional args tuple"
            );
        return positional_[at];
    }

    value lookup(std::string_view path) {
        auto stop = std::min(path.find_first_of(".["), path.size());
        auto item = first_part(path.substr(0, stop));
        path.remove_prefix(stop);
        while (!path.empty()) {
            if (path[0] == '.') {
                stop = std::min(path.find_first_of(".[", 1), path.size());
                auto const name = path.substr(1, stop - 1);
                auto found = run_.attribute(item, name);
                if (!found)
                    throw missing_attribute(item, name);
                item = *std::move(found);
            } else {
                auto const close = path.find(']');
                if (close == std::string_view::npos)
                    throw value_error("Missing ']' in format string");
                auto key = path.substr(1, close - 1);
                bool const digits = !key.empty() && key.find_first_not_of("0123456789") == std::string_view::npos;
                item = get_item(run_, item, digits ? value{read_number(key)} : value{key});
                stop = close + 1;
            }
            path.remove_prefix(stop);
        }
        return item;
    }

    evaluation& run_;
    std::span<value const> positional_;
    dict_table const& keyword_;
    std::size_t next_ = 0;
};

} // namespace

std::string format_percent(evaluation& run, std::string_view text, value const& given) {
    return percent_formatter{run, text, given}.format();
}

std::string
format_braces(evaluation& run, std::string_view text, std::span<value const> positional, dict_table const& keyword) {
    return brace_formatter{run, positional, keyword}.format(text);
}

} // namespace alembicore::python
