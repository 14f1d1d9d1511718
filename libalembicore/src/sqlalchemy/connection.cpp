#include "sqlalchemy/connection.hpp"

#include "sqlalchemy/context.hpp"
#include "sqlalchemy/dialect.hpp"
#include "sqlalchemy/errors.hpp"
#include "sqlalchemy/execute.hpp"
#include "sqlalchemy/live.hpp"
#include "sqlalchemy/transactions.hpp"

#include <utility>

namespace alembicore::sqlalchemy {

namespace {

using python::bound_arguments;
using python::evaluation;

/// A method of the connection.
struct method_row {
    std::string_view name;
    std::string_view declared;
    python::value (*code)(evaluation& run, bound_arguments const& given);
};

python::value scalar_of(evaluation& run, python::value const& result) {
    return run.call(*run.attribute(result, "scalar"), {});
}

python::value execute_options(evaluation&, bound_arguments const& given) {
    if (given.keywords().find(std::string_view{"isolation_level"}) != nullptr)
        throw python::not_evaluable(
            "a connection that changes its isolation level", "use `with op.get_context().autocommit_block():`"
        );
    return make_connection();
}

/// The driver gets the text as it is: parameters in its own style are not known here.
python::value execute_driver_text(evaluation& run, bound_arguments const& given) {
    if (!given["parameters"].is_none())
        throw given.refusal("parameters", "parameters of the driver are not evaluated; use text() with :name");
    operation::execute made{.statement = schema::sql_text(given.text("statement"))};
    auto const statement = made.statement;
    return make_result(perform(run, std::move(made)), statement);
}

[[noreturn]] python::value end_transaction(evaluation&, bound_arguments const& given) {
    throw python::not_evaluable(
        "Connection." + given.declared().name() + "() ends the transaction that Alembic has begun",
        "leave it out: the run commits"
    );
}

constexpr method_row methods[] = {
    {"execute",
     "execute(statement, parameters=None, *, execution_options=None)",
     [](evaluation& run, bound_arguments const& given) {
         return execute_statement(run, given["statement"], given["parameters"]);
     }},
    {"scalar",
     "scalar(statement, parameters=None, *, execution_options=None)",
     [](evaluation& run, bound_arguments const& given) {
         return scalar_of(run, execute_statement(run, given["statement"], given["parameters"]));
     }},
    {"scalars",
     "scalars(statement, parameters=None, *, execution_options=None)",
     [](evaluation& run, bound_arguments const& given) {
         auto const result = execute_statement(run, given["statement"], given["parameters"]);
         return run.call(*run.attribute(result, "scalars"), {});
     }},
    {"exec_driver_sql", "exec_driver_sql(statement, parameters=None, execution_options=None)", execute_driver_text},
    {"execution_options", "execution_options(**options)", execute_options},
    {"begin_nested", "begin_nested()", [](evaluation& run, bound_arguments const&) { return begin_savepoint(run); }},
    {"begin", "begin()", [](evaluation& run, bound_arguments const&) { return join_transaction(run); }},
    {"in_transaction", "in_transaction()", [](evaluation&, bound_arguments const&) { return python::value{true}; }},
    {"commit", "commit()", end_transaction},
    {"rollback", "rollback()", end_transaction},
};

/// connection.engine.url, as far as a database can tell.
class url_value final : public python::object {
public:
    [[nodiscard]] std::string type_name() const override { return "URL"; }

    [[nodiscard]] bool truth(evaluation&) override { return true; }

    [[nodiscard]] std::optional<python::value> attribute(evaluation& run, std::string_view name) override {
        if (name == "get_backend_name")
            return python::make_function(
                "get_backend_name()",
                [](evaluation&, bound_arguments const&) { return python::value{"postgresql"}; },
                python::effect::none
            );
        if (name == "database")
            return python::value{
                *ask(run, "engine.url.database", "SELECT current_database()", {}).rows.front().front()};
        refuse("reading ." + std::string{name} + " of");
    }
};

class connection_value final : public python::object {
public:
    [[nodiscard]] std::string type_name() const override { return "Connection"; }

    [[nodiscard]] bool truth(evaluation&) override { return true; }

    python::value enter(evaluation&) override { return shared_from_this(); }

    bool exit(evaluation&, python::raised const*) override { return false; }

    [[nodiscard]] std::optional<python::value> attribute(evaluation&, std::string_view name) override {
        if (name == "dialect")
            return make_dialect();
        if (name == "engine" || name == "connection")
            return python::value{shared_from_this()};
        if (name == "name")
            return python::value{"postgresql"};
        if (name == "url")
            return python::value{std::make_shared<url_value>()};
        if (name == "closed" || name == "invalidated")
            return python::value{false};
        for (auto const& row : methods)
            if (row.name == name)
                return python::make_function(row.declared, row.code);
        refuse("reading ." + std::string{name} + " of");
    }
};

} // namespace

python::value make_connection() {
    return std::make_shared<connection_value>();
}

bool is_connection(python::value const& given) noexcept {
    return given.as<connection_value>() != nullptr;
}

void require_bind(bound_arguments const& given, std::string_view parameter) {
    if (!is_connection(given[parameter]))
        throw given.refusal(parameter, "not the connection of op.get_bind()");
}

python::value execute_statement(evaluation& run, python::value const& statement, python::value const& parameters) {
    if (auto const element = statement.as<ddl_element>())
        return make_result(perform(run, element->operation()), schema::sql_text(element->type_name()));
    auto resolved = executed_statements(run, statement, parameters);
    if (!resolved)
        throw python::not_evaluable("executing " + run.repr(statement), "execute SQL text or a data statement");
    auto const asked = resolved->size() == 1 ? resolved->front() : schema::sql_text("several statements");
    std::optional<answer> said;
    std::uint64_t counted = 0;
    bool apart = !parameters.is_none();
    for (auto& each : *resolved) {
        said = perform(
            run, operation::execute{.statement = std::move(each), .parameters_apart = std::exchange(apart, false)}
        );
        if (said)
            counted += said->counted.value_or(0);
    }
    if (said && resolved->size() > 1)
        said = answer{.columns = {}, .rows = {}, .counted = counted};
    result_shape shape{.key = key_of_insert(run, statement, parameters)};
    if (said)
        shape.columns = sent_by(statement);
    return make_result(std::move(said), asked, std::move(shape));
}

} // namespace alembicore::sqlalchemy
