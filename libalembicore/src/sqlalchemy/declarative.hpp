// The class that models derive from: of declarative_base(), DeclarativeBase, or `db.Model`.
#pragma once

#include "sqlalchemy/model.hpp"

namespace alembicore::sqlalchemy {

using metadata_pointer = std::shared_ptr<metadata_value>;

/// What all models derive from. Its settings are those of the models.
class declarative_root final : public python::user_class {
public:
    declarative_root(python::class_body body, std::vector<python::type_pointer> bases, declarative_settings settings)
        : user_class{std::move(body), std::move(bases)}, settings_{std::move(settings)} {}

    [[nodiscard]] bool ordinary() const noexcept override { return false; }

    [[nodiscard]] metadata_pointer const& metadata() const noexcept { return settings_.metadata; }

    [[nodiscard]] declarative_settings const& settings() const noexcept { return settings_; }

    [[nodiscard]] std::optional<python::value> attribute(python::evaluation& run, std::string_view name) override {
        if (name == "metadata")
            return python::value{settings_.metadata};
        return user_class::attribute(run, name);
    }

    [[nodiscard]] python::value subclass(python::evaluation& run, python::class_body body) const override;

private:
    declarative_settings settings_;
};

/// registry(…)
class registry_value final : public python::object {
public:
    explicit registry_value(declarative_settings settings) : settings_{std::move(settings)} {}

    [[nodiscard]] declarative_settings const& settings() const noexcept { return settings_; }

    [[nodiscard]] std::string type_name() const override { return "registry"; }

    [[nodiscard]] std::optional<python::value> attribute(python::evaluation& run, std::string_view name) override;

private:
    declarative_settings settings_;
};

/// A base that changes nothing about tables.
class dataclass_mixin final : public python::type_object {
public:
    using python::type_object::type_object;

    [[nodiscard]] bool ordinary() const noexcept override { return true; }
};

[[nodiscard]] std::shared_ptr<declarative_root>
make_declarative_root(python::evaluation& run, python::class_body body, declarative_settings settings);

/// Maps a class with this body. `parent`: the mapped class that it derives from; null = none.
[[nodiscard]] python::value make_model(
    python::evaluation& run, python::class_body body, declarative_settings const& settings, model_pointer parent
);

void add_sqlmodel_models(python::module_registry& modules);
void add_flask_models(python::module_registry& modules);

} // namespace alembicore::sqlalchemy
