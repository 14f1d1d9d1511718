#include "data/export.hpp"

#include "data/order.hpp"

#include <alembicore/query.hpp>

namespace alembicore::data {

namespace {

constexpr std::string_view rows_at_once = "2000";

void write_source(statement& to, shape const& of, export_request const& wanted) {
    write_from(to, of);
    write_where(to, of, wanted.where);
    write_order(to, of, order_of(of, wanted.sort));
}

/// `"a"::text`, quoted as a field of CSV by the server.
void write_csv_field(statement& to, std::string const& column) {
    (to << "CASE WHEN ").name(column) << " IS NULL THEN '' WHEN ";
    to.name(column) << "::text ~ '[\",\\r\\n]' OR ";
    to.name(column) << "::text = '' THEN '\"' || replace(";
    to.name(column) << "::text, '\"', '\"\"') || '\"' ELSE ";
    to.name(column) << "::text END";
}

void write_csv_row(statement& to, shape const& of) {
    std::string_view separator = "concat_ws(',', ";
    for (auto const& column : of.columns) {
        to << separator;
        write_csv_field(to, column.shown.name);
        separator = ", ";
    }
    to << ") || E'\\r\\n'";
}

void write_json_row(statement& to, shape const& of) {
    std::string_view separator = "(SELECT row_to_json(r)::text FROM (SELECT ";
    for (auto const& column : of.columns) {
        (to << separator).name(column.shown.name);
        separator = ", ";
    }
    to << ") AS r)";
}

void write_insert_row(statement& to, shape const& of) {
    statement head;
    (head << "INSERT INTO ").name(of.name) << " (";
    std::string_view separator;
    for (auto const& column : of.columns)
        if (!column.shown.written) {
            (head << separator).name(column.shown.name);
            separator = ", ";
        }
    head << ") VALUES (";
    to.parameter(head.text(), "text") << " || concat_ws(', '";
    for (auto const& column : of.columns)
        if (!column.shown.written)
            (to << ", quote_nullable(").name(column.shown.name) << "::text)";
    to << ") || E');\\n'";
}

/// A cursor's rows, piece by piece, so that memory does not grow with their number.
template <typename Take>
void each_text(call& in, statement const& question, std::stop_token const& stop, Take const& take) {
    auto& connection = in.connection();
    connection.execute("DECLARE alembicore_export NO SCROLL CURSOR FOR " + question.text(), question.values(), stop);
    for (;;) {
        auto const answer = connection.execute("FETCH " + std::string{rows_at_once} + " FROM alembicore_export", stop);
        if (answer.row_count() == 0)
            break;
        for (std::size_t number = 0; number < answer.row_count(); ++number)
            take(answer.value(number, 0).value_or(""));
    }
    connection.execute("CLOSE alembicore_export");
}

using row_writer = void (*)(statement&, shape const&);

/// A query that gives every row as one text.
statement rows_as_text(shape const& of, export_request const& wanted, row_writer write_row) {
    statement question;
    question << "SELECT ";
    write_row(question, of);
    write_source(question, of, wanted);
    return question;
}

std::string csv_heading(shape const& of) {
    std::vector<value> names;
    for (auto const& column : of.columns)
        names.emplace_back(column.shown.name);
    return csv_line(names);
}

void write_json_line(statement& to, shape const& of) {
    write_json_row(to, of);
    to << " || E'\\n'";
}

void export_json(
    call& in, shape const& of, export_request const& wanted, text_sink const& to, std::stop_token const& stop
) {
    std::string_view separator = "[\n";
    each_text(in, rows_as_text(of, wanted, write_json_row), stop, [&](std::string_view document) {
        to(separator);
        to(document);
        separator = ",\n";
    });
    to(separator == "[\n" ? "[]\n" : "\n]\n");
}

} // namespace

void export_rows(
    call& in, shape const& of, export_request const& wanted, text_sink const& to, std::stop_token const& stop
) {
    switch (wanted.format) {
    case export_format::csv:
        to(csv_heading(of));
        return each_text(in, rows_as_text(of, wanted, write_csv_row), stop, to);
    case export_format::json:
        return export_json(in, of, wanted, to, stop);
    case export_format::json_lines:
        return each_text(in, rows_as_text(of, wanted, write_json_line), stop, to);
    case export_format::sql:
        return each_text(in, rows_as_text(of, wanted, write_insert_row), stop, to);
    }
}

} // namespace alembicore::data
