// What a SELECT consists of.
#pragma once

#include "sqlalchemy/expression.hpp"
#include "sqlalchemy/resolution.hpp"

namespace alembicore::sqlalchemy {

/// `select.join(right, onclause)`: the left side is found when the statement is resolved.
struct select_join {
    source_pointer left; ///< null: what it can be joined to
    source_pointer right;
    expression_pointer condition;
    std::string_view words;
};

/// FOR UPDATE
struct row_lock {
    bool nowait = false;
    bool read = false;
    bool skip_locked = false;
    bool key_share = false;
    source_list of{};
};

/// LIMIT, OFFSET, FETCH
struct row_window {
    std::optional<schema::expression> limit{};
    std::optional<schema::expression> offset{};
    std::optional<schema::expression> fetch{};
    std::string_view fetch_unit{};
    std::string_view fetch_end = "ONLY";
};

class mapped_entity;

/// One thing that was asked for: an expression, or a model with its columns.
struct selected_entity {
    std::shared_ptr<mapped_entity> of{};   ///< null: the expression alone
    std::size_t first = 0;                 ///< among the columns
    std::vector<std::size_t> attributes{}; ///< of the model, by position; one column for each
};

struct select_state {
    std::vector<expression_pointer> columns{};
    std::vector<selected_entity> entities{};
    source_list column_sources{}; ///< in the order of the columns, and of tables that have none
    source_list froms{};          ///< of select_from()
    std::vector<select_join> joins{};
    std::vector<expression_pointer> conditions{};
    std::vector<expression_pointer> groups{};
    std::vector<expression_pointer> having{};
    std::vector<expression_pointer> order{};
    row_window window{};
    std::optional<row_lock> lock{};
    bool distinct = false;
    std::vector<expression_pointer> distinct_on{};
    bool correlates = true; ///< by itself, with what encloses it
    std::optional<source_list> correlated{};
    std::optional<source_list> correlated_except{};
    std::vector<schema::expression> prefixes{};
    std::vector<schema::expression> suffixes{};
    source_list with{}; ///< of add_cte()
};

/// A SELECT as a query.
class select_query final : public query {
public:
    explicit select_query(select_state state) : state_{std::move(state)} {}

    [[nodiscard]] select_state const& state() const noexcept { return state_; }

    [[nodiscard]] schema::expression resolve(resolution& in, query_place where) const override;
    [[nodiscard]] std::vector<table_column> columns() const override;
    [[nodiscard]] sent_columns sent() const override;
    [[nodiscard]] type_pointer first_type() const override;

private:
    select_state state_;
};

/// ORDER BY … LIMIT … of a SELECT or a set operation, added to `statement`.
void add_order(std::vector<expression_pointer> const& order, resolution& in, schema::expression& statement);
void add_window(row_window const& window, resolution& in, schema::expression& statement);

/// `words` and the elements, resolved, with commas between them.
[[nodiscard]] schema::expression
make_clause(std::string_view words, std::vector<expression_pointer> const& elements, resolution& in);

/// Conditions joined by AND; nullopt: there are none.
[[nodiscard]] std::optional<schema::expression>
all_conditions(std::vector<expression_pointer> const& conditions, resolution& in);

/// Without those that occur before, and without what is inside a join that is listed.
[[nodiscard]] source_list without_repetitions(source_list const& sources);

/// What FROM lists before correlation.
[[nodiscard]] source_list sources_of(select_state const& state);

} // namespace alembicore::sqlalchemy
