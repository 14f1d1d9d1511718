// Literal values read from the syntax alone: what `revision = "…"` says, without evaluating anything.
#pragma once

#include "python/syntax.hpp"
#include "python/value.hpp"

#include <map>
#include <optional>
#include <string_view>

namespace alembicore::python {

/// Names with known values.
using literal_names = std::map<std::string_view, value>;

/// The value of a literal: strings (also joined, also with +), numbers, None, True, False, tuples, lists, sets and
/// dicts of literals, and names from `known`. nullopt: only running Python could know it.
[[nodiscard]] std::optional<value> literal_value(syntax::expression const& node, literal_names const& known = {});

/// One top-level assignment of a module to a plain name, annotated or not.
struct module_assignment {
    std::string_view name;
    syntax::expression const* expression = nullptr;
    std::optional<value> literal; ///< nullopt: computed
    source_range range;           ///< of the whole statement
    bool conditional = false;     ///< inside a top-level if, try, with or loop
};

/// The assignments of a module's top level in order; literals may refer to names assigned before them.
[[nodiscard]] std::vector<module_assignment> list_assignments(source_module const& module);

} // namespace alembicore::python
