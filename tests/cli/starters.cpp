// Many processes that start at the same moment on one empty database, with an index built outside a transaction in the
// chain; in some rounds Alembic's own among them. More rounds: ALEMBICORE_STARTER_ROUNDS.
#include "migrated_project.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <cstdlib>
#include <future>
#include <iostream>
#include <random>
#include <thread>

namespace alembicore::test {

namespace {

constexpr std::size_t starters = 16;

/// Alembic takes a while until it is at the database, on a busy machine a long one: ours wait, now more, now less, to
/// meet it in all stages of its run.
constexpr unsigned longest_head_start = 2500; ///< milliseconds
constexpr std::chrono::milliseconds pause{30};

constexpr char const* environment_that_connects = R"(import os

from alembic import context
from sqlalchemy import create_engine

engine = create_engine(os.environ["DATABASE_URL"])
with engine.connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
)";

unsigned rounds() {
    char const* const text = std::getenv("ALEMBICORE_STARTER_ROUNDS");
    return text != nullptr ? static_cast<unsigned>(std::strtoul(text, nullptr, 10)) : 1;
}

std::vector<sample_revision> with_a_row_at_the_end() {
    auto revisions = with_a_concurrent_index();
    revisions.push_back(
        {.id = "t4",
         .down_revision = "'t3'",
         .doc = "a row",
         .upgrade = "op.execute('INSERT INTO two VALUES (1)')",
         .downgrade = "op.execute('DELETE FROM two')"}
    );
    return revisions;
}

struct started_project : migrated_project {
    started_project() : migrated_project(with_a_row_at_the_end()) {
        files().write("migrations/env.py", environment_that_connects);
    }

    [[nodiscard]] base::process_result run_alembic() const {
        return files().run_program({ALEMBICORE_ALEMBIC, "upgrade", "head"}, {{"DATABASE_URL", address()}});
    }

    [[nodiscard]] std::string fingerprint() const {
        return std::string{boost::json::parse(run({"schema", "--json"}).output).at("fingerprint").as_string()};
    }

    void check(std::string const& expected) const {
        BOOST_TEST(fingerprint() == expected);
        BOOST_TEST(ask("SELECT version_num FROM alembic_version") == "t4");
        BOOST_TEST(ask("SELECT count(*) FROM two") == "1"); // inserted once
        BOOST_TEST(ask("SELECT count(*) FROM pg_index WHERE NOT indisvalid") == "0");
        BOOST_TEST(run({"lock", "show"}).output == "nobody migrates this database\n");
        BOOST_TEST(run({"journal", "verify"}).exit_status == 0);
    }
};

std::string undisturbed() {
    started_project const project;
    BOOST_REQUIRE(project.run({"upgrade", "head"}).exit_status == 0);
    return project.fingerprint();
}

bool mentions(base::process_result const& seen, std::string_view text) {
    return seen.error_output.find(text) != std::string::npos;
}

} // namespace

BOOST_AUTO_TEST_SUITE(many_starters)

BOOST_AUTO_TEST_CASE(one_applies_and_none_fails) {
    auto const expected = undisturbed();
    for (unsigned round = 0; round < rounds(); ++round) {
        started_project const project;
        std::vector<std::future<base::process_result>> started;
        for (std::size_t i = 0; i < starters; ++i)
            started.push_back(std::async(std::launch::async, [&] { return project.run({"upgrade", "head"}); }));
        std::size_t appliers = 0;
        for (auto& each : started) {
            auto const seen = each.get();
            BOOST_TEST(seen.exit_status == 0, seen.error_output);
            appliers += mentions(seen, "-> t4") ? 1U : 0U;
        }
        BOOST_TEST(appliers == 1U);
        project.check(expected);
    }
}

BOOST_AUTO_TEST_CASE(beside_alembic_nothing_is_corrupted) {
    if (std::string_view{ALEMBICORE_ALEMBIC}.empty()) {
        BOOST_TEST_MESSAGE("SKIPPED: Alembic is not installed");
        return;
    }
    auto const expected = undisturbed();
    std::size_t failed = 0;
    std::size_t of_alembic = 0;
    std::size_t half_done = 0;
    std::minstd_rand chance{20261126};
    for (unsigned round = 0; round < rounds(); ++round) {
        started_project const project;
        std::chrono::milliseconds const head_start{chance() % longest_head_start};
        std::vector<std::future<std::pair<bool, base::process_result>>> started;
        for (std::size_t i = 0; i < starters; ++i)
            started.push_back(std::async(std::launch::async, [&, i, is_alembic = i % 4 == 3] {
                if (!is_alembic)
                    std::this_thread::sleep_for(head_start + pause * i);
                return std::pair{is_alembic, is_alembic ? project.run_alembic() : project.run({"upgrade", "head"})};
            }));
        for (auto& each : started)
            if (auto const [is_alembic, seen] = each.get(); seen.exit_status != 0) {
                BOOST_TEST_MESSAGE((is_alembic ? "Alembic: " : "alembicore: ") << seen.error_output);
                ++(is_alembic ? of_alembic : failed);
            }
        if (boost::json::parse(project.run({"resume", "--json"}).output).at("half_done").is_object()) {
            ++half_done;
            auto const finished = project.run({"resume", "--finish"});
            BOOST_TEST(finished.exit_status == 0, finished.error_output);
        }
        auto const last = project.run({"upgrade", "head"});
        BOOST_TEST(last.exit_status == 0, last.error_output);
        project.check(expected);
    }
    std::cout << failed << " of " << rounds() * starters * 3 / 4 << " runs of alembicore and " << of_alembic << " of "
              << rounds() * starters / 4 << " of Alembic failed; " << half_done << " were half done" << std::endl;
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
