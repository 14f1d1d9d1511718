#include <alembicore/json.hpp>

#include "json/catalog_descriptions.hpp"
#include "json/describe_value.hpp"

namespace alembicore {

boost::json::value to_json(catalog::snapshot const& read) {
    auto document = json::describe_value(read);
    document.as_object().emplace("fingerprint", catalog::fingerprint(read));
    return document;
}

boost::json::value to_json(std::vector<catalog::change> const& changes) {
    return json::describe_value(changes);
}

} // namespace alembicore
