// `batch_alter_table(recreate='always', copy_from=…)`: a table is made anew under a name of its own, filled, and put in
// the place of the old one. What the batch says changes the definition before any of that happens.
#pragma once

#include "sqlalchemy/tables.hpp"

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace alembicore::sqlalchemy {

/// What `batch_alter_table` was given.
struct recreation {
    table_pointer from;
    std::vector<python::value> items{}; ///< table_args
    table_arguments keywords{};         ///< table_kwargs
    std::vector<std::vector<std::string>> reordering{};
};

/// A name comes before another.
using name_order = std::vector<std::pair<std::string, std::string>>;

/// The names in an order that keeps to the pairs. Errors: python_exception where they contradict one another.
[[nodiscard]] std::vector<std::string> sort_names(name_order const& pairs, std::vector<std::string> names);

class recreated_table {
public:
    /// Errors: not_evaluable for a table whose copy is not known exactly.
    explicit recreated_table(recreation given);

    /// One call on the batch, and the operation that it would have been. Errors: python_exception where Alembic raises.
    void apply(python::evaluation& run, python::bound_arguments const& given, operation::any_operation made);

    /// Everything that happens when the batch ends.
    [[nodiscard]] std::vector<operation::any_operation> finish(python::evaluation& run);

private:
    struct kept_column {
        std::string key; ///< the name it is known by until the end of the batch
        column_options options;
        type_pointer type;
        std::optional<schema::expression> content{}; ///< what it is filled with; nothing: it is new
        std::optional<bool> nullable{};              ///< as the batch says
    };

    [[nodiscard]] std::vector<kept_column>::iterator find(std::string_view key);
    [[nodiscard]] kept_column& required(std::string_view key);

    void change(python::evaluation& run, python::bound_arguments const& given, operation::add_column const& made);
    void change(python::evaluation& run, python::bound_arguments const& given, operation::drop_column const& made);
    void change(python::evaluation& run, python::bound_arguments const& given, operation::alter_column const& made);
    void change(python::evaluation& run, python::bound_arguments const& given, operation::create_index const& made);
    void change(python::evaluation& run, python::bound_arguments const& given, operation::drop_index const& made);
    void change(python::evaluation& run, python::bound_arguments const& given, operation::add_constraint const& made);
    void change(python::evaluation& run, python::bound_arguments const& given, operation::drop_constraint const& made);
    void
    change(python::evaluation& run, python::bound_arguments const& given, operation::set_table_comment const& made);

    static void change_type(kept_column& column, type_pointer type);
    void place(std::string const& added, std::optional<std::string> before, std::optional<std::string> after);
    void add(schema::constraint constraint);
    void reorder();

    [[nodiscard]] bool is_complete(std::span<schema::identifier const> columns);
    [[nodiscard]] std::optional<schema::constraint> copy(schema::constraint constraint);
    [[nodiscard]] schema::index copy(schema::index index);
    [[nodiscard]] schema::identifier renamed(schema::identifier const& name);
    [[nodiscard]] bool is_renamed_or_gone(schema::identifier const& name);
    [[nodiscard]] schema::table new_definition(python::evaluation& run);
    [[nodiscard]] schema::expression filling();

    recreation given_;
    schema::qualified_name temporary_;
    std::vector<kept_column> columns_;
    std::vector<std::string> existing_order_;
    name_order added_order_;
    std::vector<schema::constraint> constraints_;
    std::vector<schema::index> indexes_;
    std::vector<schema::index> new_indexes_;
};

} // namespace alembicore::sqlalchemy
