// Flask-SQLAlchemy: `db = SQLAlchemy()`, whose Model is the base of an application's models.
#include "sqlalchemy/declarative.hpp"
#include "sqlalchemy/modules.hpp"

#include "python/unknown.hpp"

namespace alembicore::sqlalchemy {

namespace {

using python::bound_arguments;
using python::evaluation;

/// `db`: its Model, and all names of sqlalchemy and sqlalchemy.orm.
class flask_database final : public python::object {
public:
    explicit flask_database(std::shared_ptr<declarative_root> model) : model_{std::move(model)} {}

    [[nodiscard]] std::string type_name() const override { return "SQLAlchemy"; }

    [[nodiscard]] bool truth(evaluation&) override { return true; }

    [[nodiscard]] std::optional<python::value> attribute(evaluation& run, std::string_view name) override {
        if (name == "Model")
            return python::value{model_};
        if (name == "metadata")
            return python::value{model_->metadata()};
        if (name == "Table")
            return table_maker();
        if (name == "init_app")
            return python::make_function("init_app(app)", [](evaluation&, bound_arguments const&) {
                return python::value{};
            });
        if (name != "session" && name != "engine" && name != "Query")
            for (auto const* where : {"sqlalchemy", "sqlalchemy.orm"})
                if (auto const* found = revision_modules().find(where)->find(name))
                    return *found;
        static_cast<void>(run);
        refuse("reading ." + std::string{name} + " of");
    }

private:
    /// `db.Table(name, *items)`: in the metadata of the models.
    python::value table_maker() const {
        return python::make_function(
            "Table(name, *args, **kw)",
            [metadata = model_->metadata()](evaluation& run, bound_arguments const& given) -> python::value {
                python::arguments passed;
                passed.positional.push_back(given["name"]);
                if (given.rest().empty() || !given.rest().front().as<metadata_value>())
                    passed.positional.push_back(metadata);
                passed.positional.insert(passed.positional.end(), given.rest().begin(), given.rest().end());
                given.keywords().for_each([&](python::value const& key, python::value const& item) {
                    passed.keyword.emplace_back(passed.keep_name(*key.text()), item);
                });
                return run.call(*revision_modules().find("sqlalchemy")->find("Table"), passed);
            },
            python::effect::none
        );
    }

    std::shared_ptr<declarative_root> model_;
};

python::value make_database(evaluation& run, bound_arguments const& given) {
    for (auto const* said : {"metadata", "model_class"})
        if (auto const unknown = given[said].as<python::unknown_object>())
            throw unknown->refusal();
    declarative_settings settings{.metadata = given["metadata"].as<metadata_value>()};
    python::class_body body;
    body.name = "Model";
    if (auto const base = given["model_class"]; !base.is_none()) {
        auto const root = base.as<declarative_root>();
        if (!root)
            throw given.refusal("model_class", "not a declarative base");
        body.bases.push_back(base);
        settings.annotation_types = root->settings().annotation_types;
        if (!settings.metadata)
            settings.metadata = root->metadata();
    }
    if (!settings.metadata)
        settings.metadata = std::make_shared<metadata_value>(run);
    settings.names_tables = true;
    return std::make_shared<flask_database>(make_declarative_root(run, std::move(body), std::move(settings)));
}

/// What an application overrides concerns its engines and sessions, unless it is one of these.
python::value subclass_of_database(python::native_type const& type, python::class_body const& body) {
    for (auto const& [name, item] : body.attributes)
        for (auto const* used : {"__init__", "Model", "metadata", "Table", "make_declarative_base", "__getattr__"})
            if (name == used)
                throw python::not_evaluable("a SQLAlchemy() of its own with " + name);
    return std::const_pointer_cast<python::object>(type.shared_from_this());
}

} // namespace

void add_flask_models(python::module_registry& modules) {
    auto const type = std::make_shared<python::native_type>("SQLAlchemy");
    type->constructor("(app=None, metadata=None, model_class=None, **kw)", make_database, python::effect::none);
    type->on_subclass([weak = std::weak_ptr{type}](evaluation&, python::class_body body) {
        return subclass_of_database(*weak.lock(), body);
    });
    modules.module("flask_sqlalchemy").set("SQLAlchemy", type);
}

} // namespace alembicore::sqlalchemy
