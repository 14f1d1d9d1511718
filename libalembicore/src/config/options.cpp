#include "config/options.hpp"

#include "config/locations.hpp"
#include "config/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace alembicore::config {

namespace {

constexpr std::string_view hooks_section = "post_write_hooks";

std::optional<bool> parse_flag(std::string_view text) {
    static constexpr std::array<std::pair<std::string_view, bool>, 12> words{{
        {"true", true},
        {"yes", true},
        {"on", true},
        {"y", true},
        {"t", true},
        {"1", true},
        {"false", false},
        {"no", false},
        {"off", false},
        {"n", false},
        {"f", false},
        {"0", false},
    }};
    std::string const word = lower(strip(text));
    for (auto const& [name, value] : words)
        if (word == name)
            return value;
    return std::nullopt;
}

/// The values of the keys that begin with `prefix`, by what follows it.
text_table values_below(ini_document const& ini, std::string_view section, std::string const& prefix) {
    text_table values;
    for (auto const& key : ini.keys(section))
        if (key.starts_with(prefix))
            values.emplace(key.substr(prefix.size()), *ini.find(section, key));
    return values;
}

} // namespace

bool options::is_in_ini(std::string_view key) const {
    auto const keys = ini_.keys(section_);
    return std::ranges::find(keys, key) != keys.end();
}

std::optional<std::string> options::text(std::string const& key) const {
    auto value = ini_.find(section_, key);
    return value ? value : table_.find_text(key);
}

bool options::strict_flag(std::string const& key) const {
    if (auto const value = ini_.find(section_, key))
        return *value == "true";
    return table_.find_boolean(key).value_or(false);
}

std::optional<bool> options::flag(std::string const& key) const {
    if (!is_in_ini(key) && table_.is_boolean(key))
        return table_.find_boolean(key);
    auto const value = text(key);
    if (!value)
        return std::nullopt;
    auto const parsed = parse_flag(*value);
    if (!parsed)
        throw bad_value(key, "'" + key + "' is neither true nor false", "write true or false");
    return parsed;
}

std::optional<long> options::integer(std::string const& key) const {
    if (!is_in_ini(key) && table_.is_integer(key))
        return table_.find_integer(key);
    auto const value = text(key);
    if (!value)
        return std::nullopt;
    std::string_view const digits = strip(*value);
    long number = 0;
    auto const [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (failure != std::errc{} || end != digits.data() + digits.size())
        throw bad_value(key, "'" + key + "' is not a whole number", "write digits alone");
    return number;
}

std::optional<source_place> options::place_of(std::string const& key) const {
    auto place = ini_.place_of(section_, key);
    return place ? place : table_.place_of(key);
}

std::vector<post_write_hook> options::post_write_hooks() const {
    std::vector<post_write_hook> hooks;
    if (ini_.has_section(hooks_section)) {
        for (auto const& name : split_legacy(ini_.find(hooks_section, "hooks").value_or(""), ", "))
            hooks.push_back({.name = name, .options = values_below(ini_, hooks_section, name + '.')});
        return hooks;
    }
    for (auto& table : table_.find_tables("post_write_hooks")) {
        auto const name = table.find("name");
        if (name == table.end())
            throw bad_value("post_write_hooks", "a [[tool.alembic.post_write_hooks]] has no 'name'", "give it a name");
        post_write_hook hook{.name = name->second, .options = {}};
        table.erase(name);
        hook.options = std::move(table);
        hooks.push_back(std::move(hook));
    }
    return hooks;
}

std::map<std::string, std::string> options::naming_convention() const {
    auto values = values_below(ini_, section_, "naming_convention.");
    return values.empty() ? table_.find_text_table("naming_convention") : values;
}

error options::bad_value(std::string const& key, std::string message, std::string remedy) const {
    error_info info;
    info.code = errc::bad_configuration;
    info.message = std::move(message);
    info.remedy = std::move(remedy);
    info.place = place_of(key);
    return error{std::move(info)};
}

} // namespace alembicore::config
