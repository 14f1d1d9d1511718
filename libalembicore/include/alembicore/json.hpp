// The public values as JSON. Member names are the C++ ones; enumerators are their names, absent values null, paths
// text, durations integers whose name ends in the unit (`elapsed_us`).
#pragma once

#include <alembicore/applied_files.hpp>
#include <alembicore/autogenerate.hpp>
#include <alembicore/backup.hpp>
#include <alembicore/baseline.hpp>
#include <alembicore/catalog.hpp>
#include <alembicore/data.hpp>
#include <alembicore/drift.hpp>
#include <alembicore/event.hpp>
#include <alembicore/half_done.hpp>
#include <alembicore/import.hpp>
#include <alembicore/inspection.hpp>
#include <alembicore/journal.hpp>
#include <alembicore/merge_rehearsal.hpp>
#include <alembicore/migrator.hpp>
#include <alembicore/models.hpp>
#include <alembicore/private_cluster.hpp>
#include <alembicore/project.hpp>
#include <alembicore/query.hpp>
#include <alembicore/rehearsal.hpp>
#include <alembicore/squash.hpp>

#include <boost/json/value.hpp>

namespace alembicore {

[[nodiscard]] ALEMBICORE_EXPORT boost::json::value to_json(error_info const& info);
[[nodiscard]] ALEMBICORE_EXPORT boost::json::value to_json(diagnostic const& finding);
[[nodiscard]] ALEMBICORE_EXPORT boost::json::value to_json(revision const& described);

/// A revision with what the graph knows about it: message, create_date, children, dependencies (resolved), labels
/// (inherited ones too), head, effective_head, branch_point, merge_point. Errors: unknown_revision.
[[nodiscard]] ALEMBICORE_EXPORT boost::json::value to_json(revision_graph const& graph, std::string_view id);

[[nodiscard]] ALEMBICORE_EXPORT boost::json::value to_json(plan const& decided);
[[nodiscard]] ALEMBICORE_EXPORT boost::json::value to_json(event const& happened);
[[nodiscard]] ALEMBICORE_EXPORT boost::json::value to_json(inspection const& seen);
[[nodiscard]] ALEMBICORE_EXPORT boost::json::value to_json(cluster_status const& status);
[[nodiscard]] ALEMBICORE_EXPORT boost::json::value to_json(run_report const& report);
[[nodiscard]] ALEMBICORE_EXPORT boost::json::value to_json(lock_holder const& holder);

[[nodiscard]] ALEMBICORE_EXPORT boost::json::value to_json(journal::recorded_run const& run);
[[nodiscard]] ALEMBICORE_EXPORT boost::json::value to_json(journal::applied_revision const& applied);
[[nodiscard]] ALEMBICORE_EXPORT boost::json::value to_json(journal::verification const& made);
[[nodiscard]] ALEMBICORE_EXPORT boost::json::value to_json(edited_revision const& edited);
[[nodiscard]] ALEMBICORE_EXPORT boost::json::value to_json(half_done_revision const& left);

/// As the manifest that lies beside the backup, with its `folder`.
[[nodiscard]] ALEMBICORE_EXPORT boost::json::value to_json(backup_manifest const& made);
[[nodiscard]] ALEMBICORE_EXPORT boost::json::value to_json(backup_listing const& listing);
[[nodiscard]] ALEMBICORE_EXPORT boost::json::value to_json(backup_check const& check);
[[nodiscard]] ALEMBICORE_EXPORT boost::json::value to_json(backup_pruning const& report);
[[nodiscard]] ALEMBICORE_EXPORT boost::json::value to_json(restore_report const& report);

/// With its `fingerprint`.
[[nodiscard]] ALEMBICORE_EXPORT boost::json::value to_json(catalog::snapshot const& read);
[[nodiscard]] ALEMBICORE_EXPORT boost::json::value to_json(std::vector<catalog::change> const& changes);

[[nodiscard]] ALEMBICORE_EXPORT boost::json::value to_json(models::collection const& read);
[[nodiscard]] ALEMBICORE_EXPORT boost::json::value to_json(models::comparison const& made);

[[nodiscard]] ALEMBICORE_EXPORT boost::json::value to_json(autogenerate::candidate const& made);

/// With the members of its candidate beside its own.
[[nodiscard]] ALEMBICORE_EXPORT boost::json::value to_json(autogenerate::report const& made);

[[nodiscard]] ALEMBICORE_EXPORT boost::json::value to_json(rehearsal::report const& made);
[[nodiscard]] ALEMBICORE_EXPORT boost::json::value to_json(drift::report const& made);
[[nodiscard]] ALEMBICORE_EXPORT boost::json::value to_json(baseline::report const& made);
[[nodiscard]] ALEMBICORE_EXPORT boost::json::value to_json(squash::report const& made);
[[nodiscard]] ALEMBICORE_EXPORT boost::json::value to_json(rehearsal::commutation const& tried);

/// Every value is a text or null; one that is clipped is `{"beginning": …, "length": characters}`, one that is no UTF-8
/// `{"bytes": hexadecimal}`.
[[nodiscard]] ALEMBICORE_EXPORT boost::json::value to_json(data::page const& read);

/// Every value is a text or null.
[[nodiscard]] ALEMBICORE_EXPORT boost::json::value to_json(std::vector<data::query_result> const& results);
[[nodiscard]] ALEMBICORE_EXPORT boost::json::value to_json(data::explanation const& plan);
[[nodiscard]] ALEMBICORE_EXPORT boost::json::value to_json(data::import_report const& report);
[[nodiscard]] ALEMBICORE_EXPORT boost::json::value to_json(data::referring_report const& report);
[[nodiscard]] ALEMBICORE_EXPORT boost::json::value to_json(data::candidate_page const& read);
[[nodiscard]] ALEMBICORE_EXPORT boost::json::value to_json(data::impact_report const& report);

/// Rows as in a page; a conflict has what was seen and the row as it is now, null where it is gone.
[[nodiscard]] ALEMBICORE_EXPORT boost::json::value to_json(data::edit_report const& report);

} // namespace alembicore
