#include "project/git.hpp"

#include "base/process.hpp"

#include <alembicore/error.hpp>

namespace alembicore::project_git {

std::string
ask(std::filesystem::path const& folder, std::vector<std::string> words, std::chrono::milliseconds patience) {
    std::vector<std::string> arguments{"git", "-C", folder.string(), "--no-pager"};
    arguments.insert(arguments.end(), words.begin(), words.end());
    try {
        auto answer = base::run_process({
            .arguments = std::move(arguments),
            .environment = {},
            .directory = {},
            .input = {},
            .output = base::stream_mode::captured,
            .error_output = base::stream_mode::discarded,
            .session = base::session_mode::own,
            .user = {},
            .timeout = patience,
        });
        return answer.exit_status == 0 && !answer.timed_out ? answer.output : std::string{};
    } catch (error const&) {
        return {};
    }
}

std::string take_field(std::string& line, char separator) {
    auto const end = line.find(separator);
    auto field = line.substr(0, end);
    line.erase(0, end == std::string::npos ? end : end + 1);
    return field;
}

} // namespace alembicore::project_git
