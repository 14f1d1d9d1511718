// Backup, downgrade with a backup, and restore are killed, cut off from the server, or lose it, at random moments. Each
// time the database of that name is there with its rows, nothing that is half looks whole, and the next run does its
// work.
#include "migrated_project.hpp"

#include "postgres/cluster.hpp"
#include "postgres/scratch_database.hpp"

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

unsigned number_from(char const* variable, unsigned otherwise) {
    char const* const text = std::getenv(variable);
    return text != nullptr ? static_cast<unsigned>(std::strtoul(text, nullptr, 10)) : otherwise;
}

std::string ask_server(std::string const& query) {
    postgres::connection on{temporary_cluster::shared().url("postgres")};
    std::string joined;
    for (auto const& each : on.execute(query).first_column())
        joined += (joined.empty() ? "" : ",") + each;
    return joined;
}

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
        auto const fault = static_cast<unsigned>(chance() % 3);
        auto const moment = std::chrono::milliseconds{20 + chance() % 900};
        BOOST_TEST_CONTEXT(
            line.front() << ' ' << line[1] << ", fault " << fault << " after " << moment.count() << " ms"
        ) {
            strike(line, fault, moment);
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

    void strike(words line, unsigned fault, std::chrono::milliseconds after) const {
        if (fault == 0) {
            auto const seconds = std::to_string(static_cast<double>(after.count()) / 1000);
            words whole{"timeout", "-s", "KILL", seconds, ALEMBICORE_PROGRAM};
            whole.insert(whole.end(), line.begin(), line.end());
            static_cast<void>(project_.files().run_program(whole, {{"DATABASE_URL", project_.address()}}));
            return;
        }
        auto running = std::async(std::launch::async, [&] { return project_.run(line); });
        std::this_thread::sleep_for(after);
        if (fault == 1)
            ask_server("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND "
                       "backend_type = 'client backend'");
        else {
            postgres::stop_cluster(temporary_cluster::shared().folder(), postgres::shutdown::immediate);
            temporary_cluster::shared().start();
        }
        running.get();
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
        for (int tries = 0; tries < 100; ++tries) {
            postgres::drop_abandoned(on);
            if (ask_server("SELECT (SELECT count(*) FROM pg_database WHERE datname ~ '^alembicore_scratch_') + "
                           "(SELECT count(*) FROM pg_locks WHERE locktype = 'advisory')") == "0")
                return true;
            std::this_thread::sleep_for(std::chrono::milliseconds{100});
        }
        return false;
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
    auto const seed = number_from("ALEMBICORE_FAULT_SEED", std::random_device{}());
    auto const rounds = number_from("ALEMBICORE_FAULT_ROUNDS", 4);
    std::cout << "ALEMBICORE_FAULT_SEED=" << seed << " ALEMBICORE_FAULT_ROUNDS=" << rounds << std::endl;
    std::minstd_rand chance{seed};
    campaign faults;
    for (unsigned round = 0; round < rounds; ++round)
        faults.run_round(chance);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
