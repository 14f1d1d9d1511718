#include "interpreter/find.hpp"

#include "support/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstdlib>
#include <fstream>

namespace alembicore::interpreter {

namespace {

namespace fs = std::filesystem;

struct sample {
    test::temporary_folder folder;

    fs::path program(fs::path const& relative) const {
        auto const path = folder.write(relative, "#!/bin/sh\n");
        fs::permissions(path, fs::perms::owner_all);
        return path;
    }

    [[nodiscard]] search_request request() const {
        search_request wanted;
        wanted.folder = folder.path();
        wanted.working_directory = folder.path();
        return wanted;
    }
};

/// PATH of this process, for as long as this lives.
class path_variable {
public:
    explicit path_variable(fs::path const& value) { ::setenv("PATH", value.c_str(), 1); }

    path_variable(path_variable const&) = delete;
    path_variable& operator=(path_variable const&) = delete;

    ~path_variable() { ::setenv("PATH", before_.c_str(), 1); }

private:
    std::string before_ = std::getenv("PATH");
};

std::vector<std::string> found_by(search& places, std::size_t count) {
    std::vector<std::string> seen;
    for (auto next = places.next(); next && seen.size() < count; next = places.next()) {
        seen.push_back(next->found_by);
        places.reject("no");
    }
    return seen;
}

bool any_contains(std::vector<std::string> const& lines, std::string_view part) {
    return std::ranges::any_of(lines, [&](auto const& line) { return line.find(part) != std::string::npos; });
}

} // namespace

BOOST_AUTO_TEST_SUITE(find_interpreter)

BOOST_AUTO_TEST_CASE(an_interpreter_given_by_hand_is_the_only_one) {
    sample const made;
    auto request = made.request();
    request.given = "tools/python";
    request.given_by = "--python";
    search missing{request};
    BOOST_TEST(!missing.next().has_value());
    BOOST_REQUIRE(missing.tried().size() == 1U);
    BOOST_TEST(missing.tried()[0].starts_with("--python: "));

    auto const program = made.program("tools/python");
    search there{request};
    BOOST_TEST(there.next().value().program == program);
    BOOST_TEST(!there.next().has_value());
}

BOOST_AUTO_TEST_CASE(places_are_tried_in_order) {
    sample const made;
    auto request = made.request();
    made.folder.write("pyproject.toml", "");
    request.folder = made.folder.path() / "db/migrations";
    fs::create_directories(request.folder);
    request.environment["VIRTUAL_ENV"] = (made.folder.path() / "active").string();
    made.program("active/bin/python3");
    made.program("db/venv/bin/python");
    made.program(".venv/bin/python");
    search places{request};
    auto const first = places.next().value();
    BOOST_TEST(first.found_by == "VIRTUAL_ENV");
    BOOST_TEST(first.program.filename() == "python3");
    places.reject("too old");
    BOOST_TEST(places.next().value().program == made.folder.path() / "db/venv/bin/python");
    BOOST_TEST(places.next().value().program == made.folder.path() / ".venv/bin/python");
    BOOST_TEST(any_contains(places.tried(), "VIRTUAL_ENV: " + first.program.string() + ": too old"));
}

BOOST_AUTO_TEST_CASE(the_script_alembic_on_the_path_names_an_interpreter) {
    sample const made;
    auto const interpreter = made.program("tool/bin/python");
    auto const script = made.program("bin/alembic");
    std::ofstream{script} << "#!" << interpreter.string() << "\nimport alembic\n";
    path_variable const path{made.folder.path() / "bin"};
    search places{made.request()};
    auto const found = places.next().value();
    BOOST_TEST(found.program == interpreter);
    BOOST_TEST(found.found_by == "alembic on PATH");
}

/// What the tools really answer, by hand: Poetry 1.3 names the folder of the environment, uv the interpreter.
BOOST_AUTO_TEST_CASE(the_tools_of_a_project_are_asked) {
    sample const made;
    auto const of_uv = made.program("uv-made/bin/python3");
    auto const of_poetry = made.program("poetry-made/bin/python");
    std::ofstream{made.program("bin/uv")} << "#!/bin/sh\n[ \"$*\" = \"python find\" ] && echo " << of_uv.string()
                                          << '\n';
    std::ofstream{made.program("bin/poetry")} << "#!/bin/sh\n[ \"$*\" = \"env info --path\" ] && echo "
                                              << (made.folder.path() / "poetry-made").string() << '\n';
    made.folder.write("uv.lock", "");
    made.folder.write("poetry.lock", "");
    path_variable const path{(made.folder.path() / "bin").string() + ":/usr/bin:/bin"};
    search places{made.request()};
    auto const first = places.next().value();
    BOOST_TEST(first.program == of_uv);
    BOOST_TEST(first.found_by == "uv");
    auto const second = places.next().value();
    BOOST_TEST(second.program == of_poetry);
    BOOST_TEST(second.found_by == "poetry");
}

BOOST_AUTO_TEST_CASE(what_is_not_there_is_told) {
    sample const made;
    auto request = made.request();
    made.folder.write("uv.lock", "");
    made.folder.write("pyproject.toml", "[tool.poetry]\n");
    search places{request};
    static_cast<void>(found_by(places, 9));
    BOOST_TEST(any_contains(places.tried(), "VIRTUAL_ENV: not set"));
    BOOST_TEST(any_contains(places.tried(), ".venv and venv: none in " + made.folder.path().string()));
    BOOST_TEST(any_contains(places.tried(), "uv: "));
    BOOST_TEST(any_contains(places.tried(), "poetry: "));
}

BOOST_AUTO_TEST_CASE(the_project_ends_at_its_root) {
    sample const made;
    made.folder.write("outer/.git/HEAD", "");
    made.folder.write("outer/app/setup.py", "");
    auto const start = made.folder.path() / "outer/app/db/deep";
    fs::create_directories(start);
    auto const folders = project_folders(start);
    BOOST_REQUIRE(folders.size() == 4U);
    BOOST_TEST(folders.front() == start);
    BOOST_TEST(folders.back() == made.folder.path() / "outer");
}

BOOST_AUTO_TEST_CASE(the_error_names_all_places_and_what_needs_python) {
    auto const failure = no_python(
        {"VIRTUAL_ENV: not set", "PATH: /usr/bin/python3: Alembic is not installed"},
        {"a1", "'app.f' is imported from code that is not evaluated natively", source_place{"a1.py", 3, 1, "f()"}}
    );
    auto const& info = failure.info();
    BOOST_TEST(name_of(info.code) == "python_unavailable");
    BOOST_TEST(info.revision == "a1");
    BOOST_TEST(info.place.value().line == 3U);
    for (char const* const part : {"'app.f' is imported", "VIRTUAL_ENV: not set", "Alembic is not installed"})
        BOOST_TEST(info.reason.find(part) != std::string::npos, part);
    BOOST_TEST(info.remedy.find("--python") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::interpreter
