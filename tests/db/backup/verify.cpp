#include "shop.hpp"

#include "base/digest.hpp"
#include "base/file.hpp"
#include "base/hexadecimal.hpp"
#include "base/process.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <fstream>

namespace alembicore::test {

namespace {

std::string problems_of(backup_check const& check) {
    std::string all;
    for (auto const& each : check.problems)
        all += each + '\n';
    return all;
}

std::string problems_when_loaded(shop const& of, backup_manifest const& made) {
    auto server = of.connect();
    return problems_of(verify_backup(made, server));
}

bool contains(std::string const& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

/// Another archive in the place of the first one, with a manifest that has its checksum: what somebody could do by
/// hand, or a pg_dump that forgets something.
backup_manifest with_other_archive(shop const& of, backup_manifest made, std::string const& option) {
    std::string connection;
    for (auto const& [name, value] : of.database().url().parameters)
        connection += name + "='" + value + "' ";
    base::process_request request;
    auto const archive = (made.folder / "archive.dump").string();
    request.arguments = {"pg_dump", "--dbname=" + connection, "-Fc", "--file=" + archive, option};
    base::run_successfully(request);
    auto& file = made.files.front();
    auto const content = base::read_file(archive, std::size_t{1} << 30U);
    file.size = content.size();
    file.sha256 = base::hexadecimal(base::digest_of(base::hash_algorithm::sha256, content));
    return made;
}

} // namespace

BOOST_AUTO_TEST_SUITE(looking_over_backups)

BOOST_AUTO_TEST_CASE(a_flipped_byte_anywhere_is_found) {
    shop const of;
    auto const made = of.back_up(of.request());
    auto const archive = made.folder / "archive.dump";
    for (auto const part : {0, 1, 2, 3}) {
        auto const at = static_cast<std::streamoff>(made.size - 1) * part / 3;
        std::fstream file{archive, std::ios::in | std::ios::out | std::ios::binary};
        file.seekg(at);
        auto const before = static_cast<char>(file.get());
        file.seekp(at);
        file.put(static_cast<char>(before ^ 1));
        file.flush();
        BOOST_TEST(contains(problems_of(verify_backup(made)), "its checksum is another one"), "at " << at);
        BOOST_TEST(contains(problems_when_loaded(of, made), "its checksum is another one"), "at " << at);
        file.seekp(at);
        file.put(before);
    }
    BOOST_TEST(problems_of(verify_backup(made)) == "");
}

BOOST_AUTO_TEST_CASE(a_truncated_file_and_a_missing_one_are_found) {
    shop const of;
    auto const made = of.back_up(of.request());
    std::filesystem::resize_file(made.folder / "archive.dump", made.size - 1);
    BOOST_TEST(contains(problems_when_loaded(of, made), " bytes, and had "));
    std::filesystem::remove(made.folder / "archive.dump");
    BOOST_TEST(contains(problems_when_loaded(of, made), "cannot be read"));
}

BOOST_AUTO_TEST_CASE(a_file_that_is_not_the_backups_is_found) {
    shop const of;
    auto const made = of.back_up(of.request());
    std::ofstream{made.folder / "more"} << "x";
    BOOST_TEST(contains(problems_of(verify_backup(made)), "file more is not one of the backup's"));
}

BOOST_AUTO_TEST_CASE(a_missing_table_is_found_though_the_checksum_is_right) {
    shop const of;
    auto const made = with_other_archive(of, of.back_up(of.request()), "--exclude-table=orders");
    BOOST_TEST(contains(problems_of(verify_backup(made)), "table public.orders is not in the archive"));
    BOOST_TEST(contains(problems_when_loaded(of, made), "table public.orders is not in the archive"));
}

BOOST_AUTO_TEST_CASE(missing_rows_are_found_by_the_table_of_contents) {
    shop const of;
    auto const made = with_other_archive(of, of.back_up(of.request()), "--exclude-table-data=orders");
    BOOST_TEST(contains(problems_of(verify_backup(made)), "the rows of table public.orders are not in the archive"));
}

BOOST_AUTO_TEST_CASE(fewer_rows_and_another_schema_are_found_by_loading) {
    shop const of;
    auto made = of.back_up(of.request());
    of.run("DELETE FROM orders WHERE id = 7; ALTER TABLE users ADD extra int");
    made = with_other_archive(of, made, "--no-comments");
    BOOST_TEST(problems_of(verify_backup(made)) == "");
    auto const found = problems_when_loaded(of, made);
    BOOST_TEST(contains(found, "table public.orders has 4999 rows after loading, and had 5000"), found);
    BOOST_TEST(contains(found, "the schema after loading has fingerprint"), found);
}

BOOST_AUTO_TEST_CASE(a_manifest_that_is_none_is_told) {
    shop const of;
    auto const made = of.back_up(of.request());
    std::ofstream{made.folder / "manifest.json"} << R"({"layout": 1, "id": 7})";
    auto const listing = list_backups(of.directory());
    BOOST_TEST(listing.backups.empty());
    BOOST_TEST(listing.damaged.size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
