#include <alembicore/json.hpp>

#include "json/describe_value.hpp"
#include "json/descriptions.hpp"

namespace alembicore {

namespace autogenerate {

BOOST_DESCRIBE_STRUCT(
    candidate, (), (detected, notes, empty, imports, upgrades, downgrades, revision, discarded, engine, engine_reason)
)
BOOST_DESCRIBE_STRUCT(report, (), (revision, path, text, written, hooks))

} // namespace autogenerate

boost::json::value to_json(autogenerate::candidate const& made) {
    return json::describe_value(made);
}

/// What the revision would do stands beside the file: one object, without the id that only env.py asks for.
boost::json::value to_json(autogenerate::report const& made) {
    auto document = json::describe_value(made).as_object();
    auto found = json::describe_value(made.candidate).as_object();
    found.erase("revision");
    for (auto& [name, value] : found)
        document.emplace(name, std::move(value));
    return document;
}

} // namespace alembicore
