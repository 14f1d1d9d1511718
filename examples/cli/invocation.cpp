#include "invocation.hpp"

#include <alembicore/migrator.hpp>

namespace alembicore::cli {

settings_request request_of(invocation const& call) {
    settings_request request;
    for (auto const& file : call.given.values("config"))
        request.config_files.emplace_back(file);
    request.section = call.given.value_or("name", "alembic");
    request.database_url = call.given.value("database-url");
    request.environment = process_environment();
    request.x_arguments = call.given.values("x");
    return request;
}

project open_project(invocation const& call) {
    auto opened = project::open(request_of(call));
    call.shown.warn(opened.graph().diagnostics());
    return opened;
}

database connect(project const& opened) {
    auto const& url = opened.settings().database_url;
    if (url)
        return database::connect(*url);
    error_info info;
    info.code = errc::no_database;
    info.message = "no database is configured";
    info.remedy = "give --database-url, set DATABASE_URL (also in .env), or set sqlalchemy.url in alembic.ini";
    for (auto const& finding : opened.settings().diagnostics)
        if (finding.code == errc::decided_at_run_time && info.reason.empty())
            info.reason = finding.message;
    throw error{std::move(info)};
}

std::vector<std::string> read_current(project const& opened) {
    auto target = connect(opened);
    return migrator{opened, target}.current();
}

std::vector<std::string> read_known_current(project const& opened) {
    auto rows = read_current(opened);
    for (auto const& id : rows) {
        auto const* const found = opened.graph().find(id);
        if (found != nullptr && !found->ghost)
            continue;
        error_info info;
        info.code = errc::unknown_database_revision;
        info.message = "the database is at '" + id + "', which this project does not have";
        info.reason = "its file was removed, or the database belongs to another branch or project";
        info.remedy = "bring the file back, or correct the table: alembicore stamp --purge REVISION";
        throw error{std::move(info)};
    }
    return rows;
}

} // namespace alembicore::cli
