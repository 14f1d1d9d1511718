// Nodes of a parse tree, as libpg_query's JSON has them: a member that is missing has its default.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace alembicore::lint {

using node = boost::json::object;

/// Null when there is none.
[[nodiscard]] node const* child(node const& of, std::string_view name);

/// As `child`, for a member that may be any node: `{"TypeCast": {…}}` of this kind, else null.
[[nodiscard]] node const* child_of_kind(node const& of, std::string_view name, std::string_view kind);

[[nodiscard]] std::string text(node const& of, std::string_view name);
[[nodiscard]] std::int64_t number(node const& of, std::string_view name);
[[nodiscard]] bool flag(node const& of, std::string_view name);

/// Empty when there is none.
[[nodiscard]] boost::json::array const& list(node const& of, std::string_view name);

/// The kind and the node of a wrapped one: `{"ColumnDef": {…}}`.
struct wrapped {
    std::string_view kind;
    node const* inner;
};

[[nodiscard]] wrapped unwrap(boost::json::value const& any);

/// The texts of a list of `String` nodes.
[[nodiscard]] std::vector<std::string> names_of(boost::json::array const& strings);

/// Whether any node below has this kind.
[[nodiscard]] bool contains_kind(boost::json::value const& tree, std::string_view kind);

/// Calls with every node of the kind below, in order.
template <typename Seen>
void each_of_kind(boost::json::value const& tree, std::string_view kind, Seen const& seen) {
    if (auto const* many = tree.if_array()) {
        for (auto const& one : *many)
            each_of_kind(one, kind, seen);
        return;
    }
    auto const* members = tree.if_object();
    if (members == nullptr)
        return;
    for (auto const& [name, below] : *members) {
        if (name == kind && below.is_object())
            seen(below.get_object());
        each_of_kind(below, kind, seen);
    }
}

} // namespace alembicore::lint
