#include "openapi.hpp"

#include <alembicore/version.hpp>

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

#include <algorithm>
#include <cctype>
#include <regex>

namespace alembicore::server {

namespace {

namespace json = boost::json;

std::string lower(std::string_view name) {
    std::string text{name};
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

json::object parameter(std::string_view name, std::string_view in, std::string_view description) {
    return {
        {"name", name},
        {"in", in},
        {"required", in == "path"},
        {"description", description},
        {"schema", json::object{{"type", "string"}}},
    };
}

json::array parameters_of(http::route const& of) {
    json::array listed;
    std::regex const open{R"(\{(\w+)\})"};
    for (std::sregex_iterator at{of.pattern.begin(), of.pattern.end(), open}, end; at != end; ++at)
        listed.push_back(parameter((*at)[1].str(), "path", "part of the path"));
    for (auto const& [name, description] : of.query)
        listed.push_back(parameter(name, "query", description));
    return listed;
}

json::object body_of(std::string const& example) {
    boost::system::error_code no_json;
    auto const parsed = json::parse(example, no_json);
    if (no_json)
        return {{"content", json::object{{"text/csv", json::object{{"example", example}}}}}};
    return {{"content", json::object{{"application/json", json::object{{"example", parsed}}}}}};
}

json::object operation(http::route const& of) {
    json::object problem{
        {"application/problem+json", json::object{{"schema", json::object{{"$ref", "#/components/schemas/Problem"}}}}}};
    json::object described{
        {"summary", of.summary},
        {"parameters", parameters_of(of)},
        {"x-role", http::name_of(http::role{of.needs})},
        {"responses",
         json::object{
             {"2XX", json::object{{"description", "the answer"}}},
             {"default", json::object{{"description", "a problem document"}, {"content", std::move(problem)}}},
         }},
    };
    if (!of.body.empty())
        described["requestBody"] = body_of(of.body);
    return described;
}

json::object problem_schema() {
    json::object members;
    for (auto const* name : {"type", "title", "detail", "code", "what", "why", "fix", "revision", "statement"})
        members.emplace(name, json::object{{"type", "string"}});
    members.emplace("status", json::object{{"type", "integer"}});
    members.emplace("place", json::object{{"type", "object"}});
    return {{"type", "object"}, {"required", json::array{"type", "title", "status"}}, {"properties", members}};
}

} // namespace

json::object openapi(std::vector<http::route> const& routes) {
    json::object paths;
    for (auto const& each : routes) {
        auto& path = paths[each.pattern];
        if (path.is_null())
            path = json::object{};
        path.as_object()[lower(http::name_of(each.verb))] = operation(each);
    }
    return {
        {"openapi", "3.1.0"},
        {"info", json::object{{"title", "alembicore"}, {"version", version()}}},
        {"servers", json::array{json::object{{"url", ".."}}}}, // beside the folder of this document
        {"paths", std::move(paths)},
        {"components", json::object{{"schemas", json::object{{"Problem", problem_schema()}}}}},
    };
}

} // namespace alembicore::server
