// urllib.parse: quoting, queries, and URLs in parts.
#include "python/encoding.hpp"
#include "python/evaluation.hpp"
#include "python/exception.hpp"
#include "python/library.hpp"
#include "python/methods.hpp"
#include "python/operations.hpp"

#include "base/file.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace alembicore::python {

namespace {

using given_type = bound_arguments const&;

bool is_unreserved(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' ||
           c == '-' || c == '~';
}

std::string quoted(std::string_view text, std::string_view safe) {
    static constexpr std::string_view digits = "0123456789ABCDEF";
    std::string result;
    for (char const c : text) {
        if (is_unreserved(c) || safe.find(c) != std::string_view::npos) {
            result += c;
            continue;
        }
        result += '%';
        result += digits[static_cast<unsigned char>(c) >> 4U];
        result += digits[static_cast<unsigned char>(c) & 0xFU];
    }
    return result;
}

std::string quoted_plus(std::string_view text, std::string_view safe) {
    auto result = quoted(text, std::string{safe} + ' ');
    std::ranges::replace(result, ' ', '+');
    return result;
}

std::string unquoted(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const byte = text[i] == '%' && i + 3 <= text.size() ? bytes_of_hex(text.substr(i + 1, 2)) : std::nullopt;
        result += byte ? *byte : std::string(1, text[i]);
        i += byte ? 2 : 0;
    }
    if (base::find_invalid_utf8(result) != std::string::npos)
        throw not_evaluable("this quoted text is not UTF-8");
    return result;
}

std::string unquoted_plus(std::string text) {
    std::ranges::replace(text, '+', ' ');
    return unquoted(text);
}

std::string text_or_bytes(given_type given, char const* parameter) {
    if (auto const* bytes = given[parameter].get_if<bytes_pointer>())
        return (*bytes)->bytes;
    return given.text(parameter);
}

using quoting = std::string (*)(std::string_view text, std::string_view safe);

void add_quoting(module_object& module, std::string const& declared, quoting quote) {
    module.function(
        declared,
        [quote](evaluation& run, given_type given) -> value {
            auto const text = text_or_bytes(given, "string");
            run.charge_memory(3 * text.size());
            return quote(text, given.text("safe"));
        },
        effect::none
    );
}

/// `urlencode`: pairs joined by `&`.
value encode_query(evaluation& run, given_type given) {
    auto const& query = given["query"];
    auto const pairs = query.mapping() == nullptr ? query : run.call(*run.attribute(query, "items"), {});
    bool const spread = run.truth(given["doseq"]);
    std::string text;
    auto const add = [&](value const& key, value const& item) {
        auto const bytes_or_text = [&](value const& each) {
            auto const* bytes = each.get_if<bytes_pointer>();
            return bytes == nullptr ? run.str(each) : (*bytes)->bytes;
        };
        text += (text.empty() ? "" : "&") + quoted_plus(bytes_or_text(key), "") + "=" +
                quoted_plus(bytes_or_text(item), "");
        run.charge_memory(text.size() / 8);
    };
    run.iterate(pairs, [&](value const& pair) {
        auto const both = run.collect(pair);
        if (both.size() != 2)
            throw type_error("not a valid non-string sequence or mapping object");
        if (auto const* items = spread ? both[1].items() : nullptr)
            for (auto const& each : *items)
                add(both[0], each);
        else
            add(both[0], both[1]);
        return true;
    });
    return text;
}

std::vector<std::pair<std::string, std::string>> parse_pairs(given_type given) {
    std::vector<std::pair<std::string, std::string>> pairs;
    auto const text = given.text("qs");
    std::string_view rest = text;
    while (!rest.empty()) {
        auto const end = rest.find('&');
        auto const part = rest.substr(0, end);
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
        auto const equal = part.find('=');
        bool const empty = equal == std::string_view::npos || equal + 1 == part.size();
        if (part.empty() || (empty && !given.boolean("keep_blank_values")))
            continue;
        pairs.emplace_back(
            unquoted_plus(std::string{part.substr(0, equal)}),
            equal == std::string_view::npos ? "" : unquoted_plus(std::string{part.substr(equal + 1)})
        );
    }
    return pairs;
}

value parse_query(evaluation&, given_type given) {
    dict_table table;
    for (auto const& [key, item] : parse_pairs(given)) {
        auto const* found = table.find(value{key});
        auto items = found == nullptr ? std::vector<value>{} : *found->items();
        items.emplace_back(item);
        table.set(value{key}, value::list(std::move(items)));
    }
    return value::dict(std::move(table));
}

value parse_query_pairs(evaluation&, given_type given) {
    std::vector<value> pairs;
    for (auto const& [key, item] : parse_pairs(given))
        pairs.push_back(value::tuple({value{key}, value{item}}));
    return value::list(std::move(pairs));
}

constexpr std::array<std::string_view, 6> part_names{"scheme", "netloc", "path", "params", "query", "fragment"};

/// What urlparse (six parts) and urlsplit (without params) give.
class url_parts final : public object {
public:
    url_parts(std::array<std::string, 6> parts, bool with_params)
        : parts_(std::move(parts)), with_params_(with_params) {}

    [[nodiscard]] std::array<std::string, 6> const& parts() const noexcept { return parts_; }

    [[nodiscard]] bool with_params() const noexcept { return with_params_; }

    [[nodiscard]] std::string type_name() const override { return with_params_ ? "ParseResult" : "SplitResult"; }

    [[nodiscard]] std::optional<value> underlying() const override {
        std::vector<value> items;
        for (std::size_t i = 0; i < parts_.size(); ++i)
            if (with_params_ || part_names.at(i) != "params")
                items.emplace_back(parts_.at(i));
        return value::tuple(std::move(items));
    }

    [[nodiscard]] std::optional<value> attribute(evaluation& run, std::string_view name) override;

    [[nodiscard]] std::string repr(evaluation& run) override {
        std::string text = type_name() + "(";
        for (std::size_t i = 0; i < parts_.size(); ++i)
            if (with_params_ || part_names.at(i) != "params")
                text += (i == 0 ? "" : ", ") + std::string{part_names.at(i)} + "=" + run.repr(value{parts_.at(i)});
        return text + ")";
    }

    [[nodiscard]] std::string str(evaluation& run) override { return repr(run); }

    [[nodiscard]] std::string whole() const {
        auto const& [scheme, netloc, path, params, query, fragment] = parts_;
        if (netloc.empty() && !scheme.empty())
            refuse("geturl() without a host of");
        std::string text = path + (params.empty() ? "" : ";" + params);
        if (!netloc.empty())
            text = "//" + netloc + (text.empty() || text.starts_with('/') ? "" : "/") + text;
        if (!scheme.empty())
            text = scheme + ":" + text;
        return text + (query.empty() ? "" : "?" + query) + (fragment.empty() ? "" : "#" + fragment);
    }

private:
    [[nodiscard]] std::string_view after_user() const {
        std::string_view const netloc = parts_[1];
        return netloc.substr(netloc.rfind('@') + 1);
    }

    [[nodiscard]] value user_part(bool password) const {
        std::string_view const netloc = parts_[1];
        auto const at = netloc.rfind('@');
        if (at == std::string_view::npos)
            return {};
        auto const user = netloc.substr(0, at);
        auto const colon = user.find(':');
        if (!password)
            return user.substr(0, colon);
        return colon == std::string_view::npos ? value{} : value{user.substr(colon + 1)};
    }

    [[nodiscard]] value host() const {
        auto const rest = after_user();
        if (rest.find('[') != std::string_view::npos)
            refuse("an address in brackets in");
        std::string name{rest.substr(0, rest.find(':'))};
        for (char& c : name)
            c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
        return name.empty() ? value{} : value{name};
    }

    [[nodiscard]] value port() const {
        auto const rest = after_user();
        auto const colon = rest.find(':');
        if (colon == std::string_view::npos || colon + 1 == rest.size())
            return {};
        auto const digits = rest.substr(colon + 1);
        std::int64_t number = 0;
        auto const [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
        if (failure != std::errc{} || end != digits.data() + digits.size())
            throw value_error("Port could not be cast to integer value as '" + std::string{digits} + "'");
        if (number > 65535)
            throw value_error("Port out of range 0-65535");
        return number;
    }

    std::array<std::string, 6> parts_;
    bool with_params_;
};

url_parts const& parts_of(value const& self) {
    return static_cast<url_parts const&>(*self.as_object());
}

value replace_parts(evaluation&, value const& self, given_type given) {
    auto parts = parts_of(self).parts();
    given.keywords().for_each([&](value const& key, value const& item) {
        auto const found = std::ranges::find(part_names, *key.text());
        if (found == part_names.end() || !item.text())
            throw given.refusal("kw", "this part of a URL is not evaluated");
        parts.at(static_cast<std::size_t>(found - part_names.begin())) = *item.text();
    });
    return std::make_shared<url_parts>(std::move(parts), parts_of(self).with_params());
}

std::optional<value> url_parts::attribute(evaluation& run, std::string_view name) {
    static method_table const methods{
        {"geturl()", [](evaluation&, value const& self, given_type) -> value { return parts_of(self).whole(); }},
        {"_replace(**kw)", replace_parts},
    };
    if (auto const* found = methods.find(name))
        return bind_method(shared_from_this(), *found);
    if (auto const found = std::ranges::find(part_names, name); found != part_names.end())
        return value{parts_.at(static_cast<std::size_t>(found - part_names.begin()))};
    if (name == "hostname")
        return host();
    if (name == "port")
        return port();
    if (name == "username" || name == "password")
        return user_part(name == "password");
    return object::attribute(run, name);
}

bool is_scheme(std::string_view text) noexcept {
    auto const letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    return !text.empty() && letter(text[0]) && std::ranges::all_of(text, [&](char c) {
        return letter(c) || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
    });
}

value split_url(given_type given, bool with_params) {
    auto const text = given.text("url");
    std::string_view rest = text;
    if (rest.find_first_of("\t\r\n") != std::string_view::npos || rest.starts_with(' ') ||
        (with_params && rest.find(';') != std::string_view::npos))
        throw given.refusal("url", "this URL is not evaluated");
    std::array<std::string, 6> parts;
    if (auto const colon = rest.find(':'); colon != std::string_view::npos && is_scheme(rest.substr(0, colon))) {
        parts[0] = rest.substr(0, colon);
        for (char& c : parts[0])
            c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
        rest.remove_prefix(colon + 1);
    }
    if (rest.starts_with("//")) {
        auto const end = std::min(rest.find_first_of("/?#", 2), rest.size());
        parts[1] = rest.substr(2, end - 2);
        rest.remove_prefix(end);
    }
    auto const cut = [&](char mark) {
        auto const at = rest.find(mark);
        std::string part{at == std::string_view::npos ? std::string_view{} : rest.substr(at + 1)};
        rest = rest.substr(0, at);
        return part;
    };
    parts[5] = cut('#');
    parts[4] = cut('?');
    parts[2] = rest;
    return std::make_shared<url_parts>(std::move(parts), with_params);
}

} // namespace

void add_urls(module_registry& registry) {
    auto& module = registry.module("urllib.parse");
    add_quoting(module, "quote(string, safe='/', encoding=None, errors=None)", quoted);
    add_quoting(module, "quote_plus(string, safe='', encoding=None, errors=None)", quoted_plus);
    module.function(
        "unquote(string, encoding='utf-8', errors='replace')",
        [](evaluation&, given_type given) -> value { return unquoted(text_or_bytes(given, "string")); },
        effect::none
    );
    module.function(
        "unquote_plus(string, encoding='utf-8', errors='replace')",
        [](evaluation&, given_type given) -> value { return unquoted_plus(given.text("string")); },
        effect::none
    );
    module.function("urlencode(query, doseq=False)", encode_query, effect::none);
    module.function("parse_qs(qs, keep_blank_values=False)", parse_query, effect::none);
    module.function("parse_qsl(qs, keep_blank_values=False)", parse_query_pairs, effect::none);
    module.function(
        "urlparse(url)", [](evaluation&, given_type given) { return split_url(given, true); }, effect::none
    );
    module.function(
        "urlsplit(url)", [](evaluation&, given_type given) { return split_url(given, false); }, effect::none
    );
    module.function(
        "urlunparse(components)",
        [](evaluation& run, given_type given) -> value {
            auto const items = run.collect(given["components"]);
            std::array<std::string, 6> parts;
            if (items.size() != parts.size())
                throw value_error("not enough values to unpack (expected 7)");
            for (std::size_t i = 0; i < parts.size(); ++i)
                parts.at(i) = items[i].text().value_or("");
            return url_parts{std::move(parts), true}.whole();
        },
        effect::none
    );
}

} // namespace alembicore::python
