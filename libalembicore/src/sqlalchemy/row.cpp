#include "sqlalchemy/row.hpp"

#include "python/evaluation.hpp"
#include "python/function.hpp"
#include "python/operations.hpp"
#include "sqlalchemy/errors.hpp"
#include "sqlalchemy/expression.hpp"

#include <algorithm>

namespace alembicore::sqlalchemy {

namespace {

using python::bound_arguments;
using python::evaluation;

/// The position of a column; nullopt: no such column. Errors: python_exception for a name that several columns have.
std::optional<std::size_t> position_of(std::vector<std::string> const& names, std::string_view name) {
    auto const found = std::ranges::find(names, name);
    if (found == names.end())
        return std::nullopt;
    if (std::find(found + 1, names.end(), name) != names.end())
        throw sqlalchemy_error(
            "InvalidRequestError", "Ambiguous column name '" + std::string{name} + "' in result set column descriptions"
        );
    return static_cast<std::size_t>(found - names.begin());
}

/// The name that a key stands for: text, or a column.
std::optional<std::string> name_of_key(python::value const& key) {
    if (auto const text = key.text())
        return std::string{*text};
    if (auto const column = key.as<expression_value>(); column && !column->key().empty())
        return std::string{column->key()};
    return std::nullopt;
}

python::raised no_such_column(std::string_view name) {
    return sqlalchemy_error(
        "NoSuchColumnError", "Could not locate column in row for column '" + std::string{name} + "'"
    );
}

python::value dict_of(std::vector<std::string> const& names, std::vector<python::value> const& items) {
    python::dict_table table;
    for (std::size_t i = 0; i < names.size(); ++i)
        table.set(names[i], items[i]);
    return python::value::dict(std::move(table));
}

python::value constant_function(std::string_view declared, python::value result) {
    return python::make_function(
        declared, [result](evaluation&, bound_arguments const&) { return result; }, python::effect::none
    );
}

} // namespace

python::type_pointer row_value::type() const {
    static auto const once = std::make_shared<python::type_object>("Row");
    return once;
}

std::optional<python::value> row_value::attribute(evaluation& run, std::string_view name) {
    auto const& items = *items_.items();
    if (name == "_mapping")
        return python::value{std::make_shared<row_mapping>(names_, items)};
    if (name == "_asdict")
        return constant_function("_asdict()", dict_of(*names_, items));
    if (name == "_fields" || name == "_keymap_keys") {
        std::vector<python::value> fields(names_->begin(), names_->end());
        return python::value::tuple(std::move(fields));
    }
    if (name == "_tuple" || name == "tuple")
        return constant_function("_tuple()", items_);
    if (name == "_t" || name == "t")
        return items_;
    if (name == "count" || name == "index")
        return run.attribute(items_, name);
    if (auto const position = position_of(*names_, name))
        return items[*position];
    // Rows of releases before 2.0 have these.
    if (name == "keys") {
        std::vector<python::value> keys(names_->begin(), names_->end());
        return constant_function("keys()", python::value::list(std::move(keys)));
    }
    if (name == "items" || name == "values")
        return run.attribute(dict_of(*names_, items), name);
    if (name == "has_key" || name == "iterkeys")
        refuse("reading ." + std::string{name} + " of");
    return std::nullopt;
}

python::value row_value::item(evaluation& run, python::value const& key) {
    if (key.integer() || !name_of_key(key))
        return python::get_item(run, items_, key);
    auto const name = *name_of_key(key);
    if (auto const position = position_of(*names_, name))
        return (*items_.items())[*position];
    throw no_such_column(name);
}

row_mapping::row_mapping(column_names names, std::vector<python::value> items)
    : names_{std::move(names)}, table_{dict_of(*names_, items)} {}

std::optional<python::value> row_mapping::attribute(evaluation& run, std::string_view name) {
    for (auto const* known : {"keys", "values", "items", "get"})
        if (name == known)
            return run.attribute(table_, name);
    return std::nullopt;
}

python::value row_mapping::item(evaluation& run, python::value const& key) {
    auto const name = name_of_key(key);
    if (!name)
        throw python::python_error("KeyError", run.repr(key));
    if (position_of(*names_, *name))
        return *table_.mapping()->find(std::string_view{*name});
    throw no_such_column(*name);
}

bool row_mapping::contains(evaluation&, python::value const& item) {
    auto const name = name_of_key(item);
    return name && table_.mapping()->find(std::string_view{*name}) != nullptr;
}

void row_mapping::set_item(evaluation&, python::value const&, python::value const&) {
    throw python::type_error("'RowMapping' object does not support item assignment");
}

} // namespace alembicore::sqlalchemy
