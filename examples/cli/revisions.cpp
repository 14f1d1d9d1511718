#include "revisions.hpp"

#include <alembicore/json.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace alembicore::cli {

namespace {

boost::json::array texts(std::vector<std::string> const& words) {
    return boost::json::array(words.begin(), words.end());
}

} // namespace

void print_revisions(
    invocation const& call,
    project const& opened,
    std::vector<std::string> const& ids,
    std::optional<std::vector<std::string>> const& current
) {
    boost::json::array revisions;
    for (auto const& id : ids)
        revisions.push_back(to_json(opened.graph(), id));
    boost::json::array diagnostics;
    for (auto const& finding : opened.diagnostics())
        diagnostics.push_back(to_json(finding));
    call.shown.print(boost::json::object{
        {"revisions", std::move(revisions)},
        {"current", current ? boost::json::value(texts(*current)) : boost::json::value()},
        {"diagnostics", std::move(diagnostics)},
    });
}

meant_revisions revisions_meant_by(project const& opened, std::string const& identifier) {
    if (identifier != "current")
        return {opened.graph().resolve(identifier), std::nullopt};
    auto rows = require_known(opened, read_current(opened));
    return {rows, rows};
}

} // namespace alembicore::cli
