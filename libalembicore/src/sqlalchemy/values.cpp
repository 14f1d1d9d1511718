// sa.values(): rows written into the statement.
#include "sqlalchemy/errors.hpp"
#include "sqlalchemy/names.hpp"
#include "sqlalchemy/select.hpp"

namespace alembicore::sqlalchemy {

namespace {

using python::bound_arguments;
using python::evaluation;
using schema::expression;
using schema::expression_kind;

expression rows_node(resolution& in, std::vector<expression> const& rows) {
    return {.kind = expression_kind::clause, .text = "VALUES ", .operands = in.resolve(rows)};
}

class values_source final : public named_source {
public:
    values_source(alias_name name, std::vector<table_column> columns, std::vector<expression> rows, subquery_kind kind)
        : named_source{std::move(name), std::move(columns)}, rows_{std::move(rows)}, kind_{kind} {}

    [[nodiscard]] std::vector<expression> const& rows() const noexcept { return rows_; }

    [[nodiscard]] expression listed(resolution& in) const override {
        expression names{.kind = expression_kind::group};
        for (auto const& column : columns())
            names.operands.push_back(schema::column_reference(column.name));
        return {
            .kind = expression_kind::select,
            .operands = {
                schema::sql_text(kind_ == subquery_kind::lateral ? "LATERAL " : ""),
                {.kind = expression_kind::group, .operands = {rows_node(in, rows_)}},
                schema::sql_text(" AS "),
                schema::column_reference(name_in(in)),
                schema::sql_text(" "),
                std::move(names)}};
    }

private:
    std::vector<expression> rows_;
    subquery_kind kind_;
};

class values_value final : public from_value {
public:
    explicit values_value(std::shared_ptr<values_source const> of) : from_value{of}, of_{std::move(of)} {}

    [[nodiscard]] std::string type_name() const override { return "Values"; }

    [[nodiscard]] std::optional<python::value> attribute(evaluation& run, std::string_view name) override {
        if (name == "data")
            return python::make_function(
                "data(values)",
                [of = of_](evaluation& inside, bound_arguments const& given) { return with_rows(inside, *of, given); },
                python::effect::none
            );
        if (name == "alias" || name == "lateral")
            return python::make_function(
                "alias(name=None)",
                [of = of_, lateral = name == "lateral"](evaluation&, bound_arguments const& given) -> python::value {
                    return std::make_shared<values_value>(std::make_shared<values_source const>(
                        alias_name_of(given, "anon"),
                        of->columns(),
                        of->rows(),
                        lateral ? subquery_kind::lateral : subquery_kind::plain
                    ));
                },
                python::effect::none
            );
        if (name == "cte")
            refuse("making a common table expression of");
        return from_value::attribute(run, name);
    }

private:
    static python::value with_rows(evaluation& run, values_source const& of, bound_arguments const& given) {
        auto rows = of.rows();
        for (auto const& row : run.collect(given["values"])) {
            expression group{.kind = expression_kind::group};
            auto const items = run.collect(row);
            for (std::size_t at = 0; at < items.size(); ++at) {
                auto const type = at < of.columns().size() ? of.columns()[at].type : nullptr;
                group.operands.push_back(bound_value(run, items[at], type)->node());
            }
            rows.push_back(std::move(group));
        }
        return std::make_shared<values_value>(
            std::make_shared<values_source const>(of.alias(), of.columns(), std::move(rows), subquery_kind::plain)
        );
    }

    std::shared_ptr<values_source const> of_;
};

python::value make_values(evaluation& run, bound_arguments const& given) {
    std::vector<table_column> columns;
    for (auto const& each : given.rest()) {
        auto const column = each.as<expression_value>();
        if (!column || column->key().empty())
            throw sqlalchemy_error("ArgumentError", "column() expected, got " + run.repr(each));
        columns.push_back({.name = {std::string{column->key()}, column->node().quote}, .type = column->value_type()});
    }
    if (given["name"].is_none())
        throw python::not_evaluable("values() without a name", "give it a name");
    return std::make_shared<values_value>(std::make_shared<values_source const>(
        alias_name_of(given, "anon"), std::move(columns), std::vector<expression>{}, subquery_kind::plain
    ));
}

} // namespace

void add_values(python::module_registry& modules) {
    for (auto const* where : {"sqlalchemy", "sqlalchemy.sql", "sqlalchemy.sql.expression"})
        modules.module(where).function(
            "values(*columns, name=None, literal_binds=False)", make_values, python::effect::none
        );
}

} // namespace alembicore::sqlalchemy
