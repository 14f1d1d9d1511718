// op.batch_alter_table: on PostgreSQL, ordinary ALTERs that run when the block ends, or a table made anew.
// `batch_op.execute` runs at once.
#include "sqlalchemy/context.hpp"
#include "sqlalchemy/directives.hpp"
#include "sqlalchemy/errors.hpp"
#include "sqlalchemy/names.hpp"
#include "sqlalchemy/recreated_table.hpp"
#include "sqlalchemy/reflected_table.hpp"

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

    /// From now on the batch is about a new table.
    void recreate(recreation given) { recreated_.emplace(std::move(given)); }

    void flush(python::evaluation& run) {
        auto const& host = run.host<recording>();
        host.require_known_sql();
        if (recreated_)
            pending_ = recreated_->finish(run);
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
                if (name_of(each) == "add_column")
                    self->require_place(run, given);
                auto result = each.code(directive_call{run, given, self->table_, self->pending_});
                if (self->recreated_)
                    self->hand_over(run, given);
                return result;
            }
        );
    }

    /// ALTER TABLE knows no place for a new column.
    void require_place(python::evaluation& run, python::bound_arguments const& given) const {
        if (!recreated_ && (run.truth(given["insert_before"]) || run.truth(given["insert_after"])))
            throw sqlalchemy_error(
                "CommandError",
                "Can't specify insert_before or insert_after when using ALTER; please specify recreate='always'"
            );
    }

    void hand_over(python::evaluation& run, python::bound_arguments const& given) {
        for (auto& made : std::exchange(pending_, {}))
            recreated_->apply(run, given, std::move(made));
    }

    schema::qualified_name table_;
    pending_operations pending_;
    std::optional<recreated_table> recreated_{};
};

/// The table as the database has it.
table_pointer reflected(directive_call const& call) {
    auto const& given = call.given;
    if (!call.run.collect(given["reflect_args"]).empty())
        throw given.refusal("reflect_args", "columns of its own for the reflected table are not evaluated");
    if (auto const* options = given["reflect_kwargs"].mapping())
        options->for_each([&](python::value const& name, python::value const&) {
            if (name.text() != "resolve_fks")
                throw given.refusal("reflect_kwargs", "options of the reflection are not evaluated");
        });
    return reflect_for_batch(call.run, call.table());
}

/// The table that is copied, and what the new one has beside.
recreation recreation_of(directive_call const& call) {
    auto const& given = call.given;
    recreation wanted{.from = given["copy_from"].as<table_value>()};
    if (!wanted.from && call.run.host<recording>().facts.written_to == statement_target::script)
        throw sqlalchemy_error(
            "CommandError",
            "This operation cannot proceed in --sql mode; batch mode with dialect postgresql requires a live database "
            "connection with which to reflect the table \"" +
                call.table().name.text +
                "\". To generate a batch SQL migration script using table \"move and copy\", a complete Table object "
                "should be passed to the \"copy_from\" argument of the batch_alter_table() method so that table "
                "reflection can be skipped."
        );
    if (!wanted.from)
        wanted.from = reflected(call);
    wanted.items = call.run.collect(given["table_args"]);
    if (auto const* keywords = given["table_kwargs"].mapping())
        keywords->for_each([&](python::value const& name, python::value const& item) {
            read_table_argument(call.run, wanted.keywords, call.run.str(name), item);
        });
    if (!given["partial_reordering"].is_none())
        for (auto const& row : call.run.collect(given["partial_reordering"])) {
            auto& names = wanted.reordering.emplace_back();
            for (auto const& each : call.run.collect(row))
                names.push_back(call.run.str(each));
        }
    return wanted;
}

/// What `with` enters.
class batch_block final : public python::object {
public:
    batch_block(schema::qualified_name table, std::optional<std::string> mistake)
        : batch_{std::make_shared<batch_value>(std::move(table))}, mistake_{std::move(mistake)} {}

    [[nodiscard]] std::string type_name() const override { return "_GeneratorContextManager"; }

    [[nodiscard]] bool truth(python::evaluation&) override { return true; }

    [[nodiscard]] batch_value& batch() noexcept { return *batch_; }

    python::value enter(python::evaluation&) override {
        if (mistake_)
            throw python::value_error(*mistake_);
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
    std::optional<std::string> mistake_;
};

} // namespace

python::value make_batch(directive_call const& call) {
    auto const recreate = call.given["recreate"].text();
    bool const known = recreate == "auto" || recreate == "always" || recreate == "never";
    auto block = std::make_shared<batch_block>(
        call.table(),
        known ? std::nullopt : std::optional<std::string>{"recreate may be one of 'auto', 'always', or 'never'."}
    );
    if (recreate == "always")
        block->batch().recreate(recreation_of(call));
    return block;
}

} // namespace alembicore::sqlalchemy
