// Columns and conditions as relationship(…) names them: attributes, columns, and Python in strings.
#pragma once

#include "model/classes.hpp"
#include "python/syntax.hpp"
#include "python/unknown.hpp"

namespace alembicore::model {

class column_reader {
public:
    column_reader(
        python::evaluation& run,
        class_list const& classes,
        std::vector<models::table> const& tables,
        sqlalchemy::model_pointer owner
    )
        : run_{run}, classes_{classes}, tables_{tables}, owner_{std::move(owner)} {}

    // Errors of both: not_evaluable.

    /// foreign_keys=, remote_side=
    [[nodiscard]] column_places read_columns(python::value const& given);

    /// primaryjoin=
    void read_condition(python::value const& given, written_join& into);

private:
    [[nodiscard]] column_place place_of_value(python::value const& given);
    [[nodiscard]] column_places read_texts(python::syntax::expression const& node);
    [[nodiscard]] std::optional<column_place> place_of_text(python::syntax::expression const& node);
    void read_condition(python::syntax::expression const& node, written_join& into);
    [[nodiscard]] std::optional<column_place> read_side(python::syntax::expression const& node, written_join& into);
    void read_condition(schema::expression const& node, written_join& into);
    [[nodiscard]] std::optional<column_place> place_of_node(schema::expression const& node);
    [[nodiscard]] std::optional<column_place> read_side(schema::expression const& node, written_join& into);

    python::evaluation& run_;
    class_list const& classes_;
    std::vector<models::table> const& tables_;
    sqlalchemy::model_pointer owner_;
};

} // namespace alembicore::model
