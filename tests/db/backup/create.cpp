#include "shop.hpp"

#include "base/file.hpp"
#include "base/process.hpp"
#include "support/error_checks.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <iterator>
#include <thread>

#include <sys/stat.h>

namespace alembicore::test {

namespace {

std::string joined(std::vector<std::string> const& texts) {
    std::string all;
    for (auto const& each : texts)
        all += each + '\n';
    return all;
}

void check_whole(shop const& of, backup_manifest const& made) {
    BOOST_TEST(joined(verify_backup(made).problems) == "");
    auto server = of.connect();
    auto const check = verify_backup(made, server);
    BOOST_TEST(joined(check.problems) == "");
    BOOST_TEST(check.restored);
}

std::string table_text(backup_manifest const& made, catalog::name const& table) {
    auto const found = std::ranges::find(made.tables, table, &backup_table::name);
    if (found == made.tables.end())
        return "not there";
    return std::string{found->data ? "rows " : "no rows "} + (found->rows ? std::to_string(*found->rows) : "?") +
           (found->exact ? "" : " about");
}

/// Everything that the command lines of processes called pg_dump hold.
std::string command_lines_of_pg_dump() {
    std::string all;
    for (auto const& entry : std::filesystem::directory_iterator{"/proc"}) {
        if (entry.path().filename().string().find_first_not_of("0123456789") != std::string::npos)
            continue;
        std::ifstream file{entry.path() / "cmdline", std::ios::binary};
        std::string const line{std::istreambuf_iterator<char>{file}, {}};
        if (line.find("pg_dump") != std::string::npos)
            all += line;
    }
    return all;
}

} // namespace

BOOST_AUTO_TEST_SUITE(backups)

BOOST_AUTO_TEST_CASE(a_full_one_says_what_it_holds_and_can_be_loaded) {
    shop const of;
    auto const made = of.back_up(of.request());
    BOOST_TEST(made.database == of.database().name());
    BOOST_TEST(joined(made.revisions) == "ae10\n");
    BOOST_TEST(table_text(made, {"public", "users"}) == "rows 100");
    BOOST_TEST(table_text(made, {"public", "orders"}) == "rows 5000");
    BOOST_TEST(table_text(made, {"public", "odd \"name"}) == "rows 2");
    BOOST_TEST(table_text(made, {"app", "events"}).starts_with("no rows"));
    BOOST_TEST(table_text(made, {"app", "events_1"}) == "rows 181");
    BOOST_TEST(made.fingerprint == made.restored_fingerprint);
    BOOST_TEST(made.left_out.empty());
    base::process_request sum;
    sum.arguments = {"sha256sum", (made.folder / "archive.dump").string()};
    BOOST_TEST(base::run_successfully(sum).output.starts_with(made.sha256));
    BOOST_TEST(made.size == std::filesystem::file_size(made.folder / "archive.dump"));
    BOOST_TEST(of.left_in_directory() == made.id);

    struct stat status {};

    BOOST_REQUIRE(::stat(of.directory().c_str(), &status) == 0);
    BOOST_TEST((status.st_mode & 0777U) == 0700U);
    check_whole(of, made);
}

BOOST_AUTO_TEST_CASE(it_is_read_back_as_it_was_written) {
    shop const of;
    auto wanted = of.request();
    wanted.occasion = backup_occasion{direction::downgrade, "-1", {"ae10"}};
    auto const made = of.back_up(wanted);
    auto const listing = list_backups(of.directory());
    BOOST_REQUIRE(listing.backups.size() == 1U);
    auto const& read = listing.backups.front();
    BOOST_TEST(read.id == made.id);
    BOOST_TEST(read.fingerprint == made.fingerprint);
    BOOST_TEST(read.tables.size() == made.tables.size());
    BOOST_TEST(read.encoding.encoding == made.encoding.encoding);
    BOOST_TEST(read.elapsed.count() == made.elapsed.count());
    BOOST_REQUIRE(read.occasion.has_value());
    BOOST_TEST(read.occasion->target == "-1");
    BOOST_TEST(read.folder == made.folder);
    BOOST_TEST(find_backup(of.directory(), "latest").id == made.id);
    BOOST_TEST(find_backup(of.directory(), made.id.substr(0, 10)).id == made.id);
    require_error(errc::unknown_backup, [&] { return find_backup(of.directory(), "2025"); });
}

BOOST_AUTO_TEST_CASE(rows_counts_and_revisions_are_those_of_one_moment) {
    shop const of;
    std::atomic<bool> over = false;
    std::thread writer{[&] {
        postgres::connection on{of.database().url()};
        for (int n = 10000; !over; ++n)
            on.execute("INSERT INTO orders VALUES (" + std::to_string(n) + ", 1, 'more')");
    }};
    auto const made = of.back_up(of.request());
    over = true;
    writer.join();
    BOOST_TEST(table_text(made, {"public", "orders"}).find("about") == std::string::npos);
    check_whole(of, made);
}

BOOST_AUTO_TEST_CASE(of_affected_tables_with_keys_to_others_these_are_left_out) {
    shop const of;
    auto wanted = of.request();
    wanted.policy = backup_policy::affected;
    wanted.tables = {{"", "orders"}, {"app", "events"}, {"", "not_there"}};
    auto const made = of.back_up(wanted);
    BOOST_TEST(table_text(made, {"public", "orders"}) == "rows 5000");
    BOOST_TEST(table_text(made, {"public", "users"}).starts_with("no rows"));
    BOOST_TEST(table_text(made, {"app", "events_1"}) == "rows 181");
    BOOST_TEST(table_text(made, {"app", "events_2"}) == "rows 120");
    BOOST_REQUIRE(made.left_out.size() == 1U);
    BOOST_TEST(made.left_out.front().key == "orders_user_id_fkey");
    BOOST_TEST(made.fingerprint != made.restored_fingerprint);
    check_whole(of, made);
}

BOOST_AUTO_TEST_CASE(all_tables_of_a_schema_by_its_name) {
    shop const of;
    auto wanted = of.request();
    wanted.policy = backup_policy::affected;
    wanted.tables = {{"app", ""}};
    auto const made = of.back_up(wanted);
    BOOST_TEST(table_text(made, {"app", "events_2"}) == "rows 120");
    BOOST_TEST(table_text(made, {"public", "users"}).starts_with("no rows"));
    check_whole(of, made);
}

BOOST_AUTO_TEST_CASE(the_schema_alone) {
    shop const of;
    auto wanted = of.request();
    wanted.policy = backup_policy::schema;
    auto const made = of.back_up(wanted);
    BOOST_TEST(std::ranges::none_of(made.tables, &backup_table::data));
    check_whole(of, made);
}

BOOST_AUTO_TEST_CASE(a_directory_written_by_several_jobs) {
    shop const of;
    auto wanted = of.request();
    wanted.format = backup_format::directory;
    wanted.jobs = 2;
    auto const made = of.back_up(wanted);
    BOOST_TEST(made.files.size() > 4U);
    check_whole(of, made);
}

BOOST_AUTO_TEST_CASE(a_database_without_the_schema_public) {
    shop const of;
    of.run("ALTER DATABASE " + of.database().name() + " SET search_path = app; DROP SCHEMA public CASCADE");
    auto wanted = of.request();
    wanted.tables = {};
    check_whole(of, of.back_up(wanted));
}

BOOST_AUTO_TEST_CASE(the_password_is_on_no_command_line) {
    shop const of;
    auto& cluster = temporary_cluster::shared();
    auto const password = cluster.password();
    auto from = database::connect(cluster.tcp_url(of.database().name(), password));
    auto wanted = of.request();
    std::string seen;
    auto const made = [&] {
        std::jthread const watching{[&](std::stop_token const& over) {
            while (!over.stop_requested())
                seen += command_lines_of_pg_dump();
        }};
        return create_backup(from, wanted);
    }();
    BOOST_TEST(seen.find(of.database().name()) != std::string::npos, "pg_dump was not seen");
    BOOST_TEST(seen.find(password) == std::string::npos);
    BOOST_TEST(base::read_file(made.folder / "manifest.json").find(password) == std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_newest_of_a_database_is_never_pruned) {
    shop const of;
    std::vector<std::string> ids;
    for (int i = 0; i < 3; ++i)
        ids.push_back(of.back_up(of.request()).id);
    std::ranges::sort(ids, std::ranges::greater{});
    backup_retention keep;
    keep.count = 2;
    keep.mode = prune_mode::shown;
    BOOST_TEST(joined(prune_backups(of.directory(), keep).removed) == ids[2] + '\n');
    keep.mode = prune_mode::removed;
    BOOST_TEST(joined(prune_backups(of.directory(), keep).removed) == ids[2] + '\n');
    keep.count = 0;
    BOOST_TEST(joined(prune_backups(of.directory(), keep).removed) == ids[1] + '\n');
    BOOST_TEST(of.left_in_directory() == ids[0]);
    keep.kind = backup_kind::of_runs;
    BOOST_TEST(prune_backups(of.directory(), keep).removed.empty());
}

BOOST_AUTO_TEST_CASE(nothing_is_begun_within_a_transaction) {
    shop const of;
    auto from = of.connect();
    from.connection().execute("BEGIN");
    require_error(errc::bad_usage, [&] { return create_backup(from, of.request()); });
    BOOST_TEST(of.left_in_directory() == "");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
