// op.batch_alter_table: on PostgreSQL, ordinary ALTERs that run when the block ends. `batch_op.execute` runs at once.
#include "sqlalchemy/context.hpp"
#include "sqlalchemy/directives.hpp"
#include "sqlalchemy/names.hpp"

namespace alembicore::sqlalchemy {

namespace {

std::string_view name_of(directive const& each) {
    return each.in_batch.substr(0, each.in_batch.find('('));
}

class batch_value final : public python::object {
public:
    explicit batch_value(schema::qualified_name table) : table_{std::move(table)} {}

    [[nodiscard]] std::string type_name() const override { return "BatchOperations"; }

    [[nodiscard]] bool truth(python::evaluation&) override { return true; }

    python::value enter(python::evaluation&) override { return shared_from_this(); }

    bool exit(python::evaluation& run, python::raised const* exception) override {
        if (exception == nullptr)
            for (auto& made : pending_)
                run.host<recording>().sink.append(std::move(made));
        pending_.clear();
        return false;
    }

    [[nodiscard]] std::optional<python::value> attribute(python::evaluation&, std::string_view name) override {
        for (auto const* each : all_directives())
            if (name_of(*each) == name && !name.empty())
                return bind(*each);
        refuse("using ." + std::string{name} + " of");
    }

private:
    python::value bind(directive const& each) {
        return python::make_function(
            each.in_batch,
            [self = std::static_pointer_cast<batch_value>(shared_from_this()),
             &each](python::evaluation& run, python::bound_arguments const& given) {
                return each.code(directive_call{run, given, self->table_, self->pending_});
            }
        );
    }

    schema::qualified_name table_;
    pending_operations pending_;
};

} // namespace

python::value make_batch(directive_call const& call) {
    if (call.given["recreate"].text() == "always")
        throw python::not_evaluable(
            "batch_alter_table(recreate='always') copies the table as the database has it",
            "leave recreate out: PostgreSQL alters tables in place"
        );
    return std::make_shared<batch_value>(call.table());
}

} // namespace alembicore::sqlalchemy
