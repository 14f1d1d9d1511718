#include <alembicore/json.hpp>

#include "json/catalog_descriptions.hpp"
#include "json/describe_value.hpp"
#include "json/descriptions.hpp"

namespace alembicore {

namespace baseline {

BOOST_DESCRIBE_STRUCT(
    report, (), (revision, path, dump, text, fingerprint, statements, differences, left_over, written, hooks)
)

} // namespace baseline

boost::json::value to_json(baseline::report const& made) {
    return json::describe_value(made);
}

} // namespace alembicore
