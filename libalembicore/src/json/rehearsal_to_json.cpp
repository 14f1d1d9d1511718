#include <alembicore/json.hpp>

#include "json/catalog_descriptions.hpp"
#include "json/describe_value.hpp"
#include "json/descriptions.hpp"
#include "json/rehearsal_descriptions.hpp"

namespace alembicore {

boost::json::value to_json(rehearsal::report const& made) {
    return json::describe_value(made);
}

boost::json::value to_json(rehearsal::commutation const& tried) {
    return json::describe_value(tried);
}

} // namespace alembicore
