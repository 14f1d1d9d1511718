// What a FROM lists: tables, aliases, subqueries. Each is known by identity, as two aliases of one table are two.
#pragma once

#include "sqlalchemy/types.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace alembicore::sqlalchemy {

class resolution;
class query;
class source;

using source_pointer = std::shared_ptr<source const>;
using source_list = std::vector<source_pointer>;

/// A name that gets a number within its statement: `anon_1`. The same owner and seed are the same name.
struct numbered_name {
    std::shared_ptr<void const> owner;
    std::string seed;
    int copy = 0; ///< tells apart the repetitions of one expression
};

/// `table.column` that a column refers to.
struct referenced_column {
    schema::qualified_name table;
    std::string column;
};

/// A column as data statements see it.
struct table_column {
    schema::identifier name{}; ///< also the key in `.c`
    type_pointer type{};
    bool primary_key = false;
    std::size_t key_position = 0;   ///< in the primary key
    bool generated = false;         ///< filled by the server where an INSERT leaves it out: SERIAL, identity
    bool default_by_client = false; ///< Python code fills it
    bool updated_by_client = false;
    std::optional<numbered_name> numbered{};     ///< what SQL calls it, where that is not `name`
    std::vector<referenced_column> references{}; ///< of its foreign keys
};

/// A part of a statement that stands where an expression may stand.
class statement_part : public schema::unresolved_part {
public:
    [[nodiscard]] virtual schema::expression resolve(resolution& in) const = 0;

    /// Adds what it brings into the FROM of the SELECT in which it stands.
    virtual void add_sources(source_list&) const {}

    /// The nodes in it.
    [[nodiscard]] virtual std::size_t weight() const noexcept { return 1; }
};

class source : public schema::unresolved_part, public std::enable_shared_from_this<source> {
public:
    explicit source(std::vector<table_column> columns) : columns_{std::move(columns)} {}

    [[nodiscard]] std::vector<table_column> const& columns() const noexcept { return columns_; }

    /// Null: no such column.
    [[nodiscard]] table_column const* find(std::string_view column) const noexcept;

    /// As a FROM has it.
    [[nodiscard]] virtual schema::expression listed(resolution& in) const = 0;
    /// As `FOR UPDATE OF` has it.
    [[nodiscard]] virtual schema::expression called(resolution& in) const = 0;
    /// Gives a column of it the name and the qualification that it has in the statement.
    virtual void name_column(schema::expression& column, resolution& in) const = 0;

    /// Itself, and what it joins.
    virtual void add_elements(source_list& to) const { to.push_back(shared_from_this()); }

    /// What need not be listed where it is listed.
    virtual void add_hidden(source_list&) const {}

    [[nodiscard]] virtual std::string description() const = 0; ///< for messages

private:
    std::vector<table_column> columns_;
};

class table_source final : public source {
public:
    table_source(schema::qualified_name name, std::vector<table_column> columns)
        : source{std::move(columns)}, name_{std::move(name)} {}

    [[nodiscard]] schema::qualified_name const& name() const noexcept { return name_; }

    [[nodiscard]] schema::expression listed(resolution& in) const override;
    [[nodiscard]] schema::expression called(resolution& in) const override;
    void name_column(schema::expression& column, resolution& in) const override;

    [[nodiscard]] std::string description() const override { return name_.name.text; }

private:
    schema::qualified_name name_;
};

/// The name of an alias: given, or numbered.
struct alias_name {
    std::optional<schema::identifier> given;
    std::string seed = "anon";
};

/// A source with a name of its own.
class named_source : public source {
public:
    named_source(alias_name name, std::vector<table_column> columns)
        : source{std::move(columns)}, name_{std::move(name)} {}

    [[nodiscard]] alias_name const& alias() const noexcept { return name_; }

    [[nodiscard]] schema::identifier name_in(resolution& in) const;
    [[nodiscard]] schema::expression called(resolution& in) const override;
    void name_column(schema::expression& column, resolution& in) const override;

    [[nodiscard]] std::string description() const override { return name_.given ? name_.given->text : name_.seed; }

private:
    alias_name name_;
};

/// `t AS a`, `LATERAL …`
class alias_source final : public named_source {
public:
    alias_source(source_pointer of, alias_name name)
        : named_source{std::move(name), of->columns()}, of_{std::move(of)} {}

    [[nodiscard]] schema::expression listed(resolution& in) const override;

private:
    source_pointer of_;
};

/// `t AS a TABLESAMPLE …`
class sampled_source final : public named_source {
public:
    sampled_source(
        source_pointer of, alias_name name, schema::expression method, std::optional<schema::expression> seed
    )
        : named_source{std::move(name), of->columns()}, of_{std::move(of)}, method_{std::move(method)}, seed_{std::move(
                                                                                                            seed
                                                                                                        )} {}

    [[nodiscard]] schema::expression listed(resolution& in) const override;

private:
    source_pointer of_;
    schema::expression method_;
    std::optional<schema::expression> seed_;
};

enum class subquery_kind { plain, lateral };

/// `(SELECT …) AS a`
class subquery_source final : public named_source {
public:
    subquery_source(std::shared_ptr<query const> of, alias_name name, subquery_kind kind);

    [[nodiscard]] schema::expression listed(resolution& in) const override;

private:
    std::shared_ptr<query const> of_;
    subquery_kind kind_;
};

/// The sources of the columns in an expression, in the order in which they appear; not those of subqueries.
void add_sources(schema::expression const& node, source_list& to);

[[nodiscard]] bool is_among(source_pointer const& wanted, source_list const& sources);

} // namespace alembicore::sqlalchemy
