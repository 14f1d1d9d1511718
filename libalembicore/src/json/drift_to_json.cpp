#include <alembicore/json.hpp>

#include "model/descriptions.hpp"
#include "json/describe_value.hpp"
#include "json/descriptions.hpp"

namespace alembicore {

namespace drift {

BOOST_DESCRIBE_ENUM(odd_side, history, database, models, all)
BOOST_DESCRIBE_STRUCT(difference, (), (table, part, odd, history, database, models, silent))
BOOST_DESCRIBE_STRUCT(remedy, (), (odd, directives, sql, unsaid, failure))
BOOST_DESCRIBE_STRUCT(report, (), (revisions, has_models, differences, remedies, unknowns))

} // namespace drift

boost::json::value to_json(drift::report const& made) {
    return json::describe_value(made);
}

} // namespace alembicore
