// Entity-relationship diagrams as text, and as SVG.
#pragma once

#include <alembicore/export.hpp>

#include <string>
#include <vector>

namespace alembicore::diagram {

struct column {
    std::string name;
    std::string type;
    bool nullable = true;
    bool primary_key = false;
    bool unique = false; ///< by itself
};

struct entity {
    std::string name; ///< unique within the drawing
    std::vector<diagram::column> columns;
    std::string comment; ///< empty = none
};

/// A foreign key: many rows of `from` (one, where its columns are unique) point to a row of `to`.
struct relation {
    std::string from;
    std::vector<std::string> from_columns;
    std::string to;
    std::vector<std::string> to_columns;
    bool optional = false; ///< a row of `from` may point to none
    bool one = false;      ///< at most one row of `from` points to the same
    std::string label;
};

/// What is drawn.
struct drawing {
    std::vector<entity> entities;
    std::vector<relation> relations; ///< both ends are entities of the drawing
};

/// Graphviz: https://graphviz.org/doc/info/lang.html
[[nodiscard]] ALEMBICORE_EXPORT std::string dot(drawing const& of);
/// https://mermaid.js.org/syntax/entityRelationshipDiagram.html
[[nodiscard]] ALEMBICORE_EXPORT std::string mermaid(drawing const& of);
/// https://dbml.dbdiagram.io/docs
[[nodiscard]] ALEMBICORE_EXPORT std::string dbml(drawing const& of);
/// By the program `dot` of Graphviz. Errors: child_process_failed where it is not installed or fails.
[[nodiscard]] ALEMBICORE_EXPORT std::string svg(drawing const& of);

} // namespace alembicore::diagram
