#include <alembicore/json.hpp>

#include "json/catalog_descriptions.hpp"
#include "json/describe_value.hpp"
#include "json/descriptions.hpp"
#include "json/rehearsal_descriptions.hpp"

#include <alembicore/revision_effect.hpp>

namespace alembicore::rehearsal {

BOOST_DESCRIBE_STRUCT(revision_effect, (), (revision, after, changes))

} // namespace alembicore::rehearsal

namespace alembicore {

boost::json::value to_json(rehearsal::report const& made) {
    return json::describe_value(made);
}

boost::json::value to_json(rehearsal::revision_effect const& seen) {
    return json::describe_value(seen);
}

boost::json::value to_json(rehearsal::commutation const& tried) {
    return json::describe_value(tried);
}

} // namespace alembicore
