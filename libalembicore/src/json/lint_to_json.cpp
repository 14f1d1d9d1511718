#include <alembicore/lint.hpp>

#include "json/describe_value.hpp"
#include "json/descriptions.hpp"

namespace alembicore::lint {

BOOST_DESCRIBE_STRUCT(rule_description, (), (id, title, severity, by_default, needs_database, why, safer))
BOOST_DESCRIBE_STRUCT(
    finding, (), (rule, severity, message, why, safer, revision, direction, place, statement, subject, weight)
)
BOOST_DESCRIBE_STRUCT(report, (), (findings, revisions, ignored, in_baseline))

} // namespace alembicore::lint

namespace alembicore {

boost::json::value to_json(lint::report const& made) {
    return json::describe_value(made);
}

boost::json::value to_json(std::vector<lint::rule_description> const& rules) {
    return json::describe_value(rules);
}

} // namespace alembicore
