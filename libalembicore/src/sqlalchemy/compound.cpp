#include "sqlalchemy/compound.hpp"

#include "sqlalchemy/errors.hpp"
#include "sqlalchemy/labels.hpp"
#include "sqlalchemy/select_state.hpp"

namespace alembicore::sqlalchemy {

namespace {

using python::bound_arguments;
using python::evaluation;
using schema::expression;
using schema::expression_kind;

struct compound_state {
    std::vector<query_pointer> parts;
    std::string_view words;
    std::vector<expression_pointer> order{};
    row_window window{};
};

class compound_query final : public query {
public:
    explicit compound_query(compound_state state) : state_{std::move(state)} {
        for (auto const& part : state_.parts)
            size_ += size_of(*part);
    }

    /// The SELECTs that are written for a query.
    static std::size_t size_of(query const& of) noexcept {
        auto const* const compound = dynamic_cast<compound_query const*>(&of);
        return compound != nullptr ? compound->size_ : 1;
    }

    [[nodiscard]] compound_state const& state() const noexcept { return state_; }

    [[nodiscard]] expression resolve(resolution& in, query_place where) const override {
        expression all{.kind = expression_kind::sequence, .text = std::string{state_.words}};
        for (auto const& part : state_.parts)
            all.operands.push_back(resolve_part(*part, in, where));
        expression statement{.kind = expression_kind::select, .operands = {std::move(all)}};
        add_tail(in, statement);
        return statement;
    }

    [[nodiscard]] std::vector<table_column> columns() const override { return state_.parts.front()->columns(); }

    [[nodiscard]] sent_columns sent() const override { return state_.parts.front()->sent(); }

    [[nodiscard]] type_pointer first_type() const override { return state_.parts.front()->first_type(); }

private:
    /// A set operation inside another, and a SELECT with an order or limit of its own, are put in parentheses.
    static expression resolve_part(query const& part, resolution& in, query_place where) {
        auto resolved = part.resolve(in, where);
        if (!needs_parentheses(part))
            return resolved;
        return {.kind = expression_kind::group, .operands = {std::move(resolved)}};
    }

    static bool needs_parentheses(query const& part) {
        if (dynamic_cast<compound_query const*>(&part) != nullptr)
            return true;
        auto const* select = dynamic_cast<select_query const*>(&part);
        if (select == nullptr)
            return false;
        auto const& window = select->state().window;
        return !select->state().order.empty() || window.limit || window.offset || window.fetch;
    }

    /// Its order names columns of the first SELECT.
    void add_tail(resolution& in, expression& statement) const {
        auto const* first = dynamic_cast<select_query const*>(state_.parts.front().get());
        resolution::scope inner = in.scopes.empty() ? resolution::scope{} : in.scopes.back();
        inner.labels = first != nullptr ? &first->state() : nullptr;
        if (first != nullptr)
            inner.froms = sources_of(first->state());
        in.scopes.push_back(std::move(inner));
        if (!state_.order.empty()) {
            std::vector<expression> elements;
            for (auto const& each : state_.order)
                elements.push_back(in.resolve_bare(each->node()));
            statement.operands.push_back(
                {.kind = expression_kind::clause, .text = " ORDER BY ", .operands = std::move(elements)}
            );
        }
        add_window(state_.window, in, statement);
        in.scopes.pop_back();
    }

    compound_state state_;
    std::size_t size_ = 0;
};

class compound_value final : public query_value {
public:
    explicit compound_value(std::shared_ptr<compound_query const> of) : of_{std::move(of)} {}

    [[nodiscard]] query_pointer rows() const override { return of_; }

    [[nodiscard]] std::string type_name() const override { return "CompoundSelect"; }

    [[nodiscard]] std::optional<python::value> attribute(evaluation& run, std::string_view name) override;

private:
    std::shared_ptr<compound_query const> of_;
};

using compound_change = void (*)(compound_state&, evaluation&, bound_arguments const&);

struct compound_row {
    std::string_view name;
    std::string_view declared;
    compound_change change;
};

constexpr compound_row methods[] = {
    {"order_by",
     "order_by(*clauses)",
     [](compound_state& to, evaluation& run, bound_arguments const& given) {
         for (auto const& each : given.rest())
             to.order.push_back(sorting_element(run, each));
     }},
    {"limit",
     "limit(limit)",
     [](compound_state& to, evaluation& run, bound_arguments const& given) {
         to.window.limit = coerce(run, given["limit"])->node();
     }},
    {"offset",
     "offset(offset)",
     [](compound_state& to, evaluation& run, bound_arguments const& given) {
         to.window.offset = coerce(run, given["offset"])->node();
     }},
};

std::optional<python::value> compound_value::attribute(evaluation& run, std::string_view name) {
    for (auto const& row : methods)
        if (row.name == name)
            return python::make_function(
                row.declared,
                [of = of_, change = row.change](evaluation& inside, bound_arguments const& given) -> python::value {
                    auto changed = of->state();
                    change(changed, inside, given);
                    return make_compound(std::make_shared<compound_query const>(std::move(changed)));
                },
                python::effect::none
            );
    return query_value::attribute(run, name);
}

std::size_t width_of(query const& part) {
    auto const* select = dynamic_cast<select_query const*>(&part);
    return select != nullptr ? select->state().columns.size() : part.columns().size();
}

query_pointer required_query(evaluation& run, python::value const& given) {
    if (auto of = query_of(given))
        return of;
    throw sqlalchemy_error(
        "ArgumentError", "SELECT construct or equivalent text() construct expected, got " + run.repr(given) + "."
    );
}

} // namespace

query_pointer
unite(evaluation& run, query_pointer first, std::string_view words, std::span<python::value const> others) {
    compound_state state{.parts = {std::move(first)}, .words = words};
    constexpr std::size_t bytes_of_a_select = 16U << 10U;
    for (auto const& other : others)
        state.parts.push_back(required_query(run, other));
    for (auto const& part : state.parts)
        run.charge_memory(compound_query::size_of(*part) * bytes_of_a_select);
    auto const count = width_of(*state.parts.front());
    for (auto const& part : state.parts)
        if (width_of(*part) != count)
            throw sqlalchemy_error(
                "CompileError",
                "All selectables passed to CompoundSelect must have identical numbers of columns; select #1 has " +
                    std::to_string(count) + " columns"
            );
    return std::make_shared<compound_query const>(std::move(state));
}

python::value make_compound(query_pointer of) {
    return std::make_shared<compound_value>(std::static_pointer_cast<compound_query const>(std::move(of)));
}

std::string_view set_words(std::string_view method) {
    static constexpr std::pair<std::string_view, std::string_view> words[] = {
        {"union", " UNION "},
        {"union_all", " UNION ALL "},
        {"intersect", " INTERSECT "},
        {"intersect_all", " INTERSECT ALL "},
        {"except_", " EXCEPT "},
        {"except_all", " EXCEPT ALL "},
    };
    for (auto const& [name, text] : words)
        if (name == method)
            return text;
    return {};
}

void add_set_operations(python::module_registry& modules) {
    for (auto const* where : {"sqlalchemy", "sqlalchemy.sql", "sqlalchemy.sql.expression"})
        for (auto const* name : {"union", "union_all", "intersect", "intersect_all", "except_", "except_all"})
            modules.module(where).function(
                std::string{name} + "(*selects)",
                [words = set_words(name)](evaluation& run, bound_arguments const& given) {
                    if (given.rest().empty())
                        throw python::not_evaluable("a set operation without queries");
                    return make_compound(
                        unite(run, required_query(run, given.rest().front()), words, given.rest().subspan(1))
                    );
                },
                python::effect::none
            );
}

} // namespace alembicore::sqlalchemy
