#include "sqlalchemy/orm_query.hpp"

#include "sqlalchemy/client_defaults.hpp"
#include "sqlalchemy/connection.hpp"
#include "sqlalchemy/dml.hpp"
#include "sqlalchemy/entity_rows.hpp"
#include "sqlalchemy/errors.hpp"
#include "sqlalchemy/select.hpp"

#include <algorithm>

namespace alembicore::sqlalchemy {

namespace {

using python::bound_arguments;
using python::evaluation;

/// Query: a SELECT that knows its session, and gives objects where it is of one model.
class orm_query final : public query_value {
public:
    orm_query(session_pointer session, select_state state)
        : session_{std::move(session)}, of_{std::make_shared<select_query const>(std::move(state))} {}

    [[nodiscard]] query_pointer rows() const override { return of_; }

    [[nodiscard]] select_state const& state() const noexcept { return of_->state(); }

    [[nodiscard]] session_pointer const& session() const noexcept { return session_; }

    [[nodiscard]] std::string type_name() const override { return "Query"; }

    [[nodiscard]] std::optional<python::value> attribute(evaluation& run, std::string_view name) override;

    void iterate(evaluation& run, python::item_visitor const& visit) override { run.iterate(result(run), visit); }

    [[nodiscard]] python::value item(evaluation&, python::value const&) override { refuse("indexing"); }

    [[nodiscard]] python::value changed(select_state state) const {
        return std::make_shared<orm_query>(session_, std::move(state));
    }

    /// As rows, or as objects of the only model; each object once.
    [[nodiscard]] python::value result(evaluation& run) const {
        auto const self = std::const_pointer_cast<python::object>(shared_from_this());
        session_->autoflush(run);
        auto result = read_entities(run, session_, self, {});
        if (state().entities.size() == 1 && state().entities.front().of)
            result = run.call(*run.attribute(result, "scalars"), {});
        bool const of_objects =
            std::ranges::any_of(state().entities, [](auto const& each) { return each.of != nullptr; });
        return of_objects ? run.call(*run.attribute(result, "unique"), {}) : result;
    }

    [[nodiscard]] python::value ask(evaluation& run, std::string_view how) const {
        auto const found = result(run);
        return run.call(*run.attribute(found, how), {});
    }

private:
    session_pointer session_;
    std::shared_ptr<select_query const> of_;
};

using orm_query_pointer = std::shared_ptr<orm_query>;
using query_code = python::value (*)(orm_query_pointer const&, evaluation&, bound_arguments const&);

/// A number that only the server knows.
class unasked_count final : public python::object {
public:
    [[nodiscard]] std::string type_name() const override { return "int"; }

    [[nodiscard]] bool truth(evaluation& run) override { ask(run); }

    [[nodiscard]] std::string repr(evaluation& run) override { ask(run); }

    [[nodiscard]] std::optional<python::value>
    binary(evaluation& run, python::syntax::binary_operator, python::value const&, python::operand_side) override {
        ask(run);
    }

    [[nodiscard]] std::optional<python::value>
    compare(evaluation& run, python::syntax::comparison_operator, python::value const&) override {
        ask(run);
    }

    [[nodiscard]] std::optional<std::string> format(evaluation& run, std::string_view) override { ask(run); }

private:
    [[noreturn]] static void ask(evaluation& run) {
        (void)required_database(run, "the number of rows that a statement touches");
        throw error{errc::internal, "a count that nobody asked for, with a database"};
    }
};

python::value count_of(std::optional<answer> const& said) {
    if (!said)
        return std::make_shared<unasked_count>();
    return python::value{static_cast<std::int64_t>(said->counted.value_or(0))};
}

/// The model that a bulk UPDATE or DELETE is of, where the query is one that can be one.
entity_pointer bulk_target(select_state const& state) {
    auto const& entities = state.entities;
    bool const plain = entities.size() == 1 && entities.front().of && state.joins.empty() && state.froms.empty() &&
                       state.order.empty() && state.groups.empty() && !state.window.limit && !state.window.offset &&
                       !state.distinct;
    if (!plain)
        throw python::not_evaluable("Query.update() or delete() of a query like this", "write an UPDATE or DELETE");
    return entities.front().of;
}

python::value update_rows(orm_query_pointer const& self, evaluation& run, bound_arguments const& given) {
    auto const target = bulk_target(self->state());
    auto const model = target->mapped();
    auto const* values = given["values"].mapping();
    if (values == nullptr)
        throw given.refusal("values", "not a dict");
    self->session()->autoflush(run);
    python::dict_table named;
    std::vector<std::size_t> changed;
    values->for_each([&](python::value const& key, python::value const& item) {
        auto const column = key.as<expression_value>();
        auto const at = model->position_of(column ? column->key() : key.text().value_or(""));
        if (!at)
            throw python::not_evaluable("Query.update() of what is not a column of the model");
        changed.push_back(*at);
        named.set(model->mapped_attributes()[*at].column.name.text, item);
    });
    dml_state state{.kind = dml_kind::update, .table = target->selected_from()};
    state.values = read_values(run, *target->selected_from(), named);
    fill_updates(run, *model->table(), state);
    state.conditions = self->state().conditions;
    auto const said = perform(run, operation::execute{.statement = resolve_statement(dml_query{std::move(state)})});
    self->session()->mark_stale(*model, changed);
    return count_of(said);
}

python::value delete_rows(orm_query_pointer const& self, evaluation& run, bound_arguments const&) {
    auto const target = bulk_target(self->state());
    self->session()->autoflush(run);
    dml_state state{.kind = dml_kind::delete_, .table = target->selected_from()};
    state.conditions = self->state().conditions;
    return count_of(perform(run, operation::execute{.statement = resolve_statement(dml_query{std::move(state)})}));
}

/// SELECT count(*) FROM (SELECT …)
python::value count_rows(orm_query_pointer const& self, evaluation& run, bound_arguments const&) {
    self->session()->autoflush(run);
    select_state counting;
    counting.columns.push_back(make_expression(
        {.kind = schema::expression_kind::function, .text = "count", .operands = {schema::sql_text("*")}},
        integer_type()
    ));
    counting.froms.push_back(std::make_shared<subquery_source const>(self->rows(), alias_name{}, subquery_kind::plain));
    auto const asked = std::make_shared<select_query const>(std::move(counting));
    auto const statement = resolve_statement(*asked);
    auto const result =
        make_result(perform(run, operation::execute{.statement = statement}), statement, {.columns = asked->sent()});
    return run.call(*run.attribute(result, "scalar"), {});
}

python::value scalar_of_one(orm_query_pointer const& self, evaluation& run, bound_arguments const&) {
    auto const row = self->ask(run, "one_or_none");
    auto const held = row.as_object() != nullptr ? row.as_object()->underlying() : std::nullopt;
    return held && held->items() != nullptr ? held->items()->front() : row;
}

python::value first_row(orm_query_pointer const& self, evaluation& run, bound_arguments const&) {
    auto state = self->state();
    state.window.limit = literal_node(run, std::int64_t{1}, nullptr);
    return std::make_shared<orm_query>(self->session(), std::move(state))->ask(run, "first");
}

struct query_row {
    std::string_view name;
    std::string_view declared;
    query_code code;
};

constexpr query_row methods[] = {
    {"all",
     "all()",
     [](orm_query_pointer const& self, evaluation& run, bound_arguments const&) { return self->ask(run, "all"); }},
    {"one",
     "one()",
     [](orm_query_pointer const& self, evaluation& run, bound_arguments const&) { return self->ask(run, "one"); }},
    {"one_or_none",
     "one_or_none()",
     [](orm_query_pointer const& self, evaluation& run, bound_arguments const&) {
         return self->ask(run, "one_or_none");
     }},
    {"first",
     "first()",
     [](orm_query_pointer const& self, evaluation& run, bound_arguments const& given) {
         return first_row(self, run, given);
     }},
    {"scalar", "scalar()", scalar_of_one},
    {"count", "count()", count_rows},
    {"update", "update(values, synchronize_session='auto', update_args=None)", update_rows},
    {"delete", "delete(synchronize_session='auto', delete_args=None)", delete_rows},
    {"get",
     "get(ident)",
     [](orm_query_pointer const& self, evaluation& run, bound_arguments const& given) {
         auto const& entities = self->state().entities;
         if (entities.size() != 1 || !entities.front().of)
             throw python::not_evaluable("Query.get() of something else than one model");
         return self->session()->get(run, entities.front().of->mapped(), given["ident"]);
     }},
    {"filter_by",
     "filter_by(**kw)",
     [](orm_query_pointer const& self, evaluation& run, bound_arguments const& given) {
         auto state = self->state();
         filter_by(state, run, given.keywords());
         return self->changed(std::move(state));
     }},
    {"options",
     "options(*args)",
     [](orm_query_pointer const& self, evaluation& run, bound_arguments const& given) {
         auto state = self->state();
         apply_options(state, run, given.rest());
         return self->changed(std::move(state));
     }},
    {"with_entities",
     "with_entities(*entities)",
     [](orm_query_pointer const& self, evaluation& run, bound_arguments const& given) {
         auto state = self->state();
         replace_entities(state, run, given.rest());
         return self->changed(std::move(state));
     }},
    {"yield_per",
     "yield_per(count)",
     [](orm_query_pointer const& self, evaluation&, bound_arguments const&) { return python::value{self}; }},
    {"execution_options",
     "execution_options(**kwargs)",
     [](orm_query_pointer const& self, evaluation&, bound_arguments const&) { return python::value{self}; }},
    {"enable_eagerloads",
     "enable_eagerloads(value)",
     [](orm_query_pointer const& self, evaluation&, bound_arguments const&) { return python::value{self}; }},
    {"exists",
     "exists()",
     [](orm_query_pointer const& self, evaluation&, bound_arguments const&) {
         auto state = self->state();
         state.froms = sources_of(state);
         state.joins.clear();
         state.entities.clear();
         state.columns = {make_expression(schema::sql_text("1"), integer_type())};
         state.column_sources.clear();
         return exists_of(std::make_shared<select_query const>(std::move(state)));
     }},
};

/// Methods that are those of a SELECT.
constexpr std::string_view like_select[] = {
    "where",
    "filter",
    "having",
    "order_by",
    "group_by",
    "limit",
    "offset",
    "slice",
    "distinct",
    "select_from",
    "join",
    "outerjoin",
    "with_for_update",
    "prefix_with",
    "suffix_with",
    "correlate",
    "add_columns"};

std::optional<python::value> orm_query::attribute(evaluation& run, std::string_view name) {
    auto const self = std::static_pointer_cast<orm_query>(shared_from_this());
    for (auto const& row : methods)
        if (row.name == name)
            return python::make_function(
                row.declared,
                [self, code = row.code](evaluation& inside, bound_arguments const& given) {
                    return code(self, inside, given);
                }
            );
    if (std::ranges::find(like_select, name) != std::end(like_select))
        return select_method(name, state(), [self](select_state changed) { return self->changed(std::move(changed)); });
    if (name == "statement" || name == "selectable")
        return select_of(state());
    if (name == "subquery" || name == "scalar_subquery" || name == "as_scalar" || name == "label" || name == "cte" ||
        name == "whereclause")
        return query_value::attribute(run, name);
    refuse("using ." + std::string{name} + " of");
}

} // namespace

python::value make_query(evaluation& run, session_pointer session, std::span<python::value const> entities) {
    select_state state;
    replace_entities(state, run, entities);
    return std::make_shared<orm_query>(std::move(session), std::move(state));
}

} // namespace alembicore::sqlalchemy
