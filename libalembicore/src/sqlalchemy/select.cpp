// select() and exists(): values that every method copies.
#include "sqlalchemy/select.hpp"

#include "sqlalchemy/entity_rows.hpp"
#include "sqlalchemy/errors.hpp"
#include "sqlalchemy/labels.hpp"
#include "sqlalchemy/names.hpp"
#include "sqlalchemy/select_state.hpp"

namespace alembicore::sqlalchemy {

namespace {

using python::bound_arguments;
using python::evaluation;
using schema::expression;
using schema::expression_kind;

class select_value final : public query_value {
public:
    explicit select_value(select_state state) : of_{std::make_shared<select_query const>(std::move(state))} {}

    [[nodiscard]] select_state const& state() const noexcept { return of_->state(); }

    [[nodiscard]] query_pointer rows() const override { return of_; }

    [[nodiscard]] std::optional<python::value> attribute(evaluation& run, std::string_view name) override;

private:
    std::shared_ptr<select_query const> of_;
};

void add_expression(select_state& to, expression_pointer column) {
    to.entities.push_back({.of = nullptr, .first = to.columns.size()});
    add_sources(column->node(), to.column_sources);
    to.columns.push_back(std::move(column));
}

void add_column(evaluation& run, select_state& to, python::value const& given) {
    if (auto const entity = given.as<mapped_entity>())
        return add_entity(to, entity);
    if (auto const from = given.as<from_value>()) {
        to.column_sources.push_back(from->source());
        for (auto const& column : from->columns()) {
            to.entities.push_back({.of = nullptr, .first = to.columns.size()});
            to.columns.push_back(from->column(column));
        }
        return;
    }
    if (given.items() != nullptr)
        throw sqlalchemy_error(
            "ArgumentError",
            "Column expression, FROM clause, or other columns clause element expected, got " + run.repr(given) +
                ". Did you mean to say select(...)?"
        );
    if (given.text())
        throw sqlalchemy_error(
            "ArgumentError",
            "Textual column expression " + run.repr(given) + " should be explicitly declared with text(" +
                run.repr(given) + "), or use column(" + run.repr(given) + ") for more specificity"
        );
    if (given.number() && !given.boolean())
        return add_expression(to, std::make_shared<literal_column_value>(schema::sql_text(run.str(given)), nullptr));
    bool const is_constant = given.is_none() || given.boolean();
    if (!is_constant && !given.as<expression_value>() && !query_of(given))
        return add_column(run, to, required_from(run, given));
    add_expression(to, coerce(run, given));
}

using select_change = void (*)(select_state&, evaluation&, bound_arguments const&);

auto adding(std::vector<expression_pointer> select_state::*to) {
    return [to](select_state& state, evaluation& run, bound_arguments const& given) {
        for (auto const& each : given.rest())
            (state.*to).push_back(condition_of(run, each));
    };
}

/// order_by(…), group_by(…): None takes away what is there.
void add_sorting(std::vector<expression_pointer>& to, evaluation& run, bound_arguments const& given) {
    for (auto const& each : given.rest()) {
        if (each.is_none()) {
            to.clear();
            continue;
        }
        if (auto const* items = each.items())
            for (auto const& item : *items)
                to.push_back(sorting_element(run, item));
        else
            to.push_back(sorting_element(run, each));
    }
}

std::optional<expression> row_count(evaluation& run, python::value const& given) {
    if (given.is_none())
        return std::nullopt;
    return coerce(run, given)->node();
}

void fetch(select_state& to, evaluation& run, bound_arguments const& given) {
    to.window.limit = std::nullopt;
    to.window.fetch = row_count(run, given["count"]);
    to.window.fetch_unit = run.truth(given["percent"]) ? " PERCENT" : "";
    to.window.fetch_end = run.truth(given["with_ties"]) ? "WITH TIES" : "ONLY";
}

/// select.slice(start, stop)
void slice(select_state& to, evaluation& run, bound_arguments const& given) {
    auto const start = given.optional_integer("start");
    auto const stop = given.optional_integer("stop");
    if (stop)
        to.window.limit = literal_node(run, *stop - start.value_or(0), nullptr);
    to.window.offset = std::nullopt;
    if (start && *start != 0)
        to.window.offset = literal_node(run, *start, nullptr);
}

void lock_rows(select_state& to, evaluation& run, bound_arguments const& given) {
    row_lock lock{
        .nowait = run.truth(given["nowait"]),
        .read = run.truth(given["read"]),
        .skip_locked = run.truth(given["skip_locked"]),
        .key_share = run.truth(given["key_share"])};
    auto const add = [&](python::value const& each) {
        source_list found;
        if (auto const from = each.as<from_value>())
            found.push_back(from->source());
        else
            add_sources(coerce(run, each)->node(), found);
        lock.of.insert(lock.of.end(), found.begin(), found.end());
    };
    if (auto const* items = given["of"].items())
        for (auto const& each : *items)
            add(each);
    else if (!given["of"].is_none())
        add(given["of"]);
    lock.of = without_repetitions(lock.of);
    to.lock = std::move(lock);
}

void join_to(select_state& to, evaluation& run, bound_arguments const& given, source_pointer left, bool outer) {
    expression_pointer condition;
    if (!given["onclause"].is_none())
        condition = condition_of(run, given["onclause"]);
    to.joins.push_back(
        {std::move(left),
         required_from(run, given["target"])->source(),
         std::move(condition),
         join_words(outer || run.truth(given["isouter"]), run.truth(given["full"]))}
    );
}

source_list sources_in(evaluation& run, bound_arguments const& given) {
    source_list all;
    for (auto const& each : given.rest())
        all.push_back(required_from(run, each)->source());
    return all;
}

void correlate(select_state& to, evaluation& run, bound_arguments const& given) {
    to.correlates = false;
    if (given.rest().size() == 1 && given.rest().front().is_none())
        return;
    auto added = sources_in(run, given);
    if (!to.correlated)
        to.correlated.emplace();
    to.correlated->insert(to.correlated->end(), added.begin(), added.end());
}

void correlate_except(select_state& to, evaluation& run, bound_arguments const& given) {
    to.correlates = false;
    bool const nothing = given.rest().size() == 1 && given.rest().front().is_none();
    to.correlated_except = nothing ? source_list{} : sources_in(run, given);
}

void replace_columns(select_state& to, evaluation& run, bound_arguments const& given) {
    if (run.truth(given["maintain_column_froms"])) {
        auto const kept = without_repetitions(to.column_sources);
        to.froms.insert(to.froms.end(), kept.begin(), kept.end());
    }
    replace_entities(to, run, given.rest());
}

void add_words(std::vector<expression>& to, evaluation& run, bound_arguments const& given) {
    auto const dialect = given.optional_text("dialect");
    if (dialect && *dialect != "*" && *dialect != "postgresql")
        return;
    for (auto const& each : given.rest())
        to.push_back(each.text() ? schema::sql_text(std::string{*each.text()}) : coerce(run, each)->node());
}

struct select_row {
    std::string_view name;
    std::string_view declared;
    select_change change;
};

constexpr select_row select_methods[] = {
    {"where",
     "where(*whereclause)",
     [](select_state& to, evaluation& run, bound_arguments const& given) {
         adding (&select_state::conditions)(to, run, given);
     }},
    {"filter",
     "filter(*criteria)",
     [](select_state& to, evaluation& run, bound_arguments const& given) {
         adding (&select_state::conditions)(to, run, given);
     }},
    {"filter_by",
     "filter_by(**kw)",
     [](select_state& to, evaluation& run, bound_arguments const& given) { filter_by(to, run, given.keywords()); }},
    {"options",
     "options(*options)",
     [](select_state& to, evaluation& run, bound_arguments const& given) { apply_options(to, run, given.rest()); }},
    {"having",
     "having(*having)",
     [](select_state& to, evaluation& run, bound_arguments const& given) {
         adding (&select_state::having)(to, run, given);
     }},
    {"order_by",
     "order_by(*clauses)",
     [](select_state& to, evaluation& run, bound_arguments const& given) { add_sorting(to.order, run, given); }},
    {"group_by",
     "group_by(*clauses)",
     [](select_state& to, evaluation& run, bound_arguments const& given) { add_sorting(to.groups, run, given); }},
    {"limit",
     "limit(limit)",
     [](select_state& to, evaluation& run, bound_arguments const& given) {
         to.window.fetch = std::nullopt;
         to.window.limit = row_count(run, given["limit"]);
     }},
    {"offset",
     "offset(offset)",
     [](select_state& to, evaluation& run, bound_arguments const& given) {
         to.window.offset = row_count(run, given["offset"]);
     }},
    {"fetch", "fetch(count, with_ties=False, percent=False)", fetch},
    {"slice", "slice(start, stop)", slice},
    {"distinct",
     "distinct(*expr)",
     [](select_state& to, evaluation& run, bound_arguments const& given) {
         to.distinct = true;
         for (auto const& each : given.rest())
             to.distinct_on.push_back(sorting_element(run, each));
     }},
    {"select_from",
     "select_from(*froms)",
     [](select_state& to, evaluation& run, bound_arguments const& given) {
         auto const added = sources_in(run, given);
         to.froms.insert(to.froms.end(), added.begin(), added.end());
     }},
    {"join",
     "join(target, onclause=None, *, isouter=False, full=False)",
     [](select_state& to, evaluation& run, bound_arguments const& given) { join_to(to, run, given, nullptr, false); }},
    {"outerjoin",
     "outerjoin(target, onclause=None, *, isouter=True, full=False)",
     [](select_state& to, evaluation& run, bound_arguments const& given) { join_to(to, run, given, nullptr, true); }},
    {"join_from",
     "join_from(from_, target, onclause=None, *, isouter=False, full=False)",
     [](select_state& to, evaluation& run, bound_arguments const& given) {
         join_to(to, run, given, required_from(run, given["from_"])->source(), false);
     }},
    {"outerjoin_from",
     "outerjoin_from(from_, target, onclause=None, *, isouter=True, full=False)",
     [](select_state& to, evaluation& run, bound_arguments const& given) {
         join_to(to, run, given, required_from(run, given["from_"])->source(), true);
     }},
    {"correlate", "correlate(*fromclauses)", correlate},
    {"correlate_except", "correlate_except(*fromclauses)", correlate_except},
    {"with_for_update",
     "with_for_update(*, nowait=False, read=False, of=None, skip_locked=False, key_share=False)",
     lock_rows},
    {"with_only_columns", "with_only_columns(*entities, maintain_column_froms=False)", replace_columns},
    {"add_columns",
     "add_columns(*entities)",
     [](select_state& to, evaluation& run, bound_arguments const& given) {
         for (auto const& each : given.rest())
             add_column(run, to, each);
     }},
    {"prefix_with",
     "prefix_with(*prefixes, dialect='*')",
     [](select_state& to, evaluation& run, bound_arguments const& given) { add_words(to.prefixes, run, given); }},
    {"suffix_with",
     "suffix_with(*suffixes, dialect='*')",
     [](select_state& to, evaluation& run, bound_arguments const& given) { add_words(to.suffixes, run, given); }},
    {"add_cte",
     "add_cte(*ctes)",
     [](select_state& to, evaluation& run, bound_arguments const& given) { to.with = sources_in(run, given); }},
};

std::optional<python::value> select_value::attribute(evaluation& run, std::string_view name) {
    if (auto method = select_method(name, state(), select_of))
        return method;
    if (name == "whereclause") {
        if (state().conditions.empty())
            return python::value{};
        return join_conditions(state().conditions, operators::and_);
    }
    return query_value::attribute(run, name);
}

python::value make_select(evaluation& run, bound_arguments const& given) {
    select_state state;
    for (auto const& each : given.rest())
        add_column(run, state, each);
    return std::make_shared<select_value>(std::move(state));
}

/// EXISTS (SELECT …), to which conditions may be added.
class exists_value final : public expression_value {
public:
    explicit exists_value(query_pointer inner)
        : expression_value{{.kind = expression_kind::prefix, .text = "EXISTS ", .operands = {scalar_node(inner)}}, boolean_type(), {"EXISTS ", 0}},
          inner_{std::move(inner)} {}

    [[nodiscard]] std::string type_name() const override { return "Exists"; }

    [[nodiscard]] std::optional<python::value> attribute(evaluation& run, std::string_view name) override {
        auto const select = std::dynamic_pointer_cast<select_query const>(inner_);
        for (auto const& row : select_methods)
            if (select && row.name == name &&
                (name == "where" || name == "select_from" || name == "correlate" || name == "correlate_except"))
                return python::make_function(
                    row.declared,
                    [select, change = row.change](evaluation& inside, bound_arguments const& given) {
                        auto changed = select->state();
                        change(changed, inside, given);
                        return exists_of(std::make_shared<select_query const>(std::move(changed)));
                    },
                    python::effect::none
                );
        if (name == "select")
            return python::make_function(
                "select()",
                [self = self()](evaluation&, bound_arguments const&) -> python::value {
                    select_state state;
                    add_expression(state, self);
                    return std::make_shared<select_value>(std::move(state));
                },
                python::effect::none
            );
        return expression_value::attribute(run, name);
    }

private:
    query_pointer inner_;
};

python::value make_exists(evaluation& run, bound_arguments const& given) {
    if (given.rest().size() == 1)
        if (auto const inner = query_of(given.rest().front()))
            return exists_of(inner);
    select_state state;
    for (auto const& each : given.rest())
        add_column(run, state, each);
    if (given.rest().empty())
        state.columns.push_back(std::make_shared<literal_column_value>(schema::sql_text("*"), nullptr));
    return exists_of(std::make_shared<select_query const>(std::move(state)));
}

/// Of the statement that a method belongs to, and of the one that it makes.
std::size_t bytes_of_copies(select_state const& of) {
    auto const pointers = of.columns.size() + of.column_sources.size() + of.froms.size() + of.conditions.size() +
                          of.groups.size() + of.having.size() + of.order.size();
    auto const bytes = sizeof(select_state) + pointers * sizeof(expression_pointer) +
                       of.entities.size() * sizeof(selected_entity) + of.joins.size() * sizeof(select_join);
    return 2 * bytes;
}

} // namespace

std::optional<python::value>
select_method(std::string_view name, select_state const& of, std::function<python::value(select_state)> finish) {
    for (auto const& row : select_methods)
        if (row.name == name)
            return python::make_function(
                row.declared,
                [of, finish = std::move(finish), change = row.change](evaluation& run, bound_arguments const& given) {
                    run.charge_memory(bytes_of_copies(of));
                    auto changed = of;
                    change(changed, run, given);
                    return finish(std::move(changed));
                },
                python::effect::none
            );
    return std::nullopt;
}

python::value select_of(select_state state) {
    return std::make_shared<select_value>(std::move(state));
}

void replace_entities(select_state& to, evaluation& run, std::span<python::value const> entities) {
    to.columns.clear();
    to.column_sources.clear();
    to.entities.clear();
    for (auto const& each : entities)
        add_column(run, to, each);
}

python::value select_all(evaluation& run, from_pointer const& from) {
    select_state state;
    add_column(run, state, python::value{from});
    return std::make_shared<select_value>(std::move(state));
}

python::value exists_of(query_pointer const& inner) {
    return std::make_shared<exists_value>(inner);
}

void add_selects(python::module_registry& modules) {
    for (auto const* where : {"sqlalchemy", "sqlalchemy.sql", "sqlalchemy.sql.expression", "sqlalchemy.future"}) {
        auto& module = modules.module(where);
        module.function("select(*entities)", make_select, python::effect::none);
        module.function("exists(*args)", make_exists, python::effect::none);
    }
}

} // namespace alembicore::sqlalchemy
