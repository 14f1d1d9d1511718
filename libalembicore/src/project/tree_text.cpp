#include "project/tree_text.hpp"

#include "postgres/connection.hpp"

namespace alembicore::project_half_done {

std::string text_of(json::object const& node, char const* name) {
    auto const* const value = node.if_contains(name);
    return value != nullptr && value->is_string() ? std::string{value->as_string()} : std::string{};
}

bool is_set(json::object const& node, char const* name) {
    auto const* const value = node.if_contains(name);
    return value != nullptr && value->is_bool() && value->as_bool();
}

json::object const& object_in(json::object const& node, char const* name) {
    static json::object const none;
    auto const* const value = node.if_contains(name);
    return value != nullptr && value->is_object() ? value->as_object() : none;
}

json::array const& list_in(json::object const& node, char const* name) {
    static json::array const none;
    auto const* const value = node.if_contains(name);
    return value != nullptr && value->is_array() ? value->as_array() : none;
}

std::string qualified(std::string const& schema, std::string const& name) {
    return (schema.empty() ? "" : postgres::quote_name(schema) + ".") + postgres::quote_name(name);
}

std::string relation_name(json::object const& range) {
    return qualified(text_of(range, "schemaname"), text_of(range, "relname"));
}

std::vector<std::string> names_in(json::object const& node, char const* list) {
    std::vector<std::string> names;
    for (auto const& item : list_in(node, list))
        if (auto const* const text = item.is_object() ? item.as_object().if_contains("String") : nullptr;
            text != nullptr && text->is_object())
            names.push_back(text_of(text->as_object(), "sval"));
    return names;
}

} // namespace alembicore::project_half_done
