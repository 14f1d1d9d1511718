// For those who watch over the server.
#include "http/problem.hpp"
#include "resources/answers.hpp"
#include "resources/resources.hpp"

namespace alembicore::server::resources {

namespace {

/// For who may not know where the database is.
http::response not_ready() {
    error_info info;
    info.code = errc::connection_failed;
    info.message = "the server is not ready";
    info.remedy = "who is logged in is told why";
    return http::problem(info, 503);
}

} // namespace

std::vector<http::route> health_routes(workspace& served) {
    using enum http::method;
    using enum http::role;
    return {
        {get,
         "/healthz",
         anyone,
         "The server lives",
         [](http::call const&) {
             return json_response(boost::json::object{{"status", "ok"}});
         }},
        {get,
         "/readyz",
         anyone,
         "The project can be read and the database answers",
         [&served](http::call const& asked) {
             try {
                 static_cast<void>(served.project());
                 static_cast<void>(served.current());
             } catch (error const& failure) {
                 return asked.who.holds < viewer ? not_ready() : http::problem(failure.info(), 503);
             }
             return json_response(boost::json::object{{"status", "ok"}});
         }},
    };
}

} // namespace alembicore::server::resources
