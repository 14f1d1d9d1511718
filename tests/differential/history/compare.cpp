// Compares the library with the real Alembic on random graphs. ALEMBICORE_DIFFERENTIAL_GRAPHS and
// ALEMBICORE_DIFFERENTIAL_SEED set how many and which.
#include "differential/history/answers.hpp"

#include "support/temporary_folder.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>

namespace alembicore::test {

namespace json = boost::json;

namespace {

constexpr std::size_t questions_per_graph = 20;
constexpr std::size_t most_shown = 10;

std::uint64_t setting(char const* name, std::uint64_t otherwise) {
    char const* const text = std::getenv(name);
    return text == nullptr ? otherwise : std::stoull(text);
}

struct random_case {
    std::vector<revision> revisions;
    std::vector<question> questions;
};

std::vector<random_case> make_cases(std::uint64_t seed, std::uint64_t count) {
    std::mt19937_64 random{seed};
    random_project project{random};
    std::vector<random_case> cases(count);
    for (random_case& each : cases) {
        each.revisions = project.make_revisions();
        for (std::size_t asked = 0; asked < questions_per_graph; ++asked)
            each.questions.push_back(project.make_question());
    }
    return cases;
}

json::object describe_case(random_case const& each) {
    json::array revisions;
    json::array questions;
    for (revision const& one : each.revisions)
        revisions.push_back(describe(one));
    for (question const& one : each.questions)
        questions.push_back(describe(one));
    return {{"revisions", std::move(revisions)}, {"questions", std::move(questions)}};
}

/// One line of JSON for what answers, then one for each case.
std::vector<json::object> ask_alembic(std::vector<random_case> const& cases) {
    temporary_folder const folder;
    auto const asked = folder.path() / "asked";
    auto const answered = folder.path() / "answered";
    {
        std::ofstream out{asked};
        for (random_case const& each : cases)
            out << json::serialize(describe_case(each)) << '\n';
    }
    std::string const script = ALEMBICORE_SOURCE_DIR "/tests/differential/history/alembic_answers.py";
    std::string const command =
        ALEMBICORE_PYTHON " '" + script + "' < '" + asked.string() + "' > '" + answered.string() + '\'';
    BOOST_REQUIRE_EQUAL(std::system(command.c_str()), 0);
    std::vector<json::object> answers;
    std::ifstream in{answered};
    for (std::string line; std::getline(in, line);)
        answers.push_back(json::parse(line).as_object());
    BOOST_REQUIRE_EQUAL(answers.size(), cases.size() + 1);
    return answers;
}

bool fails(json::object const& given) {
    return given.contains("error");
}

/// The same steps, whatever their order and rows.
std::vector<std::string> unordered_steps(json::object const& given) {
    std::vector<std::string> texts;
    if (given.contains("steps"))
        for (json::value const& each : given.at("steps").as_array())
            texts.push_back(
                json::serialize(each.at("revision")) + json::serialize(each.at("from")) + json::serialize(each.at("to"))
            );
    if (given.contains("revisions"))
        for (json::value const& each : given.at("revisions").as_array())
            texts.push_back(json::serialize(each));
    std::ranges::sort(texts);
    return texts;
}

/// Step by step: revision, texts and, if asked for, the rows.
bool same_steps(json::array const& left, json::array const& right, std::vector<char const*> const& members) {
    return std::ranges::equal(left, right, [&](json::value const& one, json::value const& other) {
        return std::ranges::all_of(members, [&](char const* member) {
            auto const* const first = one.as_object().if_contains(member);
            auto const* const second = other.as_object().if_contains(member);
            return first != nullptr && second != nullptr && *first == *second;
        });
    });
}

/// How an answer compares with Alembic's.
enum class verdict {
    equal,
    equal_errors,
    rows_crash_in_alembic, ///< Alembic loses track of its rows on a parent that another one implies
    rows_of_old_alembic,   ///< this release leaves rows behind that newer ones do not
    different
};

verdict compare(json::object const& ours, json::object const& theirs) {
    if (fails(theirs))
        return fails(ours) ? verdict::equal_errors : verdict::different;
    if (theirs.contains("revisions"))
        return ours == theirs ? verdict::equal : verdict::different;
    bool const older_rows = theirs.at("older_rows").as_bool();
    bool const crash = theirs.contains("rows_crash");
    if (fails(ours))
        return crash && !older_rows ? verdict::equal_errors : verdict::different;
    auto const& our_steps = ours.at("steps").as_array();
    auto const& their_steps = theirs.at("steps").as_array();
    if (!same_steps(our_steps, their_steps, {"revision", "from", "to"}))
        return verdict::different;
    if (older_rows)
        return verdict::rows_of_old_alembic;
    if (crash)
        return verdict::rows_crash_in_alembic;
    return same_steps(our_steps, their_steps, {"rows"}) ? verdict::equal : verdict::different;
}

struct tally {
    std::map<verdict, std::size_t> verdicts;
    std::size_t unusable = 0;
    std::size_t by_chance = 0;
    std::size_t shown = 0;

    void
    report(random_case const& about, json::value const& asked, json::value const& ours, json::value const& theirs) {
        if (shown++ >= most_shown)
            return;
        std::cout << "DIFFERENT " << json::serialize(asked) << "\n  alembicore: " << json::serialize(ours)
                  << "\n  alembic:    " << json::serialize(theirs) << '\n';
        for (revision const& each : about.revisions)
            std::cout << "    " << json::serialize(describe(each)) << '\n';
    }
};

void compare_questions(
    random_case const& about, revision_graph const& graph, json::object const& theirs, tally& counted
) {
    auto const& answers = theirs.at("answers").as_array();
    for (std::size_t at = 0; at < about.questions.size(); ++at) {
        json::object const ours = answer(graph, about.questions[at]);
        verdict const found = compare(ours, answers[at].as_object());
        ++counted.verdicts[found];
        if (found == verdict::different)
            counted.report(about, describe(about.questions[at]), ours, answers[at]);
        if (auto const* const unpinned = theirs.if_contains("unpinned"))
            BOOST_TEST(
                unordered_steps(unpinned->as_array()[at].as_object()) == unordered_steps(answers[at].as_object())
            );
    }
}

void compare_case(random_case const& about, json::object const& theirs, tally& counted) {
    revision_graph const graph{about.revisions};
    BOOST_TEST(graph.diagnostics().empty() == !theirs.contains("unusable"));
    if (theirs.contains("unusable")) {
        ++counted.unusable;
        return;
    }
    if (theirs.at("by_chance").as_bool())
        ++counted.by_chance;
    json::object const ours = facts(graph);
    if (ours != theirs.at("facts").as_object()) {
        ++counted.verdicts[verdict::different];
        counted.report(about, "facts", ours, theirs.at("facts"));
    }
    compare_questions(about, graph, theirs, counted);
}

} // namespace

BOOST_AUTO_TEST_CASE(plans_histories_and_identifiers_are_those_of_alembic) {
    auto const seed = setting("ALEMBICORE_DIFFERENTIAL_SEED", 1);
    auto const count = setting("ALEMBICORE_DIFFERENTIAL_GRAPHS", 300);
    auto const cases = make_cases(seed, count);
    auto const answers = ask_alembic(cases);
    tally counted;
    for (std::size_t at = 0; at < cases.size(); ++at)
        compare_case(cases[at], answers[at + 1], counted);
    auto& verdicts = counted.verdicts;
    std::cout << "seed " << seed << ", " << count << " graphs, " << count - counted.unusable << " usable, "
              << counted.by_chance
              << " where Alembic's order depends on chance (its order pinned to the files'), alembic "
              << answers.front().at("alembic").as_string() << "\n  " << verdicts[verdict::equal] << " equal answers, "
              << verdicts[verdict::equal_errors] << " equal errors, " << verdicts[verdict::rows_crash_in_alembic]
              << " plans whose rows Alembic cannot follow, " << verdicts[verdict::rows_of_old_alembic]
              << " plans whose rows newer Alembics correct, " << verdicts[verdict::different] << " different\n";
    BOOST_TEST(verdicts[verdict::different] == 0U);
    BOOST_TEST(verdicts[verdict::equal] > count);
}

} // namespace alembicore::test
