// What history, database and models do not share.
#include "resources/answers.hpp"
#include "resources/resources.hpp"
#include "workspace/turnstile.hpp"

#include <alembicore/drift.hpp>
#include <alembicore/json.hpp>

#include <memory>

namespace alembicore::server::resources {

namespace {

/// Each makes scratch databases, so that one at a time is enough.
class drift_finder {
public:
    drift_finder(workspace& served, metrics& counted) : served_(served), counted_(counted) {}

    http::response find(std::stop_token const& stop) {
        turnstile::turn const mine{turns_, stop};
        auto const opened = served_.project();
        drift::report found;
        served_.with_database(
            [&](database& on) { found = drift::compare(opened->project, on, {.scratch_server = {}, .stop = stop}); },
            stop
        );
        counted_.drift_found(found.differences.size());
        return json_response(to_json(found));
    }

private:
    workspace& served_;
    metrics& counted_;
    turnstile turns_;
};

} // namespace

std::vector<http::route> drift_routes(workspace& served, metrics& counted, cancellable_requests& comparisons) {
    using enum http::method;
    using enum http::role;
    auto const finder = std::make_shared<drift_finder>(served, counted);
    return {
        {get,
         "/api/drift",
         viewer,
         "What the history makes, what the database is and what the models say, where they differ",
         [finder, &comparisons](http::call const& asked) {
             cancellable_requests::entry const entry{
                 comparisons, asked.request.parameter("id").value_or(""), asked.request.gone};
             return finder->find(entry.stop());
         },
         {{"id", "by which it can be cancelled"}}},
        {post,
         "/api/comparisons/{id}/cancel",
         viewer,
         "Cancel what finds out drift, or what a revision makes of the schema, by the id that it was asked with",
         [&comparisons](http::call const& asked) {
             if (!comparisons.cancel(asked.segment("id")))
                 return not_found("no such comparison goes on", "it may have ended");
             return json_response(boost::json::object{{"cancelled", true}});
         }},
    };
}

} // namespace alembicore::server::resources
