#include "backup/manifest.hpp"
#include "json/describe_value.hpp"
#include "json/descriptions.hpp"

#include <alembicore/json.hpp>

#include <boost/json/array.hpp>

namespace alembicore {

BOOST_DESCRIBE_STRUCT(backup_check, (), (id, restored, files, tables, counted, problems, elapsed))
BOOST_DESCRIBE_STRUCT(backup_pruning, (), (removed, abandoned))
BOOST_DESCRIBE_STRUCT(connected_session, (), (pid, user, application, host, state))
BOOST_DESCRIBE_STRUCT(restore_report, (), (id, database, kept_as, terminated, counted, elapsed))

boost::json::value to_json(backup_manifest const& made) {
    auto shown = backup::to_json(made);
    shown.as_object()["folder"] = made.folder.string();
    return shown;
}

boost::json::value to_json(backup_listing const& listing) {
    boost::json::array backups;
    for (auto const& each : listing.backups)
        backups.push_back(to_json(each));
    return boost::json::object{
        {"backups", std::move(backups)},
        {"in_progress", json::describe_value(listing.in_progress)},
        {"abandoned", json::describe_value(listing.abandoned)},
        {"damaged", json::describe_value(listing.damaged)}};
}

boost::json::value to_json(backup_check const& check) {
    return json::describe_value(check);
}

boost::json::value to_json(backup_pruning const& report) {
    return json::describe_value(report);
}

boost::json::value to_json(restore_report const& report) {
    return json::describe_value(report);
}

} // namespace alembicore
