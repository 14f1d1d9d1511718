// Types of other databases: revisions name them in variants and in branches for those databases.
#include "sqlalchemy/types.hpp"

#include <array>

namespace alembicore::sqlalchemy {

namespace {

std::shared_ptr<type_value> foreign_type(python::evaluation&, python::bound_arguments const& given) {
    type_traits traits;
    traits.foreign = true;
    return std::make_shared<type_value>(given.declared().name(), schema::column_type{}, std::move(traits));
}

} // namespace

void add_foreign_types(python::module_registry& modules) {
    static constexpr std::array<std::string_view, 4> where{
        "sqlalchemy.dialects.mysql",
        "sqlalchemy.dialects.sqlite",
        "sqlalchemy.dialects.mssql",
        "sqlalchemy.dialects.oracle"};
    static constexpr std::string_view declared[] = {
        "BIGINT(*args, **kw)",    "BINARY(*args, **kw)",         "BIT(*args, **kw)",
        "BLOB(*args, **kw)",      "BOOLEAN(*args, **kw)",        "CHAR(*args, **kw)",
        "CLOB(*args, **kw)",      "DATE(*args, **kw)",           "DATETIME(*args, **kw)",
        "DATETIME2(*args, **kw)", "DATETIMEOFFSET(*args, **kw)", "DECIMAL(*args, **kw)",
        "DOUBLE(*args, **kw)",    "ENUM(*args, **kw)",           "FLOAT(*args, **kw)",
        "INTEGER(*args, **kw)",   "INTERVAL(*args, **kw)",       "JSON(*args, **kw)",
        "LONGBLOB(*args, **kw)",  "LONGTEXT(*args, **kw)",       "MEDIUMBLOB(*args, **kw)",
        "MEDIUMINT(*args, **kw)", "MEDIUMTEXT(*args, **kw)",     "NUMBER(*args, **kw)",
        "NUMERIC(*args, **kw)",   "NVARCHAR(*args, **kw)",       "RAW(*args, **kw)",
        "SET(*args, **kw)",       "SMALLINT(*args, **kw)",       "TEXT(*args, **kw)",
        "TIME(*args, **kw)",      "TIMESTAMP(*args, **kw)",      "TINYBLOB(*args, **kw)",
        "TINYINT(*args, **kw)",   "TINYTEXT(*args, **kw)",       "UNIQUEIDENTIFIER(*args, **kw)",
        "VARBINARY(*args, **kw)", "VARCHAR(*args, **kw)",        "VARCHAR2(*args, **kw)",
        "YEAR(*args, **kw)",
    };
    std::vector<type_row> rows;
    for (auto const text : declared)
        rows.push_back({text, foreign_type});
    add_types(modules, where, rows);
}

} // namespace alembicore::sqlalchemy
