#include "sqlalchemy/transactions.hpp"

#include "python/function.hpp"
#include "schema/expression.hpp"
#include "sqlalchemy/errors.hpp"

namespace alembicore::sqlalchemy {

namespace {

using python::bound_arguments;
using python::evaluation;

void execute(evaluation& run, std::string text) {
    perform(run, operation::execute{.statement = schema::sql_text(std::move(text))});
}

class savepoint_value final : public python::object {
public:
    explicit savepoint_value(std::string name) : name_{std::move(name)} {}

    [[nodiscard]] std::string type_name() const override { return "NestedTransaction"; }

    [[nodiscard]] bool truth(evaluation&) override { return true; }

    [[nodiscard]] std::optional<python::value> attribute(evaluation&, std::string_view name) override {
        auto const self = std::static_pointer_cast<savepoint_value>(shared_from_this());
        if (name == "is_active")
            return python::value{open_};
        if (name == "commit")
            return python::make_function("commit()", [self](evaluation& run, bound_arguments const&) {
                self->require_open();
                self->end(run, "RELEASE SAVEPOINT ");
                return python::value{};
            });
        if (name == "rollback" || name == "close")
            return python::make_function("rollback()", [self](evaluation& run, bound_arguments const&) {
                if (self->open_)
                    self->end(run, "ROLLBACK TO SAVEPOINT ");
                return python::value{};
            });
        refuse("reading ." + std::string{name} + " of");
    }

    python::value enter(evaluation&) override { return shared_from_this(); }

    bool exit(evaluation& run, python::raised const* exception) override {
        if (open_)
            end(run, exception == nullptr ? "RELEASE SAVEPOINT " : "ROLLBACK TO SAVEPOINT ");
        return false;
    }

private:
    void require_open() const {
        if (!open_)
            throw sqlalchemy_error("InvalidRequestError", "This nested transaction is inactive");
    }

    void end(evaluation& run, std::string const& words) {
        open_ = false;
        execute(run, words + name_);
    }

    std::string name_;
    bool open_ = true;
};

class joined_transaction final : public python::object {
public:
    [[nodiscard]] std::string type_name() const override { return "Transaction"; }

    [[nodiscard]] bool truth(evaluation&) override { return true; }

    [[nodiscard]] std::optional<python::value> attribute(evaluation&, std::string_view name) override {
        if (name == "commit" || name == "close")
            return python::make_function(std::string{name} + "()", [](evaluation&, bound_arguments const&) {
                return python::value{};
            });
        if (name == "rollback")
            return python::make_function("rollback()", [](evaluation&, bound_arguments const&) -> python::value {
                throw python::not_evaluable(
                    "rolling back ends the transaction that Alembic has begun", "raise an exception, or use a savepoint"
                );
            });
        refuse("reading ." + std::string{name} + " of");
    }

    python::value enter(evaluation&) override { return shared_from_this(); }

    bool exit(evaluation&, python::raised const*) override { return false; }
};

} // namespace

python::value begin_savepoint(evaluation& run) {
    (void)required_database(run, "a savepoint");
    auto const name = "sa_savepoint_" + std::to_string(++run.host<recording>().savepoints);
    execute(run, "SAVEPOINT " + name);
    return std::make_shared<savepoint_value>(name);
}

python::value join_transaction(evaluation& run) {
    (void)required_database(run, "a transaction within the one of the run");
    return std::make_shared<joined_transaction>();
}

} // namespace alembicore::sqlalchemy
