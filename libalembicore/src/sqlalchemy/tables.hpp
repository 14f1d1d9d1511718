// Tables in evaluated code, and how schema items become one.
#pragma once

#include "sqlalchemy/items.hpp"
#include "sqlalchemy/recording.hpp"
#include "sqlalchemy/selectable.hpp"

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace alembicore::sqlalchemy {

class table_value;
using table_pointer = std::shared_ptr<table_value>;

class metadata_value final : public python::object {
public:
    metadata_value(
        python::evaluation const& run,
        std::optional<schema::identifier> schema = {},
        schema::naming_convention convention = {}
    )
        : schema_{std::move(schema)}, convention_{std::move(convention)}, complete_{!run.setting_up()} {}

    /// Whether all of its tables are known: the top level of a module may have left some out, or others may add some.
    [[nodiscard]] bool complete() const noexcept { return complete_; }

    [[nodiscard]] std::optional<schema::identifier> const& schema() const noexcept { return schema_; }

    [[nodiscard]] schema::naming_convention const& convention() const noexcept { return convention_; }

    [[nodiscard]] std::string type_name() const override { return "MetaData"; }

    [[nodiscard]] std::optional<python::value> attribute(python::evaluation& run, std::string_view name) override;
    /// `metadata.bind = op.get_bind()`, which SQLAlchemy no longer looks at.
    void set_attribute(python::evaluation& run, std::string_view name, python::value const& item) override;

    [[nodiscard]] bool truth(python::evaluation&) override { return true; }

    void surrender(std::vector<python::value>& into) noexcept override { into.push_back(std::move(bind_)); }

    std::map<std::string, table_pointer> reflected; ///< by name, with the schema where there is one
    std::vector<table_pointer> declared{};          ///< in the order of declaration
    std::size_t relationships = 0;                  ///< of the models that share it
    python::value written_convention{};             ///< as `naming_convention=` gives it

private:
    python::value bind_{};
    std::optional<schema::identifier> schema_;
    schema::naming_convention convention_;
    bool complete_;
};

/// What sa.Table(…) and models say of a table beyond what data statements need.
struct table_declaration {
    schema::table definition{};
    std::vector<column_options> columns{};
    std::vector<python::value> items{};  ///< what it was made of
    source_place place{};                ///< of the call, or the class
    std::optional<std::string> unread{}; ///< an argument that definitions would need
};

/// Arguments that concern a table beside its items.
struct table_arguments {
    std::optional<std::string> comment{};
    std::optional<std::string> unread{};
};

/// Reads one of them; those of other databases say nothing here.
void read_table_argument(
    python::evaluation& run, table_arguments& to, std::string_view name, python::value const& given
);

/// sa.table(), sa.Table, the result of create_table.
class table_value final : public from_value {
public:
    table_value(
        schema::qualified_name name,
        std::vector<table_column> columns,
        std::shared_ptr<table_declaration const> declaration = {}
    )
        : from_value{std::make_shared<table_source const>(name, std::move(columns))}, name_{std::move(name)},
          declaration_{std::move(declaration)} {}

    /// Null: nobody has declared the whole table.
    [[nodiscard]] std::shared_ptr<table_declaration const> const& declaration() const noexcept { return declaration_; }

    [[nodiscard]] schema::qualified_name const& name() const noexcept { return name_; }

    [[nodiscard]] std::string type_name() const override { return "Table"; }

    [[nodiscard]] std::optional<python::value> attribute(python::evaluation& run, std::string_view name) override;

private:
    schema::qualified_name name_;
    std::shared_ptr<table_declaration const> declaration_;
};

/// A table that is declared in metadata, from its items.
[[nodiscard]] table_pointer declare_table(
    python::evaluation& run,
    schema::qualified_name const& name,
    std::span<python::value const> items,
    metadata_value& metadata,
    table_arguments arguments
);

/// The table with more items: the new one takes its place in the metadata.
[[nodiscard]] table_pointer extend_table(
    python::evaluation& run, table_pointer const& table, std::span<python::value const> items, metadata_value& metadata
);

/// A table made of columns, constraints and indexes; other items are ignored, as Alembic does.
/// Errors: python_exception where SQLAlchemy raises.
[[nodiscard]] schema::table assemble_table(
    python::evaluation& run,
    schema::qualified_name const& name,
    std::span<python::value const> items,
    schema::naming_convention const& convention
);

/// The columns of a table that was assembled from these items, for data statements.
[[nodiscard]] std::vector<table_column> data_columns(schema::table const& table, std::span<python::value const> items);

/// The name of a constraint after the naming convention.
void apply_convention(
    schema::constraint& constraint, schema::qualified_name const& table, schema::naming_convention const& convention
);

/// The name of an index after the naming convention. Errors: python_exception where it has none.
[[nodiscard]] schema::object_name name_index(
    std::optional<schema::object_name> given,
    schema::qualified_name const& table,
    std::vector<schema::identifier> const& columns,
    schema::naming_convention const& convention
);

/// A name as SQL.
[[nodiscard]] std::string rendered_name(schema::qualified_name const& name);

void add_tables(python::module_registry& modules);

} // namespace alembicore::sqlalchemy
