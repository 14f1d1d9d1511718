// Upgrades, downgrades and SQL files are killed, cut off from the server, or lose it, at random moments, with index
// builds outside a transaction, a change of every row, and a journal entry after each step. Each time what is half done
// is finished or undone, the schema is that of an undisturbed run, no row is lost, and no lock is left. A file is
// applied as a whole or not at all, and the journal knows which.
#include "fault.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <random>

namespace alembicore::test {

namespace {

constexpr char const* environment_with_a_transaction_for_each_step = R"(from alembic import context

context.configure(url="postgresql://nobody@127.0.0.1:1/nothing", transaction_per_migration=True)
with context.begin_transaction():
    context.run_migrations()
)";

std::vector<sample_revision> revisions_of_all_kinds() {
    return {
        {.id = "r1",
         .doc = "a table",
         .upgrade = "op.execute('CREATE TABLE one (id int PRIMARY KEY, code int)')",
         .downgrade = "op.drop_table('one')"},
        {.id = "r2",
         .down_revision = "'r1'",
         .doc = "a column",
         .upgrade = "op.add_column('one', sa.Column('name', sa.Text()))",
         .downgrade = "op.drop_column('one', 'name')"},
        {.id = "r3",
         .down_revision = "'r2'",
         .doc = "indexes",
         .upgrade = "with op.get_context().autocommit_block():\n"
                    "        op.create_index('by_code', 'one', ['code'], postgresql_concurrently=True)\n"
                    "        op.create_index('by_both', 'one', ['code', 'id'], postgresql_concurrently=True)\n"
                    "    op.execute('CREATE TABLE beside (x int)')",
         .downgrade = "op.drop_table('beside')\n"
                      "    with op.get_context().autocommit_block():\n"
                      "        op.drop_index('by_both', 'one', postgresql_concurrently=True)\n"
                      "        op.drop_index('by_code', 'one', postgresql_concurrently=True)"},
        {.id = "r4",
         .down_revision = "'r3'",
         .doc = "rows",
         .upgrade = "op.execute(\"UPDATE one SET name = 'n' || id\")",
         .downgrade = "op.execute('UPDATE one SET name = NULL')"},
        {.id = "r5",
         .down_revision = "'r4'",
         .doc = "another table",
         .upgrade = "op.create_table('two', sa.Column('id', sa.Integer(), nullable=False))",
         .downgrade = "op.drop_table('two')"},
    };
}

words line_to(std::string const& target) {
    return target == "r1" ? words{"downgrade", "r1", "--backup", "none"} : words{"upgrade", "head"};
}

class campaign {
public:
    campaign() : project_(revisions_of_all_kinds()) {
        // Clusters of tests may lose what was committed last; what is lost here is to be the fault of a run.
        static_cast<void>(ask_server("ALTER SYSTEM SET synchronous_commit = on"));
        static_cast<void>(ask_server("SELECT pg_reload_conf()"));
        project_.files().write("migrations/env.py", environment_with_a_transaction_for_each_step);
        project_.files().write(
            "by_hand.sql", "CREATE TABLE by_hand AS SELECT * FROM one;\nUPDATE one SET code = code;\n"
        );
        succeed({"upgrade", "r1"});
        static_cast<void>(project_.ask("INSERT INTO one SELECT i, i % 100 FROM generate_series(1, 20000) AS i"));
        below_ = fingerprint();
        succeed(line_to("head"));
        above_ = fingerprint();
    }

    void run_round(std::minstd_rand& chance) {
        auto const kind = all_faults.at(chance() % (all_faults.size() - 1)); // it writes no files
        auto const moment = std::chrono::milliseconds{5 + chance() % 500};
        undoing_ = chance() % 2 == 0;
        if (chance() % 4 == 0)
            return apply_file(kind, moment);
        bool const up = chance() % 2 == 0;
        reach(up ? "r1" : "head");
        auto const line = line_to(up ? "head" : "r1");
        BOOST_TEST_CONTEXT(line.front() << ", " << name_of(kind) << " after " << moment.count() << " ms") {
            strike(project_, line, kind, moment);
            reach(up ? "head" : "r1");
            check(up);
        }
    }

private:
    [[nodiscard]] std::string fingerprint() const {
        return std::string{boost::json::parse(succeed({"schema", "--json"})).at("fingerprint").as_string()};
    }

    void apply_file(fault kind, std::chrono::milliseconds moment) {
        BOOST_TEST_CONTEXT("a file, " << name_of(kind) << " after " << moment.count() << " ms") {
            reach("head");
            strike(project_, {"sql", "apply", "by_hand.sql"}, kind, moment);
            bool const applied = project_.ask("SELECT count(*) FROM pg_class WHERE relname = 'by_hand'") == "1";
            files_applied_ += applied ? 1 : 0;
            BOOST_TEST(recorded_files() == std::to_string(files_applied_));
            if (!applied) {
                succeed({"sql", "apply", "by_hand.sql"});
                ++files_applied_;
            }
            BOOST_TEST(project_.ask("SELECT count(*) FROM by_hand") == "20000");
            BOOST_TEST(recorded_files() == std::to_string(files_applied_));
            static_cast<void>(project_.ask("DROP TABLE by_hand"));
            check(true);
        }
    }

    [[nodiscard]] std::string recorded_files() const {
        return project_.ask("SELECT count(*) FROM alembicore.run JOIN alembicore.entry ON number = run.run WHERE "
                            "outcome = 'done' AND content->>'kind' = 'sql_file'");
    }

    /// As a person would: what is half done is finished or undone, then the command is given again.
    void reach(std::string const& target) const {
        base::process_result last;
        for (int tries = 0; tries < 4; ++tries) {
            if (is_half_done()) {
                last = project_.run({"resume", undoing_ ? "--undo" : "--finish"});
                BOOST_TEST(last.exit_status == 0, last.error_output);
            }
            last = project_.run(line_to(target));
            if (last.exit_status == 0)
                return;
            BOOST_TEST_MESSAGE("again: " << last.error_output);
        }
        BOOST_REQUIRE_MESSAGE(false, "cannot be finished: " << last.error_output);
    }

    [[nodiscard]] bool is_half_done() const {
        return boost::json::parse(succeed({"resume", "--json"})).at("half_done").is_object();
    }

    void check(bool up) const {
        BOOST_TEST(fingerprint() == (up ? above_ : below_));
        BOOST_TEST(
            project_.ask("SELECT count(*) || ' ' || sum(id) || ' ' || sum(code) FROM one") == "20000 200010000 990000"
        );
        if (up)
            BOOST_TEST(project_.ask("SELECT count(*) FROM one WHERE name = 'n' || id") == "20000");
        BOOST_TEST(project_.ask("SELECT version_num FROM alembic_version") == (up ? "r5" : "r1"));
        BOOST_TEST(project_.ask("SELECT count(*) FROM pg_index WHERE NOT indisvalid") == "0");
        succeed({"journal", "verify"});
        BOOST_TEST(comes_to_answer("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'", "0"));
    }

    std::string succeed(words const& line) const {
        auto const seen = project_.run(line);
        BOOST_REQUIRE_MESSAGE(seen.exit_status == 0, line.front() << ": " << seen.error_output);
        return seen.output;
    }

    migrated_project project_;
    std::string below_;    ///< the schema at r1
    std::string above_;    ///< the schema at the head
    bool undoing_ = false; ///< what is half done, in this round
    int files_applied_ = 0;
};

} // namespace

BOOST_AUTO_TEST_SUITE(run_faults)

BOOST_AUTO_TEST_CASE(at_any_moment_a_run_can_be_finished) {
    auto const size = announced_campaign(6);
    std::minstd_rand chance{size.seed};
    campaign faults;
    for (unsigned round = 0; round < size.rounds; ++round)
        faults.run_round(chance);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
