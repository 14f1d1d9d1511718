// Looking for the project's own Python.
#pragma once

#include <alembicore/error.hpp>

#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace alembicore::interpreter {

/// A Python that may be the project's.
struct candidate {
    std::filesystem::path program;
    std::string found_by; ///< `--python`, `VIRTUAL_ENV`, `.venv`, …
};

struct search_request {
    std::filesystem::path given; ///< by hand; then nothing else is looked for
    std::string given_by;        ///< where: `--python`, …
    std::map<std::string, std::string> environment;
    std::filesystem::path folder;            ///< of alembic.ini
    std::filesystem::path working_directory; ///< where relative paths start
};

/// Goes through the places where a project's Python may be, in order, each looked at when it is its turn: what was
/// given by hand; VIRTUAL_ENV; `.venv` and `venv` beside alembic.ini and above, up to the project's root; uv; poetry;
/// the interpreter that the script `alembic` on PATH names; PATH.
class search {
public:
    explicit search(search_request request);

    /// The next one that is there; none when all places have been tried.
    [[nodiscard]] std::optional<candidate> next();

    /// The last one that `next` gave is not usable.
    void reject(std::string const& reason);

    /// Places and what was wrong with them, in order.
    [[nodiscard]] std::vector<std::string> const& tried() const noexcept { return tried_; }

private:
    void look_at_given();
    void look_at_virtual_env();
    void look_at_folders();
    void ask_uv();
    void ask_poetry();
    void look_at_alembic();
    void look_at_path();

    void add(std::filesystem::path const& program, std::string const& found_by);
    void add_environment(std::filesystem::path const& folder, std::string const& found_by);
    [[nodiscard]] std::string
    answer_of(std::vector<std::string> const& words, std::string const& found_by, std::filesystem::path const& folder);

    search_request request_;
    std::vector<std::filesystem::path> folders_;
    std::deque<std::function<void()>> places_;
    std::deque<candidate> found_;
    candidate last_;
    std::vector<std::string> tried_;
};

/// The folders from that of alembic.ini up to the root of the project, which is told by the files that lie in it.
[[nodiscard]] std::vector<std::filesystem::path> project_folders(std::filesystem::path const& start);

/// What needs Python, for errors.
struct python_need {
    std::string revision;
    std::string reason;
    std::optional<source_place> construct;
    std::string package = "Alembic"; ///< that it must have
};

/// python_unavailable, with all that was tried and how to mend it.
[[nodiscard]] error no_python(std::vector<std::string> const& tried, python_need const& need);

} // namespace alembicore::interpreter
