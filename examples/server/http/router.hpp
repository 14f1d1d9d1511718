// Which function answers which request.
#pragma once

#include "http/message.hpp"
#include "http/role.hpp"

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace alembicore::server::http {

/// A request with the parts of its path that the route leaves open, and who sent it.
struct call {
    http::request const& request;
    std::map<std::string, std::string, std::less<>> segments;
    identity who{};

    [[nodiscard]] std::string const& segment(std::string_view name) const;
};

using handler = std::function<response(call const&)>;

struct query_parameter {
    std::string name;
    std::string description;
};

struct route {
    http::method verb = method::get;
    std::string pattern; ///< `/api/tables/{table}/rows`
    required_role needs; ///< to use it
    std::string summary;
    handler run;
    std::vector<query_parameter> query{};
    std::string body{}; ///< an example of the JSON that it takes; empty = none
};

struct no_such_path {};

struct no_such_method {
    std::vector<http::method> allowed;
};

struct match {
    route const* found;
    std::map<std::string, std::string, std::less<>> segments;
};

/// What a method and a path lead to.
using place = std::variant<match, no_such_method, no_such_path>;

class router {
public:
    explicit router(std::vector<route> routes);

    [[nodiscard]] place find(http::method verb, std::vector<std::string> const& path) const;

    [[nodiscard]] std::vector<route> const& routes() const noexcept { return routes_; }

private:
    struct compiled {
        std::vector<std::string> segments; ///< of the pattern
    };

    std::vector<route> routes_;
    std::vector<compiled> patterns_; ///< one for each route
};

} // namespace alembicore::server::http
