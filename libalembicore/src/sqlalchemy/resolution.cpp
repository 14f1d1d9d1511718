#include "sqlalchemy/resolution.hpp"

#include "sqlalchemy/cte.hpp"

#include <algorithm>

namespace alembicore::sqlalchemy {

namespace {

using schema::expression;
using schema::expression_kind;

constexpr std::size_t longest_label = 63 - 6;

/// Two operands with an operator, as SQLAlchemy's compiler sees it: these count as something else there.
bool is_operator(expression const& node) {
    static constexpr std::string_view others[] = {
        "", ", ", " LIKE ", " NOT LIKE ", " ILIKE ", " NOT ILIKE ", " / ", " % "};
    return node.kind == expression_kind::sequence &&
           std::find(std::begin(others), std::end(others), node.text) == std::end(others);
}

/// A query among expressions, in parentheses.
class scalar_part final : public scalar_part_marker {
public:
    explicit scalar_part(query_pointer of) : of_{std::move(of)} {}

    [[nodiscard]] expression resolve(resolution& in) const override {
        return {.kind = expression_kind::group, .operands = {of_->resolve(in, {})}};
    }

private:
    query_pointer of_;
};

expression with_common_tables(resolution const& in, expression statement) {
    if (in.common_tables.empty())
        return statement;
    bool const recursive =
        std::any_of(in.common_tables.begin(), in.common_tables.end(), [](auto const& each) { return each.recursive; });
    expression tables{.kind = expression_kind::sequence, .text = ", \n"};
    for (auto const& each : in.common_tables)
        tables.operands.push_back(each.text);
    return {
        .kind = expression_kind::select,
        .operands = {
            schema::sql_text(recursive ? "WITH RECURSIVE " : "WITH "),
            std::move(tables),
            schema::sql_text("\n "),
            std::move(statement)}};
}

} // namespace

/// What is shared by many parts of a statement is written for each of them.
void resolution::count_part() {
    constexpr std::size_t most = 200'000;
    if (++parts_ > most)
        throw error{
            errc::evaluation_limit,
            "a statement has more than " + std::to_string(most) + " parts",
            "write it as several statements"};
}

expression resolution::resolve(expression const& node) {
    constexpr std::size_t of_what_is_looked_up = 50; // a subquery, a column of a source
    parts_ += node.part ? of_what_is_looked_up : 0;
    count_part();
    if (auto const* part = dynamic_cast<statement_part const*>(node.part.get()))
        return part->resolve(*this);
    expression resolved = node;
    if (auto const* of = dynamic_cast<source const*>(node.part.get())) {
        resolved.part = nullptr;
        of->name_column(resolved, *this);
        return resolved;
    }
    bool const before = std::exchange(in_operator_, in_operator_ || is_operator(node));
    resolved.operands = resolve(node.operands);
    in_operator_ = before;
    return resolved;
}

std::vector<expression> resolution::resolve(std::vector<expression> const& nodes) {
    std::vector<expression> resolved;
    resolved.reserve(nodes.size());
    for (auto const& node : nodes)
        resolved.push_back(resolve(node));
    return resolved;
}

expression resolution::resolve_bare(expression const& node) {
    bool const before = std::exchange(bare_, true);
    auto resolved = resolve(node);
    bare_ = before;
    return resolved;
}

std::string resolution::text_of(numbered_name const& name) {
    auto const [place, is_new] = numbered_.try_emplace({name.owner.get(), name.seed, name.copy});
    if (is_new)
        place->second = shortened(name.seed + '_' + std::to_string(++counts_[name.seed]));
    return place->second;
}

std::string resolution::shortened(std::string const& label) {
    if (label.size() <= longest_label)
        return label;
    auto const [place, is_new] = shortened_.try_emplace(label);
    if (is_new) {
        static constexpr std::string_view digits = "0123456789abcdef";
        std::string number;
        for (int left = ++shortenings_; left > 0; left /= 16)
            number.insert(number.begin(), digits[static_cast<std::size_t>(left % 16)]);
        place->second = label.substr(0, longest_label) + '_' + number;
    }
    return place->second;
}

expression resolve_statement(expression const& statement, resolution::parameter_reader parameter) {
    resolution in;
    in.parameter = std::move(parameter);
    auto resolved = in.resolve(statement);
    return with_common_tables(in, std::move(resolved));
}

expression resolve_statement(query const& statement, resolution::parameter_reader parameter) {
    resolution in;
    in.parameter = std::move(parameter);
    auto resolved = statement.resolve(in, {});
    return with_common_tables(in, std::move(resolved));
}

expression scalar_node(query_pointer of) {
    return {.kind = expression_kind::unresolved, .part = std::make_shared<scalar_part const>(std::move(of))};
}

} // namespace alembicore::sqlalchemy
