// The public values as JSON. Member names are the C++ ones; enumerators and absent values are text and null.
#pragma once

#include <alembicore/event.hpp>
#include <alembicore/inspection.hpp>
#include <alembicore/migrator.hpp>
#include <alembicore/private_cluster.hpp>
#include <alembicore/project.hpp>

#include <boost/json/value.hpp>

namespace alembicore {

[[nodiscard]] ALEMBICORE_EXPORT boost::json::value to_json(error_info const& info);
[[nodiscard]] ALEMBICORE_EXPORT boost::json::value to_json(diagnostic const& finding);
[[nodiscard]] ALEMBICORE_EXPORT boost::json::value to_json(revision const& described);
[[nodiscard]] ALEMBICORE_EXPORT boost::json::value to_json(plan const& decided);
[[nodiscard]] ALEMBICORE_EXPORT boost::json::value to_json(event const& happened);
[[nodiscard]] ALEMBICORE_EXPORT boost::json::value to_json(inspection const& seen);
[[nodiscard]] ALEMBICORE_EXPORT boost::json::value to_json(cluster_status const& status);
[[nodiscard]] ALEMBICORE_EXPORT boost::json::value to_json(run_report const& report);

} // namespace alembicore
