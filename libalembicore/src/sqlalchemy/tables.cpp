#include "sqlalchemy/tables.hpp"

#include "sqlalchemy/errors.hpp"
#include "sqlalchemy/names.hpp"
#include "sqlalchemy/select.hpp"

namespace alembicore::sqlalchemy {

namespace {

using python::bound_arguments;
using python::evaluation;

/// table.c
class column_collection final : public python::object {
public:
    explicit column_collection(std::shared_ptr<table_value const> table) : table_{std::move(table)} {}

    [[nodiscard]] std::string type_name() const override { return "ColumnCollection"; }

    [[nodiscard]] std::optional<python::value> attribute(evaluation&, std::string_view name) override {
        if (auto const* column = table_->find(name))
            return python::value{table_->column(*column)};
        if (name == "keys")
            return python::make_function(
                "keys()",
                [table = table_](evaluation&, bound_arguments const&) {
                    std::vector<python::value> names;
                    for (auto const& column : table->columns())
                        names.emplace_back(column.name.text);
                    return python::value::list(std::move(names));
                },
                python::effect::none
            );
        return std::nullopt;
    }

    [[nodiscard]] python::value item(evaluation& run, python::value const& key) override {
        if (auto const* column = key.text() ? table_->find(*key.text()) : nullptr)
            return table_->column(*column);
        throw python::python_error("KeyError", run.repr(key));
    }

    [[nodiscard]] bool contains(evaluation&, python::value const& item) override {
        return item.text() && table_->find(*item.text()) != nullptr;
    }

    void iterate(evaluation&, python::item_visitor const& visit) override {
        for (auto const& column : table_->columns())
            if (!visit(table_->column(column)))
                return;
    }

private:
    std::shared_ptr<table_value const> table_;
};

python::value make_light_table(evaluation& run, bound_arguments const& given) {
    std::vector<table_column> columns;
    for (auto const& each : given.rest()) {
        auto const column = each.as<expression_value>();
        if (!column || column->key().empty())
            throw sqlalchemy_error("ArgumentError", "column() expected, got " + run.repr(each));
        columns.push_back({.name = {std::string{column->key()}, column->node().quote}, .type = column->value_type()});
    }
    return std::make_shared<table_value>(
        schema::qualified_name{
            .name = required_identifier(given, "name"), .schema = optional_identifier(given, "schema")},
        std::move(columns)
    );
}

python::value make_table(evaluation& run, bound_arguments const& given) {
    for (auto const* reflecting : {"autoload", "autoload_with"})
        if (auto const& value = keyword(given, reflecting); !value.is_none() && run.truth(value))
            throw python::not_evaluable(
                "a table that is read from the database", "declare the columns it needs with sa.table() and sa.column()"
            );
    schema::qualified_name name{
        .name = required_identifier(given, "name"), .schema = identifier_of(keyword(given, "schema"))};
    auto const metadata = given["metadata"].as<metadata_value>();
    if (!metadata)
        throw given.refusal("metadata", "not a MetaData");
    if (!name.schema)
        name.schema = metadata->schema();
    auto const table = assemble_table(run, name, given.rest(), metadata->convention());
    return std::make_shared<table_value>(std::move(name), data_columns(table, given.rest()));
}

python::value make_metadata(evaluation& run, bound_arguments const& given) {
    schema::naming_convention convention;
    if (auto const* table = given["naming_convention"].mapping())
        table->for_each([&](python::value const& kind, python::value const& pattern) {
            convention.templates.emplace(run.str(kind), run.str(pattern));
        });
    return std::make_shared<metadata_value>(optional_identifier(given, "schema"), std::move(convention));
}

} // namespace

table_column const* table_value::find(std::string_view column) const noexcept {
    for (auto const& each : columns_)
        if (each.name.text == column)
            return &each;
    return nullptr;
}

expression_pointer table_value::column(table_column const& column) const {
    auto node = schema::column_reference(column.name);
    node.table = name_;
    node.alias = alias_;
    return make_expression(std::move(node), column.type);
}

schema::expression table_value::source() const {
    return {.kind = schema::expression_kind::table, .table = name_, .alias = alias_};
}

std::optional<python::value> table_value::attribute(evaluation&, std::string_view name) {
    auto const self = std::static_pointer_cast<table_value>(shared_from_this());
    if (name == "c" || name == "columns")
        return python::value{std::make_shared<column_collection>(self)};
    if (name == "name")
        return python::value{name_.name.text};
    if (name == "schema")
        return name_.schema ? python::value{name_.schema->text} : python::value{};
    if (name == "insert")
        return python::make_function(
            "insert()", [self](evaluation&, bound_arguments const&) { return make_insert(self); }, python::effect::none
        );
    if (name == "update")
        return python::make_function(
            "update()", [self](evaluation&, bound_arguments const&) { return make_update(self); }, python::effect::none
        );
    if (name == "delete")
        return python::make_function(
            "delete()", [self](evaluation&, bound_arguments const&) { return make_delete(self); }, python::effect::none
        );
    if (name == "join" || name == "outerjoin")
        return python::make_function(
            "join(right, onclause=None, isouter=False)",
            [self, outer = name == "outerjoin"](evaluation& run, bound_arguments const& given) {
                return join_tables(run, self, given, outer);
            },
            python::effect::none
        );
    if (name == "alias")
        return python::make_function(
            "alias(name)",
            [self](evaluation&, bound_arguments const& given) -> python::value {
                return std::make_shared<table_value>(*self, required_identifier(given, "name"));
            },
            python::effect::none
        );
    refuse("reading ." + std::string{name} + " of");
}

void add_tables(python::module_registry& modules) {
    for (auto const* where :
         {"sqlalchemy", "sqlalchemy.sql", "sqlalchemy.sql.expression", "sqlalchemy.schema", "sqlalchemy.sql.schema"}) {
        auto& module = modules.module(where);
        module.function("table(name, *columns, schema=None)", make_light_table, python::effect::none);
        module.function("Table(name, metadata, *args, **kw)", make_table, python::effect::none);
        module.function(
            "MetaData(schema=None, quote_schema=None, naming_convention=None, info=None)",
            make_metadata,
            python::effect::none
        );
    }
}

} // namespace alembicore::sqlalchemy
