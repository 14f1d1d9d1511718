#include "sqlalchemy/model_features.hpp"

namespace alembicore::sqlalchemy {

namespace {

using python::bound_arguments;
using python::evaluation;
using reach = model_feature::reach;

/// A relationship says nothing until it is used, unless it is loaded together with the object.
python::value make_relationship(evaluation& run, bound_arguments const& given) {
    auto const* lazy = given.keywords().find(std::string_view{"lazy"});
    auto const how = lazy == nullptr ? std::string{"select"} : run.str(*lazy);
    bool const alone = how == "select" || how == "True" || how == "dynamic" || how == "noload" || how == "raise" ||
                       how == "raise_on_sql" || how == "write_only" || how == "None";
    std::string related;
    if (!given.rest().empty() && given.rest().front().text())
        related = *given.rest().front().text();
    else if (auto const model = given.rest().empty() ? nullptr : given.rest().front().as<model_class>())
        related = model->name();
    return std::make_shared<model_feature>(
        "a relationship that is loaded with the object", alone ? reach::itself : reach::loading, related
    );
}

struct feature_row {
    std::string_view module;
    std::string_view declared;
    std::string_view what;
    reach over;
};

constexpr feature_row features[] = {
    {"sqlalchemy.ext.hybrid", "hybrid_property(*args, **kw)", "a hybrid property", reach::itself},
    {"sqlalchemy.ext.hybrid", "hybrid_method(*args, **kw)", "a hybrid method", reach::itself},
    {"sqlalchemy.ext.associationproxy", "association_proxy(*args, **kw)", "an association proxy", reach::itself},
    {"sqlalchemy.orm", "synonym(*args, **kw)", "a synonym", reach::itself},
    {"sqlalchemy.orm", "column_property(*args, **kw)", "a column property", reach::everything},
    {"sqlalchemy.orm", "deferred(*args, **kw)", "a deferred column", reach::everything},
    {"sqlalchemy.orm", "query_expression(*args, **kw)", "a query expression", reach::everything},
    {"sqlalchemy.orm", "composite(*args, **kw)", "a composite", reach::everything},
    {"sqlalchemy.orm", "validates(*args, **kw)", "a validator", reach::writing},
    {"sqlalchemy.orm", "reconstructor(*args, **kw)", "a reconstructor", reach::loading},
};

python::value make_declared(evaluation&, bound_arguments const& given) {
    return std::make_shared<declared_attribute>(given["function"]);
}

} // namespace

void add_model_features(python::module_registry& modules) {
    for (auto const& row : features)
        modules.module(row.module)
            .function(
                row.declared,
                [what = std::string{row.what}, over = row.over](evaluation&, bound_arguments const&) -> python::value {
                    return std::make_shared<model_feature>(what, over);
                },
                python::effect::none
            );
    auto& orm = modules.module("sqlalchemy.orm");
    orm.function("relationship(*args, **kw)", make_relationship, python::effect::none);
    orm.function(
        "backref(*args, **kw)",
        [](evaluation&, bound_arguments const& given) -> python::value {
            if (given.keywords().find(std::string_view{"lazy"}) != nullptr)
                throw python::not_evaluable("backref(lazy=…)");
            return std::make_shared<model_feature>("backref", reach::itself);
        },
        python::effect::none
    );
    for (auto const* where : {"sqlalchemy.orm", "sqlalchemy.ext.declarative"})
        modules.module(where).function("declared_attr(function)", make_declared, python::effect::none);
}

} // namespace alembicore::sqlalchemy
