// Parameters written as Python writes them, and calls bound to them with Python's own complaints.
#include "python/exception.hpp"
#include "python/function.hpp"

#include <algorithm>
#include <charconv>

namespace alembicore::python {

using syntax::parameter_kind;

namespace {

std::string_view trim(std::string_view text) noexcept {
    auto const first = text.find_first_not_of(" \n");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \n") - first + 1);
}

[[noreturn]] void malformed(std::string_view text) {
    throw error{errc::internal, "malformed signature: " + std::string{text}};
}

/// Splits at commas; defaults are too simple to contain any but in quotes.
std::vector<std::string_view> split_parameters(std::string_view text) {
    std::vector<std::string_view> parts;
    std::size_t begin = 0;
    char quote = 0;
    for (std::size_t i = 0; i <= text.size(); ++i) {
        char const c = i < text.size() ? text[i] : ',';
        if (quote != 0)
            quote = c == quote ? '\0' : quote;
        else if (c == '\'')
            quote = c;
        else if (c == ',') {
            if (auto const part = trim(text.substr(begin, i - begin)); !part.empty())
                parts.push_back(part);
            begin = i + 1;
        }
    }
    return parts;
}

value parse_default(std::string_view text) {
    if (text == "None" || text == "...")
        return {};
    if (text == "True" || text == "False")
        return text == "True";
    if (text == "()")
        return value::tuple();
    if (text.size() >= 2 && text.front() == '\'' && text.back() == '\'')
        return text.substr(1, text.size() - 2);
    std::int64_t whole = 0;
    auto const* const end = text.data() + text.size();
    if (std::from_chars(text.data(), end, whole).ptr == end)
        return whole;
    double real = 0;
    if (std::from_chars(text.data(), end, real).ptr == end)
        return real;
    malformed(text);
}

std::string quoted_list(std::vector<std::string> const& names) {
    std::string text;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i > 0)
            text += names.size() == 2 ? " and " : i + 1 == names.size() ? ", and " : ", ";
        text += "'" + names[i] + "'";
    }
    return text;
}

bool takes_position(signature_parameter const& parameter) noexcept {
    return parameter.kind == parameter_kind::ordinary || parameter.kind == parameter_kind::positional_only;
}

std::string plural(std::size_t count, std::string noun) {
    return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

} // namespace

signature::signature(std::string name, std::vector<signature_parameter> parameters)
    : name_(std::move(name)), parameters_(std::move(parameters)) {}

signature signature::parse(std::string_view text) {
    auto const open = text.find('(');
    if (open == std::string_view::npos || !text.ends_with(')'))
        malformed(text);
    std::vector<signature_parameter> parameters;
    auto now = parameter_kind::ordinary;
    for (auto part : split_parameters(text.substr(open + 1, text.size() - open - 2))) {
        if (part == "/") {
            for (auto& earlier : parameters)
                earlier.kind = parameter_kind::positional_only;
        } else if (part == "*") {
            now = parameter_kind::keyword_only;
        } else if (part.starts_with("**")) {
            parameters.push_back({std::string{part.substr(2)}, parameter_kind::keywords, std::nullopt});
        } else if (part.starts_with('*')) {
            parameters.push_back({std::string{part.substr(1)}, parameter_kind::rest, std::nullopt});
            now = parameter_kind::keyword_only;
        } else if (auto const sign = part.find('='); sign != std::string_view::npos) {
            auto const fallback = parse_default(trim(part.substr(sign + 1)));
            parameters.push_back({std::string{trim(part.substr(0, sign))}, now, fallback});
        } else {
            parameters.push_back({std::string{part}, now, std::nullopt});
        }
    }
    return {std::string{trim(text.substr(0, open))}, std::move(parameters)};
}

declaration::declaration(std::string text) : text_(std::move(text)) {}

declaration::declaration(signature known) : text_(known.name()), read_(std::move(known)) {
    std::call_once(once_, [] {});
}

std::string_view declaration::name() const noexcept {
    return std::string_view{text_}.substr(0, text_.find('('));
}

signature const& declaration::read() const {
    std::call_once(once_, [this] { read_ = signature::parse(text_); });
    return *read_;
}

std::size_t signature::slot_of(std::string_view parameter) const noexcept {
    auto const found = std::ranges::find(parameters_, parameter, &signature_parameter::name);
    return static_cast<std::size_t>(found - parameters_.begin());
}

namespace {

/// One binding in progress.
class binder {
public:
    binder(signature const& declared, arguments const& given)
        : declared_(declared), given_(given), slots_(declared.parameters().size()) {}

    std::vector<std::optional<value>> bind() {
        bind_positions();
        bind_keywords();
        if (extra_positions_ != 0)
            complain_about_too_many();
        complain_about_missing();
        return std::move(slots_);
    }

private:
    void bind_positions() {
        auto const parameters = declared_.parameters();
        std::size_t next = 0;
        for (std::size_t i = 0; i < parameters.size(); ++i) {
            if (takes_position(parameters[i]) && next < given_.positional.size())
                slots_[i] = given_.positional[next++];
            else if (parameters[i].kind == parameter_kind::rest) {
                auto const first = given_.positional.begin() + static_cast<std::ptrdiff_t>(next);
                slots_[i] = value::tuple({first, given_.positional.end()});
                next = given_.positional.size();
            } else if (parameters[i].kind == parameter_kind::keywords) {
                slots_[i] = value::dict();
            }
        }
        extra_positions_ = given_.positional.size() - next;
    }

    void bind_keywords() {
        std::vector<std::string> misplaced;
        for (auto const& [name, item] : given_.keyword) {
            auto const parameters = declared_.parameters();
            auto const slot = declared_.slot_of(name);
            bool const named = slot < parameters.size() && (parameters[slot].kind == parameter_kind::ordinary ||
                                                            parameters[slot].kind == parameter_kind::keyword_only);
            if (named && slots_[slot])
                throw type_error(declared_.name() + "() got multiple values for argument '" + std::string{name} + "'");
            if (named)
                slots_[slot] = item;
            else if (auto* const rest = keywords())
                rest->set(value{name}, item);
            else if (slot < parameters.size() && parameters[slot].kind == parameter_kind::positional_only)
                misplaced.emplace_back(name);
            else
                throw type_error(
                    declared_.name() + "() got an unexpected keyword argument '" + std::string{name} + "'"
                );
        }
        if (misplaced.empty())
            return;
        std::string names;
        for (auto const& each : misplaced)
            names += (names.empty() ? "" : ", ") + each;
        throw type_error(
            declared_.name() + "() got some positional-only arguments passed as keyword arguments: '" + names + "'"
        );
    }

    dict_table* keywords() {
        auto const parameters = declared_.parameters();
        if (parameters.empty() || parameters.back().kind != parameter_kind::keywords)
            return nullptr;
        return &(*slots_.back()->get_if<dict_pointer>())->table;
    }

    [[noreturn]] void complain_about_too_many() const {
        std::size_t most = 0;
        std::size_t least = 0;
        for (auto const& each : declared_.parameters()) {
            most += takes_position(each) ? 1 : 0;
            least += takes_position(each) && !each.fallback ? 1 : 0;
        }
        auto const count = given_.positional.size();
        std::string const range = least == most
                                      ? plural(most, "positional argument")
                                      : "from " + std::to_string(least) + " to " + plural(most, "positional argument");
        throw type_error(
            declared_.name() + "() takes " + range + " but " + std::to_string(count) +
            (count == 1 ? " was given" : " were given")
        );
    }

    void complain_about_missing() const {
        complain_about_missing(true, "positional");
        complain_about_missing(false, "keyword-only");
    }

    void complain_about_missing(bool positional, std::string const& kind) const {
        std::vector<std::string> missing;
        auto const parameters = declared_.parameters();
        for (std::size_t i = 0; i < parameters.size(); ++i)
            if (!slots_[i] && !parameters[i].fallback && takes_position(parameters[i]) == positional)
                missing.push_back(parameters[i].name);
        if (!missing.empty())
            throw type_error(
                declared_.name() + "() missing " + plural(missing.size(), "required " + kind + " argument") + ": " +
                quoted_list(missing)
            );
    }

    signature const& declared_;
    arguments const& given_;
    std::vector<std::optional<value>> slots_;
    std::size_t extra_positions_ = 0;
};

} // namespace

std::vector<std::optional<value>> signature::bind(arguments const& given) const {
    return binder{*this, given}.bind();
}

} // namespace alembicore::python
