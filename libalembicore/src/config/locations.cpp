#include "config/locations.hpp"

#include "config/options.hpp"
#include "config/text.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <system_error>
#include <utility>

namespace alembicore::config {

namespace {

namespace fs = std::filesystem;

struct named_separator {
    std::string_view name;
    char separator;
};

constexpr std::array<named_separator, 5> separators{{
    {"space", ' '},
    {"newline", '\n'},
    {"os", ':'},
    {":", ':'},
    {";", ';'},
}};

std::optional<char> find_separator(options const& all, std::string const& key) {
    auto const value = all.ini_text(key);
    if (!value)
        return std::nullopt;
    auto const* const found = std::ranges::find(separators, std::string_view{*value}, &named_separator::name);
    if (found == separators.end())
        throw all.bad_value(
            key,
            "'" + *value + "' is not a valid value for " + key + "; expected 'space', 'newline', 'os', ':', ';'",
            "write path_separator = os, and a colon between folders"
        );
    return found->separator;
}

std::vector<std::string> split_at(std::string_view text, char separator) {
    std::vector<std::string> items;
    for (auto const part : split(text, separator))
        if (auto const item = strip(part); !item.empty())
            items.emplace_back(item);
    return items;
}

diagnostic deprecated(options const& all, std::string const& key, std::string message, std::string remedy) {
    return {
        .severity = severity::warning,
        .code = errc::bad_configuration,
        .message = std::move(message),
        .remedy = std::move(remedy),
        .place = all.place_of(key),
        .revision = {},
    };
}

diagnostic no_separator(options const& all, std::string const& key, std::string_view characters) {
    return deprecated(
        all,
        key,
        "No path_separator found in configuration; falling back to legacy splitting on " + std::string{characters} +
            " for " + key,
        "add path_separator = os to the section, and write colons between folders"
    );
}

/// The folder that a dotted package name means below one entry of sys.path.
fs::path package_folder(fs::path root, std::string_view package) {
    for (auto const part : split(package, '.'))
        root /= part;
    return root;
}

/// Without `.`, `..` and a slash at the end.
fs::path normalised(fs::path const& path) {
    fs::path const normal = path.lexically_normal();
    return normal.has_filename() ? normal : normal.parent_path();
}

bool is_folder(fs::path const& path) {
    std::error_code ignored;
    return fs::is_directory(path, ignored);
}

} // namespace

std::vector<std::string> split_legacy(std::string_view text, std::string_view separators_to_split_at) {
    std::vector<std::string> items;
    while (!text.empty()) {
        auto const end = std::min(text.find_first_of(separators_to_split_at), text.size());
        if (end != 0)
            items.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return items;
}

std::vector<std::string> list_version_locations(options const& all, std::vector<diagnostic>& findings) {
    static std::string const key = "version_locations";
    auto const text = all.ini_text(key);
    if (!text || text->empty())
        return all.toml_list(key).value_or(std::vector<std::string>{});
    if (auto const separator = find_separator(all, "path_separator"))
        return split_at(*text, *separator);
    if (auto const separator = find_separator(all, "version_path_separator")) {
        findings.push_back(deprecated(
            all,
            "version_path_separator",
            "The version_path_separator configuration parameter is deprecated; please use path_separator",
            "rename it to path_separator, which then also splits prepend_sys_path"
        ));
        return split_at(*text, *separator);
    }
    findings.push_back(no_separator(all, key, "spaces/commas"));
    return split_legacy(*text, ", ");
}

std::vector<std::string> list_sys_path(options const& all, std::vector<diagnostic>& findings) {
    static std::string const key = "prepend_sys_path";
    auto const text = all.ini_text(key);
    if (!text || text->empty())
        return all.toml_list(key).value_or(std::vector<std::string>{});
    if (auto const separator = find_separator(all, "path_separator"))
        return split_at(*text, *separator);
    // A list of one folder splits the same way whatever the separator: nothing to warn of.
    if (text->find_first_of(", :") != std::string::npos)
        findings.push_back(no_separator(all, key, "spaces, commas, and colons"));
    return split_legacy(*text, ", :");
}

std::optional<fs::path> resolve_location(std::string const& location, search_path const& search) {
    fs::path const path = location;
    if (path.is_absolute() || location.find(':') == std::string::npos)
        return normalised(search.directory / path);
    auto const parts = split(location, ':');
    auto roots = search.folders;
    roots.push_back(search.directory);
    for (auto const& root : roots) {
        fs::path found = package_folder(root, parts.front());
        if (!is_folder(found))
            continue;
        for (std::size_t i = 1; i < parts.size(); ++i)
            found /= parts[i];
        return normalised(found);
    }
    return std::nullopt;
}

} // namespace alembicore::config
