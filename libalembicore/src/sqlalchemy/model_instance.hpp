// Objects of models: their values, what was changed, and the session they belong to.
#pragma once

#include "sqlalchemy/model.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace alembicore::sqlalchemy {

class object_session;

/// One column of an object.
struct attribute_state {
    std::optional<python::value> held{};      ///< nullopt: not loaded, or never set
    std::optional<python::value> committed{}; ///< before it was changed; nullopt: not known
    bool changed = false;
    bool stale = false; ///< the database may have another value by now
};

class model_instance final : public python::instance {
public:
    /// Without a row; to be written; of a row; to be deleted; of a row that has been deleted.
    enum class phase { transient, pending, persistent, doomed, deleted };

    explicit model_instance(model_pointer model);

    /// `Model(a=1)`
    void initialise(python::evaluation& run, python::arguments const& given);

    [[nodiscard]] model_class const& model() const noexcept { return *model_; }

    [[nodiscard]] std::vector<attribute_state>& states() noexcept { return states_; }

    [[nodiscard]] std::optional<python::value> attribute(python::evaluation& run, std::string_view name) override;
    void set_attribute(python::evaluation& run, std::string_view name, python::value const& item) override;
    [[nodiscard]] std::optional<python::value> inherited(python::evaluation& run, std::string_view name) override;
    void surrender(std::vector<python::value>& into) noexcept override;

    [[nodiscard]] bool is_changed() const noexcept;

    /// The values of a row are in it; nothing is changed any more.
    void settle() noexcept;
    /// Forgets all values: they are read again when one is wanted.
    void expire() noexcept;

    phase where = phase::transient;
    std::weak_ptr<object_session> session{};
    std::vector<python::value> identity{}; ///< the primary key of its row

private:
    [[nodiscard]] python::value read(python::evaluation& run, std::size_t at);

    model_pointer model_;
    std::vector<attribute_state> states_;
};

using instance_pointer = std::shared_ptr<model_instance>;

} // namespace alembicore::sqlalchemy
