// The backup before a run.
#pragma once

#include "backup/effects.hpp"

#include <alembicore/backup.hpp>
#include <alembicore/event.hpp>
#include <alembicore/migrator.hpp>
#include <alembicore/settings.hpp>

#include <optional>
#include <string>

namespace alembicore::project_backup {

struct run_facts {
    settings const& of;
    run_options const& options;
    plan const& decided;
    backup::effect_collector const& effects; ///< of all steps
    event_sink const& events;
};

/// Makes the one that the project's setting, or the call's option, asks for, and removes those of runs that are too old
/// by then. Nothing where there is nothing to lose. Events: backup_chosen, backup_progress, backup_made. Errors: those
/// of choose_backup and create_backup; nothing of the plan has run then.
[[nodiscard]] std::optional<backup_manifest> make(database& target, run_facts const& run);

/// What gets the database back as it was.
[[nodiscard]] std::string restoring(backup_manifest const& made);

/// Says in the failure of a run that has changed something what the database can be got back from.
void offer(error_info& failure, backup_manifest const& made, direction of);

} // namespace alembicore::project_backup
