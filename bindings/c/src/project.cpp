// Projects, databases, clusters, and what is in them.
#include "border.hpp"

#include <alembicore/json.hpp>

#include <chrono>

using namespace alembicore::bindings;
using alembicore::private_cluster;

alembicore_status alembicore_project_open(
    char const* directory, char const* options, alembicore_project** project, alembicore_error** error
) {
    return give_handle(project, error, [&] { return open_project(text_of(directory), text_of(options)); });
}

alembicore_status alembicore_project_open_versions(
    char const* const* folders, std::size_t count, alembicore_project** project, alembicore_error** error
) {
    return give_handle(project, error, [&] { return open_versions(texts_of(folders, count, "folders")); });
}

void alembicore_project_free(alembicore_project* project) {
    delete project;
}

alembicore_status
alembicore_project_diagnostics(alembicore_project const* project, char** json, alembicore_error** error) {
    return give_text(json, error, [&] { return diagnostics_of(opened(project)); });
}

alembicore_status alembicore_history(
    alembicore_project const* project,
    char const* range,
    alembicore_database* database,
    char** json,
    alembicore_error** error
) {
    return give_text(json, error, [&] { return history(opened(project), text_of(range), database_or_null(database)); });
}

alembicore_status alembicore_heads(alembicore_project const* project, char** json, alembicore_error** error) {
    return give_text(json, error, [&] { return describe_revisions(opened(project), opened(project).graph().heads()); });
}

alembicore_status alembicore_branches(alembicore_project const* project, char** json, alembicore_error** error) {
    return give_text(json, error, [&] { return branches(opened(project)); });
}

alembicore_status alembicore_show(
    alembicore_project const* project,
    char const* revision,
    alembicore_database* database,
    char** json,
    alembicore_error** error
) {
    return give_text(json, error, [&] {
        return show(opened(project), std::string{required_text(revision, "revision")}, database_or_null(database));
    });
}

alembicore_status alembicore_current(
    alembicore_project const* project, alembicore_database* database, char** json, alembicore_error** error
) {
    return give_text(json, error, [&] { return current(opened(project), connected(database)); });
}

alembicore_status
alembicore_inspect(alembicore_project const* project, char const* revision, char** json, alembicore_error** error) {
    return give_text(json, error, [&] {
        return inspect(opened(project), std::string{required_text(revision, "revision")});
    });
}

alembicore_status
alembicore_inspect_file(alembicore_project const* project, char const* file, char** json, alembicore_error** error) {
    return give_text(json, error, [&] {
        return inspect_file(opened(project), std::string{required_text(file, "file")});
    });
}

alembicore_status alembicore_render(alembicore_project const* project, char** json, alembicore_error** error) {
    return give_text(json, error, [&] { return render_all(opened(project)); });
}

alembicore_status alembicore_database_connect(
    char const* url, unsigned timeout_seconds, alembicore_database** database, alembicore_error** error
) {
    return give_handle(database, error, [&] {
        auto const address = alembicore::parse_database_url(required_text(url, "url"), "url");
        return alembicore::database::connect(address, std::chrono::seconds{timeout_seconds});
    });
}

alembicore_status alembicore_project_connect(
    alembicore_project const* project,
    unsigned timeout_seconds,
    alembicore_database** database,
    alembicore_error** error
) {
    return give_handle(database, error, [&] {
        return alembicore::database::connect(opened(project).database_url(), std::chrono::seconds{timeout_seconds});
    });
}

void alembicore_database_free(alembicore_database* database) {
    delete database;
}

char const* alembicore_database_url(alembicore_database const* database) {
    return database == nullptr ? "" : database->held.masked_url().c_str();
}

alembicore_status
alembicore_database_server_version(alembicore_database const* database, char** version, alembicore_error** error) {
    return give_text(version, error, [&] { return required(database, "database").held.server_version(); });
}

alembicore_status alembicore_database_cancel(alembicore_database const* database, alembicore_error** error) {
    return guarded(error, [&] { required(database, "database").held.cancel(); });
}

alembicore_status alembicore_lock_holder(alembicore_database* database, char** json, alembicore_error** error) {
    return give_text(json, error, [&] { return lock_holder_of(connected(database)); });
}

alembicore_status alembicore_schema(
    alembicore_database* database,
    char const* options,
    alembicore_control const* control,
    char** json,
    alembicore_error** error
) {
    return give_text(json, error, [&] { return schema(connected(database), text_of(options), control_of(control)); });
}

alembicore_status alembicore_schema_sql(
    alembicore_database* database,
    char const* options,
    alembicore_control const* control,
    char** sql,
    alembicore_error** error
) {
    return give_text(sql, error, [&] {
        return schema_sql(connected(database), text_of(options), control_of(control));
    });
}

alembicore_status alembicore_schema_difference(
    alembicore_database* before,
    alembicore_database* after,
    char const* options,
    alembicore_control const* control,
    char** json,
    alembicore_error** error
) {
    return give_text(json, error, [&] {
        return schema_difference(connected(before), connected(after), text_of(options), control_of(control));
    });
}

alembicore_status alembicore_models(
    alembicore_project const* project,
    char const* options,
    alembicore_control const* control,
    char** json,
    alembicore_error** error
) {
    return give_text(json, error, [&] { return models_of(opened(project), text_of(options), control_of(control)); });
}

alembicore_status alembicore_models_against(
    alembicore_project const* project,
    alembicore_database* database,
    alembicore_control const* control,
    char** json,
    alembicore_error** error
) {
    return give_text(json, error, [&] {
        return models_against(opened(project), connected(database), control_of(control));
    });
}

alembicore_status alembicore_drift(
    alembicore_project const* project,
    alembicore_database* database,
    char const* options,
    alembicore_control const* control,
    char** json,
    alembicore_error** error
) {
    return give_text(json, error, [&] {
        return drift_of(opened(project), connected(database), text_of(options), control_of(control));
    });
}

alembicore_status alembicore_journal_list(
    alembicore_database* database, std::size_t limit, std::int64_t before, char** json, alembicore_error** error
) {
    return give_text(json, error, [&] {
        return journal_list(connected(database), limit, before == 0 ? std::nullopt : std::optional{before});
    });
}

alembicore_status
alembicore_journal_show(alembicore_database* database, std::int64_t run, char** json, alembicore_error** error) {
    return give_text(json, error, [&] { return journal_show(connected(database), run); });
}

alembicore_status alembicore_journal_verify(
    alembicore_project const* project,
    alembicore_database* database,
    char const* expected,
    char** json,
    alembicore_error** error
) {
    return give_text(json, error, [&] {
        return journal_verify(
            project_or_null(project),
            connected(database),
            expected == nullptr ? std::nullopt : std::optional<std::string>{expected}
        );
    });
}

alembicore_status
alembicore_cluster_open(char const* directory, alembicore_cluster** cluster, alembicore_error** error) {
    return give_handle(cluster, error, [&] {
        return directory == nullptr ? private_cluster::of_user() : private_cluster{directory};
    });
}

void alembicore_cluster_free(alembicore_cluster* cluster) {
    delete cluster;
}

alembicore_status alembicore_cluster_status(alembicore_cluster const* cluster, char** json, alembicore_error** error) {
    return give_text(json, error, [&] { return to_json(required(cluster, "cluster").held.status()); });
}

alembicore_status alembicore_cluster_start(alembicore_cluster const* cluster, char** json, alembicore_error** error) {
    return give_text(json, error, [&] { return to_json(required(cluster, "cluster").held.start()); });
}

alembicore_status alembicore_cluster_stop(alembicore_cluster const* cluster, alembicore_error** error) {
    return guarded(error, [&] { required(cluster, "cluster").held.stop(); });
}

alembicore_status alembicore_cluster_create_database(
    alembicore_cluster const* cluster, char const* name, char** url, alembicore_error** error
) {
    return give_text(url, error, [&] {
        return required(cluster, "cluster").held.create_database(std::string{required_text(name, "name")});
    });
}

alembicore_status alembicore_cluster_destroy(alembicore_cluster const* cluster, alembicore_error** error) {
    return guarded(error, [&] { required(cluster, "cluster").held.destroy(); });
}
