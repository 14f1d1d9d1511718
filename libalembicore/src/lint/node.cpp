#include "lint/node.hpp"

namespace alembicore::lint {

node const* child(node const& of, std::string_view name) {
    auto const* found = of.if_contains(name);
    return found == nullptr ? nullptr : found->if_object();
}

node const* child_of_kind(node const& of, std::string_view name, std::string_view kind) {
    auto const* any = child(of, name);
    return any == nullptr ? nullptr : child(*any, kind);
}

std::string text(node const& of, std::string_view name) {
    auto const* found = of.if_contains(name);
    if (found == nullptr || !found->is_string())
        return {};
    return std::string{std::string_view{found->get_string()}};
}

std::int64_t number(node const& of, std::string_view name) {
    auto const* found = of.if_contains(name);
    return found != nullptr && found->is_int64() ? found->get_int64() : 0;
}

bool flag(node const& of, std::string_view name) {
    auto const* found = of.if_contains(name);
    return found != nullptr && found->is_bool() && found->get_bool();
}

boost::json::array const& list(node const& of, std::string_view name) {
    static boost::json::array const none;
    auto const* found = of.if_contains(name);
    return found != nullptr && found->is_array() ? found->get_array() : none;
}

wrapped unwrap(boost::json::value const& any) {
    auto const* outer = any.if_object();
    if (outer == nullptr || outer->empty() || !outer->begin()->value().is_object()) {
        static node const nothing;
        return {{}, &nothing};
    }
    return {outer->begin()->key(), &outer->begin()->value().get_object()};
}

std::vector<std::string> names_of(boost::json::array const& strings) {
    std::vector<std::string> names;
    for (auto const& each : strings)
        names.push_back(text(*unwrap(each).inner, "sval"));
    return names;
}

bool contains_kind(boost::json::value const& tree, std::string_view kind) {
    bool found = false;
    each_of_kind(tree, kind, [&](node const&) { found = true; });
    return found;
}

} // namespace alembicore::lint
