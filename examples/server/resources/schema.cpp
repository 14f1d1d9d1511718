// What is in the database, and drawings of it.
#include "http/problem.hpp"
#include "resources/answers.hpp"
#include "resources/resources.hpp"

#include <alembicore/catalog.hpp>
#include <alembicore/impatience.hpp>
#include <alembicore/json.hpp>

namespace alembicore::server::resources {

namespace {

catalog::filter read_filter(http::request const& asked) {
    return {.schemas = asked.parameters("schema"), .names = asked.parameters("name")};
}

catalog::snapshot read_schema(workspace& served, http::request const& asked) {
    catalog::snapshot read;
    served.with_database([&](database& on) {
        without_long_waits(on, [&] { read = catalog::read(on, read_filter(asked)); });
    });
    return read;
}

http::response draw(workspace& served, http::request const& asked) {
    auto const drawing = catalog::drawing_of(read_schema(served, asked));
    auto const format = asked.parameter("format").value_or("mermaid");
    if (format == "dot")
        return http::text_response(diagram::dot(drawing), "text/vnd.graphviz; charset=utf-8");
    if (format == "mermaid")
        return http::text_response(diagram::mermaid(drawing), "text/plain; charset=utf-8");
    if (format == "dbml")
        return http::text_response(diagram::dbml(drawing), "text/plain; charset=utf-8");
    if (format == "svg")
        return http::text_response(diagram::svg(drawing), "image/svg+xml");
    throw error{errc::bad_usage, "there is no format '" + format + "'", "give dot, mermaid, dbml or svg"};
}

} // namespace

std::vector<http::route> schema_routes(workspace& served) {
    using enum http::method;
    using enum http::role;
    std::vector<http::query_parameter> const filters{
        {"schema", "exact name; repeatable"}, {"name", "pattern of LIKE; repeatable"}};
    auto with_format = filters;
    with_format.push_back({"format", "dot, mermaid, dbml or svg"});
    return {
        {get,
         "/api/schema",
         viewer,
         "Tables, views, types and all else that is in the database",
         [&served](http::call const& asked) { return json_response(to_json(read_schema(served, asked.request))); },
         filters},
        {get,
         "/api/schema/diagram",
         viewer,
         "The tables and their foreign keys as a drawing",
         [&served](http::call const& asked) { return draw(served, asked.request); },
         with_format},
    };
}

} // namespace alembicore::server::resources
