// Revisions that mean harm: each is refused, with a place, within the bounds of an evaluation.
#include <alembicore/error.hpp>
#include <alembicore/project.hpp>

#include "base/file.hpp"
#include "support/temporary_folder.hpp"

#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>
#include <sstream>

#include <sys/resource.h>
#include <sys/stat.h>

namespace alembicore {

namespace {

std::vector<std::string> split_cases(std::string const& text) {
    static constexpr std::string_view separator = "#---\n";
    std::vector<std::string> cases;
    std::size_t begin = 0;
    for (auto at = text.find(separator); at != std::string::npos; at = text.find(separator, begin)) {
        cases.push_back(text.substr(begin, at - begin));
        begin = at + separator.size();
    }
    cases.push_back(text.substr(begin));
    return cases;
}

/// A folder of revisions with what the cases reach for.
class hostile_folder {
public:
    hostile_folder() {
        std::filesystem::create_symlink("/etc/passwd", path() / "link");
        std::filesystem::create_directory_symlink("/etc", path() / "folder");
        std::filesystem::create_symlink("/dev/zero", path() / "zero");
        BOOST_REQUIRE(::mkfifo((path() / "pipe").c_str(), 0600) == 0);
    }

    [[nodiscard]] std::filesystem::path const& path() const { return folder_.path(); }

    /// What becomes of `upgrade()` in a revision of this text.
    [[nodiscard]] std::optional<error_info> refusal(std::string const& text) const {
        auto const file = path() / "hostile.py";
        std::ofstream{file} << "revision = 'a1'\ndown_revision = None\n" << text;
        try {
            return project::open_versions({path()}).inspect_file(file).upgrade.refusal;
        } catch (error const& refused) {
            return refused.info();
        }
    }

private:
    test::temporary_folder folder_;
};

bool is_refusal(errc code) {
    return code == errc::not_evaluable || code == errc::evaluation_limit || code == errc::python_exception ||
           code == errc::syntax_error;
}

/// The most memory this process has held, in MiB. A sanitizer's own counts too.
long peak_memory() {
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    return used.ru_maxrss / 1024;
}

double processor_seconds() {
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    auto const seconds = [](timeval const& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(used.ru_utime) + seconds(used.ru_stime);
}

void require_refused(hostile_folder const& folder, std::string const& text) {
    BOOST_TEST_CONTEXT(text) {
        auto const refused = folder.refusal(text);
        BOOST_TEST_REQUIRE(refused.has_value());
        BOOST_TEST(is_refusal(refused->code));
        BOOST_TEST(!refused->message.empty());
        BOOST_TEST(refused->place.has_value());
    }
}

std::string nested(std::string const& open, std::string const& inside, std::string const& close, std::size_t depth) {
    std::string text;
    for (std::size_t i = 0; i < depth; ++i)
        text += open;
    text += inside;
    for (std::size_t i = 0; i < depth; ++i)
        text += close;
    return "def upgrade():\n    return " + text + "\n";
}

} // namespace

BOOST_AUTO_TEST_SUITE(hostile_revisions)

BOOST_AUTO_TEST_CASE(are_refused) {
    hostile_folder const folder;
    double slowest = 0;
    std::string which;
    for (auto const& text : split_cases(base::read_text_file(std::string{ALEMBICORE_HOSTILE} + "/revisions.txt"))) {
        auto const begun = processor_seconds();
        require_refused(folder, text);
        auto const taken = processor_seconds() - begun;
        BOOST_TEST_MESSAGE(taken << " s " << text.substr(0, text.find('\n')));
        if (taken > slowest) {
            slowest = taken;
            which = text;
        }
    }
    BOOST_TEST_MESSAGE("the slowest: " << slowest << " s " << which);
    BOOST_TEST((ALEMBICORE_SANITIZED || slowest < 20), slowest << " s: " << which);
    BOOST_TEST((ALEMBICORE_SANITIZED || peak_memory() < 700));
}

BOOST_AUTO_TEST_CASE(deep_syntax_is_refused) {
    hostile_folder const folder;
    for (std::size_t const depth : {2'000U, 100'000U}) {
        require_refused(folder, nested("(", "1", ")", depth));
        require_refused(folder, nested("[", "", "]", depth));
        require_refused(folder, nested("{1:", "1", "}", depth));
        require_refused(folder, nested("f(", "", ")", depth));
        require_refused(folder, nested("(lambda: ", "1", ")", depth));
        require_refused(folder, nested("[x for x in ", "y", "]", depth));
        require_refused(folder, nested("- ", "y", "", depth));
        require_refused(folder, nested("not ", "y", "", depth));
        require_refused(folder, nested("f'{", "y", "}'", depth));
        require_refused(folder, nested("y if y else ", "y", "", depth));
        require_refused(folder, nested("y.", "y", "", depth));
    }
}

/// Long texts are no attack in themselves; they are read, or refused for what they are.
BOOST_AUTO_TEST_CASE(long_syntax_ends) {
    hostile_folder const folder;
    std::string const long_text(1'000'000, 'x');
    BOOST_TEST(!folder.refusal("def upgrade():\n    return '" + long_text + "'\n").has_value());
    require_refused(folder, "def upgrade():\n    return " + std::string(1'000'000, '9') + "\n");
    require_refused(folder, "def upgrade():\n    return 1e" + std::string(1'000'000, '9') + " + x\n");
    require_refused(folder, "def upgrade():\n    return " + nested("", "x", " + 1", 1'000'000).substr(27));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore
