// New revision files and new projects.
#include "base/file.hpp"
#include "config/ini.hpp"
#include "project/implementation.hpp"
#include "project/writing.hpp"
#include "script/hooks.hpp"
#include "script/project_layout.hpp"

#include <chrono>
#include <utility>

namespace alembicore {

namespace {

namespace fs = std::filesystem;

script::template_config template_config_of(project::implementation const& of) {
    script::template_config config;
    config.section = of.request.section;
    config.file_name = of.settings.config_file.string();
    if (of.settings.config_file.empty())
        return config;
    auto const document = std::make_shared<config::ini_document const>(config::parse_ini(
        config.file_name,
        base::read_text_file(of.settings.config_file),
        {{"here", of.settings.config_file.parent_path().generic_string()}}
    ));
    config.find = [document](std::string_view section, std::string_view key) { return document->find(section, key); };
    return config;
}

/// `merge` without heads means all of them.
std::vector<std::string> heads_to_merge(revision_graph const& graph, std::vector<std::string> heads) {
    if (heads.empty())
        heads = graph.heads();
    if (heads.size() < 2 && graph.heads().size() < 2)
        throw error{errc::bad_target, "there is nothing to merge: the project has one head", {}};
    return heads;
}

fs::path absolute_in(settings_request const& request, fs::path const& file) {
    return fs::absolute(request.directory.empty() ? file : request.directory / file);
}

} // namespace

script::revision_request project_writing::request_of(new_revision const& wanted) {
    return {
        .message = wanted.message,
        .id = wanted.id,
        .parents = wanted.heads,
        .parents_must_be = wanted.splice ? script::parents_are::any_revisions : script::parents_are::heads,
        .branch_labels = wanted.branch_labels,
        .depends_on = wanted.depends_on,
        .version_path = wanted.version_path,
    };
}

script::planned_revision project_writing::plan(project const& in, script::revision_request const& request) {
    return plan(in, in.graph(), request);
}

script::planned_revision
project_writing::plan(project const& in, revision_graph const& among, script::revision_request const& request) {
    auto const& held = in.internals();
    auto const now = std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
    return script::plan_revision(held.settings, among, request, template_config_of(held), now);
}

created_revision project_writing::write(project const& in, script::planned_revision const& planned) {
    auto const& held = in.internals();
    script::write_revision(planned);
    created_revision created{.id = planned.id, .path = planned.file, .hooks = {}};
    for (auto& hook : script::run_hooks(held.settings.post_write_hooks, planned.file, held.request.environment))
        created.hooks.push_back(
            {std::move(hook.name), hook.exit_status, std::move(hook.output), std::move(hook.problem)}
        );
    return created;
}

created_revision project::create_revision(new_revision const& wanted) const {
    return project_writing::write(*this, project_writing::plan(*this, project_writing::request_of(wanted)));
}

created_revision project::merge(std::vector<std::string> heads, new_revision wanted) const {
    wanted.heads = heads_to_merge(graph(), std::move(heads));
    return create_revision(wanted);
}

std::vector<project_template> project_templates() {
    std::vector<project_template> templates;
    for (auto const& layout : script::layouts())
        templates.push_back({std::string{layout.name}, layout.description});
    return templates;
}

initialised_project init_project(
    fs::path const& directory, std::string const& template_name, bool package, settings_request const& request
) {
    script::layout_request wanted{
        .directory = directory,
        .working_directory = request.directory,
        .layout = template_name,
        .package = package ? script::package_files::written : script::package_files::none,
        .config_file = absolute_in(request, "alembic.ini"),
        .pyproject_file = absolute_in(request, "pyproject.toml"),
    };
    for (auto const& file : request.config_files)
        (file.filename() == "pyproject.toml" ? wanted.pyproject_file : wanted.config_file) = absolute_in(request, file);
    auto written = script::write_layout(wanted);
    return {.written = std::move(written.written), .kept = std::move(written.kept)};
}

} // namespace alembicore
