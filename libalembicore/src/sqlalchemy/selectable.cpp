#include "sqlalchemy/selectable.hpp"

#include "sqlalchemy/errors.hpp"
#include "sqlalchemy/names.hpp"
#include "sqlalchemy/select.hpp"
#include "sqlalchemy/tables.hpp"
#include "sqlalchemy/text.hpp"

namespace alembicore::sqlalchemy {

namespace {

using python::bound_arguments;
using python::evaluation;

/// select_from(text("…"))
class text_source final : public source {
public:
    explicit text_source(schema::expression text) : source{{}}, text_{std::move(text)} {}

    [[nodiscard]] schema::expression listed(resolution& in) const override { return in.resolve(text_); }

    [[nodiscard]] schema::expression called(resolution& in) const override { return in.resolve(text_); }

    void name_column(schema::expression&, resolution&) const override {}

    [[nodiscard]] std::string description() const override { return "text"; }

private:
    schema::expression text_;
};

/// A table that extends one which is declared elsewhere may have more columns.
void require_all_columns(from_value const& of, std::string_view wanted) {
    auto const* const table = dynamic_cast<table_value const*>(&of);
    if (table != nullptr && table->declaration() && table->declaration()->unread)
        throw python::not_evaluable(
            "column '" + std::string{wanted} + "' of a table with " + *table->declaration()->unread,
            "declare the table with a MetaData() of its own"
        );
}

/// table.c
class column_collection final : public python::object {
public:
    explicit column_collection(std::shared_ptr<from_value const> of) : of_{std::move(of)} {}

    [[nodiscard]] std::string type_name() const override { return "ColumnCollection"; }

    [[nodiscard]] std::optional<python::value> attribute(evaluation&, std::string_view name) override;

    [[nodiscard]] python::value item(evaluation& run, python::value const& key) override {
        if (auto const* column = key.text() ? of_->find(*key.text()) : nullptr)
            return of_->column(*column);
        if (key.text())
            require_all_columns(*of_, *key.text());
        auto const position = key.text() ? std::nullopt : key.integer();
        if (!position)
            throw python::python_error("KeyError", run.repr(key));
        auto const count = static_cast<std::int64_t>(of_->columns().size());
        auto const at = *position < 0 ? *position + count : *position;
        if (at < 0 || at >= count)
            throw python::python_error("IndexError", run.repr(key));
        return of_->column(of_->columns()[static_cast<std::size_t>(at)]);
    }

    [[nodiscard]] bool contains(evaluation&, python::value const& item) override {
        return item.text() && of_->find(*item.text()) != nullptr;
    }

    [[nodiscard]] std::size_t length(evaluation&) override { return of_->columns().size(); }

    [[nodiscard]] bool truth(evaluation&) override { return true; }

    void iterate(evaluation&, python::item_visitor const& visit) override {
        for (auto const& column : of_->columns())
            if (!visit(of_->column(column)))
                return;
    }

private:
    std::shared_ptr<from_value const> of_;
};

/// keys(), values() and items() of a collection.
template <typename Each>
python::value listing(std::string_view declared, std::shared_ptr<from_value const> of, Each each) {
    return python::make_function(
        declared,
        [of, each](evaluation&, bound_arguments const&) {
            std::vector<python::value> all;
            for (auto const& column : of->columns())
                all.push_back(each(*of, column));
            return python::value::list(std::move(all));
        },
        python::effect::none
    );
}

std::optional<python::value> column_collection::attribute(evaluation&, std::string_view name) {
    if (auto const* column = of_->find(name))
        return python::value{of_->column(*column)};
    if (name == "keys")
        return listing("keys()", of_, [](from_value const&, table_column const& column) {
            return python::value{column.name.text};
        });
    if (name == "values")
        return listing("values()", of_, [](from_value const& of, table_column const& column) {
            return python::value{of.column(column)};
        });
    if (name == "items")
        return listing("items()", of_, [](from_value const& of, table_column const& column) {
            return python::value::tuple({python::value{column.name.text}, python::value{of.column(column)}});
        });
    if (name == "get")
        return python::make_function(
            "get(key, default=None)",
            [of = of_](evaluation&, bound_arguments const& given) -> python::value {
                auto const* column = given["key"].text() ? of->find(*given["key"].text()) : nullptr;
                return column != nullptr ? python::value{of->column(*column)} : given["default"];
            },
            python::effect::none
        );
    require_all_columns(*of_, name);
    return std::nullopt;
}

/// The name that an alias without a name is numbered after.
std::string seed_of(source const& of) {
    if (auto const* table = dynamic_cast<table_source const*>(&of))
        return table->name().name.text;
    if (auto const* named = dynamic_cast<named_source const*>(&of); named != nullptr && named->alias().given)
        return named->alias().given->text;
    return "anon";
}

python::value alias_of(from_pointer const& self, bound_arguments const& given) {
    return std::make_shared<from_value>(
        std::make_shared<alias_source const>(self->source(), alias_name_of(given, seed_of(*self->source())))
    );
}

/// table.tablesample(5)
python::value sample_of(from_pointer const& self, evaluation& run, bound_arguments const& given) {
    auto method = coerce(run, given["sampling"]);
    schema::expression node = method->node();
    if (!given["sampling"].as<expression_value>())
        node = {.kind = schema::expression_kind::function, .text = "system", .operands = {std::move(node)}};
    std::optional<schema::expression> seed;
    if (!given["seed"].is_none())
        seed = coerce(run, given["seed"])->node();
    return std::make_shared<from_value>(std::make_shared<sampled_source const>(
        self->source(), alias_name_of(given, seed_of(*self->source())), std::move(node), std::move(seed)
    ));
}

using from_method = python::value (*)(from_pointer const&, evaluation&, bound_arguments const&);

struct method_row {
    std::string_view name;
    std::string_view declared;
    from_method code;
};

constexpr method_row methods[] = {
    {"alias",
     "alias(name=None, flat=False)",
     [](from_pointer const& self, evaluation&, bound_arguments const& given) { return alias_of(self, given); }},
    {"tablesample", "tablesample(sampling, name=None, seed=None)", sample_of},
    {"join",
     "join(right, onclause=None, isouter=False, full=False)",
     [](from_pointer const& self, evaluation& run, bound_arguments const& given) {
         return join_tables(run, self, given, false);
     }},
    {"outerjoin",
     "outerjoin(right, onclause=None, isouter=True, full=False)",
     [](from_pointer const& self, evaluation& run, bound_arguments const& given) {
         return join_tables(run, self, given, true);
     }},
    {"select",
     "select()",
     [](from_pointer const& self, evaluation& run, bound_arguments const&) { return select_all(run, self); }},
};

} // namespace

expression_pointer from_value::column(table_column const& column) const {
    auto node = schema::column_reference(column.name);
    node.part = source_;
    if (auto const* table = dynamic_cast<table_source const*>(source_.get()))
        node.table = table->name();
    return make_expression(std::move(node), column.type);
}

std::optional<python::value> from_value::attribute(evaluation&, std::string_view name) {
    auto const self = std::static_pointer_cast<from_value>(shared_from_this());
    if (name == "c" || name == "columns" || name == "exported_columns")
        return column_collection_of(self);
    for (auto const& row : methods)
        if (row.name == name)
            return python::make_function(
                row.declared,
                [self, code = row.code](evaluation& run, bound_arguments const& given) {
                    return code(self, run, given);
                },
                python::effect::none
            );
    if (auto const* named = dynamic_cast<named_source const*>(source_.get()); named != nullptr && name == "name")
        if (named->alias().given)
            return python::value{named->alias().given->text};
    refuse("reading ." + std::string{name} + " of");
}

from_pointer required_from(evaluation& run, python::value const& given) {
    if (auto from = given.as<from_value>())
        return from;
    if (auto const inner = query_of(given))
        return std::make_shared<from_value>(
            std::make_shared<subquery_source const>(inner, alias_name{}, subquery_kind::plain)
        );
    if (auto const text = given.as<text_value>())
        return std::make_shared<from_value>(std::make_shared<text_source const>(text->node()));
    if (given.as_object() != nullptr && !given.as<expression_value>())
        if (auto const made = run.attribute(given, "__table__"); made && made->as<from_value>())
            return made->as<from_value>();
    throw sqlalchemy_error(
        "ArgumentError", "FROM expression, such as a Table or alias() object expected, got " + run.repr(given) + "."
    );
}

alias_name alias_name_of(bound_arguments const& given, std::string seed) {
    return {optional_identifier(given, "name"), std::move(seed)};
}

python::value column_collection_of(std::shared_ptr<from_value const> of) {
    return std::make_shared<column_collection>(std::move(of));
}

} // namespace alembicore::sqlalchemy
