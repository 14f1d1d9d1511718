#include "commands/commands.hpp"

#include "backup_report.hpp"
#include "counted.hpp"
#include "interrupt.hpp"
#include "invocation.hpp"
#include "listing.hpp"
#include "progress.hpp"
#include "row_choice.hpp"
#include "table.hpp"

#include <alembicore/database_backups.hpp>
#include <alembicore/json.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace alembicore::cli {

namespace {

/// The settings, where there is a project.
std::optional<settings> known_settings(invocation const& call) {
    try {
        return load_settings(request_of(call));
    } catch (error const& failure) {
        if (failure.code() != errc::not_a_project)
            throw;
        return std::nullopt;
    }
}

std::filesystem::path directory_in(invocation const& call) {
    if (auto const given = call.given.value("directory"))
        return *given;
    auto const known = known_settings(call);
    return known && !known->backup.directory.empty() ? known->backup.directory : default_backup_directory();
}

std::filesystem::path programs_in(invocation const& call) {
    if (auto const given = call.given.value("programs"))
        return *given;
    auto const known = known_settings(call);
    return known ? known->backup.programs : std::filesystem::path{};
}

backup_policy policy_in(invocation const& call) {
    auto const name = call.given.value_or("policy", call.given.has("table") ? "affected" : "full");
    auto const policy = parse_backup_policy(name);
    if (policy && *policy != backup_policy::automatic && *policy != backup_policy::none)
        return *policy;
    throw error{errc::bad_usage, "--policy " + name + " is not known here", "give full, affected or schema"};
}

std::optional<backup_format> format_in(invocation const& call) {
    auto const name = call.given.value("format");
    if (!name)
        return std::nullopt;
    if (*name == "custom")
        return backup_format::custom;
    if (*name == "directory")
        return backup_format::directory;
    throw error{errc::bad_usage, "--format " + *name + " is not known", "give custom or directory"};
}

std::string chosen_id(invocation const& call) {
    auto const& words = call.given.arguments();
    if (words.size() != 2)
        throw error{
            errc::bad_usage,
            "backup " + words.front() + " needs the id of one backup",
            "give the id, the beginning of one, or latest; 'alembicore backup list' lists them"};
    return words[1];
}

void refuse_id(invocation const& call) {
    if (call.given.arguments().size() != 1)
        throw error{errc::bad_usage, "backup " + call.given.arguments().front() + " takes no id"};
}

backup_request request_in(invocation const& call) {
    backup_request wanted;
    wanted.directory = directory_in(call);
    wanted.policy = policy_in(call);
    for (auto const& name : call.given.values("table")) {
        auto const parsed = parse_table_name(name);
        wanted.tables.push_back({parsed.schema, parsed.object});
    }
    if (wanted.policy == backup_policy::affected && wanted.tables.empty())
        throw error{errc::bad_usage, "--policy affected needs the tables whose rows to keep", "name them with --table"};
    wanted.format = format_in(call);
    wanted.jobs = static_cast<unsigned>(parse_count(call.given.value_or("jobs", "0"), "--jobs"));
    wanted.programs = programs_in(call);
    auto const known = known_settings(call);
    wanted.version_table =
        known ? catalog::name{known->version_table_schema, known->version_table} : catalog::name{"", "alembic_version"};
    return wanted;
}

void create(invocation const& call) {
    refuse_id(call);
    interrupt const pressed;
    auto wanted = request_in(call);
    wanted.stop = pressed.token();
    wanted.progress = show_backup_progress(call.shown);
    auto target = database::connect(database_address(call));
    auto const made = create_backup(target, wanted);
    wanted.progress = {};
    if (call.shown.json)
        return call.shown.print(to_json(made));
    call.shown.say(render_backup(made));
}

/// Of the database that is meant, where one is.
std::optional<database_url> known_address(invocation const& call) {
    try {
        return database_address(call);
    } catch (error const&) {
        return std::nullopt;
    }
}

backup_manifest chosen_backup(invocation const& call) {
    auto const directory = directory_in(call);
    auto const of = known_address(call);
    return of ? find_backup(directory, chosen_id(call), *of) : find_backup(directory, chosen_id(call));
}

void list(invocation const& call) {
    refuse_id(call);
    auto const directory = directory_in(call);
    auto const of = call.given.has("all") ? std::nullopt : known_address(call);
    auto const listing = of ? list_backups(directory, *of) : list_backups(directory);
    if (call.shown.json)
        return call.shown.print(to_json(listing));
    auto const text = render_backups(listing, call.shown.out_look);
    if (text.empty())
        return call.shown.say("no backups in " + directory.string());
    if (!call.shown.quiet)
        call.shown.out << text;
}

void verify(invocation const& call) {
    interrupt const pressed;
    auto const found = chosen_backup(call);
    backup_check_options const options{
        .programs = programs_in(call),
        .progress = show_backup_progress(call.shown),
        .stop = pressed.token(),
    };
    auto const check = [&] {
        if (!call.given.has("restore"))
            return verify_backup(found, options);
        auto server = database::connect(database_address(call));
        return verify_backup(found, server, options);
    }();
    if (!check.problems.empty()) {
        error_info info;
        info.code = errc::damaged_backup;
        info.message = "the backup " + check.id + " is not whole";
        info.reason = join(check.problems, "\n");
        info.remedy = "do not rely on it; make another one, or use an older one";
        throw error{std::move(info)};
    }
    if (call.shown.json)
        return call.shown.print(to_json(check));
    call.shown.say(
        check.id + " is whole: " + counted(check.files, "file") + ", " + counted(check.tables, "table") +
        (check.restored ? ", loaded into a scratch database with the same schema and, in " +
                              counted(check.counted, "table") + ", the same number of rows"
                        : "") +
        " (" + render_elapsed(check.elapsed) + ")"
    );
}

std::string render(restore_report const& report) {
    std::string text = report.database + " now holds what " + report.id + " does; rows were counted in " +
                       counted(report.counted, "table") + " (" + render_elapsed(report.elapsed) + ")";
    for (auto const& each : report.terminated)
        text += "\nsession " + std::to_string(each.pid) + " of " + each.user + " was ended";
    if (!report.kept_as.empty())
        text += "\nthe database before is kept as " + report.kept_as + "; 'alembicore backup drop-old " +
                report.kept_as + "' drops it";
    return text;
}

void restore(invocation const& call) {
    interrupt const pressed;
    auto const found = chosen_backup(call);
    restore_request wanted;
    wanted.into = call.given.value_or("into", "");
    if (call.given.has("terminate"))
        wanted.sessions = connected_sessions::terminated;
    if (call.given.has("drop-old"))
        wanted.replaced = replaced_database::dropped;
    wanted.programs = programs_in(call);
    wanted.progress = show_backup_progress(call.shown);
    wanted.stop = pressed.token();
    auto const report = restore_backup(found, database_address(call), wanted);
    wanted.progress = {};
    if (call.shown.json)
        return call.shown.print(to_json(report));
    call.shown.say(render(report));
}

void drop_old(invocation const& call) {
    auto const server = database_address(call);
    auto const& words = call.given.arguments();
    if (words.size() == 1) {
        auto const names = replaced_databases(server);
        throw error{
            errc::bad_usage,
            "backup drop-old needs the name of a database that was replaced",
            names.empty() ? "there is none on this server" : "there are: " + join(names)};
    }
    drop_replaced_database(server, chosen_id(call));
    if (call.shown.json)
        return call.shown.print(boost::json::object{{"dropped", words[1]}});
    call.shown.say(words[1] + " is dropped");
}

void prune(invocation const& call) {
    refuse_id(call);
    backup_retention keep;
    if (auto const count = call.given.value("keep"))
        keep.count = parse_count(*count, "--keep");
    if (auto const days = call.given.value("keep-days"))
        keep.age = std::chrono::days{parse_count(*days, "--keep-days")};
    keep.database = call.given.value_or("database", "");
    keep.mode = call.given.has("dry-run") ? prune_mode::shown : prune_mode::removed;
    if (!keep.count && !keep.age)
        throw error{
            errc::bad_usage, "backup prune needs to know what to keep", "give --keep COUNT, --keep-days DAYS, or both"};
    auto const report = prune_backups(directory_in(call), keep);
    if (call.shown.json)
        return call.shown.print(to_json(report));
    for (auto const& each : report.abandoned)
        call.shown.say(each + " removed, which was never finished");
    for (auto const& each : report.removed)
        call.shown.say(each + (keep.mode == prune_mode::shown ? " would be removed" : " removed"));
    if (report.removed.empty() && report.abandoned.empty())
        call.shown.say("nothing to remove");
}

void run(invocation& call) {
    auto const& action = call.given.arguments().front();
    if (action == "create")
        return create(call);
    if (action == "list")
        return list(call);
    if (action == "verify")
        return verify(call);
    if (action == "restore")
        return restore(call);
    if (action == "drop-old")
        return drop_old(call);
    return prune(call);
}

} // namespace

command backup_command() {
    using enum option_kind;
    return {
        .name = "backup",
        .group = command_group::migrate,
        .summary = "make, look over, restore and remove backups of the database",
        .details =
            "'create' has pg_dump write a backup into a folder of its own, with a manifest: revisions, tables, rows, "
            "checksums, fingerprint. 'list' shows those of this database, of which `latest` is the newest. 'verify' "
            "compares checksums and has pg_restore read all of it; "
            "with --restore it loads it into a scratch database, too. 'restore' loads it into a new database, which "
            "then "
            "gets the name of the one before; that one is kept under another name until 'drop-old'. 'prune' removes "
            "old backups, but never the newest of a database. With --database-url no project is needed.",
        .arguments =
            {
                {"ACTION",
                 arity::one,
                 "create, list, verify, restore, drop-old or prune",
                 {"create", "list", "verify", "restore", "drop-old", "prune"}},
                {"ID", arity::any, "of one backup: its beginning, or latest; of drop-old: a database", {}},
            },
        .options =
            {
                {"directory",
                 '\0',
                 value,
                 "DIR",
                 "where the backups are (default: `backup_directory`, or your data folder)"},
                {"all", '\0', flag, "", "list: those of other databases as well"},
                {"policy", '\0', value, "POLICY", "create: full (default), affected or schema"},
                {"table", '\0', list, "TABLE", "create: keep the rows of this table only; repeatable"},
                {"format", '\0', value, "FORMAT", "create: custom or directory (default: by size)"},
                {"jobs", 'j', value, "COUNT", "create: how many jobs write a directory"},
                {"programs", '\0', value, "DIR", "the folder of pg_dump and pg_restore"},
                {"restore", '\0', flag, "", "verify: load it into a scratch database"},
                {"into", '\0', value, "NAME", "restore: the database's name (default: that of the backup)"},
                {"terminate", '\0', flag, "", "restore: end the sessions of the database that is replaced"},
                {"drop-old", '\0', flag, "", "restore: drop the database that is replaced"},
                {"keep", '\0', value, "COUNT", "prune: keep so many of each database"},
                {"keep-days", '\0', value, "DAYS", "prune: keep those that are younger"},
                {"database", '\0', value, "NAME", "prune: only those of this database"},
                {"dry-run", '\0', flag, "", "prune: only say what would be removed"},
            },
        .examples =
            {
                {"backup create", "everything"},
                {"backup create --table orders", "the schema, and the rows of one table"},
                {"backup verify latest --restore", "would it work?"},
                {"backup restore latest", "back to the newest one"},
                {"backup prune --keep 10 --keep-days 30", "whatever is beyond either"},
            },
        .run = run,
    };
}

} // namespace alembicore::cli
