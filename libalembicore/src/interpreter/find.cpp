#include "interpreter/find.hpp"

#include "base/file.hpp"
#include "base/process.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <fstream>
#include <system_error>
#include <utility>

#include <unistd.h>

namespace alembicore::interpreter {

namespace {

namespace fs = std::filesystem;

constexpr std::chrono::seconds patience{20};

bool is_there(fs::path const& path) {
    std::error_code ignored;
    return fs::exists(path, ignored);
}

bool is_program(fs::path const& path) {
    std::error_code ignored;
    return fs::is_regular_file(path, ignored) && ::access(path.c_str(), X_OK) == 0;
}

/// Files that lie in the root folder of a Python project.
bool marks_a_root(fs::path const& folder) {
    constexpr std::array marks{
        ".git", "pyproject.toml", "setup.py", "setup.cfg", "Pipfile", "uv.lock", "poetry.lock", "requirements.txt"};
    return std::ranges::any_of(marks, [&](char const* mark) { return is_there(folder / mark); });
}

bool mentions(fs::path const& file, std::string_view table) {
    try {
        return is_there(file) && base::read_file(file).find(table) != std::string::npos;
    } catch (error const&) {
        return false;
    }
}

std::string first_line(std::string const& text) {
    return text.substr(0, text.find('\n'));
}

} // namespace

std::vector<fs::path> project_folders(fs::path const& start) {
    std::vector<fs::path> folders;
    std::size_t root = 0;
    for (fs::path folder = start; !folder.empty(); folder = folder.parent_path()) {
        folders.push_back(folder);
        if (marks_a_root(folder))
            root = folders.size() - 1;
        if (is_there(folder / ".git") || folder == folder.parent_path())
            break;
    }
    folders.resize(root + 1);
    return folders;
}

search::search(search_request request) : request_(std::move(request)), folders_(project_folders(request_.folder)) {
    if (!request_.given.empty()) {
        places_.emplace_back([this] { look_at_given(); });
        return;
    }
    places_.emplace_back([this] { look_at_virtual_env(); });
    places_.emplace_back([this] { look_at_folders(); });
    places_.emplace_back([this] { ask_uv(); });
    places_.emplace_back([this] { ask_poetry(); });
    places_.emplace_back([this] { look_at_alembic(); });
    places_.emplace_back([this] { look_at_path(); });
}

std::optional<candidate> search::next() {
    while (found_.empty() && !places_.empty()) {
        auto const look = std::move(places_.front());
        places_.pop_front();
        look();
    }
    if (found_.empty())
        return std::nullopt;
    last_ = std::move(found_.front());
    found_.pop_front();
    return last_;
}

void search::reject(std::string const& reason) {
    tried_.push_back(last_.found_by + ": " + last_.program.string() + ": " + reason);
}

void search::add(fs::path const& program, std::string const& found_by) {
    if (is_program(program))
        found_.push_back({program, found_by});
    else
        tried_.push_back(found_by + ": " + program.string() + ": there is no such program");
}

void search::add_environment(fs::path const& folder, std::string const& found_by) {
    auto const plain = folder / "bin/python";
    add(is_program(plain) ? plain : folder / "bin/python3", found_by);
}

void search::look_at_given() {
    auto const& given = request_.given;
    if (given.has_parent_path()) {
        add(request_.working_directory / given, request_.given_by);
        return;
    }
    auto const program = base::find_program(given.string());
    add(program.empty() ? given : program, request_.given_by);
}

void search::look_at_virtual_env() {
    auto const active = request_.environment.find("VIRTUAL_ENV");
    if (active == request_.environment.end() || active->second.empty())
        tried_.emplace_back("VIRTUAL_ENV: not set");
    else
        add_environment(active->second, "VIRTUAL_ENV");
}

void search::look_at_folders() {
    auto const before = found_.size();
    std::string looked_at;
    for (auto const& folder : folders_) {
        for (char const* const name : {".venv", "venv"})
            if (is_there(folder / name / "bin"))
                add_environment(folder / name, name);
        looked_at += (looked_at.empty() ? "" : ", ") + folder.string();
    }
    if (found_.size() == before)
        tried_.push_back(".venv and venv: none in " + looked_at);
}

void search::ask_uv() {
    for (auto const& folder : folders_)
        if (is_there(folder / "uv.lock") || mentions(folder / "pyproject.toml", "[tool.uv"))
            if (auto const program = answer_of({"uv", "python", "find"}, "uv", folder); !program.empty())
                return add(program, "uv");
}

void search::ask_poetry() {
    for (auto const& folder : folders_)
        if (is_there(folder / "poetry.lock") || mentions(folder / "pyproject.toml", "[tool.poetry"))
            if (auto const place = answer_of({"poetry", "env", "info", "--path"}, "poetry", folder); !place.empty())
                return add_environment(place, "poetry"); // --executable is younger than the Poetry of many
}

/// The first line of what a tool says; empty, and noted, where it says nothing.
std::string
search::answer_of(std::vector<std::string> const& words, std::string const& found_by, fs::path const& folder) {
    if (base::find_program(words.front()).empty()) {
        tried_.push_back(found_by + ": the project uses it, but it is not on PATH");
        return {};
    }
    base::process_request request;
    request.arguments = words;
    request.environment = request_.environment;
    request.directory = folder;
    request.timeout = patience;
    auto const answer = base::run_process(request);
    auto const said = first_line(answer.output);
    if (answer.exit_status == 0 && !answer.timed_out && !said.empty())
        return said;
    auto const why = answer.timed_out ? "no answer in time" : first_line(answer.error_output);
    tried_.push_back(found_by + ": it knows no interpreter" + (why.empty() ? "" : ": " + why));
    return {};
}

/// A script that pip or pipx has installed names the interpreter that has the package in its first line.
void search::look_at_alembic() {
    auto const script = base::find_program("alembic");
    if (script.empty())
        return;
    std::ifstream file{script};
    std::string line;
    std::getline(file, line);
    if (line.starts_with("#!/") && line.find(' ') == std::string::npos)
        add(line.substr(2), "alembic on PATH");
}

void search::look_at_path() {
    for (char const* const name : {"python3", "python"})
        if (auto const program = base::find_program(name); !program.empty())
            return add(program, "PATH");
    tried_.emplace_back("PATH: no python3");
}

error no_python(std::vector<std::string> const& tried, python_need const& need) {
    error_info info;
    info.code = errc::python_unavailable;
    info.message = need.revision.empty() ? "this needs Python, and none with " + need.package + " was found"
                                         : "revision " + need.revision + " is not run natively, and no Python with " +
                                               need.package + " was found";
    info.reason = need.reason;
    for (auto const& place : tried)
        info.reason += (info.reason.empty() ? "tried " : "\ntried ") + place;
    info.remedy = "install " + need.package +
                  " and what the project needs into one of these, or name the interpreter with --python, "
                  "ALEMBICORE_PYTHON, or python = PATH under [alembicore]";
    info.revision = need.revision;
    info.place = need.construct;
    return error{std::move(info)};
}

} // namespace alembicore::interpreter
