// Reading names out of the trees of PostgreSQL's grammar.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <string>
#include <vector>

namespace alembicore::project_half_done {

namespace json = boost::json;

/// Empty where there is none.
[[nodiscard]] std::string text_of(json::object const& node, char const* name);
[[nodiscard]] bool is_set(json::object const& node, char const* name);
[[nodiscard]] json::object const& object_in(json::object const& node, char const* name);
[[nodiscard]] json::array const& list_in(json::object const& node, char const* name);

/// `"schema"."name"`, as to_regclass and to_regtype read it.
[[nodiscard]] std::string qualified(std::string const& schema, std::string const& name);

/// That of a `RangeVar`.
[[nodiscard]] std::string relation_name(json::object const& range);

/// The names in a list of `String` nodes.
[[nodiscard]] std::vector<std::string> names_in(json::object const& node, char const* list);

} // namespace alembicore::project_half_done
