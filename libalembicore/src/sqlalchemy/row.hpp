// One row of a result: a tuple whose items have names.
#pragma once

#include "python/object.hpp"

#include <memory>
#include <string>
#include <vector>

namespace alembicore::sqlalchemy {

using column_names = std::shared_ptr<std::vector<std::string> const>;

/// Row
class row_value final : public python::object {
public:
    row_value(column_names names, std::vector<python::value> items)
        : names_{std::move(names)}, items_{python::value::tuple(std::move(items))} {}

    [[nodiscard]] std::string type_name() const override { return "Row"; }

    [[nodiscard]] python::type_pointer type() const override;

    [[nodiscard]] std::optional<python::value> underlying() const override { return items_; }

    [[nodiscard]] std::optional<python::value> attribute(python::evaluation& run, std::string_view name) override;
    /// Also by name, as in releases before 2.0, and by column.
    [[nodiscard]] python::value item(python::evaluation& run, python::value const& key) override;

    void surrender(std::vector<python::value>& into) noexcept override { into.push_back(std::move(items_)); }

private:
    column_names names_;
    python::value items_;
};

/// RowMapping
class row_mapping final : public python::object {
public:
    row_mapping(column_names names, std::vector<python::value> items);

    [[nodiscard]] std::string type_name() const override { return "RowMapping"; }

    [[nodiscard]] std::optional<python::value> underlying() const override { return table_; }

    [[nodiscard]] std::optional<python::value> attribute(python::evaluation& run, std::string_view name) override;
    [[nodiscard]] python::value item(python::evaluation& run, python::value const& key) override;
    [[nodiscard]] bool contains(python::evaluation& run, python::value const& item) override;
    void set_item(python::evaluation& run, python::value const& key, python::value const& item) override;

    void surrender(std::vector<python::value>& into) noexcept override { into.push_back(std::move(table_)); }

private:
    column_names names_;
    python::value table_;
};

} // namespace alembicore::sqlalchemy
