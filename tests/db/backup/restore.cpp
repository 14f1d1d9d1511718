#include "shop.hpp"

#include "support/error_checks.hpp"

#include <boost/test/unit_test.hpp>

#include <fstream>
#include <vector>

namespace alembicore::test {

namespace {

std::string ask_server(std::string const& query) {
    postgres::connection on{temporary_cluster::shared().url("postgres")};
    std::string joined;
    for (auto const& each : on.execute(query).first_column())
        joined += (joined.empty() ? "" : ",") + each;
    return joined;
}

/// The names under which databases called so before are kept.
std::vector<std::string> kept_of(shop const& of) {
    auto names = replaced_databases(of.database().url());
    std::erase_if(names, [&](auto const& each) { return !each.starts_with(of.database().name() + "_before_"); });
    return names;
}

std::string scratch_databases() {
    return ask_server("SELECT count(*) FROM pg_database WHERE datname ~ '^alembicore_scratch_'");
}

} // namespace

BOOST_AUTO_TEST_SUITE(restoring)

BOOST_AUTO_TEST_CASE(it_takes_the_place_of_the_other_which_is_kept) {
    shop const of;
    auto const name = of.database().name();
    ask_server("CREATE ROLE owner_of_" + name);
    ask_server(
        "ALTER DATABASE " + name + " OWNER TO owner_of_" + name + "; REVOKE CONNECT ON DATABASE " + name +
        " FROM PUBLIC; COMMENT ON DATABASE " + name + " IS 'ours'; ALTER DATABASE " + name +
        " SET search_path = app, \"$user\", public; ALTER DATABASE " + name + " SET work_mem = '5MB'"
    );
    auto const made = of.back_up(of.request());
    auto const properties = "SELECT (SELECT string_agg(item, ' ' ORDER BY item) FROM unnest(datacl::text[]) item) || "
                            "pg_get_userbyid(datdba) || shobj_description(oid, 'pg_database') || "
                            "(SELECT setconfig::text FROM pg_db_role_setting WHERE setdatabase = d.oid) "
                            "FROM pg_database d WHERE datname = '" +
                            name + "'";
    auto const before = ask_server(properties);
    of.run("DROP TABLE public.orders; UPDATE public.alembic_version SET version_num = 'b2'");
    auto const report = restore_backup(made, of.database().url());
    BOOST_TEST(report.database == name);
    BOOST_TEST(report.counted >= 6U);
    BOOST_TEST(of.database().ask("SELECT count(*) FROM public.orders") == "5000");
    BOOST_TEST(of.database().ask("SELECT version_num FROM public.alembic_version") == "ae10");
    BOOST_TEST(of.database().ask("SHOW search_path") == "app, \"$user\", public");
    BOOST_TEST(ask_server(properties) == before);
    BOOST_TEST(scratch_databases() == "0");
    auto const kept = kept_of(of);
    BOOST_REQUIRE(kept.size() == 1U);
    BOOST_TEST(kept.front() == report.kept_as);
    postgres::connection old{temporary_cluster::shared().url(report.kept_as)};
    BOOST_TEST(*old.execute("SELECT version_num FROM public.alembic_version").value(0, 0) == "b2");
    require_error(errc::database_in_use, [&] {
        drop_replaced_database(of.database().url(), report.kept_as);
        return 0;
    });
    require_error(errc::bad_usage, [&] {
        drop_replaced_database(of.database().url(), name);
        return 0;
    });
}

BOOST_AUTO_TEST_CASE(sessions_are_named_and_ended_only_when_asked) {
    shop const of;
    auto const made = of.back_up(of.request());
    postgres::connection guest{of.database().url()};
    guest.execute("SET application_name = 'the guest'");
    auto const told =
        require_error(errc::database_in_use, [&] { return restore_backup(made, of.database().url()).database; });
    BOOST_TEST(told.reason.find("(the guest), idle") != std::string::npos, told.reason);
    BOOST_TEST(scratch_databases() == "0");
    BOOST_TEST(guest.execute("SELECT 1").row_count() == 1U);
    restore_request wanted;
    wanted.sessions = connected_sessions::terminated;
    wanted.replaced = replaced_database::dropped;
    auto const report = restore_backup(made, of.database().url(), wanted);
    BOOST_REQUIRE(report.terminated.size() == 1U);
    BOOST_TEST(report.terminated.front().application == "the guest");
    BOOST_TEST(report.kept_as == "");
    BOOST_TEST(of.database().ask("SELECT count(*) FROM orders") == "5000");
    BOOST_TEST(kept_of(of).empty());
}

BOOST_AUTO_TEST_CASE(into_a_database_that_is_not_there) {
    shop const of;
    auto const made = of.back_up(of.request());
    restore_request wanted;
    wanted.into = of.database().name() + "_again";
    auto const report = restore_backup(made, of.database().url(), wanted);
    BOOST_TEST(report.kept_as == "");
    postgres::connection again{temporary_cluster::shared().url(wanted.into)};
    BOOST_TEST(*again.execute("SELECT count(*) FROM orders").value(0, 0) == "5000");
}

BOOST_AUTO_TEST_CASE(one_without_all_rows_replaces_nothing) {
    shop const of;
    auto request = of.request();
    request.policy = backup_policy::affected;
    request.tables = {{"", "orders"}};
    auto const made = of.back_up(request);
    require_error(errc::bad_usage, [&] { return restore_backup(made, of.database().url()).database; });
    restore_request wanted;
    wanted.into = of.database().name() + "_part";
    BOOST_TEST(restore_backup(made, of.database().url(), wanted).database == wanted.into);
    postgres::connection part{temporary_cluster::shared().url(wanted.into)};
    BOOST_TEST(*part.execute("SELECT count(*) FROM orders").value(0, 0) == "5000");
    BOOST_TEST(*part.execute("SELECT count(*) FROM users").value(0, 0) == "0");
}

BOOST_AUTO_TEST_CASE(another_database_is_meant_only_when_it_is_said) {
    shop const of;
    auto const made = of.back_up(of.request());
    auto const told = require_error(errc::bad_usage, [&] {
        return restore_backup(made, temporary_cluster::shared().url("postgres")).database;
    });
    BOOST_TEST(told.remedy.find("--into") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_damaged_one_changes_nothing) {
    shop const of;
    auto const made = of.back_up(of.request());
    std::fstream file{made.folder / "archive.dump", std::ios::in | std::ios::out | std::ios::binary};
    file.seekp(static_cast<std::streamoff>(made.size / 2));
    file.put('x').put('y').put('z');
    file.close();
    of.run("UPDATE alembic_version SET version_num = 'b2'");
    require_error(errc::damaged_backup, [&] { return restore_backup(made, of.database().url()).database; });
    BOOST_TEST(of.database().ask("SELECT version_num FROM alembic_version") == "b2");
    BOOST_TEST(scratch_databases() == "0");
}

BOOST_AUTO_TEST_CASE(a_stop_request_while_loading_changes_nothing) {
    shop const of;
    auto const made = of.back_up(of.request());
    of.run("UPDATE alembic_version SET version_num = 'b2'");
    std::stop_source stop;
    restore_request wanted;
    wanted.stop = stop.get_token();
    wanted.progress = [&](backup_progress const&) { stop.request_stop(); };
    require_error(errc::cancelled, [&] { return restore_backup(made, of.database().url(), wanted).database; });
    BOOST_TEST(of.database().ask("SELECT version_num FROM alembic_version") == "b2");
    BOOST_TEST(scratch_databases() == "0");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace alembicore::test
