// What a page has to know before it asks for anything else.
#include "resources/answers.hpp"
#include "resources/resources.hpp"

#include <alembicore/version.hpp>

namespace alembicore::server::resources {

std::vector<http::route> session_routes(access::guard const& allowed) {
    using enum http::method;
    using enum http::role;
    return {
        {get,
         "/api/session",
         viewer,
         "The token that changes need, and what one may do",
         [&allowed](http::call const&) {
             auto answer =
                 json_response(boost::json::object{{"token", allowed.token()}, {"role", "admin"}, {"user", nullptr}});
             answer.fields.emplace_back("Cache-Control", "no-store");
             return answer;
         }},
        {get,
         "/api/version",
         viewer,
         "The version of the server",
         [](http::call const&) {
             return json_response(boost::json::object{{"version", version()}});
         }},
    };
}

} // namespace alembicore::server::resources
