#include <alembicore/review.hpp>

#include "json/describe_value.hpp"
#include "json/descriptions.hpp"

#include <alembicore/json.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace alembicore {

boost::json::value to_json(review::report const& seen) {
    return boost::json::object{
        {"plan", seen.plan ? to_json(*seen.plan) : boost::json::value{}},
        {"lint", to_json(seen.lint)},
        {"rehearsal", seen.rehearsal ? to_json(*seen.rehearsal) : boost::json::value{}},
        {"reasons", json::describe_value(seen.reasons)},
        {"unknown", json::describe_value(seen.unknown)},
    };
}

} // namespace alembicore
