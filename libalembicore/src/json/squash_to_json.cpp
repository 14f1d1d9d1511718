#include <alembicore/json.hpp>

#include "json/catalog_descriptions.hpp"
#include "json/describe_value.hpp"
#include "json/descriptions.hpp"

namespace alembicore {

namespace squash {

BOOST_DESCRIBE_STRUCT(
    report,
    (),
    (revision,
     down_revision,
     replaced,
     path,
     folder,
     text,
     fingerprint,
     more,
     differences,
     left_over,
     other_rows,
     written)
)

} // namespace squash

boost::json::value to_json(squash::report const& made) {
    return json::describe_value(made);
}

} // namespace alembicore
