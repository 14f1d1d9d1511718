// The class that models derive from: of declarative_base(), DeclarativeBase, or `db.Model`.
#pragma once

#include "sqlalchemy/model.hpp"

namespace alembicore::sqlalchemy {

using metadata_pointer = std::shared_ptr<metadata_value>;

/// Where a model gets its table's name from when it says none.
enum class table_naming { explicit_only, after_class };

class declarative_root final : public python::user_class {
public:
    declarative_root(
        python::class_body body, std::vector<python::type_pointer> bases, metadata_pointer metadata, table_naming naming
    )
        : user_class{std::move(body), std::move(bases)}, metadata_{std::move(metadata)}, naming_{naming} {}

    [[nodiscard]] bool ordinary() const noexcept override { return false; }

    [[nodiscard]] metadata_pointer const& metadata() const noexcept { return metadata_; }

    [[nodiscard]] std::optional<python::value> attribute(python::evaluation& run, std::string_view name) override {
        if (name == "metadata")
            return python::value{metadata_};
        return user_class::attribute(run, name);
    }

    [[nodiscard]] python::value subclass(python::evaluation& run, python::class_body body) const override;

private:
    metadata_pointer metadata_;
    table_naming naming_;
};

[[nodiscard]] std::shared_ptr<declarative_root>
make_declarative_root(python::evaluation& run, python::class_body body, metadata_pointer metadata, table_naming naming);

void add_flask_models(python::module_registry& modules);

} // namespace alembicore::sqlalchemy
