#include <alembicore/json.hpp>

#include "json/describe_value.hpp"
#include "json/descriptions.hpp"
#include "model/descriptions.hpp"

namespace alembicore {

boost::json::value to_json(models::collection const& read) {
    return json::describe_value(read);
}

boost::json::value to_json(models::comparison const& made) {
    return json::describe_value(made);
}

} // namespace alembicore
