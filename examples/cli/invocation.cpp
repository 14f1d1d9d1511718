#include "invocation.hpp"

#include <alembicore/migrator.hpp>

#include <utility>

namespace alembicore::cli {

settings_request request_of(invocation const& call) {
    settings_request request;
    for (auto const& file : call.given.values("config"))
        request.config_files.emplace_back(file);
    request.section = call.given.value_or("name", "alembic");
    request.database_url = call.given.value("database-url");
    request.sqlalchemy_generation = call.given.value("sqlalchemy-generation");
    request.environment = process_environment();
    request.x_arguments = call.given.values("x");
    return request;
}

project open_project(invocation const& call) {
    auto opened = project::open(request_of(call));
    call.shown.warn(opened.diagnostics());
    return opened;
}

database_url database_address(invocation const& call) {
    return load_database_url(request_of(call));
}

namespace {

struct connecting_project {
    project opened;
    pending_database connecting;
};

connecting_project open_connecting(invocation const& call) {
    pending_database connecting;
    auto const request = request_of(call);
    auto settings = load_settings(request);
    if (settings.database_url)
        connecting.begin(*settings.database_url);
    auto opened = project::open(std::move(settings), request);
    call.shown.warn(opened.diagnostics());
    static_cast<void>(opened.database_url()); // says why there is none
    return {std::move(opened), std::move(connecting)};
}

} // namespace

connected_project open_connected(invocation const& call, std::stop_token const& stop) {
    auto [opened, connecting] = open_connecting(call);
    return {std::move(opened), std::move(connecting).wait(stop)};
}

connected_project open_to_migrate(invocation const& call, std::stop_token const& stop) {
    auto [opened, connecting] = open_connecting(call);
    opened.prepare_evaluation();
    return {std::move(opened), std::move(connecting).wait(stop)};
}

std::vector<std::string> read_current(connected_project& from) {
    return migrator{from.opened, from.target}.current();
}

std::vector<std::string> read_current(project const& opened) {
    auto target = database::connect(opened.database_url());
    return migrator{opened, target}.current();
}

std::vector<std::string> require_known(project const& opened, std::vector<std::string> rows) {
    try {
        static_cast<void>(opened.graph().applied(rows));
    } catch (error const& failure) {
        throw error{opened.explained(failure.info())};
    }
    return rows;
}

} // namespace alembicore::cli
