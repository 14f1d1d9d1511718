// Backups of the database.
#include "resources/answers.hpp"
#include "resources/resources.hpp"
#include "resources/run_requests.hpp"

#include <alembicore/database_backups.hpp>
#include <alembicore/json.hpp>

#include <algorithm>

namespace alembicore::server::resources {

namespace {

namespace fs = std::filesystem;

/// How the project says that backups are made. Without a project: the defaults.
settings settings_of(workspace& served) {
    try {
        return served.project()->project.settings();
    } catch (error const& failure) {
        if (failure.code() != errc::not_a_project)
            throw;
        return {};
    }
}

fs::path directory_of(settings const& project) {
    return project.backup.directory.empty() ? default_backup_directory() : project.backup.directory;
}

/// Of the database that is served; of all, while nobody has said which that is.
backup_listing backups_in(fs::path const& directory, workspace& served) {
    try {
        return list_backups(directory, served.database_address());
    } catch (error const& failure) {
        if (failure.code() != errc::no_database)
            throw;
        return list_backups(directory);
    }
}

http::response list_all(workspace& served) {
    auto const directory = directory_of(settings_of(served));
    auto document = to_json(backups_in(directory, served)).as_object();
    document["directory"] = directory.string();
    return json_response(document);
}

constexpr named<backup_policy> policies[]{
    {"full", backup_policy::full}, {"affected", backup_policy::affected}, {"schema", backup_policy::schema}};
constexpr named<backup_format> formats[]{{"custom", backup_format::custom}, {"directory", backup_format::directory}};

wanted_run read_creation(run_desk const& desk, http::call const& asked) {
    body_members body{asked.request};
    backup_request wanted;
    for (auto const& name : body.texts("tables"))
        wanted.tables.push_back(table_name(name));
    auto const otherwise = wanted.tables.empty() ? backup_policy::full : backup_policy::affected;
    wanted.policy = one_of<backup_policy>(body, "policy", policies).value_or(otherwise);
    wanted.format = one_of<backup_format>(body, "format", formats);
    wanted.reason = body.text_or("reason", wanted.reason);
    body.finish();
    if (wanted.policy == backup_policy::affected && wanted.tables.empty())
        throw error{
            errc::bad_usage, "the policy affected needs the tables whose rows to keep", "name them in 'tables'"};
    auto const project = settings_of(desk.served);
    wanted.directory = directory_of(project);
    wanted.programs = project.backup.programs;
    wanted.version_table = catalog::name{project.version_table_schema, project.version_table};
    auto run = run_for(asked, "backup");
    run.work = [&served = desk.served, wanted](work_context const& with) {
        auto chosen = wanted;
        chosen.stop = with.stop;
        chosen.progress = with.events;
        auto target = database::connect(served.database_address());
        return to_json(create_backup(target, chosen));
    };
    return run;
}

wanted_run read_check(run_desk const& desk, http::call const& asked) {
    body_members body{asked.request};
    bool const loaded = body.flag("restore");
    body.finish();
    auto const project = settings_of(desk.served);
    auto const backup = find_backup(directory_of(project), asked.segment("id"), desk.served.database_address());
    auto run = run_for(asked, "verify_backup");
    run.targets = {backup.id};
    run.use = work_use::aside;
    run.work = [&served = desk.served, backup, loaded, programs = project.backup.programs](work_context const& with) {
        backup_check_options const how{.programs = programs, .progress = with.events, .stop = with.stop};
        if (!loaded)
            return to_json(verify_backup(backup, how));
        auto server = database::connect(served.database_address());
        return to_json(verify_backup(backup, server, how));
    };
    return run;
}

/// Whether the database that this server works on gets its contents.
bool replaces_ours(workspace& served, std::string const& name) {
    auto const address = served.database_address();
    auto const ours = std::ranges::find(address.parameters, "dbname", [](auto const& each) { return each.first; });
    return ours == address.parameters.end() || ours->second == name;
}

/// The database that gets the contents of the backup.
std::string const& target_of(restore_request const& wanted, backup_manifest const& backup) {
    return wanted.into.empty() ? backup.database : wanted.into;
}

wanted_run read_restoration(run_desk const& desk, http::call const& asked) {
    body_members body{asked.request};
    restore_request wanted;
    wanted.into = body.text_or("into", "");
    if (body.flag("terminate"))
        wanted.sessions = connected_sessions::terminated;
    if (body.flag("drop_old"))
        wanted.replaced = replaced_database::dropped;
    auto const project = settings_of(desk.served);
    auto const backup = find_backup(directory_of(project), asked.segment("id"), desk.served.database_address());
    require_confirmation(desk, body, target_of(wanted, backup));
    body.finish();
    wanted.programs = project.backup.programs;
    auto run = run_for(asked, "restore_backup");
    run.targets = {backup.id};
    run.work = [&served = desk.served, backup, wanted](work_context const& with) {
        changing const done{served};
        auto chosen = wanted;
        chosen.stop = with.stop;
        chosen.progress = with.events;
        auto const address = served.database_address();
        std::optional<workspace::closed_database> closed;
        if (replaces_ours(served, target_of(wanted, backup)))
            closed.emplace(served, "a backup is being restored in the place of the database", with.stop);
        return to_json(restore_backup(backup, address, chosen));
    };
    return run;
}

http::response drop_old(workspace& served, http::request const& asked) {
    body_members body{asked};
    auto const name = body.text("name");
    body.finish();
    drop_replaced_database(served.database_address(), name);
    return json_response(boost::json::object{{"dropped", name}});
}

http::response prune(workspace& served, http::request const& asked) {
    body_members body{asked};
    backup_retention keep;
    keep.count = body.optional_number("keep");
    if (auto const days = body.optional_number("keep_days"))
        keep.age = std::chrono::days{*days};
    keep.database = body.text_or("database", "");
    keep.mode = body.flag("dry_run") ? prune_mode::shown : prune_mode::removed;
    body.finish();
    if (!keep.count && !keep.age)
        throw error{errc::bad_usage, "nothing says what to keep", "give 'keep', 'keep_days', or both"};
    return json_response(to_json(prune_backups(directory_of(settings_of(served)), keep)));
}

} // namespace

std::vector<http::route> backup_routes(run_desk const& desk) {
    using enum http::method;
    using enum http::role;
    auto& served = desk.served;
    return {
        {get,
         "/api/backups",
         viewer,
         "The backups of the database, newest first, and where they are",
         [&served](http::call const&) { return list_all(served); }},
        {post,
         "/api/backups",
         operator_,
         "Make a backup",
         starts(desk, read_creation),
         {},
         R"({"policy": "full", "tables": [], "format": "custom", "reason": "before the release"})"},
        {get,
         "/api/backups/replaced",
         viewer,
         "Databases that were replaced by a backup, and are kept under another name",
         [&served](http::call const&) {
             return json_response(boost::json::object{
                 {"databases", array_of(replaced_databases(served.database_address()))}});
         }},
        {get,
         "/api/backups/{id}",
         viewer,
         "The manifest of one backup: its id, the beginning of one, or latest",
         [&served](http::call const& asked) {
             return json_response(
                 to_json(find_backup(directory_of(settings_of(served)), asked.segment("id"), served.database_address()))
             );
         }},
        {post,
         "/api/backups/{id}/verify",
         operator_,
         "Look a backup over, with 'restore' by loading it into a scratch database",
         starts(desk, read_check),
         {},
         R"({"restore": false})"},
        {post,
         "/api/backups/{id}/restore",
         admin,
         "Load a backup into the place of the database that it is of, or into a new one",
         starts(desk, read_restoration),
         {},
         R"({"into": "shop", "terminate": false, "drop_old": false, "confirm": "shop"})"},
        {post,
         "/api/backups/drop-old",
         admin,
         "Drop a database that was replaced",
         [&served](http::call const& asked) { return drop_old(served, asked.request); },
         {},
         R"({"name": "shop_before_20261126T101539Z"})"},
        {post,
         "/api/backups/prune",
         admin,
         "Remove old backups, but never the newest of a database",
         [&served](http::call const& asked) { return prune(served, asked.request); },
         {},
         R"({"keep": 10, "keep_days": 30, "database": "", "dry_run": true})"},
    };
}

} // namespace alembicore::server::resources
