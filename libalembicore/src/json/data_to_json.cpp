#include <alembicore/json.hpp>

#include "json/catalog_descriptions.hpp"
#include "json/describe_value.hpp"
#include "json/shown_value.hpp"

namespace alembicore::data {

BOOST_DESCRIBE_STRUCT(shown_column, (), (name, type, nullable, key, written))
BOOST_DESCRIBE_ENUM(effect, deleted, set_null, set_default, blocked)
BOOST_DESCRIBE_STRUCT(impact, (), (path, table, effect, rows))
BOOST_DESCRIBE_STRUCT(impact_report, (), (impacts, complete))
BOOST_DESCRIBE_STRUCT(sequence_behind, (), (column, sequence, next, used, advanced))
BOOST_DESCRIBE_STRUCT(import_report, (), (rows, columns, computed, sequences, dry_run))

} // namespace alembicore::data

namespace alembicore {

namespace {

/// A value that is whole is its text; one that is clipped says so.
boost::json::value shown_cell(data::cell const& cell) {
    if (cell.length == 0)
        return json::shown_value(cell.text);
    return boost::json::object{{"beginning", json::shown_value(cell.text)}, {"length", cell.length}};
}

boost::json::value shown_key(data::row_key const& key) {
    boost::json::object shown;
    for (auto const& [column, text] : key)
        shown.emplace(column, json::shown_value(text));
    return shown;
}

boost::json::value shown_row(data::row const& row) {
    boost::json::array cells;
    cells.reserve(row.cells.size());
    for (auto const& cell : row.cells)
        cells.push_back(shown_cell(cell));
    return boost::json::object{{"cells", std::move(cells)}, {"version", row.version}};
}

} // namespace

boost::json::value to_json(data::impact_report const& report) {
    return json::describe_value(report);
}

boost::json::value to_json(data::edit_report const& report) {
    boost::json::array rows;
    for (auto const& row : report.rows)
        rows.push_back(row ? shown_row(*row) : boost::json::value{});
    boost::json::array conflicts;
    for (auto const& each : report.conflicts)
        conflicts.push_back(boost::json::object{
            {"edit", each.edit},
            {"seen_version", each.seen_version},
            {"seen", shown_key(each.seen)},
            {"row_now", each.row_now ? shown_row(*each.row_now) : boost::json::value{}},
        });
    return boost::json::object{{"rows", std::move(rows)}, {"conflicts", std::move(conflicts)}};
}

boost::json::value to_json(data::import_report const& report) {
    return json::describe_value(report);
}

boost::json::value to_json(data::referring_report const& report) {
    boost::json::array keys;
    for (auto const& each : report.keys)
        keys.push_back(boost::json::object{
            {"name", each.name},
            {"from", json::describe_value(each.from)},
            {"values", shown_key(each.values)},
            {"rows", each.rows},
        });
    return boost::json::object{{"keys", std::move(keys)}, {"complete", report.complete}};
}

boost::json::value to_json(data::candidate_page const& read) {
    boost::json::array candidates;
    for (auto const& each : read.candidates)
        candidates.push_back(boost::json::object{{"key", shown_key(each.key)}, {"label", json::shown_value(each.label)}}
        );
    return boost::json::object{
        {"from", json::describe_value(read.from)},
        {"label_column", read.label_column},
        {"candidates", std::move(candidates)},
        {"after", read.after.empty() ? boost::json::value() : boost::json::value(read.after)},
    };
}

boost::json::value to_json(data::page const& read) {
    boost::json::array rows;
    rows.reserve(read.rows.size());
    for (auto const& row : read.rows)
        rows.push_back(shown_row(row));
    return boost::json::object{
        {"columns", json::describe_value(read.columns)},
        {"rows", std::move(rows)},
        {"before", read.before.empty() ? boost::json::value() : boost::json::value(read.before)},
        {"after", read.after.empty() ? boost::json::value() : boost::json::value(read.after)},
        {"by_offset", read.by_offset},
    };
}

} // namespace alembicore
