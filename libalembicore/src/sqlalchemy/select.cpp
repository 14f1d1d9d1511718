#include "sqlalchemy/select.hpp"

#include "sqlalchemy/dml.hpp"
#include "sqlalchemy/errors.hpp"
#include "sqlalchemy/names.hpp"

#include <algorithm>
#include <map>

namespace alembicore::sqlalchemy {

namespace {

using python::bound_arguments;
using python::evaluation;
using schema::expression;
using schema::expression_kind;

constexpr std::string_view from_words = " \nFROM ";

bool same_table(expression const& left, expression const& right) {
    return left.table == right.table && left.alias == right.alias;
}

void add_table(std::vector<expression>& to, expression table) {
    if (std::none_of(to.begin(), to.end(), [&](auto const& each) { return same_table(each, table); }))
        to.push_back(std::move(table));
}

void collect_tables(expression const& node, std::vector<expression>& to) {
    if (node.kind == expression_kind::select)
        return;
    if ((node.kind == expression_kind::column || node.kind == expression_kind::table) && node.table)
        add_table(to, {.kind = expression_kind::table, .table = node.table, .alias = node.alias});
    for (auto const& operand : node.operands)
        collect_tables(operand, to);
}

bool is_from(expression const& node) {
    return node.kind == expression_kind::clause && node.text == from_words;
}

bool is_in(expression const& table, std::vector<expression> const& tables) {
    return std::any_of(tables.begin(), tables.end(), [&](auto const& each) {
        return table.kind == expression_kind::table && same_table(each, table);
    });
}

/// Drops from a FROM what encloses it, unless nothing would be left.
void drop_enclosing(expression& from, std::vector<expression> const& enclosing) {
    auto kept = from.operands;
    std::erase_if(kept, [&](auto const& table) { return is_in(table, enclosing); });
    if (!kept.empty())
        from.operands = std::move(kept);
}

void correlate_in(expression& node, std::vector<expression> enclosing, bool outermost) {
    if (node.kind == expression_kind::select)
        for (auto& part : node.operands)
            if (is_from(part)) {
                if (!outermost)
                    drop_enclosing(part, enclosing);
                for (auto const& table : part.operands)
                    add_table(enclosing, table);
            }
    for (auto& operand : node.operands)
        correlate_in(operand, enclosing, outermost && node.kind != expression_kind::select);
}

void number_labels(expression& node, std::map<std::string, int>& counts) {
    if (node.kind == expression_kind::numbered_label) {
        node.kind = expression_kind::label;
        node.text += '_' + std::to_string(++counts[node.text]);
    }
    for (auto& operand : node.operands)
        number_labels(operand, counts);
}

expression clause(std::string_view words, std::vector<expression> operands) {
    return {.kind = expression_kind::clause, .text = std::string{words}, .operands = std::move(operands)};
}

/// A column of a SELECT has a name; what has none gets one.
expression named_column(expression node) {
    switch (node.kind) {
    case expression_kind::column:
    case expression_kind::label:
    case expression_kind::text:
        return node;
    case expression_kind::function: {
        std::string const name = node.text.substr(node.text.rfind('.') + 1);
        return {.kind = expression_kind::numbered_label, .text = name, .operands = {std::move(node)}};
    }
    case expression_kind::cast:
        if (auto const& operand = node.operands.front(); operand.kind == expression_kind::column) {
            std::string const name = operand.text;
            return {.kind = expression_kind::label, .text = name, .operands = {std::move(node)}};
        }
        [[fallthrough]];
    default:
        return {.kind = expression_kind::numbered_label, .text = "anon", .operands = {std::move(node)}};
    }
}

/// A table, or tables joined.
class join_value final : public python::object {
public:
    explicit join_value(expression source) : source_{std::move(source)} {}

    [[nodiscard]] expression const& source() const noexcept { return source_; }

    [[nodiscard]] std::string type_name() const override { return "Join"; }

private:
    expression source_;
};

expression join_sources(expression left, expression right, expression on, bool outer) {
    return {
        .kind = expression_kind::sequence,
        .operands = {
            std::move(left),
            schema::sql_text(outer ? " LEFT OUTER JOIN " : " JOIN "),
            std::move(right),
            schema::sql_text(" ON "),
            std::move(on)}};
}

std::optional<expression> source_of(python::value const& given) {
    if (auto const table = given.as<table_value>())
        return table->source();
    if (auto const join = given.as<join_value>())
        return join->source();
    return std::nullopt;
}

expression required_source(evaluation& run, python::value const& given) {
    if (auto source = source_of(given))
        return std::move(*source);
    throw python::not_evaluable("selecting from " + run.repr(given), "select from a table");
}

class select_value final : public python::object {
public:
    select_value() = default;

    select_value(select_value const& other)
        : python::object{}, columns{other.columns}, sources{other.sources},
          conditions{other.conditions}, groups{other.groups}, having{other.having}, order{other.order},
          limit{other.limit}, offset{other.offset}, distinct{other.distinct} {}

    [[nodiscard]] std::string type_name() const override { return "Select"; }

    [[nodiscard]] std::optional<python::value> attribute(evaluation& run, std::string_view name) override;

    [[nodiscard]] expression node() const {
        expression statement{.kind = expression_kind::select};
        statement.operands = {clause(distinct ? "SELECT DISTINCT " : "SELECT ", columns)};
        if (auto from = sources_of_all(); !from.empty())
            statement.operands.push_back(clause(from_words, std::move(from)));
        if (!conditions.empty())
            statement.operands.push_back(clause(" \nWHERE ", {join_conditions(conditions, operators::and_)->node()}));
        if (!groups.empty())
            statement.operands.push_back(clause(" GROUP BY ", groups));
        if (!having.empty())
            statement.operands.push_back(clause(" \nHAVING ", {join_conditions(having, operators::and_)->node()}));
        if (!order.empty())
            statement.operands.push_back(clause(" ORDER BY ", order));
        if (limit)
            statement.operands.push_back(clause(" \n LIMIT ", {*limit}));
        if (offset)
            statement.operands.push_back(clause(limit ? " OFFSET " : "\n LIMIT ALL OFFSET ", {*offset}));
        return statement;
    }

    [[nodiscard]] expression grouped() const { return {.kind = expression_kind::group, .operands = {node()}}; }

    [[nodiscard]] type_pointer first_type() const { return type; }

    std::vector<expression> columns;
    std::vector<expression> sources; ///< of select_from() and join()
    std::vector<expression_pointer> conditions;
    std::vector<expression> groups;
    std::vector<expression_pointer> having;
    std::vector<expression> order;
    std::optional<expression> limit;
    std::optional<expression> offset;
    bool distinct = false;
    type_pointer type;

private:
    /// Tables of the columns, of the conditions, then those named; joined tables only in their join.
    [[nodiscard]] std::vector<expression> sources_of_all() const {
        std::vector<expression> all;
        for (auto const& column : columns)
            collect_tables(column, all);
        for (auto const& condition : conditions)
            collect_tables(condition->node(), all);
        for (auto const& source : sources) {
            std::vector<expression> joined;
            collect_tables(source, joined);
            std::erase_if(all, [&](auto const& each) { return is_in(each, joined); });
            all.push_back(source);
        }
        return all;
    }
};

using select_pointer = std::shared_ptr<select_value>;

void add_column(evaluation& run, select_value& to, python::value const& given) {
    if (auto const table = given.as<table_value>()) {
        for (auto const& column : table->columns())
            to.columns.push_back(table->column(column)->node());
        return;
    }
    if (given.items() != nullptr)
        throw sqlalchemy_error(
            "ArgumentError",
            "Column expression, FROM clause, or other columns clause element expected, got " + run.repr(given) +
                ". Did you mean to say select(...)?"
        );
    if (given.text())
        throw sqlalchemy_error("ArgumentError", "Textual column expression should be explicitly declared as text()");
    if (auto const inner = given.as<select_value>()) {
        to.columns.push_back(named_column(inner->grouped()));
        return;
    }
    auto const column = coerce(run, given);
    if (!to.type)
        to.type = column->value_type();
    to.columns.push_back(named_column(column->node()));
}

python::value make_select(evaluation& run, bound_arguments const& given) {
    auto made = std::make_shared<select_value>();
    for (auto const& each : given.rest())
        add_column(run, *made, each);
    if (made->columns.empty())
        throw python::not_evaluable("a SELECT without columns");
    return made;
}

expression order_element(evaluation& run, python::value const& given) {
    if (given.text())
        throw python::not_evaluable("a string in order_by() or group_by()", "write a column or text()");
    return coerce(run, given)->node();
}

using select_change = void (*)(select_value&, evaluation&, bound_arguments const&);

void add_conditions(select_value& to, evaluation& run, bound_arguments const& given) {
    for (auto const& each : given.rest())
        to.conditions.push_back(condition_of(run, each));
}

void add_having(select_value& to, evaluation& run, bound_arguments const& given) {
    for (auto const& each : given.rest())
        to.having.push_back(condition_of(run, each));
}

void add_order(select_value& to, evaluation& run, bound_arguments const& given) {
    for (auto const& each : given.rest())
        to.order.push_back(order_element(run, each));
}

void add_groups(select_value& to, evaluation& run, bound_arguments const& given) {
    for (auto const& each : given.rest())
        to.groups.push_back(order_element(run, each));
}

void set_limit(select_value& to, evaluation& run, bound_arguments const& given) {
    to.limit = literal_node(run, given["limit"], nullptr);
}

void set_offset(select_value& to, evaluation& run, bound_arguments const& given) {
    to.offset = literal_node(run, given["offset"], nullptr);
}

void set_distinct(select_value& to, evaluation&, bound_arguments const&) {
    to.distinct = true;
}

void add_sources(select_value& to, evaluation& run, bound_arguments const& given) {
    for (auto const& each : given.rest())
        to.sources.push_back(required_source(run, each));
}

void keep(select_value&, evaluation&, bound_arguments const&) {}

struct select_row {
    std::string_view name;
    std::string_view declared;
    select_change change;
};

constexpr select_row select_methods[] = {
    {"where", "where(*whereclause)", add_conditions},
    {"filter", "filter(*criteria)", add_conditions},
    {"having", "having(*having)", add_having},
    {"order_by", "order_by(*clauses)", add_order},
    {"group_by", "group_by(*clauses)", add_groups},
    {"limit", "limit(limit)", set_limit},
    {"offset", "offset(offset)", set_offset},
    {"distinct", "distinct()", set_distinct},
    {"select_from", "select_from(*froms)", add_sources},
    {"execution_options", "execution_options(**kw)", keep},
};

python::value exists_of(select_pointer inner);

std::optional<python::value> select_value::attribute(evaluation&, std::string_view name) {
    auto const self = std::static_pointer_cast<select_value>(shared_from_this());
    for (auto const& row : select_methods)
        if (row.name == name)
            return python::make_function(
                row.declared,
                [self, change = row.change](evaluation& run, bound_arguments const& given) -> python::value {
                    auto changed = std::make_shared<select_value>(*self);
                    changed->type = self->type;
                    change(*changed, run, given);
                    return changed;
                },
                python::effect::none
            );
    if (name == "scalar_subquery")
        return python::make_function(
            "scalar_subquery()",
            [self](evaluation&, bound_arguments const&) -> python::value {
                return make_expression(self->grouped(), self->type);
            },
            python::effect::none
        );
    if (name == "exists")
        return python::make_function(
            "exists()",
            [self](evaluation&, bound_arguments const&) -> python::value { return exists_of(self); },
            python::effect::none
        );
    refuse("using ." + std::string{name} + " of");
}

/// EXISTS (SELECT …), to which conditions may be added.
class exists_value final : public expression_value {
public:
    explicit exists_value(select_pointer inner)
        : expression_value{{.kind = expression_kind::prefix, .text = "EXISTS ", .operands = {inner->grouped()}}, boolean_type(), {"EXISTS ", 0}},
          inner_{std::move(inner)} {}

    [[nodiscard]] std::string type_name() const override { return "Exists"; }

    [[nodiscard]] std::optional<python::value> attribute(evaluation& run, std::string_view name) override {
        if (name != "where" && name != "select_from")
            return expression_value::attribute(run, name);
        return python::make_function(
            "where(*clauses)",
            [inner = inner_,
             from = name == "select_from"](evaluation& inside, bound_arguments const& given) -> python::value {
                auto changed = std::make_shared<select_value>(*inner);
                from ? add_sources(*changed, inside, given) : add_conditions(*changed, inside, given);
                return std::make_shared<exists_value>(std::move(changed));
            },
            python::effect::none
        );
    }

private:
    select_pointer inner_;
};

python::value exists_of(select_pointer inner) {
    return std::make_shared<exists_value>(std::move(inner));
}

python::value make_exists(evaluation& run, bound_arguments const& given) {
    auto inner = std::make_shared<select_value>();
    if (given.rest().size() == 1 && given.rest().front().as<select_value>())
        inner = given.rest().front().as<select_value>();
    else
        for (auto const& each : given.rest())
            add_column(run, *inner, each);
    if (inner->columns.empty())
        inner->columns.push_back(schema::sql_text("*"));
    return std::make_shared<exists_value>(std::move(inner));
}

auto join_function(bool outer) {
    return [outer](evaluation& run, bound_arguments const& given) {
        return join_tables(run, given["left"], given, outer);
    };
}

table_pointer required_table(bound_arguments const& given) {
    if (auto table = given["table"].as<table_value>())
        return table;
    throw given.refusal("table", "not a table");
}

} // namespace

python::value join_tables(evaluation& run, python::value const& left, bound_arguments const& given, bool outer) {
    if (given["onclause"].is_none())
        throw python::not_evaluable("a join without its condition", "write the condition");
    return std::make_shared<join_value>(join_sources(
        required_source(run, left),
        required_source(run, given["right"]),
        condition_of(run, given["onclause"])->node(),
        outer || run.truth(given["isouter"])
    ));
}

std::vector<expression> named_tables(expression const& node) {
    std::vector<expression> tables;
    collect_tables(node, tables);
    return tables;
}

expression correlate(expression statement, std::vector<expression> const& enclosing) {
    correlate_in(statement, enclosing, enclosing.empty());
    std::map<std::string, int> counts;
    number_labels(statement, counts);
    return statement;
}

std::optional<expression> statement_node(evaluation&, python::value const& given) {
    if (auto const dml = given.as<dml_value>())
        return dml->node();
    if (auto const select = given.as<select_value>())
        return correlate(select->node(), {});
    return std::nullopt;
}

std::optional<expression> subquery_node(python::value const& given) {
    if (auto const select = given.as<select_value>())
        return select->grouped();
    return std::nullopt;
}

void add_statements(python::module_registry& modules) {
    for (auto const* where : {"sqlalchemy", "sqlalchemy.sql", "sqlalchemy.sql.expression"}) {
        auto& module = modules.module(where);
        module.function("select(*entities)", make_select, python::effect::none);
        module.function("exists(*args)", make_exists, python::effect::none);
        module.function("join(left, right, onclause=None, isouter=False)", join_function(false), python::effect::none);
        module.function(
            "outerjoin(left, right, onclause=None, isouter=False)", join_function(true), python::effect::none
        );
    }
    for (auto const* where :
         {"sqlalchemy", "sqlalchemy.sql", "sqlalchemy.sql.expression", "sqlalchemy.dialects.postgresql"})
        modules.module(where).function(
            "insert(table)",
            [](evaluation&, bound_arguments const& given) { return make_insert(required_table(given)); },
            python::effect::none
        );
    for (auto const* where : {"sqlalchemy", "sqlalchemy.sql", "sqlalchemy.sql.expression"}) {
        modules.module(where).function(
            "update(table)",
            [](evaluation&, bound_arguments const& given) { return make_update(required_table(given)); },
            python::effect::none
        );
        modules.module(where).function(
            "delete(table)",
            [](evaluation&, bound_arguments const& given) { return make_delete(required_table(given)); },
            python::effect::none
        );
    }
}

} // namespace alembicore::sqlalchemy
