// What history, database and models do not share.
#include "resources/answers.hpp"
#include "resources/resources.hpp"

#include <alembicore/drift.hpp>
#include <alembicore/json.hpp>

namespace alembicore::server::resources {

std::vector<http::route> drift_routes(workspace& served, metrics& counted) {
    using enum http::method;
    using enum http::role;
    auto const one_at_a_time = std::make_shared<std::mutex>(); // each makes two scratch databases
    return {
        {get,
         "/api/drift",
         viewer,
         "What the history makes, what the database is and what the models say, where they differ",
         [&served, &counted, one_at_a_time](http::call const&) {
             std::scoped_lock const lock{*one_at_a_time};
             auto const opened = served.project();
             drift::report found;
             served.with_database([&](database& on) { found = drift::compare(opened->project, on); });
             counted.drift_found(found.differences.size());
             return json_response(to_json(found));
         }},
    };
}

} // namespace alembicore::server::resources
