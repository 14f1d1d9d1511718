// The schema items of `sqlalchemy` in evaluated code: columns, constraints, indexes. They are put into a table by
// `assemble_table` (tables.hpp), which is where SQLAlchemy's rules about them apply.
#pragma once

#include "schema/table.hpp"
#include "sqlalchemy/expression.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace alembicore::sqlalchemy {

enum class autoincrement_flag { automatic, always, ignore_foreign_key, never };

/// A Python-side default: only its kind matters to definitions.
enum class client_default { none, sequence, optional_sequence, other };

class foreign_key_value final : public python::object {
public:
    explicit foreign_key_value(schema::foreign_key key) : key_{std::move(key)} {}

    [[nodiscard]] schema::foreign_key const& key() const noexcept { return key_; }

    [[nodiscard]] std::string type_name() const override { return "ForeignKey"; }

private:
    schema::foreign_key key_;
};

/// A constraint, with its turn among the constraints of its table.
class constraint_value final : public python::object {
public:
    constraint_value(schema::constraint constraint, std::size_t turn)
        : constraint_{std::move(constraint)}, turn_{turn} {}

    [[nodiscard]] schema::constraint const& constraint() const noexcept { return constraint_; }

    [[nodiscard]] std::size_t turn() const noexcept { return turn_; }

    [[nodiscard]] std::string type_name() const override { return "Constraint"; }

private:
    schema::constraint constraint_;
    std::size_t turn_;
};

/// A constraint whose own rule leaves it out of tables on PostgreSQL: `CheckConstraint(…, _create_rule=…)`. Inside a
/// column SQLAlchemy does not ask the rule.
class omitted_constraint final : public python::object {
public:
    explicit omitted_constraint(schema::check_constraint check) : check_{std::move(check)} {}

    [[nodiscard]] schema::check_constraint const& check() const noexcept { return check_; }

    [[nodiscard]] std::string type_name() const override { return "CheckConstraint"; }

private:
    schema::check_constraint check_;
};

/// An index: its table is filled in by the table it is put into. Without a name until then, perhaps.
struct index_item {
    schema::index index;
    std::optional<schema::object_name> name;
};

class index_value final : public python::object {
public:
    explicit index_value(index_item item) : item_{std::move(item)} {}

    [[nodiscard]] index_item const& indexed() const noexcept { return item_; }

    [[nodiscard]] std::string type_name() const override { return "Index"; }

private:
    index_item item_;
};

class identity_value final : public python::object {
public:
    explicit identity_value(schema::identity identity) : identity_{std::move(identity)} {}

    [[nodiscard]] schema::identity const& identity() const noexcept { return identity_; }

    [[nodiscard]] std::string type_name() const override { return "Identity"; }

private:
    schema::identity identity_;
};

class computed_value final : public python::object {
public:
    explicit computed_value(schema::computed computed) : computed_{std::move(computed)} {}

    [[nodiscard]] schema::computed const& computed() const noexcept { return computed_; }

    [[nodiscard]] std::string type_name() const override { return "Computed"; }

private:
    schema::computed computed_;
};

/// FetchedValue(): a default that the server has and nobody writes.
class fetched_value final : public python::object {
public:
    [[nodiscard]] std::string type_name() const override { return "FetchedValue"; }
};

class sequence_value final : public python::object {
public:
    sequence_value(schema::sequence sequence, bool optional) : sequence_{std::move(sequence)}, optional_{optional} {}

    [[nodiscard]] schema::sequence const& sequence() const noexcept { return sequence_; }

    [[nodiscard]] bool optional() const noexcept { return optional_; }

    [[nodiscard]] std::string type_name() const override { return "Sequence"; }

    [[nodiscard]] std::optional<python::value> attribute(python::evaluation& run, std::string_view name) override;

private:
    schema::sequence sequence_;
    bool optional_;
};

/// What sa.Column(…) was given.
struct column_options {
    schema::identifier name;
    std::optional<bool> nullable{};
    bool primary_key = false;
    bool system = false;
    bool unique = false;
    bool indexed = false;
    bool keyed = false; ///< key=: evaluated code knows it by another name
    autoincrement_flag autoincrement = autoincrement_flag::automatic;
    client_default default_kind = client_default::none;
    bool updated_by_client = false; ///< onupdate=
    bool fetched = false;           ///< a default that only the server knows: FetchedValue()
    python::value client_value{};   ///< default=: a value, a function, SQL or a sequence
    python::value client_update{};  ///< onupdate=
    std::optional<schema::expression> server_default{};
    std::optional<schema::identity> identity{};
    std::optional<schema::computed> computed{};
    std::optional<std::string> comment{};
    std::vector<schema::check_constraint> checks{};
    std::vector<schema::foreign_key> foreign_keys{};
    std::optional<error_info> unknown_type{};    ///< why its type is not known
    std::optional<error_info> unknown_default{}; ///< why its server_default is not known
    std::int64_t sort_order = 0;                 ///< among the columns of a model
    bool deferred = false;
};

/// A column. Once a table has it, it is that table's: Alembic puts a copy into a second one, and a copy has lost the
/// foreign keys.
class column_value final : public expression_value {
public:
    column_value(column_options options, type_pointer type)
        : expression_value{schema::column_reference(options.name), std::move(type)}, options_{std::move(options)} {}

    [[nodiscard]] column_options const& options() const noexcept { return options_; }

    [[nodiscard]] std::string type_name() const override { return "Column"; }

    [[nodiscard]] bool attached() const noexcept { return attached_; }

    void attach() noexcept { attached_ = true; }

    /// What a table gets that is not the first.
    [[nodiscard]] std::shared_ptr<column_value> copy() const {
        auto options = options_;
        options.foreign_keys.clear();
        return std::make_shared<column_value>(std::move(options), value_type());
    }

private:
    column_options options_;
    bool attached_ = false;
};

/// Keywords for dialects: those of other databases are ignored, as SQLAlchemy does where it does not know the database.
/// Errors: python_exception for a keyword that is none, or that PostgreSQL does not know here.
void check_dialect_keywords(
    python::bound_arguments const& given, std::initializer_list<std::string_view> postgresql_keywords
);

/// What SQLAlchemy raises when a table gets a second column of a name.
[[nodiscard]] python::raised duplicate_column(std::string_view column, std::string_view table);

/// A keyword of `**kw`, or None.
[[nodiscard]] python::value const& keyword(python::bound_arguments const& given, std::string_view name);

/// A name of a column, from a string or a column.
[[nodiscard]] schema::identifier column_name(python::evaluation& run, python::value const& given);
/// As above for each item; the items of a string are its characters, as everywhere in Python.
[[nodiscard]] std::vector<schema::identifier> column_names(python::evaluation& run, python::value const& given);

[[nodiscard]] schema::check_time
check_time(python::evaluation& run, python::value const& deferrable, python::value const& initially);

/// `schema.table.column` of a foreign key.
struct column_path {
    schema::qualified_name table;
    schema::identifier column;
};

[[nodiscard]] column_path parse_column_path(python::evaluation& run, python::value const& given);

/// The postgresql_* keywords of an index, from `**kw`.
void read_index_keywords(python::evaluation& run, python::bound_arguments const& given, schema::index& index);

/// An element of an index: a column by name, or an expression.
[[nodiscard]] schema::index_element index_element(python::evaluation& run, python::value const& given);

/// The columns that an expression names.
[[nodiscard]] std::vector<schema::identifier> columns_in(schema::expression const& expression);

/// What an index without a name is named after: its columns; SQL text stands for a column of that name.
[[nodiscard]] std::vector<schema::identifier> indexed_columns(std::vector<schema::index_element> const& elements);

/// An exclude constraint from `(expression, operator)` tuples and the keywords using, where, ops, ….
[[nodiscard]] schema::exclude_constraint
read_exclude(python::evaluation& run, python::bound_arguments const& given, std::optional<schema::object_name> name);

/// sa.Column(…) and mapped_column(…).
[[nodiscard]] std::shared_ptr<column_value> read_column(python::evaluation& run, python::bound_arguments const& given);

void add_columns(python::module_registry& modules);
void add_constraints(python::module_registry& modules);
void add_sequences(python::module_registry& modules);

} // namespace alembicore::sqlalchemy
