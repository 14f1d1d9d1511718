#include "data/sequences.hpp"
#include "data/staged_rows.hpp"

#include <alembicore/import.hpp>

#include <algorithm>

namespace alembicore::data {

namespace {

std::vector<std::string> names_in(csv_record const& heading, csv_reader const& from) {
    std::vector<std::string> names;
    for (auto const& each : heading.fields) {
        if (!each || each->empty())
            throw from.wrong(heading.line, "the heading has a column without a name");
        names.push_back(*each);
    }
    return names;
}

/// The names of the fields, in the order of the file.
std::vector<std::string> field_names(import_request const& wanted, shape const& of, csv_reader& from) {
    csv_record heading;
    bool const headed = wanted.heading != import_heading::none;
    if (headed && !from.read(heading))
        throw from.wrong(1, "the text is empty: it has no heading");
    if (!wanted.columns.empty())
        return wanted.columns;
    if (wanted.heading == import_heading::names)
        return names_in(heading, from);
    std::vector<std::string> names;
    for (auto const& column : of.columns)
        if (!column.computed)
            names.push_back(column.shown.name);
    return names;
}

} // namespace

import_report
import_rows(database& on, import_request const& wanted, text_source const& from, std::stop_token const& stop) {
    call in{on.connection(), intent::write, wanted.time_limit};
    auto const of = read_shape(in.connection(), wanted.table);
    csv_reader reader{wanted, from};
    if (in.connection().reported("client_encoding") == "SQL_ASCII")
        reader.allow_any_bytes();
    auto const names = field_names(wanted, of, reader);
    reader.expect(names.size());
    import_report report;
    report.dry_run = wanted.mode == import_mode::dry_run;
    std::vector<filled_column> columns;
    for (std::size_t field = 0; field < names.size(); ++field) {
        auto const& column = of.column(names[field]);
        if (std::ranges::count(names, names[field]) != 1)
            throw error{errc::bad_usage, "the column '" + names[field] + "' is given twice"};
        if (column.computed) {
            report.computed.push_back(names[field]);
            continue;
        }
        columns.push_back({.column = &column, .field = field});
        report.columns.push_back(names[field]);
    }
    if (columns.empty())
        throw error{errc::bad_usage, "no column is given that could be filled"};
    staged_rows rows{in, of, std::move(columns), reader, stop};
    in.connection().execute("SET CONSTRAINTS ALL IMMEDIATE"); // at the end of the one statement that inserts
    report.rows = rows.insert();
    report.sequences = sequences_behind(in.connection(), of, report.columns, stop);
    if (report.dry_run)
        return report;
    if (wanted.sequences == import_sequences::advanced)
        advance(in.connection(), report.sequences, stop);
    in.commit();
    return report;
}

} // namespace alembicore::data
