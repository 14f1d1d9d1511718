#include "sqlalchemy/cte.hpp"

#include "sqlalchemy/compound.hpp"
#include "sqlalchemy/errors.hpp"
#include "sqlalchemy/select.hpp"

#include <algorithm>

namespace alembicore::sqlalchemy {

namespace {

using python::bound_arguments;
using python::evaluation;
using schema::expression;
using schema::expression_kind;

/// A common table expression in evaluated code: it may be united with a query that refers to it.
class cte_value final : public from_value {
public:
    explicit cte_value(std::shared_ptr<cte_source const> table) : from_value{table}, table_{std::move(table)} {}

    [[nodiscard]] std::string type_name() const override { return "CTE"; }

    [[nodiscard]] std::optional<python::value> attribute(evaluation& run, std::string_view name) override {
        if (name == "union" || name == "union_all")
            return python::make_function(
                "union(*other)",
                [table = table_, words = name == "union" ? " UNION " : " UNION ALL "](
                    evaluation& inside, bound_arguments const& given
                ) -> python::value {
                    auto united = unite(inside, table->of(), words, given.rest());
                    return std::make_shared<cte_value>(
                        std::make_shared<cte_source const>(std::move(united), table->alias(), table->recursive(), table)
                    );
                },
                python::effect::none
            );
        return from_value::attribute(run, name);
    }

private:
    std::shared_ptr<cte_source const> table_;
};

} // namespace

expression cte_source::definition(resolution& in, schema::identifier const& name) const {
    expression defined{.kind = expression_kind::select, .operands = {schema::column_reference(name)}};
    if (recursive_) {
        expression names{.kind = expression_kind::group};
        for (auto const& column : of_->columns())
            names.operands.push_back(schema::column_reference(
                column.numbered ? schema::identifier{in.text_of(*column.numbered), std::nullopt} : column.name
            ));
        defined.operands.push_back(std::move(names));
    }
    defined.operands.push_back(schema::sql_text(" AS \n"));
    defined.operands.push_back({.kind = expression_kind::group, .operands = {of_->resolve(in, {.as_source = true})}});
    return defined;
}

void cte_source::define(resolution& in, schema::identifier const& name) const {
    auto const [place, is_new] = in.tables_by_name.try_emplace(name.text, this);
    if (!is_new) {
        auto const* existing = place->second;
        if (existing == this || existing->restates_.get() == this)
            return;
        if (restates_.get() != existing)
            throw sqlalchemy_error(
                "CompileError", "Multiple, unrelated CTEs found with the same name: '" + name.text + "'"
            );
        std::erase_if(in.common_tables, [&](auto const& each) { return each.source == existing; });
        place->second = this;
    }
    auto defined = definition(in, name);
    in.common_tables.push_back({this, std::move(defined), recursive_});
}

expression cte_source::listed(resolution& in) const {
    auto const name = name_in(in);
    define(in, name);
    return schema::column_reference(name);
}

python::value make_cte(query_pointer of, bound_arguments const& given) {
    if (given["nesting"].boolean() == true)
        throw given.refusal("nesting", "not known natively");
    return std::make_shared<cte_value>(std::make_shared<cte_source const>(
        std::move(of), alias_name_of(given, "anon"), given["recursive"].boolean() == true
    ));
}

} // namespace alembicore::sqlalchemy
