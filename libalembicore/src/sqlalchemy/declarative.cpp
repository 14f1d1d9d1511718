// declarative_base() and DeclarativeBase: the classes that models derive from, and what they say for all of these.
#include "sqlalchemy/declarative.hpp"

#include "sqlalchemy/model_body.hpp"
#include "sqlalchemy/model_features.hpp"

#include <algorithm>

namespace alembicore::sqlalchemy {

namespace {

using python::bound_arguments;
using python::class_body;
using python::evaluation;
using base_list = std::vector<python::type_pointer>;

base_list bases_of(class_body const& body) {
    base_list bases;
    for (auto const& each : body.bases) {
        bases.push_back(each.as<python::type_object>());
    }
    return bases;
}

bool is_abstract(evaluation& run, class_body const& body) {
    for (auto const& [name, item] : body.attributes)
        if (name == "__abstract__")
            return run.truth(item);
    return false;
}

/// Keywords of MappedAsDataclass concern Python alone.
void refuse_keywords(class_body const& body) {
    static constexpr std::string_view of_dataclasses[] = {
        "init", "repr", "eq", "order", "unsafe_hash", "match_args", "kw_only", "dataclass_callable"};
    for (auto const& [name, item] : body.keywords)
        if (std::ranges::find(of_dataclasses, name) == std::end(of_dataclasses))
            throw python::not_evaluable("the keyword " + name + " of class '" + body.name + "'");
}

/// What the body of a base says; `inherited` otherwise.
declarative_settings settings_in(evaluation& run, class_body const& body, declarative_settings inherited) {
    for (auto const& [name, item] : body.attributes)
        if (auto const registry = item.as<registry_value>(); registry && name == "registry")
            inherited = registry->settings();
    for (auto const& [name, item] : body.attributes)
        if (name == "metadata" && item.as<metadata_value>())
            inherited.metadata = item.as<metadata_value>();
        else if (name == "type_annotation_map" && item.mapping() != nullptr)
            inherited.annotation_types = std::make_shared<python::dict_table const>(*item.mapping());
        else if (name == "type_annotation_map" && discovery_of(run) != nullptr)
            inherited.annotation_types_unknown = python::not_evaluable("the type_annotation_map of the models");
        else if (name == "type_annotation_map" || name == "metadata" || (name == "registry" && !item.as<registry_value>()))
            throw python::not_evaluable("the attribute " + name + " of the base of models, " + run.repr(name));
    if (!inherited.metadata)
        inherited.metadata = std::make_shared<metadata_value>(run);
    return inherited;
}

} // namespace

python::value make_model(evaluation& run, class_body body, declarative_settings const& settings, model_pointer parent) {
    auto bases = bases_of(body);
    auto const model = std::make_shared<model_class>(std::move(body), std::move(bases));
    python::adopt_methods(model);
    run.keep(model);
    model->set_settings(settings);
    model->set_place(run.place());
    auto* const found = discovery_of(run);
    if (found != nullptr)
        found->models.push_back(model);
    if (parent)
        model->derive(std::move(parent), table_inheritance::none);
    try {
        read_model_body(run, model, settings);
    } catch (error const& unknown) {
        if (unknown.code() != errc::not_evaluable)
            throw;
        model->leave_unmapped(unknown);
    } catch (python::raised const& thrown) {
        if (found == nullptr)
            throw;
        model->leave_unmapped(error{unknown_because(run, thrown.thrown->str(run))});
    }
    return model;
}

std::shared_ptr<declarative_root>
make_declarative_root(evaluation& run, class_body body, declarative_settings settings) {
    auto bases = bases_of(body);
    auto root = std::make_shared<declarative_root>(std::move(body), std::move(bases), std::move(settings));
    python::adopt_methods(root);
    run.keep(root);
    return root;
}

python::value declarative_root::subclass(evaluation& run, class_body body) const {
    refuse_keywords(body);
    if (is_abstract(run, body)) {
        auto settings = settings_in(run, body, settings_);
        return make_declarative_root(run, std::move(body), std::move(settings));
    }
    return make_model(run, std::move(body), settings_, nullptr);
}

python::value model_class::subclass(evaluation& run, class_body body) const {
    if (discovery_of(run) != nullptr)
        return make_model(run, std::move(body), settings_, mapped());
    auto bases = bases_of(body);
    auto const made = std::make_shared<model_class>(std::move(body), std::move(bases));
    python::adopt_methods(made);
    run.keep(made);
    made->leave_unmapped(
        python::not_evaluable("class '" + made->name() + "' inherits from the mapped class '" + name() + "'")
    );
    return made;
}

namespace {

/// The arguments of declarative_base() and registry().
declarative_settings settings_of(evaluation& run, bound_arguments const& given) {
    declarative_settings settings{.metadata = given["metadata"].as<metadata_value>()};
    if (!settings.metadata)
        settings.metadata = std::make_shared<metadata_value>(run);
    if (auto const* types = given["type_annotation_map"].mapping())
        settings.annotation_types = std::make_shared<python::dict_table const>(*types);
    else if (!given["type_annotation_map"].is_none())
        settings.annotation_types_unknown = given.refusal("type_annotation_map", "not known");
    return settings;
}

/// declarative_base(): `cls` is what the base itself derives from.
python::value make_declarative_base(evaluation& run, bound_arguments const& given) {
    if (discovery_of(run) == nullptr)
        for (auto const* unread : {"metaclass", "mapper", "class_registry", "constructor"})
            if (!given[unread].is_none())
                throw given.refusal(unread, "not evaluated");
    auto settings = settings_of(run, given);
    class_body body;
    body.name = given.text("name");
    if (!given["cls"].is_none())
        body.bases.push_back(given["cls"]);
    for (auto const& base : body.bases)
        if (!base.as<python::user_class>() || !base.as<python::user_class>()->ordinary())
            throw given.refusal("cls", "not a class of this project");
    return make_declarative_root(run, std::move(body), std::move(settings));
}

python::value make_mapped_column(evaluation& run, bound_arguments const& given) {
    for (auto const* unread : {"deferred", "deferred_group", "deferred_raiseload"})
        if (discovery_of(run) == nullptr && !given[unread].is_none() && run.truth(given[unread]))
            throw given.refusal(unread, "not evaluated");
    auto const read = read_column(run, given);
    auto const order = given.optional_integer("sort_order").value_or(0);
    if (order == 0)
        return read;
    auto options = read->options();
    options.sort_order = order;
    return std::make_shared<column_value>(std::move(options), read->value_type());
}

/// The body of a class that a decorator makes of the class below it.
class_body body_above(python::value const& given, std::string refusal) {
    auto const plain = given.as<python::user_class>();
    if (!plain || !plain->ordinary())
        throw python::not_evaluable(std::move(refusal));
    class_body body;
    body.name = plain->name();
    body.module = plain->module();
    body.bases.push_back(given);
    return body;
}

/// Of the classes that registry() and as_declarative() make bases.
python::value decorated_base(evaluation& run, python::value const& given, declarative_settings const& settings) {
    auto body = body_above(given, "as_declarative() above something that is not a class of its own");
    return make_declarative_root(run, std::move(body), settings);
}

python::value make_registry(evaluation& run, bound_arguments const& given) {
    return std::make_shared<registry_value>(settings_of(run, given));
}

python::value make_as_declarative(evaluation& run, bound_arguments const& given) {
    return python::make_function(
        "decorate(cls)",
        [settings = settings_of(run, given)](evaluation& inner, bound_arguments const& call) {
            return decorated_base(inner, call["cls"], settings);
        },
        python::effect::none
    );
}

/// What models derive from besides, and what says nothing of their tables.
void add_registries(python::module_registry& modules) {
    constexpr std::string_view arguments =
        "(metadata=None, class_registry=None, type_annotation_map=None, constructor=None, **kw)";
    auto& orm = modules.module("sqlalchemy.orm");
    auto const as_is = [](evaluation&, bound_arguments const& given) { return given["cls"]; };
    for (auto* module : {&orm, &modules.module("sqlalchemy.ext.declarative")}) {
        module->function("registry" + std::string{arguments}, make_registry, python::effect::none);
        module->function("as_declarative" + std::string{arguments}, make_as_declarative, python::effect::none);
        module->function("declarative_mixin(cls)", as_is, python::effect::none);
    }
    orm.set("MappedAsDataclass", std::make_shared<dataclass_mixin>("MappedAsDataclass"));
    modules.module("sqlalchemy.ext.asyncio").set("AsyncAttrs", std::make_shared<dataclass_mixin>("AsyncAttrs"));
}

} // namespace

std::optional<python::value> registry_value::attribute(evaluation&, std::string_view name) {
    if (name == "metadata")
        return python::value{settings_.metadata};
    if (name == "generate_base")
        return python::make_function(
            "generate_base(mapper=None, cls=None, name='Base', metaclass=None)",
            [settings = settings_](evaluation& run, bound_arguments const& given) -> python::value {
                class_body body;
                body.name = given.text("name");
                if (!given["cls"].is_none())
                    body.bases.push_back(given["cls"]);
                return make_declarative_root(run, std::move(body), settings);
            },
            python::effect::none
        );
    if (name == "as_declarative_base")
        return python::make_function(
            "as_declarative_base(**kw)",
            [settings = settings_](evaluation&, bound_arguments const&) {
                return python::make_function(
                    "decorate(cls)",
                    [settings](evaluation& inner, bound_arguments const& call) {
                        return decorated_base(inner, call["cls"], settings);
                    },
                    python::effect::none
                );
            },
            python::effect::none
        );
    if (name == "mapped" || name == "mapped_as_dataclass")
        return python::make_function(
            "mapped(cls=None, **kw)",
            [settings = settings_](evaluation& run, bound_arguments const& given) -> python::value {
                auto const map = [settings](evaluation& inner, python::value const& cls) -> python::value {
                    auto body = body_above(cls, "registry.mapped above something that is not a class");
                    return make_model(inner, std::move(body), settings, nullptr);
                };
                if (!given["cls"].is_none())
                    return map(run, given["cls"]);
                return python::make_function(
                    "decorate(cls)",
                    [map](evaluation& inner, bound_arguments const& call) { return map(inner, call["cls"]); },
                    python::effect::none
                );
            },
            python::effect::none
        );
    refuse("reading ." + std::string{name} + " of");
}

void add_declarative(python::module_registry& modules) {
    for (auto const* where :
         {"sqlalchemy.orm", "sqlalchemy.ext.declarative", "sqlalchemy.ext.declarative.api", "sqlalchemy.orm.decl_api"})
        modules.module(where).function(
            "declarative_base(bind=None, metadata=None, mapper=None, cls=None, name='Base', constructor=None, "
            "class_registry=None, type_annotation_map=None, metaclass=None)",
            make_declarative_base,
            python::effect::none
        );
    auto const base = std::make_shared<python::native_type>("DeclarativeBase");
    base->on_subclass([](evaluation& run, class_body body) {
        refuse_keywords(body);
        auto settings = settings_in(run, body, {});
        return make_declarative_root(run, std::move(body), std::move(settings));
    });
    auto& orm = modules.module("sqlalchemy.orm");
    for (auto const* name : {"DeclarativeBase", "DeclarativeBaseNoMeta"})
        orm.set(name, base);
    add_registries(modules);
    orm.function(
        "mapped_column(*args, init=None, repr=None, default=..., default_factory=None, compare=None, kw_only=None, "
        "nullable=..., primary_key=False, deferred=False, deferred_group=None, deferred_raiseload=None, "
        "use_existing_column=False, name=None, type_=None, autoincrement='auto', doc=None, key=None, index=None, "
        "unique=None, info=None, onupdate=None, insert_default=..., server_default=None, server_onupdate=None, "
        "active_history=False, quote=None, system=False, comment=None, sort_order=0, **dialect_kwargs)",
        make_mapped_column,
        python::effect::none
    );
    // The one for SQLAlchemy's own tests, which some projects import by mistake: it hands on to the other.
    modules.module("sqlalchemy.testing.schema").set("mapped_column", *orm.find("mapped_column"));
    add_model_features(modules);
    add_flask_models(modules);
    add_sqlmodel_models(modules);
}

} // namespace alembicore::sqlalchemy
