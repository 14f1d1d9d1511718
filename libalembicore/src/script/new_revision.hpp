// New revision files: everything is checked before anything is written.
#pragma once

#include "script/mako_render.hpp"

#include <alembicore/revision_graph.hpp>
#include <alembicore/settings.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace alembicore::script {

/// Whether a new revision may have parents that others stand on already.
enum class parents_are { heads, any_revisions };

/// What is known of env.py where `revision_environment` asks to run it for new revisions.
enum class env_py {
    not_run,  ///< it would have to be run
    compared, ///< what it says about revisions has been followed, or it has been run
};

struct revision_request {
    std::string message;                         ///< empty = `empty message`
    std::string id;                              ///< empty = twelve random hexadecimal digits
    std::vector<std::string> parents = {"head"}; ///< identifiers; `base` for a new root; several to merge them
    parents_are parents_must_be = parents_are::heads;
    std::vector<std::string> branch_labels;
    std::vector<std::string> depends_on; ///< identifiers
    std::filesystem::path version_path;  ///< empty = beside the first parent, or the only location
    template_body body{};
    script::env_py env_py = env_py::not_run;
};

/// A file that may be written.
struct planned_revision {
    std::string id;
    std::filesystem::path file;
    std::string content; ///< in the project's output encoding
};

/// Decides a new revision file. Reads script.py.mako, writes nothing.
/// Errors: as `revision_graph::resolve`; bad_revision_id, duplicate_revision, duplicate_label, bad_target (a parent
/// that is no head), bad_usage (version path), file_exists; those of `render_template` and `render_file_name`;
/// bad_revision_file (the template does not give the file what was asked for); not_available (revision_environment).
[[nodiscard]] planned_revision plan_revision(
    settings const& project,
    revision_graph const& graph,
    revision_request const& request,
    template_config const& config,
    instant now
);

/// Writes it, with the folders it needs. Errors: file_exists, file_unwritable.
void write_revision(planned_revision const& planned);

/// Twelve random hexadecimal digits.
[[nodiscard]] std::string random_revision_id();

} // namespace alembicore::script
