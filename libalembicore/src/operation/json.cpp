#include "operation/json.hpp"

#include <boost/describe/enum_to_string.hpp>
#include <boost/describe/members.hpp>
#include <boost/json/value.hpp>
#include <boost/mp11/algorithm.hpp>

#include <type_traits>

namespace alembicore::operation {

namespace {

namespace json = boost::json;

// One overload set over all shapes a member can have; `null` means: leave the member out.
template <typename Described>
json::value shape(Described const& value);
template <typename Value>
json::value shape(std::optional<Value> const& value);
template <typename Value>
json::value shape(std::shared_ptr<Value const> const& value);
template <typename Value>
json::value shape(std::vector<Value> const& values);
template <typename... Alternative>
json::value shape(std::variant<Alternative...> const& value);

json::value shape(std::string const& value) {
    return value.empty() ? json::value{} : json::value(value);
}

json::value shape(bool value) {
    return value ? json::value(true) : json::value{};
}

json::value shape(int value) {
    return value;
}

json::value shape(schema::identifier const& value) {
    return shape(value.text);
}

json::value shape(schema::object_name const& value) {
    return shape(value.name);
}

template <typename Value>
json::value shape(std::optional<Value> const& value) {
    if (!value)
        return {};
    if constexpr (std::is_same_v<Value, bool>)
        return *value;
    else
        return shape(*value);
}

template <typename Value>
json::value shape(std::shared_ptr<Value const> const& value) {
    return value ? shape(*value) : json::value{};
}

template <typename Value>
json::value shape(std::vector<Value> const& values) {
    if (values.empty())
        return {};
    json::array all;
    for (auto const& value : values)
        all.push_back(shape(value));
    return all;
}

template <typename... Alternative>
json::value shape(std::variant<Alternative...> const& value) {
    return std::visit([](auto const& chosen) { return shape(chosen); }, value);
}

template <typename Described>
json::object members(Described const& value) {
    json::object object;
    boost::mp11::mp_for_each<boost::describe::describe_members<Described, boost::describe::mod_public>>([&](auto member
                                                                                                        ) {
        if (json::value shown = shape(value.*member.pointer); !shown.is_null())
            object.emplace(member.name, std::move(shown));
    });
    return object;
}

template <typename Described>
json::value shape(Described const& value) {
    if constexpr (std::is_enum_v<Described>)
        return json::value(boost::describe::enum_to_string(value, ""));
    else
        return members(value);
}

json::value shown_place(source_place const& place) {
    return {{"file", place.file}, {"line", place.line}, {"column", place.column}};
}

} // namespace

json::value to_json(any_operation const& shown) {
    return std::visit(
        [](auto const& chosen) {
            json::object object{{"op", chosen.op}};
            for (auto& member : members(chosen))
                object.insert(member);
            if (chosen.place.line != 0)
                object.emplace("place", shown_place(chosen.place));
            return json::value(std::move(object));
        },
        shown
    );
}

} // namespace alembicore::operation
