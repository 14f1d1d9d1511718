// json.dumps and json.loads.
#include "python/evaluation.hpp"
#include "python/exception.hpp"
#include "python/library.hpp"
#include "python/operations.hpp"
#include "python/string_literal.hpp"
#include "python/text.hpp"
#include "python/user_class.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>

namespace alembicore::python {

namespace {

class json_writer {
public:
    json_writer(evaluation& run, bound_arguments const& given)
        : run_(run), ascii_(given.boolean("ensure_ascii")), sorted_(given.boolean("sort_keys")),
          default_(given["default"]) {
        if (!given["indent"].is_none()) {
            auto const width = given["indent"].integer();
            auto const spaces =
                width ? std::string(static_cast<std::size_t>(std::clamp<std::int64_t>(*width, 0, 64)), ' ')
                      : given.text("indent");
            indent_ = spaces;
            item_separator_ = ",";
        }
        if (!given["separators"].is_none()) {
            auto const both = given.texts("separators");
            if (both.size() != 2)
                throw value_error("not enough values to unpack (expected 2)");
            item_separator_ = both[0];
            key_separator_ = both[1];
        }
    }

    std::string write(value const& item) {
        append(item);
        return std::move(text_);
    }

private:
    void append(value const& item) {
        run_.check_stack();
        run_.charge_steps(1);
        if (item.is_none())
            text_ += "null";
        else if (auto const boolean = item.boolean())
            text_ += *boolean ? "true" : "false";
        else if (auto const text = item.text())
            append_text(*text);
        else if (auto const whole = item.integer())
            text_ += std::to_string(*whole);
        else if (auto const* real = item.get_if<double>())
            text_ += std::isnan(*real)   ? "NaN"
                     : std::isinf(*real) ? (*real < 0 ? "-Infinity" : "Infinity")
                                         : real_text(*real);
        else if (auto const* items = items_of(item))
            append_items(*items);
        else if (auto const* table = item.mapping())
            append_table(*table);
        else if (!default_.is_none())
            append(run_.call(default_, {.positional = {item}, .keyword = {}}));
        else if (item.as_object() != nullptr && item.as_object()->type() == nullptr)
            throw not_evaluable("writing a '" + type_name_of(item) + "' as JSON is not evaluated");
        else
            throw type_error("Object of type " + type_name_of(item) + " is not JSON serializable");
    }

    static std::vector<value> const* items_of(value const& item) { return item.items(); }

    void append_text(std::string_view text) {
        run_.charge_memory(text.size());
        text_ += '"';
        for (auto const bytes : each_code_point(text)) {
            auto const code = decode_code_point(bytes);
            if (code == '"' || code == '\\')
                text_ += std::string{'\\', static_cast<char>(code)};
            else if (code == '\n')
                text_ += "\\n";
            else if (code == '\r')
                text_ += "\\r";
            else if (code == '\t')
                text_ += "\\t";
            else if (code == '\b')
                text_ += "\\b";
            else if (code == '\f')
                text_ += "\\f";
            else if (code < 0x20 || (ascii_ && code > 0x7E))
                append_escape(code);
            else
                text_ += bytes;
        }
        text_ += '"';
    }

    void append_escape(char32_t code) {
        auto const unit = [&](char32_t sixteen_bits) {
            std::array<char, 16> buffer{};
            std::snprintf(buffer.data(), buffer.size(), "\\u%04x", static_cast<unsigned>(sixteen_bits));
            text_ += buffer.data();
        };
        if (code < 0x10000)
            return unit(code);
        unit(0xD800 + ((code - 0x10000) >> 10U));
        unit(0xDC00 + ((code - 0x10000) & 0x3FFU));
    }

    void new_line() {
        if (!indent_)
            return;
        text_ += '\n';
        run_.charge_memory(level_ * indent_->size());
        for (std::size_t i = 0; i < level_; ++i)
            text_ += *indent_;
    }

    void append_items(std::vector<value> const& items) {
        if (items.empty()) {
            text_ += "[]";
            return;
        }
        text_ += '[';
        ++level_;
        for (std::size_t i = 0; i < items.size(); ++i) {
            if (i != 0)
                text_ += item_separator_;
            new_line();
            append(items[i]);
        }
        --level_;
        new_line();
        text_ += ']';
    }

    std::string key_text(value const& key) {
        if (auto const text = key.text())
            return std::string{*text};
        if (key.is_none())
            return "null";
        if (auto const boolean = key.boolean())
            return *boolean ? "true" : "false";
        if (auto const whole = key.integer())
            return std::to_string(*whole);
        if (auto const* real = key.get_if<double>())
            return real_text(*real);
        throw type_error("keys must be str, int, float, bool or None, not " + type_name_of(key));
    }

    void append_table(dict_table const& table) {
        if (table.empty()) {
            text_ += "{}";
            return;
        }
        auto keys = table.keys();
        if (sorted_)
            sort_values(run_, keys, {}, false);
        text_ += '{';
        ++level_;
        for (std::size_t i = 0; i < keys.size(); ++i) {
            if (i != 0)
                text_ += item_separator_;
            new_line();
            append_text(key_text(keys[i]));
            text_ += key_separator_;
            append(*table.find(keys[i]));
        }
        --level_;
        new_line();
        text_ += '}';
    }

    evaluation& run_;
    bool ascii_;
    bool sorted_;
    value default_;
    std::optional<std::string> indent_;
    std::string item_separator_ = ", ";
    std::string key_separator_ = ": ";
    std::size_t level_ = 0;
    std::string text_;
};

type_pointer const& decode_error() {
    static auto const once = make_exception_type("JSONDecodeError", builtin_exception("ValueError"));
    return once;
}

class json_reader {
public:
    json_reader(evaluation& run, std::string_view text) : run_(run), text_(text) { run.charge_steps(text.size()); }

    value read() {
        auto result = read_value();
        skip_space();
        if (at_ != text_.size())
            fail("Extra data");
        return result;
    }

private:
    [[noreturn]] void fail(std::string const& what) const {
        auto const before = text_.substr(0, at_);
        auto const line = std::ranges::count(before, '\n') + 1;
        auto const column = code_points_of(before.substr(before.rfind('\n') + 1)) + 1;
        auto const position = code_points_of(before);
        auto thrown = make_raised(
            decode_error(),
            what + ": line " + std::to_string(line) + " column " + std::to_string(column) + " (char " +
                std::to_string(position) + ")"
        );
        auto& said = static_cast<instance&>(*thrown.thrown).attributes();
        said.set("msg", what);
        said.set("doc", text_);
        said.set("pos", position);
        said.set("lineno", line);
        said.set("colno", column);
        throw thrown;
    }

    void skip_space() {
        while (at_ < text_.size() && std::string_view{" \t\n\r"}.find(text_[at_]) != std::string_view::npos)
            ++at_;
    }

    bool take(std::string_view word) {
        if (!text_.substr(at_).starts_with(word))
            return false;
        at_ += word.size();
        return true;
    }

    value read_value() {
        run_.check_stack();
        run_.charge_steps(1);
        skip_space();
        if (take("null"))
            return {};
        if (take("true"))
            return true;
        if (take("false"))
            return false;
        if (take("\""))
            return read_text();
        if (take("["))
            return read_items();
        if (take("{"))
            return read_table();
        return read_number();
    }

    value read_items() {
        std::vector<value> items;
        skip_space();
        if (take("]"))
            return value::list();
        do {
            run_.charge_memory(sizeof(value));
            items.push_back(read_value());
            skip_space();
        } while (take(","));
        if (!take("]"))
            fail("Expecting ',' delimiter");
        return value::list(std::move(items));
    }

    value read_table() {
        dict_table table;
        skip_space();
        if (take("}"))
            return value::dict();
        do {
            skip_space();
            if (!take("\""))
                fail("Expecting property name enclosed in double quotes");
            auto const key = read_text();
            skip_space();
            if (!take(":"))
                fail("Expecting ':' delimiter");
            run_.charge_memory(sizeof(dict_table::entry));
            table.set(key, read_value());
            skip_space();
        } while (take(","));
        if (!take("}"))
            fail("Expecting ',' delimiter");
        return value::dict(std::move(table));
    }

    char32_t read_unit() {
        unsigned unit = 0;
        auto const digits = text_.substr(at_, 4);
        if (digits.size() != 4 || std::from_chars(digits.data(), digits.data() + 4, unit, 16).ptr != digits.data() + 4)
            fail("Invalid \\uXXXX escape");
        at_ += 4;
        return unit;
    }

    value read_text() {
        std::string text;
        while (true) {
            if (at_ >= text_.size())
                fail("Unterminated string starting at");
            char const c = text_[at_++];
            if (c == '"')
                break;
            if (static_cast<unsigned char>(c) < 0x20)
                fail("Invalid control character at");
            if (c != '\\') {
                text += c;
                continue;
            }
            char const escape = at_ < text_.size() ? text_[at_++] : '\0';
            static constexpr std::string_view names = "\"\\/bfnrt";
            static constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
            if (auto const known = names.find(escape); escape != '\0' && known != std::string_view::npos) {
                text += meanings[known];
            } else if (escape == 'u') {
                auto code = read_unit();
                if (code >= 0xD800 && code < 0xDC00 && take("\\u")) {
                    auto const low = read_unit();
                    if (low >= 0xDC00 && low <= 0xDFFF)
                        code = 0x10000 + ((code - 0xD800) << 10U) + (low - 0xDC00);
                }
                if (code >= 0xD800 && code <= 0xDFFF)
                    throw not_evaluable("a lone surrogate in JSON is not evaluated");
                append_utf8(text, code);
            } else {
                fail("Invalid \\escape");
            }
        }
        run_.charge_memory(text.size());
        return text;
    }

    value read_number() {
        auto const begin = at_;
        take("-");
        bool real = false;
        while (at_ < text_.size() && std::string_view{"0123456789.eE+-"}.find(text_[at_]) != std::string_view::npos) {
            real = real || (text_[at_] != '+' && text_[at_] != '-' && (text_[at_] < '0' || text_[at_] > '9'));
            ++at_;
        }
        auto const digits = text_.substr(begin, at_ - begin);
        auto const* const end = digits.data() + digits.size();
        double number = 0;
        std::int64_t whole = 0;
        auto const [stopped, failure] =
            real ? std::from_chars(digits.data(), end, number) : std::from_chars(digits.data(), end, whole);
        if (failure == std::errc::result_out_of_range)
            throw not_evaluable("a number in JSON is too large to be evaluated");
        if (failure != std::errc{} || stopped != end) {
            at_ = begin;
            fail("Expecting value");
        }
        return real ? value{number} : value{whole};
    }

    evaluation& run_;
    std::string_view text_;
    std::size_t at_ = 0;
};

value load(evaluation& run, bound_arguments const& given) {
    if (auto const text = given["s"].text())
        return json_reader{run, *text}.read();
    if (auto const* bytes = given["s"].get_if<bytes_pointer>())
        return json_reader{run, (*bytes)->bytes}.read();
    throw type_error("the JSON object must be str, bytes or bytearray, not " + type_name_of(given["s"]));
}

} // namespace

value read_json(evaluation& run, std::string_view text) {
    return json_reader{run, text}.read();
}

void add_json(module_registry& registry) {
    auto& json = registry.module("json");
    json.function(
        "dumps(obj, *, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True, cls=None, indent=None, "
        "separators=None, default=None, sort_keys=False)",
        [](evaluation& run, bound_arguments const& given) -> value {
            if (!given["cls"].is_none())
                throw given.refusal("cls", "an encoder class is not evaluated");
            return json_writer{run, given}.write(given["obj"]);
        },
        effect::none
    );
    json.function("loads(s)", load, effect::none);
    json.set("JSONDecodeError", class_value(decode_error()));
}

} // namespace alembicore::python
