#include "script/new_revision.hpp"

#include "base/file.hpp"
#include "script/file_name.hpp"
#include "script/revision_file.hpp"
#include "script/text.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>
#include <set>
#include <system_error>
#include <utility>

#include <unistd.h>

namespace alembicore::script {

namespace {

namespace fs = std::filesystem;

bool is_reserved(std::string_view name) noexcept {
    constexpr std::array<std::string_view, 4> reserved{"head", "heads", "base", "current"};
    return std::ranges::find(reserved, name) != reserved.end();
}

void check_new_id(revision_graph const& graph, std::string const& id, std::vector<std::string> const& parents) {
    if (auto const at = id.find_first_of(illegal_id_characters); at != std::string::npos)
        throw error{
            errc::bad_revision_id,
            std::string{"Character(s) '"} + id[at] + "' not allowed in revision identifier '" + id + "'",
            "use letters, digits and underscores"};
    if (is_reserved(id))
        throw error{errc::bad_revision_id, "'" + id + "' has a meaning of its own in targets", "choose another id"};
    if (length_in_characters(id) > longest_revision_id)
        throw error{
            errc::bad_revision_id,
            "the revision id '" + id + "' is longer than the 32 characters of alembic_version.version_num",
            "choose a shorter id"};
    revision const* const present = graph.find(id);
    // A new root may take the place of a missing revision; with parents it could become its own ancestor.
    if (present != nullptr && !(present->ghost && parents.empty()))
        throw error{
            errc::duplicate_revision,
            "the revision '" + id + "' exists already" + (present->ghost ? " as a missing parent" : ""),
            present->ghost ? "create it with --head base, or correct the revisions that name it" : "choose another id"};
    for (revision const& each : graph.revisions())
        if (std::ranges::find(each.branch_labels, id) != each.branch_labels.end())
            throw error{
                errc::duplicate_revision, "'" + id + "' is a branch label of revision " + each.id, "choose another id"};
}

void check_labels(revision_graph const& graph, std::vector<std::string> const& labels) {
    std::set<std::string_view> seen;
    for (std::string const& label : labels) {
        if (label.empty() || is_reserved(label) || label.find_first_of("@:") != std::string::npos)
            throw error{
                errc::bad_usage, "'" + label + "' cannot be a branch label", "use letters, digits and underscores"};
        if (!seen.insert(label).second)
            throw error{errc::duplicate_label, "the branch label '" + label + "' is given twice", "give it once"};
        for (revision const& each : graph.revisions())
            if (each.id == label || std::ranges::find(each.branch_labels, label) != each.branch_labels.end())
                throw error{
                    errc::duplicate_label,
                    "Branch name '" + label + "' is already used by revision " + each.id,
                    "choose another label"};
    }
}

std::vector<std::string> resolve_parents(revision_graph const& graph, revision_request const& request) {
    std::vector<std::string> parents;
    for (std::string const& identifier : request.parents)
        for (std::string& id : graph.resolve(identifier)) {
            if (std::ranges::find(parents, id) != parents.end())
                throw error{errc::bad_usage, "Duplicate head revisions specified: " + id, "name each parent once"};
            parents.push_back(std::move(id));
        }
    if (request.parents_must_be == parents_are::heads)
        for (std::string const& id : parents)
            if (!graph.is_head(id))
                throw error{
                    errc::bad_target,
                    "Revision " + id + " is not a head revision",
                    "specify --splice to create a new branch from this revision"};
    return parents;
}

/// A branch label stays a label; partial identifiers become whole ones.
std::vector<std::string> resolve_dependencies(revision_graph const& graph, std::vector<std::string> const& wanted) {
    std::vector<std::string> resolved;
    for (std::string const& identifier : wanted) {
        auto const id = graph.resolve_one(identifier);
        if (!id)
            throw error{errc::bad_usage, "a revision cannot depend on base", "leave --depends-on out"};
        auto const labels = graph.labels(*id);
        bool const label = std::ranges::find(labels, identifier) != labels.end();
        resolved.push_back(label ? identifier : *id);
    }
    return resolved;
}

fs::path real(fs::path const& path) {
    std::error_code ignored;
    fs::path const absolute = fs::absolute(path, ignored).lexically_normal();
    fs::path resolved = fs::weakly_canonical(absolute, ignored);
    return resolved.empty() ? absolute : resolved;
}

bool contains(fs::path const& folder, fs::path const& file) {
    auto const relative = file.lexically_relative(folder);
    return !relative.empty() && *relative.begin() != "..";
}

fs::path
location_of_parents(settings const& project, revision_graph const& graph, std::vector<std::string> const& parents) {
    for (std::string const& id : parents) {
        revision const* const parent = graph.find(id);
        if (parent == nullptr || parent->path.empty())
            continue;
        for (fs::path const& location : project.version_locations)
            if (contains(real(location), parent->path))
                return location;
    }
    throw error{
        errc::bad_usage,
        "Multiple version locations present, and no parent says which one is meant",
        "please specify --version-path"};
}

fs::path choose_location(
    settings const& project,
    revision_graph const& graph,
    revision_request const& request,
    std::vector<std::string> const& parents
) {
    if (!request.version_path.empty()) {
        for (fs::path const& location : project.version_locations)
            if (real(location) == real(request.version_path))
                return location;
        throw error{
            errc::bad_usage,
            "Path " + request.version_path.string() + " is not represented in current version locations",
            "add it to version_locations, or name one of them"};
    }
    if (project.version_locations.size() == 1)
        return project.version_locations.front();
    return location_of_parents(project, graph, parents);
}

std::string encoded(std::string const& text, settings const& project) {
    std::string encoding = project.output_encoding;
    std::ranges::transform(encoding, encoding.begin(), [](char c) {
        return c == '_' ? '-' : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    bool const ascii = std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    if (ascii || encoding == "utf-8" || encoding == "utf8")
        return text;
    throw error{
        errc::bad_configuration,
        "a revision file with characters beyond ASCII is not written in the encoding '" + project.output_encoding + "'",
        "set output_encoding to utf-8, or use an ASCII message and template"};
}

/// Alembic writes first and looks then; a template without a line for one of these would leave a broken project.
void check_result(planned_revision const& planned, template_input const& input, std::string const& template_file) {
    revision const made = parse_revision(planned.file.string(), planned.content);
    auto const refuse = [&](std::string message, std::string remedy) {
        error_info info;
        info.code = errc::bad_revision_file;
        info.message = std::move(message);
        info.remedy = std::move(remedy);
        info.place = source_place{.file = template_file, .line = 0, .column = 0, .excerpt = {}};
        throw error{std::move(info)};
    };
    for (diagnostic const& finding : made.diagnostics)
        if (finding.severity == severity::error)
            refuse(
                "the template would make a file that cannot be read: " + finding.message,
                "correct script.py.mako, or the message if it holds quotes"
            );
    auto const require = [&](bool same, std::string const& name) {
        if (!same)
            refuse(
                "the template does not pass on " + name,
                "add a line like '" + name + " = ${repr(" + (name == "revision" ? "up_revision" : name) +
                    ")}' to script.py.mako"
            );
    };
    require(made.id == input.revision, "revision");
    require(made.down_revisions == input.down_revisions, "down_revision");
    require(made.branch_labels == input.branch_labels, "branch_labels");
    require(made.depends_on == input.depends_on, "depends_on");
    auto const require_text = [&](std::string const& text, std::string const& name) {
        if (planned.content.find(text) == std::string::npos)
            refuse(
                "the template does not pass on what the revision does",
                "add ${" + name + " if " + name + " else " + (name == "imports" ? "\"\"" : "\"pass\"") +
                    "} to script.py.mako"
            );
    };
    require_text(input.body.imports, "imports");
    require_text(input.body.upgrades, "upgrades");
    require_text(input.body.downgrades, "downgrades");
}

void require_no_environment(settings const& project) {
    if (project.revision_environment)
        throw error{
            errc::not_available,
            "revision_environment asks to run env.py for new revisions, which only Python can",
            "create the revision with 'alembic revision', or turn revision_environment off"};
}

file_name_tokens tokens_of(template_input const& input, std::string slug) {
    creation_time const& created = input.created;
    return {
        {"rev", input.revision},
        {"slug", std::move(slug)},
        {"epoch", created.epoch},
        {"year", created.year},
        {"month", created.month},
        {"day", created.day},
        {"hour", created.hour},
        {"minute", created.minute},
        {"second", created.second},
    };
}

fs::path file_of(settings const& project, fs::path const& location, template_input const& input) {
    auto const longest = static_cast<std::size_t>(std::max(project.truncate_slug_length, 0));
    std::string slug = slug_of(input.message, longest == 0 ? 40 : longest);
    return location / (render_file_name(project.file_template, tokens_of(input, std::move(slug))) + ".py");
}

} // namespace

planned_revision plan_revision(
    settings const& project,
    revision_graph const& graph,
    revision_request const& request,
    template_config const& config,
    instant now
) {
    if (request.env_py == env_py::not_run)
        require_no_environment(project);
    template_input input;
    input.down_revisions = resolve_parents(graph, request);
    input.revision = request.id;
    while (input.revision.empty() || (request.id.empty() && graph.find(input.revision) != nullptr))
        input.revision = random_revision_id();
    check_new_id(graph, input.revision, input.down_revisions);
    check_labels(graph, request.branch_labels);
    input.branch_labels = request.branch_labels;
    input.depends_on = resolve_dependencies(graph, request.depends_on);
    input.created = creation_time_at(now, project.timezone);
    input.body = request.body;

    planned_revision planned;
    planned.id = input.revision;
    // The file is named after the message as given, its text says when there is none.
    input.message = request.message;
    planned.file = file_of(project, choose_location(project, graph, request, input.down_revisions), input);
    if (fs::exists(planned.file))
        throw error{errc::file_exists, planned.file.string() + " exists already", "give another id or message"};
    if (input.message.empty())
        input.message = "empty message";
    fs::path const template_file = project.script_location / "script.py.mako";
    std::string const text = base::read_text_file(template_file);
    planned.content = encoded(render_template(template_file.string(), text, input, config), project);
    check_result(planned, input, template_file.string());
    return planned;
}

void write_revision(planned_revision const& planned) {
    base::write_new_file(planned.file, planned.content);
}

std::string random_revision_id() {
    constexpr std::string_view digits = "0123456789abcdef";
    std::array<unsigned char, 6> bytes{};
    if (::getentropy(bytes.data(), bytes.size()) != 0)
        throw std::system_error{errno, std::generic_category(), "getentropy"};
    std::string id;
    for (unsigned char const byte : bytes)
        id.append(1, digits[byte >> 4U]).append(1, digits[byte & 0xFU]);
    return id;
}

} // namespace alembicore::script
