// The SQLAlchemy models of the project.
#include "resources/answers.hpp"
#include "resources/resources.hpp"

#include <alembicore/json.hpp>
#include <alembicore/models.hpp>

namespace alembicore::server::resources {

namespace {

/// Models lie outside the folders that are watched; reading them again costs a fraction of a second.
models::collection read_models(workspace& served) {
    return models::read(served.project()->project);
}

http::response relationships_of(workspace& served, std::string const& name) {
    auto const read = models::choose(read_models(served), {name});
    auto const document = to_json(read);
    boost::json::object listed;
    for (auto const& model : document.at("models").as_array())
        listed.emplace(model.at("name").as_string(), model.at("relationships"));
    return json_response(listed);
}

} // namespace

std::vector<http::route> model_routes(workspace& served) {
    using enum http::method;
    using enum http::role;
    return {
        {get,
         "/api/models",
         viewer,
         "All models: classes, tables, columns, keys, relationships",
         [&served](http::call const&) { return json_response(to_json(read_models(served))); }},
        {get,
         "/api/models/{name}",
         viewer,
         "The model of one class or table",
         [&served](http::call const& asked) {
             return json_response(to_json(models::choose(read_models(served), {asked.segment("name")})));
         }},
        {get,
         "/api/models/{name}/relationships",
         viewer,
         "The relationships of one class",
         [&served](http::call const& asked) { return relationships_of(served, asked.segment("name")); }},
        {get,
         "/api/models/against",
         viewer,
         "What the models and the database do not share",
         [&served](http::call const&) {
             auto const opened = served.project();
             models::comparison compared;
             served.with_database([&](database& on) { compared = models::compare(opened->project, on); });
             return json_response(to_json(compared));
         }},
    };
}

} // namespace alembicore::server::resources
