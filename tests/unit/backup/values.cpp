#include "backup/archive.hpp"
#include "backup/checksum.hpp"
#include "backup/client_address.hpp"
#include "backup/folder.hpp"
#include "backup/manifest.hpp"
#include "backup/replacement.hpp"
#include "support/error_checks.hpp"
#include "support/temporary_folder.hpp"

#include <boost/json/serialize.hpp>
#include <boost/test/unit_test.hpp>

namespace alembicore::backup {

namespace {

backup_manifest example() {
    backup_manifest made;
    made.id = "20261126T101539Z-shop-4f1c";
    made.created = "2026-11-26T10:15:39Z";
    made.database = "shop";
    made.policy = backup_policy::affected;
    made.format = backup_format::directory;
    made.jobs = 3;
    made.revisions = {"a1", "b2"};
    made.occasion = backup_occasion{direction::downgrade, "base", {"b2"}};
    made.schemas = {"public"};
    made.tables = {
        {{"public", "users"}, true, 12, true},
        {{"public", "odd\nname"}, true, std::nullopt, false},
        {{"a", "b"}, false, 3, false}};
    made.files = {{"archive/toc.dat", 3000, "ab"}};
    made.left_out = {{{"public", "orders"}, "orders_user_id_fkey"}};
    made.encoding.encoding = "UTF8";
    made.elapsed = std::chrono::microseconds{1234567};
    return made;
}

} // namespace

BOOST_AUTO_TEST_SUITE(backup_values)

BOOST_AUTO_TEST_CASE(a_manifest_is_read_as_it_was_written) {
    auto const text = boost::json::serialize(to_json(example()));
    auto const read = parse_manifest(text);
    BOOST_TEST(boost::json::serialize(to_json(read)) == text);
    BOOST_TEST(read.tables[0].rows.value_or(0) == 12);
    BOOST_TEST(!read.tables[1].rows.has_value());
}

BOOST_AUTO_TEST_CASE(what_is_no_manifest_is_damaged) {
    for (char const* text : {"", "[]", "{}", "{\"layout\": 2}", "{\"layout\": 1, \"id\": 3}"})
        test::require_error(errc::damaged_backup, [&] { return parse_manifest(text); });
}

BOOST_AUTO_TEST_CASE(versions_are_taken_from_what_programs_say) {
    BOOST_TEST(version_in("pg_dump (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n") == "15.18");
    BOOST_TEST(version_in("pg_dump (PostgreSQL) 18beta1\n") == "18beta1");
    BOOST_TEST(version_in("nothing") == "");
    BOOST_TEST(major_of("18beta1") == 18);
    BOOST_TEST(major_of("9.6.1") == 9);
    BOOST_TEST(major_of("") == 0);
}

BOOST_AUTO_TEST_CASE(ids_are_sorted_by_time_and_fit_for_files) {
    auto const id = make_id("2026-11-26T10:15:39Z", "the shop/é");
    BOOST_TEST(id.starts_with("20261126T101539Z-the_shop___-"));
    BOOST_TEST(is_id(id));
    BOOST_TEST(!is_id("20261126T101539Z"));
    BOOST_TEST(!is_id("something else entirely"));
    BOOST_TEST(age_of(time_stamp()).value().count() <= 2);
    BOOST_TEST(!age_of("yesterday").has_value());
}

BOOST_AUTO_TEST_CASE(what_the_archive_lacks) {
    auto const missing = missing_entries(
        example(),
        {
            "215; 1259 16385 TABLE public users postgres",
            "3301; 0 16385 TABLE DATA public users postgres",
            "216; 1259 16386 TABLE public odd name postgres",
            "217; 1259 16387 FOREIGN TABLE a b postgres",
        }
    );
    BOOST_REQUIRE(missing.size() == 1U);
    BOOST_TEST(missing.front() == "the rows of table public.odd\nname are not in the archive");
}

BOOST_AUTO_TEST_CASE(replaced_databases_are_known_by_their_names) {
    BOOST_TEST(name_of_replaced("shop", "2026-11-26T10:15:39Z") == "shop_before_20261126T101539Z");
    std::string const umlauts = "äöüäöüäöüäöüäöüäöüäöüäöüäöüäöüäöüäöü";
    auto const cut = name_of_replaced(umlauts, "2026-11-26T10:15:39Z");
    BOOST_TEST(cut.size() <= 63U);
    BOOST_TEST(is_name_of_replaced(cut));
    BOOST_TEST(cut.starts_with("äöü"));
    BOOST_TEST(!is_name_of_replaced("shop"));
    BOOST_TEST(!is_name_of_replaced("shop_before_noon_and_a_bit_la"));
    BOOST_TEST(!is_name_of_replaced("_before_20261126T101539Z"));
}

BOOST_AUTO_TEST_CASE(secrets_go_into_the_environment) {
    auto const made = address_for(
        {.driver = {},
         .parameters = {{"host", "h"}, {"user", "it's"}, {"password", "s\\ecret"}, {"dbname", "other"}},
         .source = {}},
        "shop"
    );
    BOOST_TEST(made.connection == "host='h' user='it\\'s' dbname='shop' fallback_application_name='alembicore backup'");
    BOOST_TEST(made.environment.at("PGPASSWORD") == "s\\ecret");
    test::require_error(errc::not_available, [] {
        return address_for({.driver = {}, .parameters = {{"sslpassword", "x"}}, .source = {}}, "d").connection;
    });
}

BOOST_AUTO_TEST_CASE(checksums_are_those_of_sha256sum) {
    test::temporary_folder const folder;
    folder.write("a/one", "abc");
    folder.write("two", "");
    auto const files = files_below(folder.path(), {});
    BOOST_REQUIRE(files.size() == 2U);
    BOOST_TEST(files[0].name == "a/one");
    BOOST_TEST(files[0].sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    BOOST_TEST(files[1].sha256 == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    BOOST_TEST(combined({files[0]}) == files[0].sha256);
    // printf '%s  %s\n' … | sha256sum
    BOOST_TEST(combined(files) == "ef5a11849b6bf6b2a5f22f2d950a9d6ddec969e37ac6c37529ba9812dea8779c");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::backup
