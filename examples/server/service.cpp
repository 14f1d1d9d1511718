#include "service.hpp"

#include "openapi.hpp"
#include "resources/answers.hpp"
#include "resources/resources.hpp"
#include "web_folder.hpp"

namespace alembicore::server {

namespace {

std::vector<http::route> all_routes(
    resources::run_desk const& desk, cancellable_requests& comparisons, metrics& counted, access::door& entrance
) {
    auto& served = desk.served;
    auto& going = desk.going;
    std::vector<http::route> all;
    for (auto const& some :
         {resources::session_routes(entrance),
          resources::migration_routes(served, going, comparisons),
          resources::migration_run_routes(desk),
          resources::half_done_routes(desk),
          resources::rewriting_routes(desk),
          resources::revision_file_routes(served),
          resources::lint_routes(served),
          resources::drift_routes(served, counted, comparisons),
          resources::backup_routes(desk),
          resources::journal_routes(served),
          resources::run_routes(served, going),
          resources::model_routes(served),
          resources::schema_routes(served),
          resources::table_routes(served),
          resources::database_routes(served),
          resources::health_routes(served),
          resources::metric_routes(served, counted)})
        all.insert(all.end(), some.begin(), some.end());
    auto const description = std::make_shared<http::response>();
    all.push_back(
        {http::method::get,
         "/api/openapi.json",
         http::role::anyone,
         "This description",
         [description](http::call const&) { return *description; }}
    );
    *description = resources::json_response(openapi(all));
    return all;
}

} // namespace

service::service(server_settings const& chosen, std::ostream& log)
    : log_{log}, served_{chosen.project}, going_{[this](run_notice const& what) {
          log_.run_changed(what);
          counted_.run_changed(what);
      }},
      door_{chosen.access}, site_{
                                http::router{all_routes(desk_, comparisons_, counted_, door_)},
                                static_files{web_folder(chosen.web)},
                                door_,
                                chosen.prefix,
                                log_,
                                counted_} {}

} // namespace alembicore::server
