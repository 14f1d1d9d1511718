// The texts that people parse are those of the real Alembic (the Debian package), character by character.
#include "sample_project.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <sstream>

namespace alembicore::test {

namespace {

using words = std::vector<std::string>;

std::string joined(words const& parts) {
    std::string text;
    for (auto const& part : parts)
        text += (text.empty() ? "" : " ") + part;
    return text;
}

std::string sort_list(std::string const& list) {
    std::istringstream stream{list};
    words parts;
    for (std::string part; std::getline(stream >> std::ws, part, ',');)
        parts.push_back(part);
    std::ranges::sort(parts);
    std::string sorted;
    for (auto const& part : parts)
        sorted += (sorted.empty() ? "" : ", ") + part;
    return sorted;
}

/// Alembic prints labels and children in the order of a Python set, which says nothing: both sides are sorted.
std::string sort_lists(std::string line) {
    for (std::string_view const title : {"Branch names: ", "Branches into: "})
        if (line.starts_with(title))
            return std::string{title} + sort_list(line.substr(title.size()));
    for (auto begin = line.find(" ("); begin != std::string::npos; begin = line.find(" (", begin + 2)) {
        auto const end = line.find(')', begin);
        if (end != std::string::npos)
            line.replace(begin + 2, end - begin - 2, sort_list(line.substr(begin + 2, end - begin - 2)));
    }
    return line;
}

/// Alembic 1.8 loads files in the order of the directory, later versions by name, and the order of independent
/// revisions follows that; it is tested where it is decided, in the graph.
words sorted_lines(std::string const& text) {
    std::istringstream stream{text};
    words lines;
    for (std::string line; std::getline(stream, line);)
        lines.push_back(sort_lists(line));
    std::ranges::sort(lines);
    return lines;
}

base::process_result run_alembic(sample_project const& project, words arguments) {
    arguments.insert(arguments.begin(), ALEMBICORE_ALEMBIC);
    return project.run_program(arguments, {{"PYTHONHASHSEED", "0"}, {"PYTHONIOENCODING", "utf-8"}});
}

enum class comparison { exact, lines };

void compare(sample_project const& project, words const& arguments, comparison how = comparison::exact) {
    BOOST_TEST_CONTEXT(joined(arguments)) {
        auto const expected = run_alembic(project, arguments);
        auto const seen = project.run(arguments);
        BOOST_TEST(expected.exit_status == 0, expected.error_output);
        BOOST_TEST(seen.exit_status == 0, seen.error_output);
        if (how == comparison::exact)
            BOOST_TEST(seen.output == expected.output);
        else
            BOOST_TEST(sorted_lines(seen.output) == sorted_lines(expected.output), boost::test_tools::per_element());
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(texts_of_alembic)

BOOST_AUTO_TEST_CASE(what_is_said_about_a_branched_history_is_the_same) {
    sample_project const project{branched_history()};
    words const questions[] = {
        {"history"},
        {"history", "-v"},
        {"history", "-r", "a2:m1"},
        {"history", "-r:c2"},
        {"history", "-ra2:"},
        {"history", "--verb", "-r", "side@head:"},
        {"heads"},
        {"heads", "-v"},
        {"heads", "--resolve-dependencies"},
        {"branches"},
        {"branches", "-v"},
        {"show", "a1"},
        {"show", "m1"},
        {"show", "f1"},
        {"show", "heads"},
        {"show", "base"},
        {"show", "side@head"},
    };
    for (auto const& question : questions)
        compare(project, question, comparison::lines);
}

BOOST_AUTO_TEST_CASE(a_straight_history_is_the_same_in_its_order_too) {
    sample_project const project{two_tables()};
    for (auto const& question :
         {words{"history"}, words{"history", "-v"}, words{"history", "-r-1:"}, words{"heads", "-v"}})
        compare(project, question);
}

BOOST_AUTO_TEST_CASE(offline_scripts_are_the_same) {
    sample_project const branched{branched_history()};
    for (auto const& question :
         {words{"upgrade", "c2", "--sql"},
          words{"upgrade", "a2:c2", "--sql"},
          words{"upgrade", "b1:c2", "--sql"},
          words{"downgrade", "c2:a2", "--sql"},
          words{"stamp", "m1", "--sql"},
          words{"stamp", "a1:m1", "--sql"}})
        compare(branched, question);
    sample_project const tables{two_tables()};
    compare(tables, {"upgrade", "head", "--sql"});
    compare(tables, {"upgrade", "t1:t2", "--sql"});
    compare(tables, {"downgrade", "t2:t1", "--sql"});
}

BOOST_AUTO_TEST_CASE(log_lines_of_a_script_are_those_of_alembics_runtime) {
    sample_project const project{two_tables()};
    auto const seen = project.run({"upgrade", "head", "--sql"});
    BOOST_TEST(
        seen.error_output == "INFO  [alembic.runtime.migration] Context impl PostgresqlImpl.\n"
                             "INFO  [alembic.runtime.migration] Generating static SQL\n"
                             "INFO  [alembic.runtime.migration] Will assume transactional DDL.\n"
                             "INFO  [alembic.runtime.migration] Running upgrade  -> t1, one table\n"
                             "INFO  [alembic.runtime.migration] Running upgrade t1 -> t2, another\n"
    );
}

BOOST_AUTO_TEST_CASE(both_refuse_the_same_calls) {
    sample_project const project{branched_history()};
    for (auto const& question :
         {words{"history", "-r", "a1"},
          words{"show", "nothing"},
          words{"show", "head"},
          words{"upgrade", "head", "--sql"},
          words{"downgrade", "a1", "--sql"},
          words{"upgrade", "a1:a2"},
          words{"stamp", "a1:b1", "a2:b1", "--sql"},
          words{"upgrade"},
          words{"frobnicate"}})
        BOOST_TEST_CONTEXT(joined(question)) {
            BOOST_TEST(run_alembic(project, question).exit_status != 0);
            BOOST_TEST(project.run(question).exit_status != 0);
        }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
