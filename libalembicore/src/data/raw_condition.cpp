#include "data/raw_condition.hpp"

#include "parse/statements.hpp"

#include <alembicore/error.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <array>
#include <string_view>

namespace alembicore::data {

namespace {

constexpr std::string_view prefix = "SELECT FROM t WHERE ";
constexpr std::size_t longest = 20'000;

/// What a statement of the prefix and an expression is made of, and nothing else.
constexpr std::array parts_of_a_condition{"fromClause", "whereClause", "limitOption", "op"};

constexpr std::array changing{"InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt", "IntoClause", "LockingClause"};

error refused(std::string message) {
    return error{errc::bad_usage, std::move(message), "write one expression, as behind WHERE"};
}

void require_reading(boost::json::value const& tree) {
    if (auto const* list = tree.if_array())
        for (auto const& each : *list)
            require_reading(each);
    auto const* node = tree.if_object();
    if (node == nullptr)
        return;
    for (auto const& [name, below] : *node) {
        if (std::ranges::count(changing, name) != 0 || name == "intoClause")
            throw refused("a condition reads only; this one would change or lock something");
        if (name == "ParamRef")
            throw refused("a condition has no parameters such as $1");
        require_reading(below);
    }
}

} // namespace

void require_condition(std::string const& text) {
    if (text.size() > longest || text.find('\0') != std::string::npos)
        throw refused("this is too long for a condition, or holds a NUL character");
    auto const statements = parse::parse_statements(std::string{prefix} + text, {"condition", prefix.size()});
    if (statements.size() != 1 || statements.front().terminated)
        throw refused("a condition is no statement and has no semicolon");
    auto const& select = statements.front().tree;
    if (statements.front().kind != "SelectStmt" || !select.contains("whereClause"))
        throw refused("this is no condition");
    for (auto const& [name, part] : select)
        if (std::ranges::count(parts_of_a_condition, name) == 0)
            throw refused("something follows the condition");
    require_reading(select.at("whereClause"));
}

} // namespace alembicore::data
