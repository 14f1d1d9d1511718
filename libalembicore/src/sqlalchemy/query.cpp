// What can be made of any query: subqueries, values, set operations.
#include "sqlalchemy/compound.hpp"
#include "sqlalchemy/cte.hpp"
#include "sqlalchemy/labels.hpp"
#include "sqlalchemy/names.hpp"
#include "sqlalchemy/select.hpp"
#include "sqlalchemy/select_state.hpp"

namespace alembicore::sqlalchemy {

namespace {

using python::bound_arguments;
using python::evaluation;

python::value make_subquery(query_pointer const& of, bound_arguments const& given, subquery_kind kind) {
    return std::make_shared<from_value>(std::make_shared<subquery_source const>(of, alias_name_of(given, "anon"), kind)
    );
}

using query_method = python::value (*)(query_pointer const&, evaluation&, bound_arguments const&);

struct method_row {
    std::string_view name;
    std::string_view declared;
    query_method code;
};

constexpr method_row methods[] = {
    {"subquery",
     "subquery(name=None)",
     [](query_pointer const& of, evaluation&, bound_arguments const& given) {
         return make_subquery(of, given, subquery_kind::plain);
     }},
    {"alias",
     "alias(name=None, flat=False)",
     [](query_pointer const& of, evaluation&, bound_arguments const& given) {
         return make_subquery(of, given, subquery_kind::plain);
     }},
    {"lateral",
     "lateral(name=None)",
     [](query_pointer const& of, evaluation&, bound_arguments const& given) {
         return make_subquery(of, given, subquery_kind::lateral);
     }},
    {"cte",
     "cte(name=None, recursive=False, nesting=False)",
     [](query_pointer const& of, evaluation&, bound_arguments const& given) { return make_cte(of, given); }},
    {"scalar_subquery",
     "scalar_subquery()",
     [](query_pointer const& of, evaluation&, bound_arguments const&) -> python::value { return scalar_of(of); }},
    {"as_scalar",
     "as_scalar()",
     [](query_pointer const& of, evaluation&, bound_arguments const&) -> python::value { return scalar_of(of); }},
    {"label",
     "label(name)",
     [](query_pointer const& of, evaluation&, bound_arguments const& given) -> python::value {
         return std::make_shared<label_value>(scalar_of(of), alias_name_of(given, "anon"));
     }},
    {"exists", "exists()", [](query_pointer const& of, evaluation&, bound_arguments const&) { return exists_of(of); }},
};

/// `select.selected_columns`, and the older `.c`.
python::value columns_of(query_pointer const& of) {
    return column_collection_of(
        std::make_shared<from_value>(std::make_shared<subquery_source const>(of, alias_name{}, subquery_kind::plain))
    );
}

} // namespace

query_pointer query_of(python::value const& given) {
    if (auto const held = given.as<query_value>())
        return held->rows();
    return nullptr;
}

expression_pointer scalar_of(query_pointer const& of) {
    return make_expression(scalar_node(of), of->first_type());
}

std::optional<python::value> query_value::attribute(evaluation&, std::string_view name) {
    auto const self = std::static_pointer_cast<query_value>(shared_from_this());
    for (auto const& row : methods)
        if (row.name == name)
            return python::make_function(
                row.declared,
                [of = rows(), code = row.code](evaluation& run, bound_arguments const& given) {
                    return code(of, run, given);
                },
                python::effect::none
            );
    if (auto const words = set_words(name); !words.empty()) {
        if (!std::dynamic_pointer_cast<select_query const>(rows()))
            return std::nullopt;
        return python::make_function(
            "union(*other)",
            [of = rows(), words](evaluation& run, bound_arguments const& given) {
                return make_compound(unite(run, of, words, given.rest()));
            },
            python::effect::none
        );
    }
    if (name == "execution_options")
        return python::make_function(
            "execution_options(**kw)",
            [self](evaluation&, bound_arguments const&) -> python::value { return self; },
            python::effect::none
        );
    if (name == "c")
        return columns_of(rows());
    refuse("using ." + std::string{name} + " of");
}

} // namespace alembicore::sqlalchemy
