#include "data/statement.hpp"

#include <utility>

namespace alembicore::data {

statement& statement::name(catalog::name const& whole) {
    return name(whole.schema) << ".", name(whole.object);
}

statement& statement::parameter(value given, std::string_view type) {
    values_.push_back(std::move(given));
    text_ += '$' + std::to_string(values_.size()) + "::";
    text_ += type;
    return *this;
}

void write_key(statement& to, shape const& of, row_key const& key) {
    if (key.empty())
        throw error{errc::bad_usage, "no row is named: the key has no columns"};
    std::string_view separator;
    for (auto const& [column, given] : key) {
        auto const& known = of.column(column);
        to << separator;
        to.name(column) << (given && known.shown.key ? " = " : " IS NOT DISTINCT FROM ");
        to.parameter(given, known.cast);
        separator = " AND ";
    }
}

} // namespace alembicore::data
