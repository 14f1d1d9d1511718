#include "sql/table.hpp"

#include "sql/column.hpp"
#include "sql/constraint.hpp"

#include <alembicore/error.hpp>

#include <boost/algorithm/string/case_conv.hpp>
#include <boost/algorithm/string/replace.hpp>

namespace alembicore::sql {

namespace {

/// SQLAlchemy says in which column of which table an error is.
void write_placed(writer& out, schema::table const& table, schema::column const& column) {
    try {
        write(out, column);
        write_inline_checks(out, column);
    } catch (error& failed) {
        constexpr std::string_view kind = "CompileError: ";
        if (std::string_view const message = failed.info().message; message.starts_with(kind))
            failed.info().message = std::string{kind} + "(in table '" + table.name.name.text + "', column '" +
                                    column.name.text + "'): " + std::string{message.substr(kind.size())};
        throw;
    }
}

/// Columns and constraints; every line but the last ends in a comma and a space.
void write_body(writer& out, schema::table const& table) {
    raw separator{"\n"};
    for (auto const& column : table.columns) {
        out << separator << "    ";
        write_placed(out, table, column);
        separator = {", \n"};
    }
    for (auto const& constraint : table.constraints) {
        if (auto const* key = std::get_if<schema::foreign_key>(&constraint);
            is_empty(constraint) || (key != nullptr && key->apart))
            continue;
        out << separator << "    ";
        write(out, constraint);
        separator = {", \n"};
    }
}

void write_options(writer& out, schema::table_options const& options) {
    if (!options.inherits.empty())
        out << "\n INHERITS ( " << options.inherits << " )";
    if (!options.partition_by.empty())
        out << "\n PARTITION BY " << raw{options.partition_by};
    if (!options.access_method.empty())
        out << "\n USING " << raw{options.access_method};
    if (options.with_oids)
        out << raw{*options.with_oids ? "\n WITH OIDS" : "\n WITHOUT OIDS"};
    if (!options.on_commit.empty())
        out << "\n ON COMMIT "
            << raw{boost::algorithm::to_upper_copy(boost::algorithm::replace_all_copy(options.on_commit, "_", " "))};
    if (options.tablespace)
        out << "\n TABLESPACE " << *options.tablespace;
}

} // namespace

void write_create(writer& out, schema::table const& table, operation::presence if_not_exists) {
    out << "CREATE ";
    for (auto const& prefix : table.prefixes)
        out << raw{prefix} << " ";
    out << "TABLE ";
    if (if_not_exists == operation::presence::optional)
        out << "IF NOT EXISTS ";
    out << table.name << " (";
    write_body(out, table);
    out << "\n)";
    write_options(out, table.options);
}

} // namespace alembicore::sql
