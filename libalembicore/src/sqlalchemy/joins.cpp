// JOIN, and the conditions that follow from foreign keys.
#include "sqlalchemy/errors.hpp"
#include "sqlalchemy/selectable.hpp"

#include <algorithm>
#include <iterator>

namespace alembicore::sqlalchemy {

namespace {

using python::bound_arguments;
using python::evaluation;
using schema::expression;
using schema::expression_kind;

std::vector<table_column> columns_of_both(source const& left, source const& right) {
    std::vector<table_column> columns;
    for (auto const* side : {&left, &right})
        for (auto column : side->columns()) {
            column.name.text = side->description() + '_' + column.name.text;
            columns.push_back(std::move(column));
        }
    return columns;
}

class join_source final : public source {
public:
    join_source(source_pointer left, source_pointer right, expression condition, std::string_view words)
        : source{columns_of_both(*left, *right)}, left_{std::move(left)}, right_{std::move(right)},
          condition_{std::move(condition)}, words_{words} {}

    [[nodiscard]] source_pointer const& left() const noexcept { return left_; }

    [[nodiscard]] source_pointer const& right() const noexcept { return right_; }

    [[nodiscard]] expression listed(resolution& in) const override {
        auto left = left_->listed(in);
        auto right = right_->listed(in);
        if (dynamic_cast<join_source const*>(right_.get()) != nullptr)
            right = {.kind = expression_kind::group, .operands = {std::move(right)}};
        return {
            .kind = expression_kind::select,
            .operands = {
                std::move(left),
                schema::sql_text(std::string{words_}),
                std::move(right),
                schema::sql_text(" ON "),
                in.resolve(condition_)}};
    }

    [[nodiscard]] expression called(resolution&) const override {
        throw python::not_evaluable("FOR UPDATE OF a join", "name its tables");
    }

    void name_column(expression&, resolution&) const override {}

    void add_elements(source_list& to) const override {
        to.push_back(shared_from_this());
        left_->add_elements(to);
        right_->add_elements(to);
    }

    void add_hidden(source_list& to) const override {
        left_->add_elements(to);
        right_->add_elements(to);
    }

    [[nodiscard]] std::string description() const override {
        return "Join object on " + left_->description() + " and " + right_->description();
    }

private:
    source_pointer left_;
    source_pointer right_;
    expression condition_;
    std::string_view words_;
};

/// A join in evaluated code; its columns belong to the tables that are joined.
class join_value final : public from_value {
public:
    explicit join_value(std::shared_ptr<join_source const> joined) : from_value{joined}, joined_{std::move(joined)} {}

    [[nodiscard]] expression_pointer column(table_column const& column) const override {
        auto const* const side =
            joined_->left()->columns().size() > position_of(column) ? joined_->left().get() : nullptr;
        auto const& of = side != nullptr ? joined_->left() : joined_->right();
        auto const at = side != nullptr ? position_of(column) : position_of(column) - joined_->left()->columns().size();
        if (auto const inner = std::dynamic_pointer_cast<join_source const>(of))
            return join_value{inner}.column(inner->columns()[at]);
        return from_value{of}.column(of->columns()[at]);
    }

    [[nodiscard]] std::string type_name() const override { return "Join"; }

private:
    [[nodiscard]] std::size_t position_of(table_column const& column) const {
        return static_cast<std::size_t>(&column - columns().data());
    }

    std::shared_ptr<join_source const> joined_;
};

schema::qualified_name const* table_name(source const& of) {
    auto const* table = dynamic_cast<table_source const*>(&of);
    return table != nullptr ? &table->name() : nullptr;
}

/// left.column = right.column for each foreign key from one to the other.
void add_conditions(
    source_pointer const& left,
    source_pointer const& right,
    source_pointer const& holder,
    std::vector<expression_pointer>& to
) {
    auto const& other = holder == right ? left : right;
    auto const* name = table_name(*other);
    if (name == nullptr)
        return;
    for (auto const& column : holder->columns())
        for (auto const& reference : column.references)
            if (auto const* referenced = other->find(reference.column);
                referenced != nullptr && reference.table == *name)
                to.push_back(make_binary(
                    *from_value{other}.column(*referenced),
                    operators::equal,
                    *from_value{holder}.column(column),
                    boolean_type()
                ));
}

std::vector<expression_pointer> natural_conditions(source_pointer const& left, source_pointer const& right) {
    std::vector<expression_pointer> found;
    if (auto const join = std::dynamic_pointer_cast<join_source const>(left)) {
        found = natural_conditions(join->right(), right);
        return found.empty() ? natural_conditions(join->left(), right) : found;
    }
    add_conditions(left, right, right, found);
    if (left != right)
        add_conditions(left, right, left, found);
    return found;
}

expression natural_condition(source_pointer const& left, source_pointer const& right) {
    auto const found = natural_conditions(left, right);
    if (found.size() > 1)
        throw python::not_evaluable("a join over several foreign keys without its condition", "write the condition");
    if (found.empty())
        throw sqlalchemy_error(
            "NoForeignKeysError",
            "Can't find any foreign key relationships between '" + left->description() + "' and '" +
                right->description() + "'."
        );
    return found.front()->node();
}

auto join_function(bool outer) {
    return [outer](evaluation& run, bound_arguments const& given) {
        return join_tables(run, required_from(run, given["left"]), given, outer);
    };
}

} // namespace

std::string_view join_words(bool outer, bool full) {
    return full ? " FULL OUTER JOIN " : outer ? " LEFT OUTER JOIN " : " JOIN ";
}

source_pointer
make_join(source_pointer left, source_pointer right, expression_pointer const& condition, std::string_view words) {
    auto on = condition ? condition->beside(operators::condition) : natural_condition(left, right);
    return std::make_shared<join_source const>(std::move(left), std::move(right), std::move(on), words);
}

bool can_join(source_pointer const& left, source_pointer const& right) {
    return !natural_conditions(left, right).empty();
}

python::value join_tables(evaluation& run, from_pointer const& left, bound_arguments const& given, bool outer) {
    auto const right = required_from(run, given["right"]);
    for (auto const& side : {left, right}) {
        auto const bytes = sizeof(table_column) + side->source()->description().size();
        for (auto const& column : side->columns())
            run.charge_memory(bytes + column.name.text.size());
    }
    expression_pointer condition;
    if (!given["onclause"].is_none())
        condition = condition_of(run, given["onclause"]);
    bool const isouter = outer || run.truth(given["isouter"]);
    auto joined = make_join(left->source(), right->source(), condition, join_words(isouter, run.truth(given["full"])));
    return std::make_shared<join_value>(std::static_pointer_cast<join_source const>(joined));
}

void add_selectables(python::module_registry& modules) {
    for (auto const* where : {"sqlalchemy", "sqlalchemy.sql", "sqlalchemy.sql.expression"}) {
        auto& module = modules.module(where);
        module.function(
            "join(left, right, onclause=None, isouter=False, full=False)", join_function(false), python::effect::none
        );
        module.function(
            "outerjoin(left, right, onclause=None, isouter=False, full=False)",
            join_function(true),
            python::effect::none
        );
    }
}

} // namespace alembicore::sqlalchemy
