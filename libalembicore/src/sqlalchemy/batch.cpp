// op.batch_alter_table: on PostgreSQL, ordinary ALTERs that run when the block ends. `batch_op.execute` runs at once.
#include "sqlalchemy/context.hpp"
#include "sqlalchemy/directives.hpp"
#include "sqlalchemy/errors.hpp"
#include "sqlalchemy/names.hpp"

namespace alembicore::sqlalchemy {

namespace {

std::string_view name_of(directive const& each) {
    return each.in_batch.substr(0, each.in_batch.find('('));
}

/// batch_op.impl
class batch_implementation final : public python::object {
public:
    explicit batch_implementation(schema::qualified_name table) : table_{std::move(table)} {}

    [[nodiscard]] std::string type_name() const override { return "BatchOperationsImpl"; }

    [[nodiscard]] std::optional<python::value> attribute(python::evaluation& run, std::string_view name) override {
        if (name == "table_name")
            return python::value{table_.name.text};
        if (name == "schema")
            return table_.schema ? python::value{table_.schema->text} : python::value{};
        if (name == "dialect" || name == "impl")
            return run.attribute(make_migration_context(), name);
        refuse("reading ." + std::string{name} + " of");
    }

private:
    schema::qualified_name table_;
};

class batch_value final : public python::object {
public:
    explicit batch_value(schema::qualified_name table) : table_{std::move(table)} {}

    [[nodiscard]] std::string type_name() const override { return "BatchOperations"; }

    [[nodiscard]] bool truth(python::evaluation&) override { return true; }

    void flush(python::evaluation& run) {
        auto const& host = run.host<recording>();
        host.require_known_sql();
        for (auto& made : pending_)
            host.sink.append(std::move(made));
        pending_.clear();
    }

    [[nodiscard]] std::optional<python::value> attribute(python::evaluation&, std::string_view name) override {
        for (auto const* each : all_directives())
            if (name_of(*each) == name && !name.empty())
                return bind(*each);
        if (name == "impl")
            return python::value{std::make_shared<batch_implementation>(table_)};
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

/// What `with` enters.
class batch_block final : public python::object {
public:
    batch_block(schema::qualified_name table, python::value recreate)
        : batch_{std::make_shared<batch_value>(std::move(table))}, recreate_{std::move(recreate)} {}

    [[nodiscard]] std::string type_name() const override { return "_GeneratorContextManager"; }

    [[nodiscard]] bool truth(python::evaluation&) override { return true; }

    python::value enter(python::evaluation&) override {
        auto const recreate = recreate_.text();
        if (recreate == "always")
            throw python::not_evaluable(
                "batch_alter_table(recreate='always') copies the table as the database has it",
                "leave recreate out: PostgreSQL alters tables in place"
            );
        if (recreate != "auto" && recreate != "never")
            throw python::value_error("recreate may be one of 'auto', 'always', or 'never'.");
        return batch_;
    }

    bool exit(python::evaluation& run, python::raised const* exception) override {
        if (exception == nullptr)
            batch_->flush(run);
        return false;
    }

    [[nodiscard]] std::optional<python::value> attribute(python::evaluation&, std::string_view) override {
        return std::nullopt;
    }

private:
    std::shared_ptr<batch_value> batch_;
    python::value recreate_;
};

} // namespace

python::value make_batch(directive_call const& call) {
    return std::make_shared<batch_block>(call.table(), call.given["recreate"]);
}

} // namespace alembicore::sqlalchemy
