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

} // namespace alembicore::cli
