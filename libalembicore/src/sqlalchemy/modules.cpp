#include "sqlalchemy/modules.hpp"

#include "sqlalchemy/alembic_config.hpp"
#include "sqlalchemy/config_parser.hpp"
#include "sqlalchemy/context.hpp"
#include "sqlalchemy/custom_clause.hpp"
#include "sqlalchemy/custom_operations.hpp"
#include "sqlalchemy/dialect.hpp"
#include "sqlalchemy/directives.hpp"
#include "sqlalchemy/entity_rows.hpp"
#include "sqlalchemy/errors.hpp"
#include "sqlalchemy/inspector.hpp"
#include "sqlalchemy/names.hpp"
#include "sqlalchemy/session.hpp"
#include "sqlalchemy/statements.hpp"
#include "sqlalchemy/table_ddl.hpp"
#include "sqlalchemy/types_derived.hpp"

namespace alembicore::sqlalchemy {

namespace {

python::module_registry make_modules() {
    auto modules = python::module_registry::with_standard_library();
    add_exceptions(modules);
    add_names(modules);
    add_generic_types(modules);
    add_postgresql_types(modules);
    add_named_types(modules);
    add_foreign_types(modules);
    add_derived_types(modules);
    add_dialect(modules);
    add_package_types(modules);
    add_text(modules);
    add_expressions(modules);
    add_functions(modules);
    add_columns(modules);
    add_constraints(modules);
    add_sequences(modules);
    add_tables(modules);
    add_statements(modules);
    add_context(modules);
    add_custom_clauses(modules);
    add_table_elements(modules);
    add_alembic_config(modules);
    add_config_parser(modules);
    add_entities(modules);
    add_enum_sync(modules);
    add_inspector(modules);
    add_declarative(modules);
    add_entity_functions(modules);
    add_sessions(modules);
    add_directives(modules);
    add_custom_operations(modules);
    return modules;
}

} // namespace

python::module_registry const& revision_modules() {
    // Never destroyed: taking thousands of values apart would be the last millisecond of every run.
    static auto const& modules = *new python::module_registry{make_modules()};
    return modules;
}

} // namespace alembicore::sqlalchemy
