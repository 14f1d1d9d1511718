// The directives of `alembic.op` and of `op.batch_alter_table`. To add one: a row in the table of its family.
#pragma once

#include "python/evaluation.hpp"
#include "sqlalchemy/recording.hpp"

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

namespace alembicore::sqlalchemy {

/// Operations of a batch, which run when it ends.
using pending_operations = std::vector<operation::any_operation>;

/// One call of a directive.
class directive_call {
public:
    directive_call(python::evaluation& evaluation, python::bound_arguments const& arguments)
        : run{evaluation}, given{arguments} {}

    directive_call(
        python::evaluation& evaluation,
        python::bound_arguments const& arguments,
        schema::qualified_name table,
        pending_operations& pending
    )
        : run{evaluation}, given{arguments}, batch_table_{std::move(table)}, pending_{&pending} {}

    /// The same call with other arguments.
    directive_call(directive_call const& other, python::bound_arguments const& arguments)
        : run{other.run}, given{arguments}, batch_table_{other.batch_table_}, pending_{other.pending_} {}

    python::evaluation& run;
    python::bound_arguments const& given;

    [[nodiscard]] bool in_batch() const noexcept { return pending_ != nullptr; }

    /// Whether the keyword `name=` is among `**kw`.
    [[nodiscard]] bool has_keyword(std::string_view name) const;

    /// Names that are strings, each of them once, as the columns of a table are.
    [[nodiscard]] std::vector<schema::identifier> table_columns(std::string_view parameter) const;

    /// The table the directive is about: of the batch, or of the arguments of these names.
    [[nodiscard]] schema::qualified_name
    table(std::string_view name = "table_name", std::string_view schema = "schema") const;

    /// A flag that only one of the two forms has.
    [[nodiscard]] operation::presence presence(std::string_view parameter) const;

    [[nodiscard]] schema::naming_convention const& convention() const;

    /// Hands over an operation: now, or when the batch ends.
    void record(operation::any_operation made) const;

private:
    std::optional<schema::qualified_name> batch_table_;
    pending_operations* pending_ = nullptr;
};

/// One directive in both forms; an empty declaration: the form does not exist.
struct directive {
    std::string_view on_op;
    std::string_view in_batch;
    std::function<python::value(directive_call const&)> code;
};

[[nodiscard]] std::vector<directive> const& table_directives();
[[nodiscard]] std::vector<directive> const& column_directives();
[[nodiscard]] std::vector<directive> const& index_directives();
[[nodiscard]] std::vector<directive> const& constraint_directives();
[[nodiscard]] std::vector<directive> const& statement_directives();
// Of packages:
[[nodiscard]] std::vector<directive> const& entity_directives();
[[nodiscard]] std::vector<directive> const& enum_sync_directives();
[[nodiscard]] std::vector<directive> const& spatial_directives();

/// All families.
[[nodiscard]] std::vector<directive const*> const& all_directives();

/// Adds `alembic_utils`.
void add_entities(python::module_registry& modules);

/// Adds `alembic_postgresql_enum`.
void add_enum_sync(python::module_registry& modules);

/// Adds `alembic` and `alembic.op`.
void add_directives(python::module_registry& modules);

/// `op.batch_alter_table(…)`.
[[nodiscard]] python::value make_batch(directive_call const& call);

} // namespace alembicore::sqlalchemy
