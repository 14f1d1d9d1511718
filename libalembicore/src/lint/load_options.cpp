// What a project says about linting, in its section [alembicore].
#include "config/config_files.hpp"
#include "config/options.hpp"

#include <alembicore/lint.hpp>

#include <filesystem>
#include <string_view>

namespace alembicore::lint {

namespace {

std::vector<std::string> words_of(std::string_view text) {
    static constexpr std::string_view separators = " ,\t\r\n";
    std::vector<std::string> words;
    for (;;) {
        auto const first = text.find_first_not_of(separators);
        if (first == std::string_view::npos)
            return words;
        text.remove_prefix(first);
        auto const end = std::min(text.find_first_of(separators), text.size());
        words.emplace_back(text.substr(0, end));
        text.remove_prefix(end);
    }
}

std::vector<std::string> words(config::options const& own, std::string const& key) {
    auto const text = own.text(key);
    return text ? words_of(*text) : std::vector<std::string>{};
}

} // namespace

options load_options(settings_request const& request) {
    auto const directory = request.directory.empty() ? std::filesystem::current_path() : request.directory;
    auto const files = config::read_config_files(request, std::filesystem::absolute(directory));
    config::options const own{files.ini, "alembicore", files.pyproject.alembicore};
    options made;
    made.only = words(own, "lint_only");
    made.also = words(own, "lint_also");
    made.without = words(own, "lint_without");
    made.start_after = own.text("lint_start_after").value_or("");
    if (auto const version = own.integer("lint_server_version"))
        made.server_version = static_cast<int>(*version < 1000 ? *version * 10'000 : *version);
    if (auto const which = own.text("lint_directions")) {
        if (*which != "upgrade" && *which != "downgrade" && *which != "both")
            throw own.bad_value(
                "lint_directions", "'lint_directions' is '" + *which + "'", "write upgrade, downgrade or both"
            );
        made.directions = *which == "both"      ? directions::both
                          : *which == "upgrade" ? directions::upgrade
                                                : directions::downgrade;
    }
    if (auto const baseline = own.text("lint_baseline")) {
        auto const& beside = files.ini_path.empty() ? files.pyproject_path : files.ini_path;
        made.baseline = read_baseline(beside.parent_path() / *baseline);
    }
    return made;
}

} // namespace alembicore::lint
