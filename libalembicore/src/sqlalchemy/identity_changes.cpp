#include "sqlalchemy/identity_changes.hpp"

#include "python/exception.hpp"
#include "sqlalchemy/items.hpp"

namespace alembicore::sqlalchemy {

namespace {

using schema::number_series;

/// Takes over one option where the wanted identity has it and differs; what it leaves out stays as it is.
template <typename Member>
void compare(
    operation::alter_identity& changes, number_series const& wanted, number_series const& there, Member member
) {
    if (!(wanted.*member) || wanted.*member == there.*member)
        return;
    operation::identity_setting setting;
    setting.option.*member = wanted.*member;
    changes.settings.push_back(std::move(setting));
}

/// In the order of the names of the options in Python.
operation::alter_identity changes_between(schema::identity const& wanted, schema::identity const& there) {
    operation::alter_identity changes;
    if (wanted.always != there.always)
        changes.settings.push_back({.always = wanted.always});
    compare(changes, wanted.series, there.series, &number_series::cache);
    compare(changes, wanted.series, there.series, &number_series::cycle);
    compare(changes, wanted.series, there.series, &number_series::increment);
    compare(changes, wanted.series, there.series, &number_series::maxvalue);
    compare(changes, wanted.series, there.series, &number_series::minvalue);
    compare(changes, wanted.series, there.series, &number_series::no_maxvalue);
    compare(changes, wanted.series, there.series, &number_series::no_minvalue);
    compare(changes, wanted.series, there.series, &number_series::start);
    return changes;
}

} // namespace

std::optional<operation::default_change> identity_change(python::value const& wanted, python::value const& existing) {
    auto const new_identity = wanted.as<identity_value>();
    auto const old_identity = existing.as<identity_value>();
    if (!new_identity && !old_identity)
        return std::nullopt;
    if (wanted.is_none())
        return operation::drop_identity{};
    if (new_identity && existing.is_none())
        return operation::add_identity{new_identity->identity()};
    auto const there = old_identity ? old_identity->identity() : schema::identity{};
    if (!new_identity && there.always)
        throw python::python_error("AttributeError", "the new default has no attribute 'always'");
    auto changes = changes_between(new_identity ? new_identity->identity() : schema::identity{}, there);
    if (changes.settings.empty() && (wanted.as<expression_value>() || existing.as<expression_value>()))
        throw python::type_error("Boolean value of this clause is not defined");
    return changes;
}

} // namespace alembicore::sqlalchemy
