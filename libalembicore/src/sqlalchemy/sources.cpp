#include "sqlalchemy/sources.hpp"

#include "sqlalchemy/resolution.hpp"

#include <algorithm>

namespace alembicore::sqlalchemy {

namespace {

using schema::expression;
using schema::expression_kind;

expression named(expression element, schema::identifier name) {
    return {
        .kind = expression_kind::label,
        .text = std::move(name.text),
        .operands = {std::move(element)},
        .quote = name.quote};
}

} // namespace

table_column const* source::find(std::string_view column) const noexcept {
    for (auto const& each : columns_)
        if (each.name.text == column)
            return &each;
    return nullptr;
}

expression table_source::listed(resolution&) const {
    return {.kind = expression_kind::table, .table = name_};
}

expression table_source::called(resolution&) const {
    return schema::column_reference(name_.name);
}

void table_source::name_column(expression& column, resolution& in) const {
    column.table = in.bare() ? std::nullopt : std::optional{name_};
}

schema::identifier named_source::name_in(resolution& in) const {
    if (name_.given)
        return *name_.given;
    return {in.text_of({shared_from_this(), name_.seed}), std::nullopt};
}

expression named_source::called(resolution& in) const {
    return schema::column_reference(name_in(in));
}

void named_source::name_column(expression& column, resolution& in) const {
    column.table = std::nullopt;
    if (!in.bare())
        column.alias = name_in(in);
    if (auto const* known = find(column.text); known != nullptr && known->numbered)
        column.text = in.text_of(*known->numbered);
}

expression alias_source::listed(resolution& in) const {
    auto name = name_in(in);
    return named(of_->listed(in), std::move(name));
}

expression sampled_source::listed(resolution& in) const {
    auto name = name_in(in);
    expression sampled{
        .kind = expression_kind::select,
        .operands = {named(of_->listed(in), std::move(name)), schema::sql_text(" TABLESAMPLE "), in.resolve(method_)}};
    if (seed_) {
        sampled.operands.push_back(schema::sql_text(" REPEATABLE "));
        sampled.operands.push_back({.kind = expression_kind::group, .operands = {in.resolve(*seed_)}});
    }
    return sampled;
}

subquery_source::subquery_source(std::shared_ptr<query const> of, alias_name name, subquery_kind kind)
    : named_source{std::move(name), of->columns()}, of_{std::move(of)}, kind_{kind} {}

expression subquery_source::listed(resolution& in) const {
    auto name = name_in(in);
    bool const lateral = kind_ == subquery_kind::lateral;
    expression inner{
        .kind = expression_kind::group, .operands = {of_->resolve(in, {.as_source = true, .lateral = lateral})}};
    auto listed = named(std::move(inner), std::move(name));
    if (!lateral)
        return listed;
    return {.kind = expression_kind::prefix, .text = "LATERAL ", .operands = {std::move(listed)}};
}

bool is_among(source_pointer const& wanted, source_list const& sources) {
    return std::find(sources.begin(), sources.end(), wanted) != sources.end();
}

void add_sources(expression const& node, source_list& to) {
    if (auto const of = std::dynamic_pointer_cast<source const>(node.part))
        to.push_back(of);
    else if (auto const* part = dynamic_cast<statement_part const*>(node.part.get()))
        part->add_sources(to);
    for (auto const& operand : node.operands)
        add_sources(operand, to);
}

} // namespace alembicore::sqlalchemy
