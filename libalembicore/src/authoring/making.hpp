// A schema as what makes it, object by object.
#pragma once

#include "authoring/catalog_type.hpp"
#include "operation/operation.hpp"

#include <alembicore/catalog.hpp>

#include <functional>
#include <set>
#include <string>
#include <vector>

namespace alembicore::authoring {

/// One object, or one part of a table that is there already: what makes it, and what takes it away again.
struct making {
    std::string key{};                              ///< as in `catalog::parts`
    std::vector<std::string> more_keys{};           ///< parts that come and go with it
    std::vector<operation::any_operation> make{};   ///< with its comments
    std::vector<operation::any_operation> unmake{}; ///< none where it goes with something else
    std::vector<operation::any_operation> remark{}; ///< its comments alone
};

/// Parts of a table, which are made with it or, where it is there already, one by one.
using standing_tables = std::set<catalog::name>;

/// In an order in which each finds what it needs; backwards, nothing that is taken away is needed any more. Columns,
/// keys and indexes of tables that stand are makings of their own.
[[nodiscard]] std::vector<making>
makings_of(catalog::snapshot const& whole, revision_names const& names, standing_tables const& standing = {});

/// A statement without a directive.
[[nodiscard]] operation::any_operation statement(std::string sql);

/// `COMMENT ON … IS …`; none where there is no comment.
void add_comment(making& to, std::string const& on, std::optional<std::string> const& comment);

/// Those of tables, parents and what keys refer to first.
class table_makings {
public:
    table_makings(catalog::snapshot const& whole, revision_names const& names, standing_tables const& standing);

    /// Tables with their columns and what fits into CREATE TABLE.
    [[nodiscard]] std::vector<making> tables();

    /// Other keys and indexes, then foreign keys. After `tables`.
    [[nodiscard]] std::vector<making> keys() const;

    /// Whether it comes with its column.
    [[nodiscard]] bool is_implied(catalog::sequence const& each) const;

private:
    using name = catalog::name;

    void add_in_order(catalog::table const& each, std::vector<making>& to);
    void add_new(catalog::table const& each, std::vector<making>& to);
    void add_columns(catalog::table const& each, std::vector<making>& to) const;
    void add_owned_sequences(std::vector<making>& to) const;
    [[nodiscard]] schema::column column_of(catalog::table const& table, catalog::column const& from) const;
    [[nodiscard]] catalog::sequence const* serial_of(catalog::table const& table, catalog::column const& of) const;
    [[nodiscard]] catalog::sequence const* identity_of(name const& table, std::string const& column) const;
    [[nodiscard]] bool fits_inside(catalog::table const& table, catalog::constraint const& each) const;
    void add_text(making& to, catalog::table const& each) const;
    void add_afterwards(making& to, catalog::table const& each) const;
    void add_constraint_comments(making& to, catalog::table const& each) const;
    static void add_storage(making& to, catalog::table const& table, catalog::column const& column);
    void add_sequence_name(making& to, catalog::table const& table, catalog::column const& column) const;
    [[nodiscard]] bool is_written_as_text(catalog::table const& each) const;
    [[nodiscard]] bool is_apart(catalog::table const& table, catalog::constraint const& each) const;
    [[nodiscard]] making constraint_making(catalog::table const& table, catalog::constraint const& each) const;
    [[nodiscard]] making index_making(catalog::table const& table, catalog::index const& each) const;

    catalog::snapshot const& whole_;
    revision_names const& names_;
    standing_tables const& standing_;
    known_enumerations enumerations_;
    std::set<name> serials_;                        ///< sequences
    std::set<name> begun_;                          ///< tables
    std::set<name> made_;                           ///< tables, so far
    std::set<std::pair<name, std::string>> within_; ///< constraints that CREATE TABLE makes
};

} // namespace alembicore::authoring
