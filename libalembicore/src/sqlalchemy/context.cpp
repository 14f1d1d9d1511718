#include "sqlalchemy/context.hpp"

#include "python/unknown.hpp"
#include "sqlalchemy/dialect.hpp"
#include "sqlalchemy/statements.hpp"
#include "sqlalchemy/tables.hpp"
#include "sqlalchemy/text.hpp"

#include <functional>

namespace alembicore::sqlalchemy {

namespace {

using python::bound_arguments;
using python::evaluation;

/// An object that only has attributes that are known.
class known_object : public python::object {
public:
    using reader = std::function<std::optional<python::value>(std::string_view)>;

    known_object(std::string name, reader read) : name_{std::move(name)}, read_{std::move(read)} {}

    [[nodiscard]] std::string type_name() const override { return name_; }

    [[nodiscard]] std::optional<python::value> attribute(evaluation&, std::string_view name) override {
        if (auto found = read_(name))
            return found;
        refuse("reading ." + std::string{name} + " of");
    }

    [[nodiscard]] bool truth(evaluation&) override { return true; }

private:
    std::string name_;
    reader read_;
};

/// The rows of a query: nobody knows them before the database is asked.
class result_value final : public python::object {
public:
    [[nodiscard]] std::string type_name() const override { return "CursorResult"; }

    [[nodiscard]] std::optional<python::value> attribute(evaluation&, std::string_view name) override {
        if (name == "close")
            return python::make_function(
                "close()", [](evaluation&, bound_arguments const&) { return python::value{}; }, python::effect::none
            );
        needs_database();
    }

    void iterate(evaluation&, python::item_visitor const&) override { needs_database(); }

    [[nodiscard]] bool truth(evaluation&) override { needs_database(); }

private:
    [[noreturn]] static void needs_database() {
        throw python::not_evaluable(
            "the rows of a query decide what this revision does", "run it with Python, which asks the database"
        );
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
        if (name == "execute")
            return python::make_function(
                "execute(statement, parameters=None, *, execution_options=None)",
                [](evaluation& run, bound_arguments const& given) -> python::value {
                    execute_statement(run, given["statement"], given["parameters"]);
                    return std::make_shared<result_value>();
                }
            );
        if (name == "exec_driver_sql")
            return python::make_function(
                "exec_driver_sql(statement)",
                [](evaluation& run, bound_arguments const& given) -> python::value {
                    record(run, operation::execute{.statement = schema::sql_text(given.text("statement"))});
                    return std::make_shared<result_value>();
                }
            );
        if (name == "execution_options")
            return python::make_function(
                "execution_options(**options)",
                [self = shared_from_this()](evaluation&, bound_arguments const& given) -> python::value {
                    if (given.keywords().find(std::string_view{"isolation_level"}) != nullptr)
                        throw python::not_evaluable(
                            "a connection that changes its isolation level",
                            "use `with op.get_context().autocommit_block():`"
                        );
                    return self;
                }
            );
        refuse("reading ." + std::string{name} + " of");
    }
};

/// `with op.get_context().autocommit_block():`
class autocommit_block final : public python::object {
public:
    [[nodiscard]] std::string type_name() const override { return "autocommit_block"; }

    python::value enter(evaluation& run) override {
        record(run, operation::begin_autocommit{});
        return {};
    }

    bool exit(evaluation& run, python::raised const*) override {
        record(run, operation::end_autocommit{});
        return false;
    }
};

std::optional<python::value> context_attribute(std::string_view name) {
    if (name == "dialect")
        return make_dialect();
    if (name == "bind" || name == "connection")
        return make_connection();
    if (name == "impl")
        return python::value{std::make_shared<known_object>("PostgresqlImpl", context_attribute)};
    if (name == "autocommit_block")
        return python::make_function("autocommit_block()", [](evaluation&, bound_arguments const&) -> python::value {
            return std::make_shared<autocommit_block>();
        });
    if (name == "execute")
        return python::make_function(
            "execute(sql, execution_options=None)",
            [](evaluation& run, bound_arguments const& given) -> python::value {
                execute_statement(run, given["sql"], {});
                return {};
            }
        );
    return std::nullopt;
}

/// sa.DDL("…"): SQL text in which `%%` is one `%`.
python::value make_ddl(evaluation&, bound_arguments const& given) {
    std::string const text = given.text("statement");
    std::string plain;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '%' && text.substr(at, 2) != "%%")
            throw given.refusal("statement", "a `%` that is not doubled");
        plain += text[at];
        at += text[at] == '%' ? 1 : 0;
    }
    return std::make_shared<ddl_element>(operation::execute{.statement = schema::sql_text(std::move(plain))});
}

/// Values of binds: a dict, or a list of one dict.
bind_values read_parameters(evaluation& run, python::value const& given) {
    bind_values values;
    if (given.is_none())
        return values;
    auto const* table = given.mapping();
    if (auto const* items = given.items(); items != nullptr && items->size() == 1)
        table = items->front().mapping();
    if (table == nullptr)
        throw python::not_evaluable("several sets of parameters for one statement", "execute it once for each");
    table->for_each([&](python::value const& name, python::value const& value) {
        values.insert_or_assign(run.str(name), coerce(run, value)->node());
    });
    return values;
}

} // namespace

void record(evaluation& run, operation::any_operation made) {
    std::visit([&](auto& chosen) { chosen.place = run.place(); }, made);
    run.host<recording>().sink.append(std::move(made));
}

void require_bind(bound_arguments const& given, std::string_view parameter) {
    if (!given[parameter].as<connection_value>())
        throw given.refusal(parameter, "not the connection of op.get_bind()");
}

python::value make_connection() {
    return std::make_shared<connection_value>();
}

python::value make_migration_context() {
    return std::make_shared<known_object>("MigrationContext", context_attribute);
}

void execute_statement(evaluation& run, python::value const& statement, python::value const& parameters) {
    if (auto const element = statement.as<ddl_element>())
        return record(run, element->operation());
    if (auto const dml = statement_node(run, statement)) {
        if (!parameters.is_none())
            throw python::not_evaluable("parameters beside a data statement", "put them into values()");
        return record(run, operation::execute{.statement = *dml});
    }
    bind_values values = read_parameters(run, parameters);
    if (auto const text = statement.text())
        return record(run, operation::execute{.statement = fill_binds(split_binds(*text), values)});
    if (auto const text = statement.as<text_value>())
        return record(run, operation::execute{.statement = text_value{*text, std::move(values)}.node()});
    if (auto const expression = statement.as<expression_value>())
        return record(run, operation::execute{.statement = expression->node()});
    throw python::not_evaluable("executing " + run.repr(statement), "execute SQL text or a data statement");
}

void add_context(python::module_registry& modules) {
    auto& context = modules.module("alembic.context");
    context.function(
        "get_context()",
        [](evaluation&, bound_arguments const&) { return make_migration_context(); },
        python::effect::none
    );
    context.function(
        "get_bind()", [](evaluation&, bound_arguments const&) { return make_connection(); }, python::effect::none
    );
    context.function("execute(sql, execution_options=None)", [](evaluation& run, bound_arguments const& given) {
        execute_statement(run, given["sql"], {});
        return python::value{};
    });
    for (auto const* where : {"sqlalchemy", "sqlalchemy.schema", "sqlalchemy.sql.ddl"})
        modules.module(where).function("DDL(statement)", make_ddl, python::effect::none);
    modules.module("sqlalchemy.engine");
    // Declared models and sessions do no harm until something is done with them.
    modules.module("sqlalchemy").set("orm", std::make_shared<python::unknown_object>("sqlalchemy.orm", source_place{}));
}

} // namespace alembicore::sqlalchemy
