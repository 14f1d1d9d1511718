// Types of other databases: revisions name them in variants, in branches for those databases, and by accident. Where
// PostgreSQL's compiler knows a type of that name it is written like the generic one; what it lacks is refused.
#include "sqlalchemy/types.hpp"

#include <array>
#include <vector>

namespace alembicore::sqlalchemy {

namespace {

using python::bound_arguments;
using python::evaluation;

std::shared_ptr<type_value> foreign_type(evaluation&, bound_arguments const& given) {
    type_traits traits;
    traits.foreign = true;
    return std::make_shared<type_value>(given.declared().name(), schema::column_type{}, std::move(traits));
}

/// A type that is written like the generic type of its name, which gets these of its arguments.
struct written_type {
    std::string_view declared;
    std::vector<std::string_view> passed{};
    std::string_view generic{}; ///< empty: the same name
    value_conversion conversion = value_conversion::none;
};

std::string_view name_of(std::string_view declared) {
    return declared.substr(0, declared.find('('));
}

type_maker maker_of(written_type const& row, python::value const& generic) {
    return [passed = row.passed, conversion = row.conversion, generic](evaluation& run, bound_arguments const& given) {
        python::arguments arguments;
        for (auto const name : passed)
            arguments.keyword.emplace_back(name, given[name]);
        auto const like = run.call(generic, arguments).as<type_value>();
        type_traits traits = like->traits();
        traits.attributes = argument_attributes(given);
        traits.conversion = conversion;
        return std::make_shared<type_value>(given.declared().name(), like->definition(), std::move(traits));
    };
}

void add_written(python::module_registry& modules, std::string_view where, std::span<written_type const> written) {
    auto const& types = modules.module("sqlalchemy.types");
    for (auto const& row : written) {
        auto const generic = row.generic.empty() ? name_of(row.declared) : row.generic;
        type_row const made{row.declared, maker_of(row, *types.find(generic)), generic};
        add_types(modules, std::span{&where, 1}, std::span{&made, 1});
    }
}

/// The types that a dialect has from `sqlalchemy.types` as they are.
void add_shared(python::module_registry& modules, std::string_view where, std::span<std::string_view const> names) {
    for (auto const name : names)
        modules.module(where).set(std::string{name}, *modules.module("sqlalchemy.types").find(name));
}

void add_mysql(python::module_registry& modules) {
    static constexpr std::string_view shared[] = {"BINARY", "BLOB", "BOOLEAN", "DATE", "VARBINARY"};
    static constexpr std::string_view integers[] = {
        "BIGINT(display_width=None, unsigned=False, zerofill=False)",
        "INTEGER(display_width=None, unsigned=False, zerofill=False)",
        "SMALLINT(display_width=None, unsigned=False, zerofill=False)"};
    static constexpr std::string_view texts[] = {
        "CHAR(length=None, charset=None, collation=None, ascii=False, binary=False, unicode=False, national=False)",
        "NCHAR(length=None, collation=None, binary=False)",
        "NVARCHAR(length=None, collation=None, binary=False)",
        "TEXT(length=None, charset=None, collation=None, ascii=False, binary=False, unicode=False, national=False)",
        "VARCHAR(length=None, charset=None, collation=None, ascii=False, binary=False, unicode=False, national=False)"};
    static constexpr std::string_view numbers[] = {
        "DECIMAL(precision=None, scale=None, asdecimal=True, unsigned=False, zerofill=False)",
        "NUMERIC(precision=None, scale=None, asdecimal=True, unsigned=False, zerofill=False)"};
    std::vector<written_type> written{
        {"DATETIME(timezone=False, fsp=None)", {}},
        {"TIMESTAMP(timezone=False, fsp=None)", {"timezone"}},
        {"TIME(timezone=False, fsp=None)", {"timezone"}, "TIME", value_conversion::unknown},
        {"FLOAT(precision=None, scale=None, asdecimal=False, unsigned=False, zerofill=False)", {"precision"}},
        {"JSON(none_as_null=False)", {"none_as_null"}},
    };
    for (auto const declared : integers)
        written.push_back({declared});
    for (auto const declared : texts)
        written.push_back({declared, {"length", "collation"}});
    for (auto const declared : numbers)
        written.push_back({declared, {"precision", "scale"}});
    add_shared(modules, "sqlalchemy.dialects.mysql", shared);
    add_written(modules, "sqlalchemy.dialects.mysql", written);
}

void add_sqlite(python::module_registry& modules) {
    static constexpr std::string_view shared[] = {
        "BLOB",
        "BOOLEAN",
        "CHAR",
        "DECIMAL",
        "FLOAT",
        "INTEGER",
        "NUMERIC",
        "REAL",
        "SMALLINT",
        "TEXT",
        "TIMESTAMP",
        "VARCHAR"};
    // Values of dates and times are made into text by code of these types.
    using enum value_conversion;
    written_type const written[] = {
        {"DATE(storage_format=None, regexp=None)", {}, "Date", unknown},
        {"DATETIME(storage_format=None, regexp=None, timezone=False)", {"timezone"}, "DateTime", unknown},
        {"TIME(storage_format=None, regexp=None, timezone=False)", {"timezone"}, "Time", unknown},
        {"JSON(none_as_null=False)", {"none_as_null"}},
    };
    add_shared(modules, "sqlalchemy.dialects.sqlite", shared);
    add_written(modules, "sqlalchemy.dialects.sqlite", written);
}

void add_mssql_and_oracle(python::module_registry& modules) {
    static constexpr std::string_view of_mssql[] = {
        "BIGINT",
        "BINARY",
        "CHAR",
        "DATE",
        "DATETIME",
        "DECIMAL",
        "FLOAT",
        "INTEGER",
        "NCHAR",
        "NUMERIC",
        "NVARCHAR",
        "SMALLINT",
        "TEXT",
        "VARCHAR"};
    static constexpr std::string_view of_oracle[] = {"BLOB", "CHAR", "CLOB", "NCHAR", "NVARCHAR", "VARCHAR"};
    add_shared(modules, "sqlalchemy.dialects.mssql", of_mssql);
    add_shared(modules, "sqlalchemy.dialects.oracle", of_oracle);
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
    add_mysql(modules);
    add_sqlite(modules);
    add_mssql_and_oracle(modules);
}

} // namespace alembicore::sqlalchemy
