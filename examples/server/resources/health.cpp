// For those who watch over the server.
#include "http/problem.hpp"
#include "resources/answers.hpp"
#include "resources/resources.hpp"

namespace alembicore::server::resources {

std::vector<http::route> health_routes(workspace& served) {
    using enum http::method;
    using enum http::role;
    return {
        {get,
         "/healthz",
         viewer,
         "The server lives",
         [](http::call const&) {
             return json_response(boost::json::object{{"status", "ok"}});
         }},
        {get,
         "/readyz",
         viewer,
         "The project can be read and the database answers",
         [&served](http::call const&) {
             try {
                 static_cast<void>(served.project());
                 static_cast<void>(served.current());
             } catch (error const& failure) {
                 return http::problem(failure.info(), 503);
             }
             return json_response(boost::json::object{{"status", "ok"}});
         }},
    };
}

} // namespace alembicore::server::resources
