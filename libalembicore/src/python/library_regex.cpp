// re: patterns and matches as Python objects; regex.hpp says what does the work.
#include "python/builtins.hpp"
#include "python/evaluation.hpp"
#include "python/exception.hpp"
#include "python/lazy.hpp"
#include "python/library.hpp"
#include "python/methods.hpp"
#include "python/operations.hpp"
#include "python/regex.hpp"
#include "python/text.hpp"

#include <algorithm>

namespace alembicore::python {

namespace {

using given_type = bound_arguments const&;
constexpr auto npos = static_cast<std::size_t>(-1);

class match_object final : public object {
public:
    match_object(value pattern, std::shared_ptr<compiled_regex const> compiled, value text, match_spans spans)
        : pattern_(std::move(pattern)), compiled_(std::move(compiled)), text_(std::move(text)),
          spans_(std::move(spans)) {}

    [[nodiscard]] match_spans const& spans() const noexcept { return spans_; }

    [[nodiscard]] compiled_regex const& compiled() const noexcept { return *compiled_; }

    [[nodiscard]] std::string_view text() const { return *text_.text(); }

    [[nodiscard]] value group(std::size_t number, value const& fallback = {}) const {
        auto const [begin, end] = spans_.groups[number];
        return begin == npos ? fallback : value{text().substr(begin, end - begin)};
    }

    [[nodiscard]] std::size_t number_of(value const& wanted) const {
        if (auto const name = wanted.text()) {
            for (auto const& [known, number] : compiled_->translated().names)
                if (known == *name)
                    return number;
        } else if (auto const number = wanted.integer();
                   number && *number >= 0 && static_cast<std::size_t>(*number) < spans_.groups.size()) {
            return static_cast<std::size_t>(*number);
        }
        throw python_error("IndexError", "no such group");
    }

    /// Code points before a byte offset; -1 where a group took no part.
    [[nodiscard]] value position(std::size_t offset) const {
        return offset == npos ? value{-1} : value{code_points_of(text().substr(0, offset))};
    }

    [[nodiscard]] std::string type_name() const override { return "Match"; }

    [[nodiscard]] bool truth(evaluation&) override { return true; }

    [[nodiscard]] value item(evaluation&, value const& key) override { return group(number_of(key)); }

    [[nodiscard]] std::optional<value> attribute(evaluation& run, std::string_view name) override;

    [[nodiscard]] std::string repr(evaluation& run) override {
        auto const [begin, end] = spans_.groups[0];
        return "<re.Match object; span=(" + run.repr(position(begin)) + ", " + run.repr(position(end)) +
               "), match=" + run.repr(group(0)) + ">";
    }

private:
    value pattern_;
    std::shared_ptr<compiled_regex const> compiled_;
    value text_;
    match_spans spans_;
};

match_object const& match_of(value const& self) {
    return static_cast<match_object const&>(*self.as_object());
}

value group_method(evaluation&, value const& self, given_type given) {
    auto const& match = match_of(self);
    if (given.rest().empty())
        return match.group(0);
    if (given.rest().size() == 1)
        return match.group(match.number_of(given.rest()[0]));
    std::vector<value> groups;
    for (auto const& each : given.rest())
        groups.push_back(match.group(match.number_of(each)));
    return value::tuple(std::move(groups));
}

value groups_method(evaluation&, value const& self, given_type given) {
    auto const& match = match_of(self);
    std::vector<value> groups;
    for (std::size_t i = 1; i < match.spans().groups.size(); ++i)
        groups.push_back(match.group(i, given["default"]));
    return value::tuple(std::move(groups));
}

value groupdict_method(evaluation&, value const& self, given_type given) {
    auto const& match = match_of(self);
    dict_table table;
    for (auto const& [name, number] : match.compiled().translated().names)
        table.set(value{name}, match.group(number, given["default"]));
    return value::dict(std::move(table));
}

value start_method(evaluation&, value const& self, given_type given) {
    auto const& match = match_of(self);
    return match.position(match.spans().groups[match.number_of(given["group"])].first);
}

value end_method(evaluation&, value const& self, given_type given) {
    auto const& match = match_of(self);
    return match.position(match.spans().groups[match.number_of(given["group"])].second);
}

value span_method(evaluation& run, value const& self, given_type given) {
    return value::tuple({start_method(run, self, given), end_method(run, self, given)});
}

/// The template of `sub`: text with `\\1` and `\\g<name>`.
class replacement_template {
public:
    replacement_template(std::string_view text, compiled_regex const& pattern) : text_(text), pattern_(pattern) {
        while (at_ < text_.size())
            text_[at_] == '\\' ? read_escape() : add(text_[at_++]);
    }

    [[nodiscard]] std::string filled(match_object const& match) const {
        std::string result;
        for (auto const& [text, group] : parts_) {
            result += text;
            if (group)
                result += match.group(*group, value{""}).text().value_or("");
        }
        return result;
    }

private:
    struct part {
        std::string text;
        std::optional<std::size_t> group;
    };

    void add(char c) {
        if (parts_.empty() || parts_.back().group)
            parts_.emplace_back();
        parts_.back().text += c;
    }

    void add_group(std::size_t number) {
        if (number > pattern_.translated().groups)
            refuse();
        parts_.push_back({{}, number});
    }

    [[noreturn]] static void refuse() {
        throw not_evaluable("this replacement text of a regular expression is not evaluated");
    }

    static bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

    void read_named() {
        auto const end = text_.find('>', at_);
        if (!text_.substr(at_).starts_with('<') || end == std::string_view::npos)
            refuse();
        auto const name = text_.substr(at_ + 1, end - at_ - 1);
        at_ = end + 1;
        if (!name.empty() && name.size() < 4 && std::ranges::all_of(name, is_digit))
            return add_group(static_cast<std::size_t>(std::stoi(std::string{name})));
        for (auto const& [known, number] : pattern_.translated().names)
            if (known == name)
                return add_group(number);
        throw python_error("IndexError", "unknown group name '" + std::string{name} + "'");
    }

    void read_escape() {
        static constexpr std::string_view letters = "abfnrtv\\";
        static constexpr std::string_view meanings = "\a\b\f\n\r\t\v\\";
        ++at_;
        if (at_ == text_.size())
            refuse();
        char const c = text_[at_++];
        if (c == 'g')
            return read_named();
        if (auto const known = letters.find(c); known != std::string_view::npos)
            return add(meanings[known]);
        if (c >= '1' && c <= '9') {
            std::size_t number = static_cast<std::size_t>(c - '0');
            if (at_ < text_.size() && is_digit(text_[at_]))
                number = number * 10 + static_cast<std::size_t>(text_[at_++] - '0');
            if (at_ < text_.size() && is_digit(text_[at_]) && number > 9)
                refuse();
            return add_group(number);
        }
        bool const letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (letter || is_digit(c))
            refuse();
        add('\\');
        add(c);
    }

    std::string_view text_;
    compiled_regex const& pattern_;
    std::size_t at_ = 0;
    std::vector<part> parts_;
};

class pattern_object final : public object {
public:
    explicit pattern_object(std::shared_ptr<compiled_regex const> compiled) : compiled_(std::move(compiled)) {}

    [[nodiscard]] std::shared_ptr<compiled_regex const> const& compiled() const noexcept { return compiled_; }

    [[nodiscard]] std::string type_name() const override { return "Pattern"; }

    [[nodiscard]] bool truth(evaluation&) override { return true; }

    [[nodiscard]] std::optional<value> attribute(evaluation& run, std::string_view name) override;

    [[nodiscard]] std::optional<value> match(evaluation& run, value const& text, match_kind kind) {
        auto found = compiled_->match(run, *text.text(), 0, kind);
        return found ? std::optional{wrap(text, *std::move(found))} : std::nullopt;
    }

    /// Every match, from left to right, as Python 3.7 and later finds them. The visitor's false ends the search.
    template <typename Visitor>
    void each_match(evaluation& run, value const& text, Visitor&& visit) {
        std::size_t from = 0;
        bool must_advance = false;
        auto const whole = *text.text();
        while (from <= whole.size()) {
            auto found = compiled_->match(run, whole, from, match_kind::anywhere, must_advance);
            if (!found)
                return;
            auto const [begin, end] = found->groups[0];
            run.charge_memory(64 + sizeof(match_object));
            if (!visit(wrap(text, *std::move(found))))
                return;
            must_advance = begin == end;
            from = end;
        }
    }

private:
    [[nodiscard]] value wrap(value const& text, match_spans spans) {
        return std::make_shared<match_object>(value{shared_from_this()}, compiled_, text, std::move(spans));
    }

    std::shared_ptr<compiled_regex const> compiled_;
};

pattern_object& pattern_of(value const& self) {
    return static_cast<pattern_object&>(*self.as_object());
}

value text_argument(given_type given) {
    auto const& text = given["string"];
    if (auto const content = text.text())
        return value{*content};
    if (text.get_if<bytes_pointer>() != nullptr)
        throw given.refusal("string", "regular expressions over bytes are not evaluated");
    throw type_error("expected string or bytes-like object, got '" + type_name_of(text) + "'");
}

template <match_kind kind>
value match_method(evaluation& run, value const& self, given_type given) {
    return pattern_of(self).match(run, text_argument(given), kind).value_or(value{});
}

value findall(evaluation& run, value const& self, given_type given) {
    std::vector<value> found;
    pattern_of(self).each_match(run, text_argument(given), [&](value const& each) {
        auto const& match = match_of(each);
        auto const groups = match.spans().groups.size() - 1;
        if (groups < 2) {
            found.push_back(match.group(groups, value{""}));
            return true;
        }
        std::vector<value> row;
        for (std::size_t i = 1; i <= groups; ++i)
            row.push_back(match.group(i, value{""}));
        run.charge_memory(sizeof(value) * row.size());
        found.push_back(value::tuple(std::move(row)));
        return true;
    });
    return value::list(std::move(found));
}

value finditer(evaluation&, value const& self, given_type given) {
    return make_lazy(
        "callable_iterator",
        [self, text = text_argument(given)](evaluation& run, item_visitor const& visit) {
            pattern_of(self).each_match(run, text, [&](value const& each) { return visit(each); });
        }
    );
}

value split(evaluation& run, value const& self, given_type given) {
    auto const limit = given.integer("maxsplit");
    auto const text = text_argument(given);
    auto const whole = *text.text();
    std::vector<value> parts;
    std::size_t at = 0;
    std::int64_t done = 0;
    if (limit >= 0)
        pattern_of(self).each_match(run, text, [&](value const& each) {
            auto const& match = match_of(each);
            auto const [begin, end] = match.spans().groups[0];
            run.charge_memory(begin - at + sizeof(value) * match.spans().groups.size());
            parts.emplace_back(whole.substr(at, begin - at));
            for (std::size_t i = 1; i < match.spans().groups.size(); ++i)
                parts.push_back(match.group(i));
            at = end;
            return ++done != limit;
        });
    parts.emplace_back(whole.substr(at));
    return value::list(std::move(parts));
}

std::string replaced(evaluation& run, value const& self, given_type given, std::int64_t& done) {
    auto const& wanted = given["repl"];
    auto const limit = given.integer("count");
    auto const text = text_argument(given);
    std::optional<replacement_template> filled;
    std::string const template_text{wanted.text().value_or("")};
    if (wanted.text())
        filled.emplace(template_text, *pattern_of(self).compiled());
    std::string result;
    std::size_t at = 0;
    if (limit >= 0)
        pattern_of(self).each_match(run, text, [&](value const& each) {
            auto const& match = match_of(each);
            auto const [begin, end] = match.spans().groups[0];
            result += text.text()->substr(at, begin - at);
            if (filled)
                result += filled->filled(match);
            else if (auto const made = run.call(wanted, {.positional = {each}, .keyword = {}}); made.text())
                result += *made.text();
            else if (!made.is_none())
                throw type_error("expected str instance, " + type_name_of(made) + " found");
            run.charge_memory(result.size() / 16);
            at = end;
            return ++done != limit;
        });
    result += text.text()->substr(at);
    run.charge_memory(result.size());
    return result;
}

value sub(evaluation& run, value const& self, given_type given) {
    std::int64_t done = 0;
    return replaced(run, self, given, done);
}

value subn(evaluation& run, value const& self, given_type given) {
    std::int64_t done = 0;
    auto text = replaced(run, self, given, done);
    return value::tuple({value{std::move(text)}, value{done}});
}

method_table const& pattern_methods() {
    static method_table const once{
        {"match(string)", match_method<match_kind::at_start>},
        {"fullmatch(string)", match_method<match_kind::whole>},
        {"search(string)", match_method<match_kind::anywhere>},
        {"findall(string)", findall},
        {"finditer(string)", finditer},
        {"split(string, maxsplit=0)", split},
        {"sub(repl, string, count=0)", sub},
        {"subn(repl, string, count=0)", subn},
    };
    return once;
}

method_table const& match_methods() {
    static method_table const once{
        {"group(*groups)", group_method},
        {"groups(default=None)", groups_method},
        {"groupdict(default=None)", groupdict_method},
        {"start(group=0, /)", start_method},
        {"end(group=0, /)", end_method},
        {"span(group=0, /)", span_method},
        {"expand(template)",
         [](evaluation&, value const& self, given_type given) -> value {
             auto const& match = match_of(self);
             auto const text = given.text("template");
             return replacement_template{text, match.compiled()}.filled(match);
         }},
    };
    return once;
}

std::optional<value> match_object::attribute(evaluation&, std::string_view name) {
    if (auto const* found = match_methods().find(name))
        return bind_method(shared_from_this(), *found);
    if (name == "string")
        return text_;
    if (name == "re")
        return pattern_;
    if (name == "pos")
        return value{0};
    refuse("attribute '" + std::string{name} + "' of");
}

std::optional<value> pattern_object::attribute(evaluation&, std::string_view name) {
    if (auto const* found = pattern_methods().find(name))
        return bind_method(shared_from_this(), *found);
    auto const& translated = compiled_->translated();
    if (name == "pattern")
        return value{compiled_->pattern()};
    if (name == "groups")
        return value{translated.groups};
    if (name == "flags")
        return value{translated.flags | ((translated.flags & regex_flag::ascii) != 0 ? 0 : regex_flag::unicode)};
    if (name == "groupindex") {
        dict_table table;
        for (auto const& [known, number] : translated.names)
            table.set(value{known}, value{number});
        return value::dict(std::move(table));
    }
    refuse("attribute '" + std::string{name} + "' of");
}

value compile(evaluation& run, given_type given) {
    auto const& pattern = given["pattern"];
    auto const flags = given.integer("flags");
    constexpr auto known = regex_flag::ignore_case | regex_flag::multi_line | regex_flag::dot_all |
                           regex_flag::unicode | regex_flag::verbose | regex_flag::ascii;
    if (pattern.as<pattern_object>() != nullptr) {
        if (flags != 0)
            throw value_error("cannot process flags argument with a compiled pattern");
        return pattern;
    }
    auto const text = pattern.text();
    if (!text || (flags & ~known) != 0)
        throw given.refusal(text ? "flags" : "pattern", "this is not evaluated in a regular expression");
    run.charge_steps(1000 + text->size());
    run.charge_memory(1000 + 16 * text->size());
    return std::make_shared<pattern_object>(std::make_shared<compiled_regex>(std::string{*text}, flags));
}

/// `re.sub(pattern, …)`: the method of the compiled pattern.
void add_function(module_object& re, std::string const& method, std::string const& parameters) {
    re.function(
        method + "(pattern, " + parameters + ", flags=0)",
        [method](evaluation& run, given_type given) {
            auto const pattern = compile(run, given);
            arguments passed;
            for (auto const& each : given.declared().parameters())
                if (each.name != "pattern" && each.name != "flags")
                    passed.positional.push_back(given[each.name]);
            return run.call(*run.attribute(pattern, method), passed);
        },
        effect::none
    );
}

value escape(evaluation& run, given_type given) {
    static constexpr std::string_view special = "()[]{}?*+-|^$\\.&~# \t\n\r\v\f";
    std::string text;
    for (char const c : given.text("pattern")) {
        if (special.find(c) != std::string_view::npos)
            text += '\\';
        text += c;
    }
    run.charge_memory(text.size());
    return text;
}

} // namespace

void add_regex(module_registry& registry) {
    auto& re = registry.module("re");
    re.function("compile(pattern, flags=0)", compile, effect::none);
    for (auto const* name : {"match", "fullmatch", "search", "findall", "finditer"})
        add_function(re, name, "string");
    add_function(re, "split", "string, maxsplit=0");
    add_function(re, "sub", "repl, string, count=0");
    add_function(re, "subn", "repl, string, count=0");
    re.function("escape(pattern)", escape, effect::none);
    for (auto const& [letter, name, flag] :
         {std::tuple{"I", "IGNORECASE", regex_flag::ignore_case},
          {"M", "MULTILINE", regex_flag::multi_line},
          {"S", "DOTALL", regex_flag::dot_all},
          {"U", "UNICODE", regex_flag::unicode},
          {"X", "VERBOSE", regex_flag::verbose},
          {"A", "ASCII", regex_flag::ascii}}) {
        re.set(letter, flag);
        re.set(name, flag);
    }
    auto const error = class_value(make_exception_type("error", builtin_exception("Exception")));
    re.set("error", error);
    re.set("PatternError", error);
}

} // namespace alembicore::python
