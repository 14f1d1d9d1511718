// Runs that record themselves, and what is left of the record when they fail.
#include "journal/recorder.hpp"
#include "journal/table.hpp"
#include "migrate/run.hpp"
#include "support/error_checks.hpp"
#include "support/plans.hpp"
#include "support/temporary_cluster.hpp"

#include <alembicore/database.hpp>
#include <alembicore/journal.hpp>

#include <boost/test/unit_test.hpp>

namespace alembicore::journal {

namespace {

struct scenario {
    test::temporary_database database;
    postgres::connection opened{database.url()};
    transaction_mode mode = transaction_mode::per_run;
    std::vector<diagnostic> findings;
    std::optional<std::int64_t> number;

    migrate::run_result run(plan const& decided, test::revision_sql statements) {
        recorder record{opened, facts_of(decided, engine::native, "web user"), [this](diagnostic made) {
                            findings.push_back(std::move(made));
                        }};
        migrate::run_request request{
            .decided = decided,
            .source = test::source_of(std::move(statements)),
            .table = {},
            .transactions = mode,
            .events =
                [this](event const& happened) {
                    if (auto const* const made = std::get_if<finding_made>(&happened))
                        findings.push_back(made->finding);
                },
            .stop = {}};
        request.journal = &record;
        auto const result = migrate::run_plan(opened, request);
        number = record.run();
        return result;
    }

    error_info fail(plan const& decided, test::revision_sql statements) {
        return test::require_error(errc::statement_failed, [&] { return run(decided, std::move(statements)); });
    }

    [[nodiscard]] std::vector<recorded_run> runs() const {
        auto looking = alembicore::database::connect(database.url());
        return list(looking);
    }

    [[nodiscard]] recorded_run newest() const {
        auto looking = alembicore::database::connect(database.url());
        return find(looking, list(looking).at(0).number).value();
    }

    [[nodiscard]] verification verified(std::optional<std::string> const& expected = std::nullopt) const {
        auto looking = alembicore::database::connect(database.url());
        return verify(looking, expected);
    }

    void tamper(std::string const& sql) const { postgres::connection{database.url()}.execute(sql); }
};

test::revision_sql const two_tables{{"a", {"CREATE TABLE ta (x int)"}}, {"b", {"CREATE TABLE tb (x int)"}}};
plan const to_b = test::linear_plan({}, {"a", "b"});

} // namespace

BOOST_AUTO_TEST_SUITE(recorded_runs)

BOOST_AUTO_TEST_CASE(a_run_says_who_did_what_when) {
    for (auto const mode : {transaction_mode::per_run, transaction_mode::per_migration})
        BOOST_TEST_CONTEXT(static_cast<int>(mode)) {
            scenario at;
            at.mode = mode;
            at.run(to_b, {{"a", {"DO $$ BEGIN RAISE NOTICE 'hello'; END $$", "CREATE TABLE ta (x int)"}}});
            auto const run = at.newest();
            BOOST_TEST(run.number == at.number.value());
            BOOST_TEST((run.outcome == outcome::done));
            BOOST_TEST((run.direction == direction::upgrade));
            BOOST_TEST(run.from.empty());
            BOOST_TEST(run.to == std::vector<std::string>{"b"}, boost::test_tools::per_element());
            BOOST_TEST(run.by.authenticated_user == "web user");
            BOOST_TEST(run.by.database_user == at.database.ask("SELECT session_user"));
            BOOST_TEST(!run.by.os_user.empty());
            BOOST_TEST(!run.by.host.empty());
            BOOST_TEST(run.elapsed.count() > 0);
            BOOST_REQUIRE(run.steps.size() == 2U);
            auto const& first = run.steps.front();
            BOOST_TEST(first.revision == "a");
            BOOST_TEST(first.statement_count == 2U);
            BOOST_TEST(first.statements.at(1).sql == "CREATE TABLE ta (x int)");
            BOOST_TEST(first.notices == std::vector<std::string>{"NOTICE: hello"}, boost::test_tools::per_element());
            BOOST_TEST(
                first.sql_sha256 == sha256("DO $$ BEGIN RAISE NOTICE 'hello'; END $$;\nCREATE TABLE ta (x int);\n")
            );
            BOOST_TEST(first.in_transaction);
            BOOST_TEST(at.verified().broken.empty());
            BOOST_TEST(at.database.ask("SELECT outcome FROM alembicore.run") == "done");
            BOOST_TEST(at.database.ask("SELECT revision FROM alembicore.step ORDER BY number") == "a,b");
        }
}

BOOST_AUTO_TEST_CASE(a_long_run_is_kept_to_the_letter) {
    constexpr std::size_t many = 300;
    std::string const odd = "SELECT E'\\\\ \\t', 'tab:\t line:\n \\N \\. é'";
    std::vector<std::string> revisions;
    test::revision_sql statements;
    for (std::size_t i = 0; i < many; ++i) {
        revisions.push_back("r" + std::to_string(i));
        statements[revisions.back()] = {odd};
    }
    scenario at;
    at.run(test::linear_plan({}, revisions), statements);
    auto const run = at.newest();
    BOOST_REQUIRE(run.steps.size() == many);
    for (auto const& step : run.steps)
        BOOST_TEST(step.statements.at(0).sql == odd);
    BOOST_TEST(at.verified().broken.empty());
}

BOOST_AUTO_TEST_CASE(a_long_run_without_the_journal_s_table_still_runs) {
    scenario at;
    std::vector<std::string> revisions;
    test::revision_sql statements;
    for (std::size_t i = 0; i < 300; ++i)
        revisions.push_back("r" + std::to_string(i));
    statements[revisions.back()] = {"CREATE TABLE kept (x int)", "DROP TABLE alembicore.entry CASCADE"};
    at.run(test::linear_plan({}, revisions), statements);
    BOOST_TEST(at.database.ask("SELECT to_regclass('kept')::text") == "kept");
    BOOST_REQUIRE(at.findings.size() == 1U);
    BOOST_TEST(at.findings.front().message.find("is not recorded") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_way_back_meets_the_fingerprint_of_the_way_there) {
    scenario at;
    at.run(to_b, two_tables);
    auto const up = at.newest();
    BOOST_TEST(up.fingerprint_before.size() == 64U);
    at.run(test::linear_downgrade({"b", "a"}, {}), {{"a", {"DROP TABLE ta"}}, {"b", {"DROP TABLE tb"}}});
    auto const down = at.newest();
    BOOST_TEST((down.direction == direction::downgrade));
    BOOST_TEST(down.fingerprint_after == up.fingerprint_before);
}

BOOST_AUTO_TEST_CASE(a_run_that_is_rolled_back_leaves_its_failure_alone) {
    scenario at;
    auto const info = at.fail(to_b, {{"a", {"CREATE TABLE ta (x int)"}}, {"b", {"SELECT nope"}}});
    auto const run = at.newest();
    BOOST_TEST((run.outcome == outcome::failed));
    BOOST_TEST(run.steps.empty());
    BOOST_TEST(run.failure.value().revision == "b");
    BOOST_TEST(run.failure.value().sqlstate == "42703");
    BOOST_TEST(run.failure.value().statement == "SELECT nope");
    BOOST_TEST(run.failure.value().database_state == info.database_state);
    at.run(to_b, two_tables);
    BOOST_TEST(at.runs().size() == 2U);
    BOOST_TEST(at.verified().broken.empty());
}

BOOST_AUTO_TEST_CASE(steps_that_are_committed_stay_recorded) {
    scenario at;
    at.mode = transaction_mode::per_migration;
    at.fail(to_b, {{"a", {"CREATE TABLE ta (x int)"}}, {"b", {"SELECT nope"}}});
    auto const run = at.newest();
    BOOST_TEST((run.outcome == outcome::failed));
    BOOST_REQUIRE(run.steps.size() == 1U);
    BOOST_TEST(run.steps.front().revision == "a");
    BOOST_TEST(at.verified().broken.empty());
}

BOOST_AUTO_TEST_CASE(outside_a_transaction_every_statement_is_announced) {
    scenario at;
    auto const info = at.fail(
        to_b,
        {{"a", {"CREATE TABLE ta (x int)"}},
         {"b", {"<", "CREATE INDEX CONCURRENTLY ix ON ta (x)", "CREATE INDEX CONCURRENTLY ix ON ta (x)", ">"}}}
    );
    auto const run = at.newest();
    BOOST_TEST((run.outcome == outcome::failed));
    BOOST_REQUIRE(run.steps.size() == 2U);
    BOOST_TEST(run.steps[0].finished);
    auto const& partial = run.steps[1];
    BOOST_TEST(!partial.finished);
    BOOST_TEST(!partial.in_transaction);
    BOOST_REQUIRE(partial.statements.size() == 2U);
    BOOST_TEST(partial.statements[0].finished);
    BOOST_TEST(!partial.statements[1].finished);
    BOOST_TEST(at.verified().broken.empty());
}

BOOST_AUTO_TEST_CASE(a_session_that_dies_between_two_statements_leaves_what_had_begun) {
    scenario at;
    std::string const killing = "SELECT pg_terminate_backend(pg_backend_pid())";
    test::require_error(errc::connection_lost, [&] {
        return at.run(
            to_b,
            {{"a", {"CREATE TABLE ta (x int)"}}, {"b", {"<", "CREATE INDEX CONCURRENTLY ix ON ta (x)", killing, ">"}}}
        );
    });
    auto const run = at.newest();
    BOOST_TEST((run.outcome == outcome::unfinished));
    BOOST_REQUIRE(run.steps.size() == 2U);
    BOOST_REQUIRE(run.steps[1].statements.size() == 2U);
    BOOST_TEST(run.steps[1].statements[0].finished);
    BOOST_TEST(!run.steps[1].statements[1].finished);
    BOOST_TEST(run.steps[1].statements[1].sql == killing);
    BOOST_TEST(at.verified().broken.empty());
}

BOOST_AUTO_TEST_CASE(what_a_step_did_before_it_left_its_transaction_is_told) {
    scenario at;
    at.fail(
        to_b,
        {{"a", {"CREATE TABLE ta (x int)"}},
         {"b",
          {"ALTER TABLE ta ADD y int",
           "<",
           "CREATE INDEX CONCURRENTLY ix ON ta (x)",
           ">",
           "ALTER TABLE ta ADD z int",
           "<",
           "SELECT nope",
           ">"}}}
    );
    auto const run = at.newest();
    BOOST_REQUIRE(run.steps.size() == 2U);
    auto const& told = run.steps[1].statements;
    BOOST_REQUIRE(told.size() == 4U);
    BOOST_TEST(told[0].sql == "ALTER TABLE ta ADD y int");
    BOOST_TEST(told[2].sql == "ALTER TABLE ta ADD z int");
    BOOST_TEST(told[2].finished);
    BOOST_TEST(!told[3].finished);
}

BOOST_AUTO_TEST_CASE(a_downgrade_that_leads_elsewhere_is_told) {
    scenario at;
    at.run(to_b, two_tables);
    at.run(test::linear_downgrade({"b"}, {"a"}), {{"b", {"DROP TABLE tb"}}});
    BOOST_TEST(at.findings.empty());
    at.run(test::linear_downgrade({"a"}, {}), {{"a", {"ALTER TABLE ta ADD left_over int"}}});
    BOOST_REQUIRE(at.findings.size() == 1U);
    BOOST_TEST(at.findings.front().message.starts_with("the schema is not the one that was there when"));
}

BOOST_AUTO_TEST_CASE(what_a_run_leaves_invalid_is_told) {
    scenario at;
    at.run(
        to_b,
        {{"a", {"CREATE TABLE ta (x int)", "INSERT INTO ta VALUES (1), (1)"}},
         {"b", {"ALTER TABLE ta ADD CONSTRAINT positive CHECK (x > 0) NOT VALID"}}}
    );
    BOOST_REQUIRE(at.findings.size() == 1U);
    BOOST_TEST(at.findings.front().message.starts_with("the constraint positive of public.ta is NOT VALID"));
    at.findings.clear();
    at.fail(test::linear_plan({"b"}, {"c"}), {{"c", {"<", "CREATE UNIQUE INDEX CONCURRENTLY twice ON ta (x)", ">"}}});
    BOOST_REQUIRE(at.findings.size() == 1U);
    BOOST_TEST(at.findings.front().message.starts_with("the index public.twice is INVALID"));
}

BOOST_AUTO_TEST_CASE(what_was_undone_is_not_applied) {
    scenario at;
    at.run(to_b, two_tables);
    at.run(test::linear_downgrade({"b"}, {"a"}), {{"b", {"DROP TABLE tb"}}});
    auto looking = alembicore::database::connect(at.database.url());
    auto const present = applied(looking);
    BOOST_REQUIRE(present.size() == 1U);
    auto const& [revision, how] = *present.begin();
    BOOST_TEST(revision == "a");
    BOOST_TEST(how.file == "a.py");
    BOOST_TEST(how.by.authenticated_user == "web user");
    BOOST_TEST(how.at.ends_with('Z'));
}

BOOST_AUTO_TEST_CASE(what_is_applied_is_read_on_from_where_the_last_reading_ended) {
    scenario at;
    auto looking = alembicore::database::connect(at.database.url());
    applied_history known;
    BOOST_TEST(known.read(looking).empty());
    at.run(to_b, two_tables);
    BOOST_TEST(known.read(looking).size() == 2U);
    BOOST_TEST(known.read(looking).size() == 2U);
    at.run(test::linear_downgrade({"b"}, {"a"}), {{"b", {"DROP TABLE tb"}}});
    BOOST_REQUIRE(known.read(looking).size() == 1U);
    BOOST_TEST(known.read(looking).begin()->second.run == applied(looking).begin()->second.run);
    // Another journal has taken its place, as long as the first one was.
    at.opened.execute(
        "UPDATE alembicore.entry SET hash = 'x' || hash, content = replace(content::text, '\"a\"', '\"z\"')::json"
    );
    BOOST_REQUIRE(known.read(looking).size() == 1U);
    BOOST_TEST(known.read(looking).begin()->first == "z");
}

BOOST_AUTO_TEST_CASE(whoever_touches_the_journal_is_found_out) {
    struct {
        char const* name;
        char const* sql;
        std::int64_t entry;
    } const cases[] = {
        {"a changed entry",
         "UPDATE alembicore.entry SET content = replace(content::text, 'ta', 'tz')::json WHERE number = 2",
         2},
        {"a removed entry", "DELETE FROM alembicore.entry WHERE number = 2", 3},
        {"another hash", "UPDATE alembicore.entry SET hash = repeat('0', 64) WHERE number = 3", 3},
        {"a removed beginning", "DELETE FROM alembicore.entry WHERE number = 1", 2},
    };

    for (auto const& [name, sql, entry] : cases)
        BOOST_TEST_CONTEXT(name) {
            scenario at;
            at.run(to_b, two_tables);
            auto const before = at.verified();
            BOOST_TEST(before.broken.empty());
            BOOST_TEST(before.entries == 4);
            at.tamper(sql);
            auto const after = at.verified();
            BOOST_REQUIRE(!after.broken.empty());
            BOOST_TEST(after.broken.front().entry == entry);
        }
}

BOOST_AUTO_TEST_CASE(a_cut_at_the_end_shows_by_the_last_hash_of_before) {
    scenario at;
    at.run(to_b, two_tables);
    auto const hash = at.verified().last_hash;
    at.tamper("DELETE FROM alembicore.entry WHERE number = 4");
    BOOST_TEST(at.verified().broken.empty());
    BOOST_TEST(!at.verified(hash).holds_expected.value());
}

BOOST_AUTO_TEST_CASE(a_database_without_a_journal_has_no_runs) {
    scenario at;
    BOOST_TEST(at.runs().empty());
    BOOST_TEST(at.verified().entries == 0);
}

BOOST_AUTO_TEST_CASE(runs_are_listed_by_pages) {
    scenario at;
    at.run(test::linear_plan({}, {"a"}), {});
    at.run(test::linear_plan({"a"}, {"b"}), {});
    at.run(test::linear_plan({"b"}, {"c"}), {});
    auto looking = alembicore::database::connect(at.database.url());
    auto const first = list(looking, {.most = 2, .before = {}});
    BOOST_REQUIRE(first.size() == 2U);
    BOOST_TEST(first[0].to.front() == "c");
    auto const second = list(looking, {.most = 2, .before = first[1].number});
    BOOST_REQUIRE(second.size() == 1U);
    BOOST_TEST(second[0].to.front() == "a");
    BOOST_TEST((second[0].outcome == outcome::done));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::journal
