#include "sqlalchemy/entity_rows.hpp"

#include "sqlalchemy/connection.hpp"
#include "sqlalchemy/errors.hpp"
#include "sqlalchemy/execute.hpp"
#include "sqlalchemy/select.hpp"
#include "sqlalchemy/select_state.hpp"

#include <algorithm>

namespace alembicore::sqlalchemy {

namespace {

using python::bound_arguments;
using python::evaluation;

/// load_only(X.a, X.b)
class load_only_option final : public python::object {
public:
    explicit load_only_option(std::vector<expression_pointer> columns) : columns_{std::move(columns)} {}

    [[nodiscard]] std::vector<expression_pointer> const& columns() const noexcept { return columns_; }

    [[nodiscard]] std::string type_name() const override { return "Load"; }

private:
    std::vector<expression_pointer> columns_;
};

/// aliased(X)
class alias_entity final : public python::object, public mapped_entity {
public:
    alias_entity(model_pointer model, from_pointer from, std::string name)
        : model_{std::move(model)}, from_{std::move(from)}, name_{std::move(name)} {}

    [[nodiscard]] from_pointer selected_from() const override { return from_; }

    [[nodiscard]] model_pointer mapped() const override { return model_; }

    [[nodiscard]] std::string entity_name() const override { return name_; }

    [[nodiscard]] std::string type_name() const override { return "AliasedClass"; }

    [[nodiscard]] bool truth(evaluation&) override { return true; }

    [[nodiscard]] std::optional<python::value> attribute(evaluation& run, std::string_view name) override {
        if (name == "__table__")
            return python::value{from_};
        if (auto const* found = model_->find(name))
            return python::value{attribute_of(*from_, *found)};
        static_cast<void>(run);
        refuse("reading ." + std::string{name} + " of");
    }

private:
    model_pointer model_;
    from_pointer from_;
    std::string name_;
};

std::vector<std::string> names_of(select_state const& state, answer const& said) {
    std::vector<std::string> names;
    for (auto const& each : state.entities) {
        if (each.of) {
            names.push_back(each.of->entity_name());
            continue;
        }
        auto const& column = state.columns[each.first];
        bool const renamed = dynamic_cast<attribute_expression const*>(column.get()) != nullptr;
        names.push_back(renamed ? std::string{column->key()} : said.columns.at(each.first).name);
    }
    return names;
}

/// The model whose attributes filter_by() names: of the last join, or the first that is selected.
from_pointer filtered(select_state const& state, entity_pointer& entity) {
    for (auto const& each : state.entities)
        if (each.of && state.joins.empty()) {
            entity = each.of;
            return each.of->selected_from();
        }
    return nullptr;
}

python::value make_alias(evaluation& run, bound_arguments const& given) {
    auto const model = given["element"].as<model_class>();
    if (!model)
        throw given.refusal("element", "not a model");
    for (auto const* unread : {"alias", "flat", "adapt_on_names"})
        if (!given[unread].is_none() && run.truth(given[unread]))
            throw given.refusal(unread, "not evaluated");
    auto from = std::make_shared<from_value>(std::make_shared<alias_source const>(
        model->table()->source(), alias_name_of(given, model->table()->name().name.text)
    ));
    return std::make_shared<alias_entity>(model, std::move(from), given.optional_text("name").value_or(model->name()));
}

python::value make_load_only(evaluation& run, bound_arguments const& given) {
    std::vector<expression_pointer> columns;
    for (auto const& each : given.rest())
        columns.push_back(coerce(run, each));
    return std::make_shared<load_only_option>(std::move(columns));
}

void load_only(select_state& to, load_only_option const& option) {
    auto const before = to.entities;
    if (before.size() != 1 || !before.front().of)
        throw python::not_evaluable("load_only() of a query of several things");
    auto const& entity = before.front().of;
    auto const model = entity->mapped();
    std::vector<std::size_t> positions = model->key_positions();
    for (auto const& column : option.columns()) {
        auto const at = model->position_of(column->key());
        if (!at || column->node().part != entity->selected_from()->source())
            throw python::not_evaluable("load_only() of what is not a column of the model");
        if (std::ranges::find(positions, *at) == positions.end())
            positions.push_back(*at);
    }
    std::ranges::sort(positions);
    to.columns.clear();
    to.column_sources.clear();
    to.entities.clear();
    add_entity(to, entity, std::move(positions));
}

} // namespace

void add_entity(select_state& to, entity_pointer const& entity, std::vector<std::size_t> only) {
    auto const model = entity->mapped();
    model->require_loading();
    selected_entity added{.of = entity, .first = to.columns.size(), .attributes = std::move(only)};
    if (added.attributes.empty())
        for (std::size_t at = 0; at < model->mapped_attributes().size(); ++at)
            added.attributes.push_back(at);
    to.column_sources.push_back(entity->selected_from()->source());
    for (auto const at : added.attributes)
        to.columns.push_back(attribute_of(*entity->selected_from(), model->mapped_attributes()[at]));
    to.entities.push_back(std::move(added));
}

void apply_options(select_state& to, evaluation&, std::span<python::value const> options) {
    for (auto const& each : options) {
        auto const only = each.as<load_only_option>();
        if (!only)
            throw python::not_evaluable("this option of a query", "leave it out");
        load_only(to, *only);
    }
}

void filter_by(select_state& to, evaluation& run, python::dict_table const& wanted) {
    entity_pointer entity;
    auto const from = filtered(to, entity);
    if (!from)
        throw python::not_evaluable("filter_by() of this query", "write filter(Model.column == value)");
    wanted.for_each([&](python::value const& key, python::value const& item) {
        auto const* attribute = entity->mapped()->find(*key.text());
        if (attribute == nullptr)
            throw python::not_evaluable("filter_by(" + std::string{*key.text()} + "=…), which is not a column");
        python::value const column = attribute_of(*from, *attribute);
        auto const compared =
            column.as<expression_value>()->compare(run, python::syntax::comparison_operator::equal, item);
        to.conditions.push_back(condition_of(run, *compared));
    });
}

bool is_of_models(select_state const& state) {
    return std::ranges::any_of(state.entities, [&](selected_entity const& each) {
        return each.of || dynamic_cast<attribute_expression const*>(state.columns[each.first].get()) != nullptr;
    });
}

python::value read_entities(
    evaluation& run, session_pointer const& session, python::value const& statement, python::value const& parameters
) {
    auto const select = std::dynamic_pointer_cast<select_query const>(query_of(statement));
    auto resolved = executed_statements(run, statement, parameters);
    if (resolved->size() != 1)
        throw python::not_evaluable("a SELECT with several sets of parameters");
    auto const asked = resolved->front();
    auto said = perform(
        run, operation::execute{.statement = std::move(resolved->front()), .parameters_apart = !parameters.is_none()}
    );
    if (!said)
        return make_result(std::nullopt, asked);
    result_shape shape{.columns = select->sent()};
    if (shape.columns.columns.size() != said->columns.size())
        throw python::not_evaluable(
            "columns of one name are read, which are not told apart", "give each of them a label of its own"
        );
    auto const names = std::make_shared<std::vector<std::string> const>(names_of(select->state(), *said));
    auto read = [session, select](evaluation& at, std::vector<python::value> fields) {
        std::vector<python::value> items;
        for (auto const& each : select->state().entities) {
            if (!each.of) {
                items.push_back(fields[each.first]);
                continue;
            }
            auto const begin = fields.begin() + static_cast<std::ptrdiff_t>(each.first);
            std::vector<python::value> values{begin, begin + static_cast<std::ptrdiff_t>(each.attributes.size())};
            items.push_back(session->load(at, each.of->mapped(), each.attributes, std::move(values)));
        }
        return items;
    };
    return make_result(std::move(said), asked, std::move(shape), row_reading{names, std::move(read)});
}

void add_entity_functions(python::module_registry& modules) {
    auto& orm = modules.module("sqlalchemy.orm");
    orm.function(
        "aliased(element, alias=None, name=None, flat=False, adapt_on_names=False)", make_alias, python::effect::none
    );
    orm.function("load_only(*attrs, raiseload=False)", make_load_only, python::effect::none);
}

} // namespace alembicore::sqlalchemy
