#include "sql/column.hpp"

#include "sql/constraint.hpp"
#include "sql/expression.hpp"
#include "sql/type.hpp"

namespace alembicore::sql {

namespace {

raw serial_word(schema::type_family family) {
    switch (family) {
    case schema::type_family::big_integer:
        return {"BIGSERIAL"};
    case schema::type_family::small_integer:
        return {"SMALLSERIAL"};
    default:
        return {"SERIAL"};
    }
}

void write_typed(writer& out, schema::column const& column) {
    write(out, column.type);
    if (!column.default_value)
        return;
    out << " DEFAULT ";
    write(out, *column.default_value, column_names::with_table);
}

void write_nullability(writer& out, schema::column const& column) {
    if (!column.nullable && !column.identity)
        out << " NOT NULL";
    else if (column.nullable && column.identity)
        out << " NULL";
}

} // namespace

void write(writer& out, schema::column const& column) {
    out << column.name << " ";
    if (column.serial)
        out << serial_word(column.type.family);
    else
        write_typed(out, column);
    if (column.computed) {
        out << " GENERATED ALWAYS AS (";
        write(out, column.computed->value, column_names::bare);
        out << ") STORED";
    }
    if (column.identity) {
        out << " ";
        write(out, *column.identity);
    }
    write_nullability(out, column);
}

void write_inline_checks(writer& out, schema::column const& column) {
    for (auto const& check : column.checks) {
        out << " ";
        write(out, check);
    }
}

void write(writer& out, schema::identity const& identity) {
    out << "GENERATED " << raw{identity.always ? "ALWAYS" : "BY DEFAULT"} << " AS IDENTITY";
    writer options{out.whom()};
    write(options, identity.series);
    if (!options.text().empty())
        out << " (" << raw{options.text()} << ")";
}

void write(writer& out, schema::number_series const& series) {
    bool first = true;
    auto const part = [&](keyword words, std::string_view value) {
        out << raw{first ? "" : " "} << words << raw{value};
        first = false;
    };
    if (series.increment)
        part("INCREMENT BY ", *series.increment);
    if (series.start)
        part("START WITH ", *series.start);
    if (series.minvalue)
        part("MINVALUE ", *series.minvalue);
    if (series.maxvalue)
        part("MAXVALUE ", *series.maxvalue);
    if (series.no_minvalue)
        part("NO MINVALUE", "");
    if (series.no_maxvalue)
        part("NO MAXVALUE", "");
    if (series.cache)
        part("CACHE ", *series.cache);
    if (series.cycle)
        part("", *series.cycle ? "CYCLE" : "NO CYCLE");
}

} // namespace alembicore::sql
