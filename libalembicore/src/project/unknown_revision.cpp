// What git knows about a revision that a database has and its project has not.
#include "project/git.hpp"
#include "project/squashed.hpp"

#include <alembicore/project.hpp>

#include <algorithm>
#include <chrono>
#include <utility>

namespace alembicore {

namespace {

namespace fs = std::filesystem;

constexpr std::chrono::seconds patience{5};

/// One commit, as `git log` tells it in our format.
struct commit {
    std::string hash;
    std::string author;
    std::string date;
    std::string subject;
};

constexpr char const* format = "--format=%h%x09%an%x09%ad%x09%s";

std::optional<commit> parse_commit(std::string const& answer) {
    auto line = answer.substr(0, answer.find('\n'));
    if (line.empty())
        return std::nullopt;
    commit read;
    read.hash = project_git::take_field(line);
    read.author = project_git::take_field(line);
    read.date = project_git::take_field(line);
    read.subject = line;
    return read;
}

/// The newest commit of any branch that deletes or adds, as `filter` says, a file of the folder that is named after the
/// revision or declares it.
std::optional<commit> find_commit(fs::path const& folder, std::string const& revision, char const* filter) {
    std::vector<std::string> const words{"log", "--all", "-1", format, "--date=short", "--no-renames", filter};
    auto by_name = words;
    by_name.insert(by_name.end(), {"--", ":(glob)**/*" + revision + "*.py"});
    if (auto found = parse_commit(project_git::ask(folder, std::move(by_name), patience)))
        return found;
    auto by_content = words;
    by_content.insert(by_content.end(), {"-G", "^revision.*['\"]" + revision + "['\"]", "--", "."});
    return parse_commit(project_git::ask(folder, std::move(by_content), patience));
}

std::string described(commit const& one) {
    return "commit " + one.hash + " of " + one.author + ", " + one.date + " (" + one.subject + ")";
}

bool is_plain(std::string const& id) {
    return !id.empty() && std::ranges::all_of(id, [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
    });
}

/// The revision in `Can't locate revision identified by '…'`: what the last pair of quotes holds.
std::string named_in(std::string const& message) {
    auto const end = message.rfind('\'');
    auto const begin = end == 0 || end == std::string::npos ? std::string::npos : message.rfind('\'', end - 1);
    return begin == std::string::npos ? std::string{} : message.substr(begin + 1, end - begin - 1);
}

void explain(error_info& why, fs::path const& folder, std::string const& revision) {
    if (auto const deleted = find_commit(folder, revision, "--diff-filter=D")) {
        why.reason += "; its file was deleted in " + described(*deleted);
        why.remedy =
            "to go back from it, bring the file back: git checkout " + deleted->hash + "~ -- (the file); " + why.remedy;
    } else if (auto const added = find_commit(folder, revision, "--diff-filter=A")) {
        why.reason += "; its file was added in " + described(*added) + ", which is not checked out here";
        why.remedy = "check out or merge a branch that has it: git branch --all --contains " + added->hash;
    }
}

} // namespace

error_info project::explained(error_info why) const {
    auto const revision = why.code == errc::unknown_database_revision ? named_in(why.message) : std::string{};
    if (!is_plain(revision))
        return why;
    if (auto const found = project_files::find_squashed(settings(), revision)) {
        why.reason +=
            "; it is one of those that " + found->by + " stands for now, and its file is " + found->file.string();
        why.remedy = "bring this database to " + found->by +
                     " with the old files first: check out the state before "
                     "the squash, or put them in place of the one that replaced them, and upgrade to " +
                     found->by;
        return why;
    }
    for (auto const& folder : settings().version_locations) {
        auto const before = why.reason;
        explain(why, folder, revision);
        if (why.reason != before)
            break;
    }
    return why;
}

} // namespace alembicore
