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

/// Alembic prints labels in the order of a Python set, which says nothing: both sides are sorted.
std::string sort_labels(std::string line) {
    std::size_t begin = 0;
    if (line.starts_with("Branch names: "))
        begin = 14;
    else if (begin = line.find(" ("); begin != std::string::npos)
        begin += 2;
    else
        return line;
    auto const end = std::min(line.find(')', begin), line.size());
    std::istringstream list{line.substr(begin, end - begin)};
    words labels;
    for (std::string label; std::getline(list >> std::ws, label, ',');)
        labels.push_back(label);
    std::ranges::sort(labels);
    std::string sorted;
    for (auto const& label : labels)
        sorted += (sorted.empty() ? "" : ", ") + label;
    return line.replace(begin, end - begin, sorted);
}

std::string normalized(std::string const& text) {
    std::istringstream lines{text};
    std::string result;
    for (std::string line; std::getline(lines, line);)
        result += sort_labels(line) + "\n";
    return result;
}

base::process_result run_alembic(sample_project const& project, words arguments) {
    arguments.insert(arguments.begin(), ALEMBICORE_ALEMBIC);
    return project.run_program(arguments, {{"PYTHONHASHSEED", "0"}, {"PYTHONIOENCODING", "utf-8"}});
}

void compare(sample_project const& project, words const& arguments) {
    BOOST_TEST_CONTEXT(joined(arguments)) {
        auto const expected = run_alembic(project, arguments);
        auto const seen = project.run(arguments);
        BOOST_TEST(expected.exit_status == 0, expected.error_output);
        BOOST_TEST(seen.exit_status == 0, seen.error_output);
        BOOST_TEST(normalized(seen.output) == normalized(expected.output));
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
        {"history", "-r-2:f1"},
        {"history", "--verb", "-r", "left@head:"},
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
        compare(project, question);
}

BOOST_AUTO_TEST_CASE(offline_scripts_are_the_same) {
    sample_project const branched{branched_history()};
    for (auto const& question :
         {words{"upgrade", "heads", "--sql"},
          words{"upgrade", "a2:m1", "--sql"},
          words{"downgrade", "m1:a2", "--sql"},
          words{"stamp", "m1", "--sql"},
          words{"stamp", "a1:m1", "--sql"}})
        compare(branched, question);
    compare(branched, {"ensure_version", "--sql"});
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
