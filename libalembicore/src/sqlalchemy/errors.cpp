#include "sqlalchemy/errors.hpp"

#include <map>
#include <utility>
#include <vector>

namespace alembicore::sqlalchemy {

namespace {

using exception_types = std::map<std::string, python::type_pointer, std::less<>>;

/// Each after the one it derives from.
exception_types make_types() {
    static constexpr std::pair<std::string_view, std::string_view> derived[] = {
        {"SQLAlchemyError", ""},
        {"ArgumentError", "SQLAlchemyError"},
        {"CompileError", "SQLAlchemyError"},
        {"IdentifierError", "SQLAlchemyError"},
        {"UnsupportedCompilationError", "CompileError"},
        {"InvalidRequestError", "SQLAlchemyError"},
        {"NoReferencedTableError", "InvalidRequestError"},
        {"CircularDependencyError", ""},
        {"NoReferencedColumnError", "InvalidRequestError"},
        {"NoSuchTableError", "InvalidRequestError"},
        {"NoSuchColumnError", "InvalidRequestError"},
        {"ConstraintColumnNotFoundError", "ArgumentError"},
        {"NoForeignKeysError", "ArgumentError"},
        {"DuplicateColumnError", "ArgumentError"},
        {"NoInspectionAvailable", "InvalidRequestError"},
        {"ResourceClosedError", "InvalidRequestError"},
        {"PendingRollbackError", "InvalidRequestError"},
        {"UnboundExecutionError", "InvalidRequestError"},
        {"ObjectNotExecutableError", "ArgumentError"},
        {"NoResultFound", "InvalidRequestError"},
        {"MultipleResultsFound", "InvalidRequestError"},
        {"ObjectDeletedError", "InvalidRequestError"},
        {"DetachedInstanceError", "SQLAlchemyError"},
        {"StaleDataError", "SQLAlchemyError"},
        {"StatementError", "SQLAlchemyError"},
        {"DBAPIError", "StatementError"},
        {"InterfaceError", "DBAPIError"},
        {"DatabaseError", "DBAPIError"},
        {"DataError", "DatabaseError"},
        {"OperationalError", "DatabaseError"},
        {"IntegrityError", "DatabaseError"},
        {"InternalError", "DatabaseError"},
        {"ProgrammingError", "DatabaseError"},
        {"NotSupportedError", "DatabaseError"},
        {"CommandError", ""},
    };
    static constexpr std::pair<std::string_view, std::string_view> warnings[] = {
        {"SAWarning", "RuntimeWarning"},
        {"SADeprecationWarning", "DeprecationWarning"},
        {"Base20DeprecationWarning", "DeprecationWarning"},
        {"SAPendingDeprecationWarning", "PendingDeprecationWarning"},
    };
    exception_types types;
    for (auto const& [name, base] : derived)
        types.emplace(
            name,
            python::make_exception_type(
                std::string{name}, base.empty() ? python::builtin_exception("Exception") : types.find(base)->second
            )
        );
    for (auto const& [name, base] : warnings)
        types.emplace(name, python::make_exception_type(std::string{name}, python::builtin_exception(base)));
    return types;
}

exception_types const& known_types() {
    static exception_types const types = make_types();
    return types;
}

} // namespace

python::raised sqlalchemy_error(std::string_view type, std::string message) {
    return python::make_raised(known_types().find(type)->second, std::move(message));
}

void add_exceptions(python::module_registry& modules) {
    auto& exc = modules.module("sqlalchemy.exc");
    for (auto const& [name, type] : known_types())
        if (name != "CommandError")
            exc.set(name, std::const_pointer_cast<python::type_object>(type));
    for (auto const* name :
         {"NoResultFound", "MultipleResultsFound", "ObjectDeletedError", "DetachedInstanceError", "StaleDataError"})
        modules.module("sqlalchemy.orm.exc")
            .set(
                name, std::const_pointer_cast<python::type_object>(known_types().find(std::string_view{name})->second)
            );
    for (auto const* where : {"alembic.util", "alembic.util.exc"})
        modules.module(where).set(
            "CommandError", std::const_pointer_cast<python::type_object>(known_types().find("CommandError")->second)
        );
}

} // namespace alembicore::sqlalchemy
