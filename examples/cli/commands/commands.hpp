// One function per command, each in the file of its name.
#pragma once

#include "command.hpp"

namespace alembicore::cli {

command backup_command();
command baseline_command();
command branches_command();
command check_command();
command completion_command();
command current_command();
command db_command();
command downgrade_command();
command drift_command();
command edit_command();
command ensure_version_command();
command export_command();
command heads_command();
command history_command();
command import_command();
command init_command();
command inspect_command();
command journal_command();
command lint_command();
command list_templates_command();
command lock_command();
command merge_command();
command models_command();
command plan_command();
command query_command();
command rebase_command();
command rehearse_command();
command render_command();
command resume_command();
command revision_command();
command rows_command();
command schema_command();
command show_command();
command sql_command();
command squash_command();
command stamp_command();
command upgrade_command();

} // namespace alembicore::cli
