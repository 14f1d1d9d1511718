#include "config/pyproject.hpp"

#include "base/place.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <cstdint>
#include <utility>

namespace alembicore::config {

namespace {

error bad_toml(std::string message, std::optional<source_place> place, std::string remedy) {
    error_info info;
    info.code = errc::bad_configuration;
    info.message = std::move(message);
    info.remedy = std::move(remedy);
    info.place = std::move(place);
    return error{std::move(info)};
}

/// Turns positions of the TOML parser into places.
class toml_source {
public:
    toml_source(std::string const& file, std::string_view text) : file_(file), text_(text) {}

    [[nodiscard]] source_place place(toml::source_position const& position) const {
        std::size_t line_start = 0;
        for (toml::source_index line = 1; line < position.line; ++line) {
            auto const line_break = text_.find('\n', line_start);
            if (line_break == std::string_view::npos)
                break;
            line_start = line_break + 1;
        }
        auto found = base::place_at(file_, text_, line_start);
        found.column = static_cast<unsigned>(position.column);
        return found;
    }

private:
    std::string const& file_;
    std::string_view text_;
};

std::optional<text_table> read_text_table(toml::table const& table) {
    text_table result;
    for (auto const& [key, node] : table) {
        auto const text = node.value_exact<std::string>();
        if (!text)
            return std::nullopt;
        result.emplace(std::string{key.str()}, *text);
    }
    return result;
}

template <typename T, typename Read>
void read_items(toml::array const& array, toml_value& result, Read read) {
    std::vector<T> items;
    for (auto const& node : array) {
        std::optional<T> item = read(node);
        if (!item)
            return;
        items.push_back(*std::move(item));
    }
    result.value = std::move(items);
}

void read_array(toml::array const& array, toml_value& result) {
    if (!array.empty() && array[0].is_table())
        read_items<text_table>(array, result, [](toml::node const& node) {
            return node.is_table() ? read_text_table(*node.as_table()) : std::nullopt;
        });
    else
        read_items<std::string>(array, result, [](toml::node const& node) { return node.value_exact<std::string>(); });
}

toml_value read_value(toml::node const& node, toml_source const& source) {
    toml_value result{.value = {}, .place = source.place(node.source().begin)};
    if (auto const text = node.value_exact<std::string>())
        result.value = *text;
    else if (auto const flag = node.value_exact<bool>())
        result.value = *flag;
    else if (auto const number = node.value_exact<std::int64_t>())
        result.value = static_cast<long>(*number);
    else if (auto const* const array = node.as_array())
        read_array(*array, result);
    else if (auto const* const table = node.as_table()) {
        if (auto texts = read_text_table(*table))
            result.value = *std::move(texts);
    }
    return result;
}

toml_table read_table(toml::node_view<toml::node const> node, toml_source const& source, std::string const& here) {
    if (!node)
        return {};
    auto const* const table = node.as_table();
    if (table == nullptr)
        throw bad_toml(
            "Incorrect TOML format: a table is expected here", source.place(node.node()->source().begin), {}
        );
    std::map<std::string, toml_value> values;
    for (auto const& [key, value] : *table)
        values.emplace(std::string{key.str()}, read_value(value, source));
    return {std::move(values), here};
}

} // namespace

toml_table::toml_table(std::map<std::string, toml_value> values, std::string here)
    : values_(std::move(values)), here_(std::move(here)) {}

toml_value const* toml_table::value(std::string const& key) const {
    auto const found = values_.find(key);
    return found == values_.end() ? nullptr : &found->second;
}

template <typename T>
T const* toml_table::find_as(std::string const& key, char const* expected) const {
    auto const* const found = value(key);
    if (found == nullptr)
        return nullptr;
    auto const* const typed = std::get_if<T>(&found->value);
    if (typed == nullptr)
        throw bad_toml(std::string{expected} + " value expected for TOML parameter '" + key + "'", found->place, {});
    return typed;
}

std::string toml_table::format(std::string const& text, std::string const& key, source_place const& place) const {
    static constexpr std::string_view here_token = "%(here)s";
    std::string result;
    std::string_view rest = text;
    for (auto percent = rest.find('%'); percent != std::string_view::npos; percent = rest.find('%')) {
        result += rest.substr(0, percent);
        rest.remove_prefix(percent);
        if (rest.starts_with("%%")) {
            result += '%';
            rest.remove_prefix(2);
        } else if (rest.starts_with(here_token)) {
            result += here_;
            rest.remove_prefix(here_token.size());
        } else {
            throw bad_toml(
                "TOML parameter '" + key + "' has a '%' that is neither '%%' nor '%(here)s'",
                place,
                "write '%%' for a percent sign"
            );
        }
    }
    result += rest;
    return result;
}

text_table toml_table::format(text_table table, std::string const& key, source_place const& place) const {
    for (auto& [name, text] : table)
        text = format(text, key + "." + name, place);
    return table;
}

std::optional<std::string> toml_table::find_text(std::string const& key) const {
    auto const* const text = find_as<std::string>(key, "text");
    return text == nullptr ? std::nullopt : std::optional{format(*text, key, value(key)->place)};
}

std::optional<bool> toml_table::find_boolean(std::string const& key) const {
    auto const* const flag = find_as<bool>(key, "boolean");
    return flag == nullptr ? std::nullopt : std::optional{*flag};
}

std::optional<long> toml_table::find_integer(std::string const& key) const {
    auto const* const number = find_as<long>(key, "integer");
    return number == nullptr ? std::nullopt : std::optional{*number};
}

std::optional<std::vector<std::string>> toml_table::find_list(std::string const& key) const {
    auto const* const list = find_as<std::vector<std::string>>(key, "list of text");
    if (list == nullptr)
        return std::nullopt;
    std::vector<std::string> result;
    for (auto const& item : *list)
        result.push_back(format(item, key, value(key)->place));
    return result;
}

std::vector<text_table> toml_table::find_tables(std::string const& key) const {
    auto const* const found = value(key);
    if (found == nullptr)
        return {};
    // An empty list does not say what it is a list of.
    if (auto const* const list = std::get_if<std::vector<std::string>>(&found->value); list != nullptr && list->empty())
        return {};
    std::vector<text_table> result;
    for (auto const& table : *find_as<std::vector<text_table>>(key, "list of tables"))
        result.push_back(format(table, key, found->place));
    return result;
}

text_table toml_table::find_text_table(std::string const& key) const {
    auto const* const table = find_as<text_table>(key, "table of text");
    return table == nullptr ? text_table{} : format(*table, key, value(key)->place);
}

std::optional<source_place> toml_table::place_of(std::string const& key) const {
    auto const* const found = value(key);
    return found == nullptr ? std::nullopt : std::optional{found->place};
}

bool toml_table::is_boolean(std::string const& key) const {
    auto const* const found = value(key);
    return found != nullptr && std::holds_alternative<bool>(found->value);
}

bool toml_table::is_integer(std::string const& key) const {
    auto const* const found = value(key);
    return found != nullptr && std::holds_alternative<long>(found->value);
}

pyproject parse_pyproject(std::string const& file, std::string_view text, std::string const& here) {
    toml_source const source{file, text};
    try {
        toml::table const root = toml::parse(text, file);
        toml::node_view<toml::node const> const tool{root["tool"]};
        return {
            .has_alembic = static_cast<bool>(tool["alembic"]),
            .alembic = read_table(tool["alembic"], source, here),
            .alembicore = read_table(tool["alembicore"], source, here),
        };
    } catch (toml::parse_error const& failure) {
        throw bad_toml(
            "not valid TOML: " + std::string{failure.description()}, source.place(failure.source().begin), {}
        );
    }
}

} // namespace alembicore::config
