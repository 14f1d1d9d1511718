// Session: the objects that a revision has loaded or made, and the statements that write their changes.
#pragma once

#include "sqlalchemy/model_instance.hpp"
#include "sqlalchemy/result.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace alembicore::sqlalchemy {

/// What a session was made with.
struct session_options {
    bool autoflush = true;
    bool expire_on_commit = true;
};

class object_session final : public python::object {
public:
    explicit object_session(session_options options) : options_{options} {}

    [[nodiscard]] std::string type_name() const override { return "Session"; }

    [[nodiscard]] bool truth(python::evaluation&) override { return true; }

    python::value enter(python::evaluation&) override { return shared_from_this(); }

    bool exit(python::evaluation& run, python::raised const* exception) override;

    [[nodiscard]] std::optional<python::value> attribute(python::evaluation& run, std::string_view name) override;
    [[nodiscard]] bool contains(python::evaluation& run, python::value const& item) override;
    void surrender(std::vector<python::value>& into) noexcept override;

    // The unit of work.
    void add(python::evaluation& run, instance_pointer const& added);
    void remove(python::evaluation& run, instance_pointer const& removed);
    void flush(python::evaluation& run);
    void commit(python::evaluation& run);
    /// Lets go of all objects; what is pending is lost.
    void release();
    void expire_all();
    /// What a query does first.
    void autoflush(python::evaluation& run);

    /// The object of a row: `at` are the positions of its attributes. None for a row without a key.
    [[nodiscard]] python::value load(
        python::evaluation& run,
        model_pointer const& model,
        std::span<std::size_t const> at,
        std::vector<python::value> values
    );
    /// Reads what is not loaded.
    void refresh(python::evaluation& run, model_instance& of);
    /// `session.refresh(of)`: reads all of it.
    void reload(python::evaluation& run, model_instance& of);
    /// The object of a primary key, or None.
    [[nodiscard]] python::value get(python::evaluation& run, model_pointer const& model, python::value const& key);

    /// A statement has changed rows of this table behind the objects.
    void mark_stale(model_class const& model, std::vector<std::size_t> const& attributes);

    /// Errors: not_evaluable where changes would be lost.
    void require_unchanged(python::evaluation& run) const;

    void suspend_autoflush(int by) noexcept { suspended_ += by; }

    [[nodiscard]] bool holds_objects() const noexcept {
        return !pending_.empty() || !known_.empty() || !nameless_.empty();
    }

    python::value execute(python::evaluation& run, python::value const& statement, python::value const& parameters);

private:
    using object_key = std::pair<model_class const*, std::string>;

    [[nodiscard]] static object_key
    key_of(python::evaluation& run, model_class const& model, std::vector<python::value> const& identity);
    void fill(
        python::evaluation& run,
        model_instance& into,
        std::span<std::size_t const> at,
        std::vector<python::value> values
    );
    /// Whether SQLAlchemy writes changes before a statement of Core depends on how it names its tables.
    void require_settled(python::evaluation& run, python::value const& statement);
    void keep(python::evaluation& run, instance_pointer const& row);
    void forget(python::evaluation& run, instance_pointer const& row);

    session_options options_;
    std::vector<instance_pointer> pending_{}; ///< in the order in which they were added
    std::map<object_key, instance_pointer> known_{};
    std::vector<instance_pointer> nameless_{}; ///< rows whose key nobody has been asked for
    int suspended_ = 0;                        ///< `with session.no_autoflush`
};

using session_pointer = std::shared_ptr<object_session>;

/// Null: not a session.
[[nodiscard]] session_pointer session_of(python::value const& given);

} // namespace alembicore::sqlalchemy
