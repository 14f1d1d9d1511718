// Loading a backup, into the place of the database that it is of.
#include "backup/archive.hpp"
#include "backup/checksum.hpp"
#include "backup/folder.hpp"
#include "backup/manifest.hpp"
#include "backup/replacement.hpp"
#include "postgres/scratch_database.hpp"

#include <alembicore/backup.hpp>
#include <alembicore/error.hpp>

#include <algorithm>

namespace alembicore {

namespace {

using clock = std::chrono::steady_clock;

std::string database_in(database_url const& of) {
    auto const found = std::ranges::find(of.parameters, "dbname", [](auto const& each) { return each.first; });
    return found == of.parameters.end() ? std::string{} : found->second;
}

/// The name that the database is to have.
std::string target_of(backup_manifest const& backup, database_url const& server, restore_request const& request) {
    if (!request.into.empty())
        return request.into;
    auto const named = database_in(server);
    if (!named.empty() && named != backup.database)
        throw error{
            errc::bad_usage,
            "the backup " + backup.id + " is of the database " + backup.database + ", and the address names " + named,
            "take one of " + named + " (`alembicore backup list`), or load this one beside it: --into " +
                backup.database + "_restored"};
    return backup.database;
}

error not_whole(backup_manifest const& backup, std::string const& target) {
    error_info info;
    info.code = errc::bad_usage;
    info.message = "the backup " + backup.id + " does not hold all rows, and cannot take the place of " + target;
    info.reason = "its policy is '" + std::string{name_of(backup.policy)} + "'";
    info.remedy = "restore it into a new database (--into NAME), and copy from there what is wanted";
    return error{std::move(info)};
}

/// Only what costs little is asked before the long work, all of it again after it.
void check_before(
    postgres::connection& on, std::string const& target, backup_manifest const& backup, restore_request const& request
) {
    if (!backup::is_there(on, target))
        return;
    if (backup.policy != backup_policy::full)
        throw not_whole(backup, target);
    auto const allowed = on.execute(
        "SELECT pg_catalog.pg_has_role(datdba, 'USAGE') AND (SELECT rolcreatedb OR rolsuper FROM pg_catalog.pg_roles "
        "WHERE rolname = current_user) FROM pg_catalog.pg_database WHERE datname = $1",
        {target}
    );
    if (allowed.value(0, 0) != "t")
        throw error{
            errc::not_available,
            "this user may not rename the database " + target,
            "restore it as the owner of the database, with the right to create databases (ALTER ROLE … CREATEDB)"};
    if (request.sessions == connected_sessions::refused)
        if (auto const sessions = backup::sessions_of(on, target); !sessions.empty())
            throw backup::in_use(target, sessions);
}

void check_files(backup_manifest const& backup, std::stop_token const& stop) {
    for (auto const& each : backup.files)
        if (backup::sha256_of(backup.folder / each.name, stop) != each.sha256)
            throw error{
                errc::damaged_backup,
                "the file " + each.name + " of the backup " + backup.id + " is not what it was: its checksum differs",
                "use another backup; 'alembicore backup list' lists them"};
}

/// That of the database which is replaced, or which the backup is of.
postgres::database_form form_for(
    backup_manifest const& backup, database_url const& server, std::string const& target, postgres::connection& on
) {
    if (backup::is_there(on, target)) {
        postgres::connection replaced{backup::address_of(server, target)};
        return postgres::form_of(replaced);
    }
    auto form = postgres::form_of(on);
    form.encoding = backup.encoding.encoding;
    form.collate = backup.encoding.collate;
    form.ctype = backup.encoding.ctype;
    form.provider = backup.encoding.provider;
    form.locale = backup.encoding.locale;
    form.icu_rules = backup.encoding.icu_rules;
    form.settings.clear();
    return form;
}

/// Loads it, and leaves no session behind. Gives the number of tables that were counted.
std::size_t load_and_compare(
    backup_manifest const& backup,
    database_url const& fresh,
    std::string const& server_version,
    restore_request const& request
) {
    backup::load({
        .programs = backup::programs_to_read(backup, request.programs, server_version),
        .backup = backup,
        .server = fresh,
        .database = database_in(fresh),
        .ownership = backup::ownership::kept,
        .progress = request.progress,
        .stop = request.stop,
    });
    auto loaded = database::connect(fresh);
    auto const compared = backup::compare_with_manifest(loaded, backup, request.progress, request.stop);
    if (!compared.problems.empty()) {
        error_info info;
        info.code = errc::damaged_backup;
        info.message = "what the backup " + backup.id + " gives when loaded is not what it was made of";
        for (auto const& each : compared.problems)
            info.reason += (info.reason.empty() ? "" : "\n") + each;
        info.remedy = "nothing was changed; use another backup";
        throw error{std::move(info)};
    }
    loaded.connection().execute("ANALYZE", request.stop); // what the planner knows is not in a dump
    return compared.counted;
}

void rename_fresh(postgres::connection& on, std::string const& from, std::string const& to) {
    on.execute("ALTER DATABASE " + postgres::quote_name(from) + " RENAME TO " + postgres::quote_name(to));
}

} // namespace

restore_report
restore_backup(backup_manifest const& backup, database_url const& server, restore_request const& request) {
    auto const started = clock::now();
    restore_report report{
        .id = backup.id, .database = target_of(backup, server, request), .kept_as = {}, .terminated = {}};
    auto on = backup::connect_beside(server, report.database, request.stop);
    check_before(on, report.database, backup, request);
    check_files(backup, request.stop);
    auto const form = form_for(backup, server, report.database, on);
    postgres::scratch_database const fresh{on.url(), form, request.stop};
    std::string const version{on.reported("server_version")};
    report.counted = load_and_compare(backup, fresh.url(), version, request);
    if (backup::is_there(on, report.database)) {
        check_before(on, report.database, backup, request);
        backup::take_over_properties(on, report.database, fresh.name());
        report.kept_as = backup::name_of_replaced(report.database, backup::time_stamp());
        report.terminated = backup::change_places({
            .server = server,
            .database = report.database,
            .kept_as = report.kept_as,
            .fresh = fresh.name(),
            .sessions = request.sessions,
            .stop = request.stop,
        });
    } else
        rename_fresh(on, fresh.name(), report.database);
    if (request.replaced == replaced_database::dropped && !report.kept_as.empty()) {
        drop_replaced_database(server, report.kept_as);
        report.kept_as.clear();
    }
    report.elapsed = std::chrono::duration_cast<std::chrono::microseconds>(clock::now() - started);
    return report;
}

std::vector<std::string> replaced_databases(database_url const& server) {
    auto on = backup::connect_beside(server, {}, {});
    auto names = on.execute("SELECT datname FROM pg_catalog.pg_database ORDER BY 1").first_column();
    std::erase_if(names, [](std::string const& name) { return !backup::is_name_of_replaced(name); });
    return names;
}

void drop_replaced_database(database_url const& server, std::string const& name) {
    auto on = backup::connect_beside(server, name, {});
    if (!backup::is_name_of_replaced(name) || !backup::is_there(on, name))
        throw error{
            errc::bad_usage,
            "there is no database " + name + " that was replaced by a backup",
            "'alembicore backup list' shows those that were"};
    if (auto const sessions = backup::sessions_of(on, name); !sessions.empty())
        throw backup::in_use(name, sessions);
    on.execute("DROP DATABASE " + postgres::quote_name(name));
}

} // namespace alembicore
