#include <alembicore/json.hpp>

#include "json/describe_value.hpp"

namespace alembicore::data {

BOOST_DESCRIBE_STRUCT(shown_column, (), (name, type, nullable, key, written))
BOOST_DESCRIBE_STRUCT(import_report, (), (rows, columns, computed, dry_run))

} // namespace alembicore::data

namespace alembicore {

namespace {

/// A value that is whole is its text; one that is clipped says so.
boost::json::value shown_cell(data::cell const& cell) {
    if (cell.length == 0)
        return json::describe_value(cell.text);
    return boost::json::object{{"beginning", json::describe_value(cell.text)}, {"length", cell.length}};
}

boost::json::value shown_row(data::row const& row) {
    boost::json::array cells;
    cells.reserve(row.cells.size());
    for (auto const& cell : row.cells)
        cells.push_back(shown_cell(cell));
    return boost::json::object{{"cells", std::move(cells)}, {"version", row.version}};
}

} // namespace

boost::json::value to_json(data::import_report const& report) {
    return json::describe_value(report);
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
