#include "editor.hpp"

#include <alembicore/settings.hpp>

#include <cerrno>
#include <optional>
#include <sstream>
#include <system_error>

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace alembicore::cli {

namespace {

using environment_map = std::map<std::string, std::string>;
using existence = std::function<bool(std::filesystem::path const&)>;

std::string value_of(environment_map const& environment, std::string const& name) {
    auto const found = environment.find(name);
    return found == environment.end() ? std::string{} : found->second;
}

std::optional<std::string> find_on_path(std::string const& program, std::string const& path, existence const& exists) {
    std::istringstream folders{path};
    for (std::string folder; std::getline(folders, folder, ':');)
        if (auto const file = std::filesystem::path{folder} / program; exists(file))
            return file.string();
    return std::nullopt;
}

std::vector<std::string> split_words(std::string const& text) {
    std::istringstream stream{text};
    std::vector<std::string> words;
    for (std::string word; stream >> word;)
        words.push_back(word);
    return words;
}

error editor_failed(std::string message, std::string remedy = {}) {
    return error{errc::child_process_failed, std::move(message), std::move(remedy)};
}

} // namespace

std::vector<std::string> find_editor(environment_map const& environment, existence const& exists) {
    std::string const path = value_of(environment, "PATH");
    for (char const* name : {"EDITOR", "VISUAL"}) {
        std::string const wanted = value_of(environment, name);
        if (!wanted.empty() && exists(wanted))
            return {wanted};
        auto words = split_words(wanted);
        if (words.empty())
            continue;
        if (words.front().find('/') != std::string::npos && exists(words.front()))
            return words;
        if (auto const found = find_on_path(words.front(), path, exists)) {
            words.front() = *found;
            return words;
        }
    }
    for (char const* program : {"sensible-editor", "editor", "nano", "vim", "code"})
        if (auto const found = find_on_path(program, path, exists))
            return {*found};
    throw editor_failed("no editor found", "set EDITOR or VISUAL");
}

void edit_file(std::filesystem::path const& file) {
    auto words = find_editor(process_environment(), [](std::filesystem::path const& candidate) {
        std::error_code ignored;
        return std::filesystem::exists(candidate, ignored);
    });
    words.push_back(file.string());
    std::vector<char*> arguments;
    for (auto& word : words)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);
    pid_t child = 0;
    if (int const number = ::posix_spawn(&child, arguments[0], nullptr, nullptr, arguments.data(), environ))
        throw editor_failed("cannot run " + words.front() + ": " + std::generic_category().message(number));
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR)
        continue;
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        throw editor_failed("the editor " + words.front() + " failed", "set EDITOR or VISUAL to another one");
}

} // namespace alembicore::cli
