#include "sqlalchemy/function_value.hpp"

#include "sqlalchemy/errors.hpp"
#include "sqlalchemy/labels.hpp"
#include "sqlalchemy/names.hpp"
#include "sqlalchemy/selectable.hpp"

#include <cstdlib>

namespace alembicore::sqlalchemy {

namespace {

using python::bound_arguments;
using python::evaluation;
using schema::expression;
using schema::expression_kind;

/// Names of the columns that a function gives are written after its alias.
enum class column_list { left_out, written };

/// f(…) AS a
class function_source final : public named_source {
public:
    function_source(expression call, alias_name name, std::vector<table_column> columns, column_list list)
        : named_source{std::move(name), std::move(columns)}, call_{std::move(call)}, list_{list} {}

    [[nodiscard]] expression const& call() const noexcept { return call_; }

    [[nodiscard]] expression listed(resolution& in) const override {
        auto const name = name_in(in);
        expression listed{
            .kind = expression_kind::select,
            .operands = {in.resolve(call_), schema::sql_text(" AS "), schema::column_reference(name)}};
        if (list_ == column_list::written) {
            expression names{.kind = expression_kind::group};
            for (auto const& column : columns())
                names.operands.push_back(schema::column_reference(column.name));
            listed.operands.push_back(std::move(names));
        }
        return listed;
    }

private:
    expression call_;
    column_list list_;
};

/// The alias of a function as a column: its name alone.
class alias_column final : public statement_part {
public:
    explicit alias_column(std::shared_ptr<function_source const> of) : of_{std::move(of)} {}

    [[nodiscard]] expression resolve(resolution& in) const override { return of_->called(in); }

    void add_sources(source_list& to) const override { to.push_back(of_); }

private:
    std::shared_ptr<function_source const> of_;
};

/// Its label in a subquery is left to the reader: it is not asked for.
class column_of_function final : public self_named_value {
public:
    column_of_function(std::shared_ptr<function_source const> of, type_pointer type)
        : self_named_value{{.kind = expression_kind::unresolved, .part = std::make_shared<alias_column const>(of)}, std::move(type)},
          of_{std::move(of)} {}

    [[nodiscard]] std::string_view key() const override {
        return of_->alias().given ? of_->alias().given->text : std::string_view{};
    }

private:
    std::shared_ptr<function_source const> of_;
};

class function_table final : public from_value {
public:
    function_table(std::shared_ptr<function_source const> of, type_pointer type)
        : from_value{of}, of_{std::move(of)}, type_{std::move(type)} {}

    [[nodiscard]] std::string type_name() const override { return "TableValuedAlias"; }

    [[nodiscard]] std::optional<python::value> attribute(evaluation& run, std::string_view name) override {
        if (name == "column")
            return python::value{std::make_shared<column_of_function>(of_, type_)};
        if (name == "render_derived")
            return python::make_function(
                "render_derived(name=None, with_types=False)",
                [of = of_, type = type_](evaluation&, bound_arguments const& given) -> python::value {
                    if (given["with_types"].boolean() == true)
                        throw given.refusal("with_types", "not known natively");
                    auto alias = alias_name_of(given, "anon");
                    return std::make_shared<function_table>(
                        std::make_shared<function_source const>(
                            of->call(), std::move(alias), of->columns(), column_list::written
                        ),
                        type
                    );
                },
                python::effect::none
            );
        return from_value::attribute(run, name);
    }

private:
    std::shared_ptr<function_source const> of_;
    type_pointer type_;
};

std::vector<table_column> declared_columns(evaluation& run, std::span<python::value const> given) {
    std::vector<table_column> columns;
    for (auto const& each : given) {
        if (auto const name = identifier_of(each))
            columns.push_back({.name = *name});
        else if (auto const column = each.as<expression_value>(); column && !column->key().empty())
            columns.push_back({.name = {std::string{column->key()}, column->node().quote}, .type = column->value_type()}
            );
        else
            throw sqlalchemy_error("ArgumentError", "column() or a name expected, got " + run.repr(each));
    }
    return columns;
}

expression with_ordinality(expression call, std::vector<table_column>& columns, bound_arguments const& given) {
    auto const name = optional_identifier(given, "with_ordinality");
    if (!name)
        return call;
    columns.push_back({.name = *name, .type = integer_type()});
    return wrap(expression_kind::postfix, " WITH ORDINALITY", std::move(call));
}

python::value table_valued(expression_pointer const& self, evaluation& run, bound_arguments const& given) {
    auto columns = declared_columns(run, given.rest());
    auto call = with_ordinality(self->node(), columns, given);
    auto source = std::make_shared<function_source const>(
        std::move(call), alias_name_of(given, "anon"), std::move(columns), column_list::left_out
    );
    return std::make_shared<function_table>(std::move(source), self->value_type());
}

std::shared_ptr<function_source const> scalar_source(expression_pointer const& self, bound_arguments const& given) {
    return std::make_shared<function_source const>(
        self->node(), alias_name_of(given, "anon"), std::vector<table_column>{}, column_list::left_out
    );
}

/// One end of a frame: rows=(-1, None)
std::string frame_end(python::value const& end, std::string_view unbounded) {
    if (end.is_none())
        return "UNBOUNDED " + std::string{unbounded};
    auto const rows = end.integer();
    if (!rows)
        throw sqlalchemy_error("ArgumentError", "Integer or None expected for range value");
    if (*rows == 0)
        return "CURRENT ROW";
    return std::to_string(std::abs(*rows)) + (*rows < 0 ? " PRECEDING" : " FOLLOWING");
}

std::string frame_of(bound_arguments const& given) {
    for (auto const& [parameter, words] :
         {std::pair{"rows", "ROWS"}, std::pair{"range_", "RANGE"}, std::pair{"groups", "GROUPS"}})
        if (!given[parameter].is_none()) {
            auto const* ends = given[parameter].items();
            if (ends == nullptr || ends->size() != 2)
                throw sqlalchemy_error("ArgumentError", "2-tuple expected for range/rows");
            return std::string{words} + " BETWEEN " + frame_end(ends->front(), "PRECEDING") + " AND " +
                   frame_end(ends->back(), "FOLLOWING");
        }
    return {};
}

expression sorting_list(evaluation& run, std::string words, std::vector<python::value> const& given) {
    expression list{.kind = expression_kind::clause, .text = std::move(words)};
    for (auto const& each : given)
        list.operands.push_back(sorting_element(run, each)->node());
    return list;
}

std::vector<python::value> one_or_several(python::value const& given) {
    if (given.is_none())
        return {};
    auto const* items = given.items();
    return items != nullptr ? *items : std::vector{given};
}

using function_code = python::value (*)(expression_pointer const&, evaluation&, bound_arguments const&);

struct method_row {
    std::string_view name;
    std::string_view declared;
    function_code code;
};

constexpr method_row methods[] = {
    {"over",
     "over(*, partition_by=None, order_by=None, rows=None, range_=None, groups=None)",
     [](expression_pointer const& self, evaluation& run, bound_arguments const& given) -> python::value {
         return make_over(run, self, given);
     }},
    {"filter",
     "filter(*criterion)",
     [](expression_pointer const& self, evaluation& run, bound_arguments const& given) -> python::value {
         return make_filter(run, self, given.rest());
     }},
    {"within_group",
     "within_group(*order_by)",
     [](expression_pointer const& self, evaluation& run, bound_arguments const& given) -> python::value {
         return make_within_group(run, self, given.rest());
     }},
    {"table_valued", "table_valued(*expr, name=None, with_ordinality=None, joins_implicitly=False)", table_valued},
    {"column_valued",
     "column_valued(name=None, joins_implicitly=False)",
     [](expression_pointer const& self, evaluation&, bound_arguments const& given) -> python::value {
         return std::make_shared<column_of_function>(scalar_source(self, given), self->value_type());
     }},
    {"alias",
     "alias(name=None, joins_implicitly=False)",
     [](expression_pointer const& self, evaluation&, bound_arguments const& given) -> python::value {
         return std::make_shared<function_table>(scalar_source(self, given), self->value_type());
     }},
};

/// What FILTER, OVER and WITHIN GROUP make: as a column it has no name; it may go on.
class aggregate_value final : public expression_value {
public:
    using expression_value::expression_value;

    [[nodiscard]] std::optional<python::value> attribute(evaluation& run, std::string_view name) override {
        charge(run);
        for (auto const& row : methods)
            if (row.name == name && (name == "over" || name == "filter" || name == "within_group"))
                return python::make_function(
                    row.declared,
                    [self = self(), code = row.code](evaluation& inside, bound_arguments const& given) {
                        return code(self, inside, given);
                    },
                    python::effect::none
                );
        return expression_value::attribute(run, name);
    }
};

} // namespace

std::string function_value::str(evaluation& run) {
    return node().operands.empty() ? node().text + "()" : expression_value::str(run);
}

std::optional<python::value> function_value::attribute(evaluation& run, std::string_view name) {
    charge(run);
    for (auto const& row : methods)
        if (row.name == name)
            return python::make_function(
                row.declared,
                [self = self(), code = row.code](evaluation& inside, bound_arguments const& given) {
                    return code(self, inside, given);
                },
                python::effect::none
            );
    return expression_value::attribute(run, name);
}

expression_pointer make_over(evaluation& run, expression_pointer const& of, bound_arguments const& given) {
    expression window{.kind = expression_kind::sequence, .text = " "};
    if (auto const parts = one_or_several(given["partition_by"]); !parts.empty())
        window.operands.push_back(sorting_list(run, "PARTITION BY ", parts));
    if (auto const order = one_or_several(given["order_by"]); !order.empty())
        window.operands.push_back(sorting_list(run, "ORDER BY ", order));
    if (auto frame = frame_of(given); !frame.empty())
        window.operands.push_back(schema::sql_text(std::move(frame)));
    return std::make_shared<aggregate_value>(
        expression{
            .kind = expression_kind::select,
            .operands = {of->node(), schema::sql_text(" OVER "), wrap(expression_kind::group, "", std::move(window))}},
        of->value_type()
    );
}

expression_pointer
make_filter(evaluation& run, expression_pointer const& of, std::span<python::value const> conditions) {
    std::vector<expression_pointer> all;
    for (auto const& each : conditions)
        all.push_back(condition_of(run, each));
    auto where =
        wrap(expression_kind::prefix, "WHERE ", join_conditions(all, operators::and_)->beside(operators::condition));
    return std::make_shared<aggregate_value>(
        expression{
            .kind = expression_kind::select,
            .operands = {of->node(), schema::sql_text(" FILTER "), wrap(expression_kind::group, "", std::move(where))}},
        of->value_type(),
        operators::filter
    );
}

expression_pointer
make_within_group(evaluation& run, expression_pointer const& of, std::span<python::value const> order) {
    return std::make_shared<aggregate_value>(
        expression{
            .kind = expression_kind::select,
            .operands =
                {of->node(),
                 schema::sql_text(" WITHIN GROUP "),
                 wrap(expression_kind::group, "", sorting_list(run, "ORDER BY ", {order.begin(), order.end()}))}},
        of->value_type()
    );
}

expression_pointer make_extract(std::string const& field, expression_value const& of) {
    expression called{.kind = expression_kind::function, .text = "EXTRACT"};
    called.operands.push_back(
        {.kind = expression_kind::select, .operands = {schema::sql_text(field + " FROM "), of.node()}}
    );
    return std::make_shared<unnamed_expression>(std::move(called), integer_type());
}

} // namespace alembicore::sqlalchemy
