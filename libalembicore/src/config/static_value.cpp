#include "config/static_value.hpp"

namespace alembicore::config {

std::optional<bool> truth(static_value const& value) {
    switch (value.kind) {
    case value_kind::none:
        return false;
    case value_kind::boolean:
        return value.flag;
    case value_kind::text:
        return !value.text.empty();
    case value_kind::mapping:
        return !value.items->empty();
    case value_kind::metadata:
    case value_kind::function:
        return true;
    case value_kind::run_time:
    case value_kind::imported:
    case value_kind::other:
        break;
    }
    return std::nullopt;
}

static_value concatenated(static_value const& left, static_value const& right) {
    if (left.is(value_kind::text) && right.is(value_kind::text))
        return text_value(left.text + right.text, left.source.empty() ? right.source : left.source);
    static_value unknown = run_time_value();
    unknown.unset_variable = left.unset_variable.empty() ? right.unset_variable : left.unset_variable;
    return unknown;
}

} // namespace alembicore::config
