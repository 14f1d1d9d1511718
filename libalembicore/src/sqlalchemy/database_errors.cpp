#include "sqlalchemy/database_errors.hpp"

#include "python/user_class.hpp"
#include "sqlalchemy/errors.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace alembicore::sqlalchemy {

namespace {

using state_name = std::pair<std::string_view, std::string_view>;

/// psycopg2's classes by SQLSTATE, as far as migrations meet them.
constexpr std::array<state_name, 33> classes_of_states{{
    {"0A000", "FeatureNotSupported"},
    {"21000", "CardinalityViolation"},
    {"22001", "StringDataRightTruncation"},
    {"22003", "NumericValueOutOfRange"},
    {"22007", "InvalidDatetimeFormat"},
    {"22012", "DivisionByZero"},
    {"22023", "InvalidParameterValue"},
    {"22P02", "InvalidTextRepresentation"},
    {"23001", "RestrictViolation"},
    {"23502", "NotNullViolation"},
    {"23503", "ForeignKeyViolation"},
    {"23505", "UniqueViolation"},
    {"23514", "CheckViolation"},
    {"23P01", "ExclusionViolation"},
    {"25P02", "InFailedSqlTransaction"},
    {"2BP01", "DependentObjectsStillExist"},
    {"3F000", "InvalidSchemaName"},
    {"42501", "InsufficientPrivilege"},
    {"42601", "SyntaxError"},
    {"42701", "DuplicateColumn"},
    {"42702", "AmbiguousColumn"},
    {"42703", "UndefinedColumn"},
    {"42704", "UndefinedObject"},
    {"42710", "DuplicateObject"},
    {"42804", "DatatypeMismatch"},
    {"42809", "WrongObjectType"},
    {"42883", "UndefinedFunction"},
    {"42846", "CannotCoerce"},
    {"42P01", "UndefinedTable"},
    {"42P06", "DuplicateSchema"},
    {"42P07", "DuplicateTable"},
    {"55006", "ObjectInUse"},
    {"55P03", "LockNotAvailable"},
}};

/// The class of the DB-API by the first letters of the SQLSTATE, as psycopg2 decides.
std::string_view dbapi_class(std::string_view state) {
    static constexpr std::array<state_name, 19> by_class{{
        {"0A", "NotSupportedError"}, {"20", "ProgrammingError"}, {"21", "ProgrammingError"}, {"22", "DataError"},
        {"23", "IntegrityError"},    {"24", "InternalError"},    {"25", "InternalError"},    {"2B", "InternalError"},
        {"2D", "InternalError"},     {"2F", "InternalError"},    {"38", "InternalError"},    {"39", "InternalError"},
        {"3B", "InternalError"},     {"3D", "ProgrammingError"}, {"3F", "ProgrammingError"}, {"42", "ProgrammingError"},
        {"44", "ProgrammingError"},  {"F0", "InternalError"},    {"HV", "OperationalError"},
    }};
    auto const found = std::ranges::find(by_class, state.substr(0, 2), &state_name::first);
    if (found != by_class.end())
        return found->second;
    if (state.starts_with("P") || state.starts_with("X"))
        return "InternalError";
    return state.empty() ? "DatabaseError" : "OperationalError";
}

/// The classes of the DB-API, with the page on each in SQLAlchemy's documentation.
constexpr std::array<state_name, 7> background_codes{{
    {"DatabaseError", "4xp6"},
    {"DataError", "9h9h"},
    {"IntegrityError", "gkpj"},
    {"InternalError", "2j85"},
    {"NotSupportedError", "tw8g"},
    {"OperationalError", "e3q8"},
    {"ProgrammingError", "f405"},
}};

std::string_view background_code(std::string_view name) {
    return std::ranges::find(background_codes, name, &state_name::first)->second;
}

std::string server_text(server_message const& said) {
    std::string text = said.message + '\n';
    for (auto const& [name, field] :
         {std::pair{"DETAIL:  ", &said.detail}, {"HINT:  ", &said.hint}, {"CONTEXT:  ", &said.context}})
        if (!field->empty())
            text += name + *field + '\n';
    return text;
}

python::raised driver_error(server_message const& said, std::string_view dbapi) {
    auto const named = std::ranges::find(classes_of_states, said.sqlstate, &state_name::first);
    std::string const name{named != classes_of_states.end() ? named->second : dbapi};
    auto made = python::make_raised(
        python::make_exception_type(name, python::builtin_exception("Exception")), server_text(said)
    );
    auto& attributes = dynamic_cast<python::instance&>(*made.thrown).attributes();
    attributes.set("pgcode", said.sqlstate);
    attributes.set("pgerror", said.severity + ":  " + server_text(said));
    return made;
}

} // namespace

python::raised database_error(error_info const& failure) {
    auto const& said = *failure.server;
    auto const name = dbapi_class(said.sqlstate);
    auto const original = driver_error(said, name);
    auto const type = original.thrown->type_name();
    std::string text = "(psycopg2." + std::string{type == name ? "" : "errors."} + type + ") " + server_text(said);
    if (!failure.statement.empty())
        text += "\n[SQL: " + failure.statement + "]";
    text += "\n(Background on this error at: https://sqlalche.me/e/20/" + std::string{background_code(name)} + ")";
    auto made = sqlalchemy_error(name, std::move(text));
    auto& attributes = dynamic_cast<python::instance&>(*made.thrown).attributes();
    attributes.set("orig", original.thrown);
    attributes.set("statement", failure.statement);
    return made;
}

bool failure_may_be_caught(python::evaluation& run) {
    return run.guarded() && std::ranges::any_of(background_codes, [&](state_name const& each) {
               return run.goes_on_behind(sqlalchemy_error(each.first, {}));
           });
}

} // namespace alembicore::sqlalchemy
