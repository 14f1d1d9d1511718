#include "resources/row_requests.hpp"

#include "http/problem.hpp"
#include "resources/answers.hpp"

#include <alembicore/error.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>
#include <sstream>

namespace alembicore::server::resources {

namespace {

namespace json = boost::json;

error wrong(std::string what, std::string remedy) {
    return error{errc::bad_usage, std::move(what), std::move(remedy)};
}

constexpr std::array<std::pair<std::string_view, data::comparison>, 14> comparisons{{
    {"equals", data::comparison::equals},
    {"not_equals", data::comparison::not_equals},
    {"less", data::comparison::less},
    {"at_most", data::comparison::at_most},
    {"greater", data::comparison::greater},
    {"at_least", data::comparison::at_least},
    {"one_of", data::comparison::one_of},
    {"contains", data::comparison::contains},
    {"starts_with", data::comparison::starts_with},
    {"ends_with", data::comparison::ends_with},
    {"is_null", data::comparison::is_null},
    {"is_not_null", data::comparison::is_not_null},
    {"has_element", data::comparison::has_element},
    {"matches_path", data::comparison::matches_path},
}};

data::comparison comparison_named(std::string_view name) {
    for (auto const& [each, how] : comparisons)
        if (each == name)
            return how;
    throw wrong("there is no comparison '" + std::string{name} + "'", "see /docs for those of a filter");
}

std::string text_member(json::object const& of, std::string_view name) {
    auto const* found = of.if_contains(name);
    if (found == nullptr)
        return {};
    if (!found->is_string())
        throw wrong("'" + std::string{name} + "' is no text", "give it as a JSON text");
    return std::string{found->as_string()};
}

json::array list_member(json::object const& of, std::string_view name) {
    auto const* found = of.if_contains(name);
    if (found == nullptr)
        return {};
    if (!found->is_array())
        throw wrong("'" + std::string{name} + "' is no list", "give a JSON list");
    return found->as_array();
}

json::object const& as_object(json::value const& value, std::string const& what) {
    auto const* object = value.if_object();
    if (object == nullptr)
        throw wrong(what + " is no JSON object", "see /docs for its shape");
    return *object;
}

data::value text_of(json::value const& value) {
    if (value.is_null())
        return std::nullopt;
    if (auto const* text = value.if_string())
        return std::string{*text};
    return json::serialize(value);
}

data::condition condition_of(json::value const& described) {
    auto const& members = as_object(described, "a condition");
    data::condition made;
    made.column = text_member(members, "column");
    made.how = comparison_named(text_member(members, "how"));
    for (auto const& value : list_member(members, "values"))
        made.values.push_back(text_of(value).value_or(""));
    return made;
}

data::filter filter_in(json::value const& described) {
    auto const& members = as_object(described, "the filter");
    data::filter made;
    auto const how = text_member(members, "how");
    if (how != "all" && how != "any" && !how.empty())
        throw wrong("a filter holds 'all' or 'any' of its conditions, not '" + how + "'", "give \"how\": \"all\"");
    made.how = how == "any" ? data::joined::any : data::joined::all;
    for (auto const& each : list_member(members, "conditions"))
        made.conditions.push_back(condition_of(each));
    for (auto const& each : list_member(members, "groups"))
        made.groups.push_back(filter_in(each));
    made.sql = text_member(members, "sql");
    return made;
}

/// A function in SQL may do whatever the role of the database may.
bool has_sql(data::filter const& which) {
    return !which.sql.empty() || std::ranges::any_of(which.groups, has_sql);
}

} // namespace

catalog::name table_of(http::call const& asked) {
    auto const& segment = asked.segment("table");
    if (auto const schema = asked.request.parameter("schema"))
        return {*schema, segment};
    return table_name(segment);
}

std::vector<data::sort_key> sort_of(http::request const& asked) {
    std::vector<data::sort_key> keys;
    std::istringstream words{asked.parameter("sort").value_or("")};
    for (std::string word; std::getline(words, word, ',');) {
        bool const descending = word.starts_with('-');
        keys.push_back({.column = word.substr(descending ? 1 : 0), .descending = descending, .nulls_first = {}});
    }
    return keys;
}

data::filter filter_of(http::call const& asked) {
    auto const text = asked.request.parameter("filter");
    if (!text)
        return {};
    boost::system::error_code failed;
    auto const parsed = json::parse(*text, failed);
    if (failed)
        throw wrong("the filter is no JSON: " + failed.message(), "see /docs for its shape");
    auto made = filter_in(parsed);
    if (has_sql(made) && asked.who.holds < http::role::editor)
        throw http::not_allowed{
            errc::bad_usage,
            "a condition in SQL needs the role editor, as queries do",
            "compare columns with values instead"};
    return made;
}

data::page_request page_of(http::call const& asked) {
    data::page_request wanted;
    wanted.table = table_of(asked);
    wanted.sort = sort_of(asked.request);
    wanted.where = filter_of(asked);
    wanted.size = number_in_query(asked.request, "size").value_or(wanted.size);
    wanted.clip = number_in_query(asked.request, "clip").value_or(wanted.clip);
    if (asked.request.parameter("last"))
        wanted.position = data::page_position::last;
    for (auto const& [name, position] :
         {std::pair{"after", data::page_position::after_cursor}, {"before", data::page_position::before_cursor}})
        if (auto const cursor = asked.request.parameter(name)) {
            wanted.position = position;
            wanted.cursor = *cursor;
        }
    return wanted;
}

data::row_values values_of(json::value const& object) {
    data::row_values values;
    for (auto const& [name, value] : as_object(object, "what is given for a row"))
        values.emplace_back(name, text_of(value));
    return values;
}

data::edit edit_of(catalog::name const& table, json::value const& described) {
    auto const& members = as_object(described, "an edit");
    auto const values_in = [&](std::string_view name) {
        auto const* found = members.if_contains(name);
        return found == nullptr ? data::row_values{} : values_of(*found);
    };
    auto const kind = text_member(members, "kind");
    if (kind == "insert")
        return data::insertion{table, values_in("values")};
    if (kind == "update")
        return data::alteration{
            table, values_in("key"), values_in("values"), text_member(members, "version"), values_in("seen")};
    if (kind == "delete")
        return data::deletion{table, values_in("key"), text_member(members, "version"), values_in("seen")};
    throw wrong("there is no kind of edit '" + kind + "'", "give insert, update or delete");
}

} // namespace alembicore::server::resources
