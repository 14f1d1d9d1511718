// Backup, downgrade with a backup, and restore are killed, cut off from the server, lose it, or fill the disk, at
// random moments. Each time the database of that name is there with its rows, nothing that is half looks whole, and the
// next run does its work.
#include "fault.hpp"

#include "postgres/scratch_database.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <boost/test/unit_test.hpp>

#include <chrono>
#include <random>

namespace alembicore::test {

namespace {

class campaign {
public:
    campaign() : project_(two_tables()), name_(project_.ask("SELECT current_database()")) {
        succeed({"upgrade", "head"});
        static_cast<void>(project_.ask("INSERT INTO one SELECT generate_series(1, 20000)"));
        static_cast<void>(project_.ask("INSERT INTO two SELECT generate_series(1, 50000)"));
        auto const made = boost::json::parse(succeed({"backup", "create", "--json"}));
        whole_ = made.at("id").as_string();
    }

    void run_round(std::minstd_rand& chance) {
        auto const line = action(static_cast<unsigned>(chance() % 3));
        auto const happens = all_faults.at(chance() % all_faults.size());
        auto const moment = std::chrono::milliseconds{20 + chance() % 900};
        BOOST_TEST_CONTEXT(
            line.front() << ' ' << line[1] << ", " << name_of(happens) << " after " << moment.count() << " ms"
        ) {
            strike(project_, line, happens, moment);
            check();
            recover();
        }
    }

private:
    [[nodiscard]] words action(unsigned which) const {
        switch (which) {
        case 0:
            return {"backup", "create"};
        case 1:
            return {"backup", "restore", whole_, "--terminate", "--drop-old"};
        default:
            return {"downgrade", "-1", "--backup", "full"};
        }
    }

    void check() const {
        BOOST_TEST(project_.ask("SELECT count(*) FROM one") == "20000");
        auto const listing = boost::json::parse(succeed({"backup", "list", "--json"}));
        BOOST_TEST(listing.at("damaged").as_array().empty());
        succeed({"backup", "verify", "latest"});
    }

    void recover() const {
        succeed({"backup", "create"});
        auto const listing = boost::json::parse(succeed({"backup", "list", "--json"}));
        BOOST_TEST(listing.at("abandoned").as_array().empty());
        succeed({"backup", "restore", whole_, "--terminate", "--drop-old"});
        BOOST_TEST(project_.ask("SELECT count(*) FROM two") == "50000");
        BOOST_TEST(project_.ask("SELECT version_num FROM alembic_version") == "t2");
        BOOST_TEST(nothing_stays_on_the_server());
        drop_replaced();
    }

    /// The server may finish what a killed process asked for, and keep the lock of its scratch database for as long.
    static bool nothing_stays_on_the_server() {
        postgres::connection on{temporary_cluster::shared().url("postgres")};
        return comes_to_answer(
            "SELECT (SELECT count(*) FROM pg_database WHERE datname ~ '^alembicore_scratch_') + "
            "(SELECT count(*) FROM pg_locks WHERE locktype = 'advisory')",
            "0",
            [&] { postgres::drop_abandoned(on); }
        );
    }

    /// A restore that was stopped between its two last steps keeps the database before.
    void drop_replaced() const {
        postgres::connection on{temporary_cluster::shared().url("postgres")};
        for (auto const& each :
             on.execute("SELECT datname FROM pg_database WHERE datname LIKE $1", {name_ + "_before_%"}).first_column())
            succeed({"backup", "drop-old", each});
    }

    std::string succeed(words const& line) const {
        auto const seen = project_.run(line);
        BOOST_REQUIRE_MESSAGE(seen.exit_status == 0, line.front() << ": " << seen.error_output);
        return seen.output;
    }

    migrated_project project_;
    std::string name_;
    std::string whole_; ///< the backup of the first state
};

} // namespace

BOOST_AUTO_TEST_SUITE(backup_faults)

BOOST_AUTO_TEST_CASE(at_any_moment_the_database_is_whole) {
    auto const size = announced_campaign(4);
    std::minstd_rand chance{size.seed};
    campaign faults;
    for (unsigned round = 0; round < size.rounds; ++round)
        faults.run_round(chance);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
