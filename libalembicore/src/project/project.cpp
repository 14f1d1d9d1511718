// Opening a project.
#include "project/implementation.hpp"
#include "script/directory.hpp"
#include "sqlalchemy/modules.hpp"

#include <iterator>
#include <system_error>
#include <utility>

namespace alembicore {

namespace {

void append(std::vector<diagnostic>& to, std::vector<diagnostic> const& more) {
    to.insert(to.end(), more.begin(), more.end());
}

project::implementation read_project(settings known, settings_request const& request) {
    auto loaded = script::load_revisions(
        {.locations = known.version_locations,
         .recursive = known.recursive_version_locations,
         .sourceless = known.sourceless}
    );
    project::implementation read{
        .settings = std::move(known),
        .graph = revision_graph{std::move(loaded.revisions)},
        .diagnostics = {},
        .request = request,
    };
    read.request.directory =
        request.directory.empty() ? std::filesystem::current_path() : std::filesystem::absolute(request.directory);
    append(read.diagnostics, read.settings.diagnostics);
    append(read.diagnostics, loaded.diagnostics);
    append(read.diagnostics, read.graph.diagnostics());
    return read;
}

error not_a_folder(std::filesystem::path const& folder) {
    return error{
        errc::file_unreadable,
        "cannot read " + folder.string() + ": not a folder",
        "give the folder that holds the revision files"};
}

} // namespace

project::project(std::shared_ptr<implementation const> held) : implementation_{std::move(held)} {}

void project::prepare_evaluation() const {
    static_cast<void>(sqlalchemy::revision_modules());
}

project project::open(settings_request const& request) {
    return open(load_settings(request), request);
}

project project::open(alembicore::settings known, settings_request const& request) {
    return project{std::make_shared<implementation const>(read_project(std::move(known), request))};
}

project project::open_versions(
    std::vector<std::filesystem::path> const& folders, std::map<std::string, std::string> environment
) {
    alembicore::settings bare;
    for (auto const& folder : folders) {
        std::error_code unknown;
        if (!std::filesystem::is_directory(folder, unknown))
            throw not_a_folder(folder);
        bare.version_locations.push_back(std::filesystem::absolute(folder));
    }
    // Nothing says otherwise, so a folder stands for all that is below it, and `%` is as Alembic's defaults have it.
    bare.recursive_version_locations = true;
    bare.offline_percent_doubled = true;
    settings_request const request{.environment = std::move(environment)};
    return project{std::make_shared<implementation const>(read_project(std::move(bare), request))};
}

settings const& project::settings() const noexcept {
    return implementation_->settings;
}

revision_graph const& project::graph() const noexcept {
    return implementation_->graph;
}

std::vector<diagnostic> const& project::diagnostics() const noexcept {
    return implementation_->diagnostics;
}

database_url const& project::database_url() const {
    return require_database_url(settings());
}

} // namespace alembicore
