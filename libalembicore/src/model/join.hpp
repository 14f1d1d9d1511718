// Which way a relationship goes: what SQLAlchemy concludes from foreign keys and from a written condition.
#pragma once

#include <alembicore/models.hpp>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace alembicore::model {

struct column_place {
    models::table_name table;
    std::string column;

    friend bool operator==(column_place const&, column_place const&) = default;
};

using column_places = std::vector<column_place>;

/// What relationship(…) says about its join. Absent: nothing.
struct written_join {
    std::optional<std::vector<std::pair<column_place, column_place>>> pairs{}; ///< that primaryjoin= equates
    std::optional<column_places> foreign{}; ///< foreign_keys=, or foreign() in the condition
    std::optional<column_places> remote{};  ///< remote_side=, or remote() in the condition
};

/// The tables of a class: its own first, then those that it inherits.
using class_tables = std::vector<models::table_name>;

struct found_join {
    models::direction direction = models::direction::many_to_one;
    column_places foreign{};
    std::vector<std::string> on_delete{}; ///< of their foreign keys
};

/// Errors: not_evaluable where SQLAlchemy would need more than is written, or would raise.
[[nodiscard]] found_join find_join(
    std::vector<models::table> const& tables,
    class_tables const& owner,
    class_tables const& target,
    written_join const& written
);

/// The foreign keys of a table between two classes.
[[nodiscard]] found_join find_secondary(
    std::vector<models::table> const& tables,
    models::table_name const& secondary,
    class_tables const& owner,
    class_tables const& target
);

} // namespace alembicore::model
