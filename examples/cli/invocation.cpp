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
    call.shown.warn(opened.diagnostics());
    return opened;
}

database connect(project const& opened) {
    return database::connect(opened.database_url());
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
