#include "sqlalchemy/model_features.hpp"

#include "sqlalchemy/literal.hpp"
#include "sqlalchemy/relationship.hpp"

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
    python::dict_table options = given.keywords();
    constexpr std::string_view places[] = {"argument", "secondary", "primaryjoin", "secondaryjoin", "foreign_keys"};
    for (std::size_t at = 1; at < given.rest().size() && at < std::size(places); ++at)
        options.set(python::value{places[at]}, given.rest()[at]);
    std::optional<python::value> target;
    if (!given.rest().empty())
        target = given.rest().front();
    else if (auto const* argument = options.find(std::string_view{"argument"}))
        target = *argument;
    if (target && target->is_none())
        target.reset();
    return std::make_shared<relationship_value>(
        "a relationship that is loaded with the object",
        alone ? reach::itself : reach::loading,
        related,
        std::move(target),
        std::move(options)
    );
}

auto join_function(join_annotation::role plays) {
    return [plays](evaluation& run, bound_arguments const& given) -> python::value {
        auto const column = coerce(run, given["expr"]);
        auto part = std::make_shared<join_annotation const>(plays, column->node());
        return make_expression(
            {.kind = schema::expression_kind::unresolved, .part = std::move(part)}, column->value_type(), column->top()
        );
    };
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

/// declared_attr, declared_attr.directive, declared_attr.cascading
class declared_attr_maker final : public python::object {
public:
    [[nodiscard]] std::string type_name() const override { return "declared_attr"; }

    [[nodiscard]] bool truth(evaluation&) override { return true; }

    [[nodiscard]] std::optional<python::value> attribute(evaluation& run, std::string_view name) override {
        if (name == "directive" || (name == "cascading" && discovery_of(run) != nullptr))
            return python::value{shared_from_this()};
        refuse("using ." + std::string{name} + " of");
    }

    python::value call(evaluation&, python::arguments const& given) override {
        if (given.positional.size() != 1)
            refuse("calling");
        return std::make_shared<declared_attribute>(given.positional.front());
    }
};

} // namespace

void add_model_features(python::module_registry& modules) {
    for (auto const& row : features)
        modules.module(row.module)
            .function(
                row.declared,
                [what = std::string{row.what},
                 over = row.over](evaluation&, bound_arguments const& given) -> python::value {
                    auto column = given.rest().empty() ? nullptr : given.rest().front().as<column_value>();
                    return std::make_shared<model_feature>(what, over, std::nullopt, std::move(column));
                },
                python::effect::none
            );
    auto& orm = modules.module("sqlalchemy.orm");
    orm.function("relationship(*args, **kw)", make_relationship, python::effect::none);
    orm.function("foreign(expr)", join_function(join_annotation::role::foreign), python::effect::none);
    orm.function("remote(expr)", join_function(join_annotation::role::remote), python::effect::none);
    orm.function(
        "backref(name, **kw)",
        [](evaluation& run, bound_arguments const& given) -> python::value {
            if (discovery_of(run) == nullptr && given.keywords().find(std::string_view{"lazy"}) != nullptr)
                throw python::not_evaluable("backref(lazy=…)");
            return std::make_shared<backref_value>(given.text("name"), given.keywords());
        },
        python::effect::none
    );
    auto const declared = std::make_shared<declared_attr_maker>();
    for (auto const* where : {"sqlalchemy.orm", "sqlalchemy.ext.declarative", "sqlalchemy.orm.decl_api"})
        modules.module(where).set("declared_attr", declared);
}

} // namespace alembicore::sqlalchemy
