#include "sqlalchemy/context.hpp"

#include "python/format.hpp"
#include "sql/identifier.hpp"
#include "sqlalchemy/alembic_config.hpp"
#include "sqlalchemy/catalogue.hpp"
#include "sqlalchemy/context_options.hpp"
#include "sqlalchemy/dialect.hpp"
#include "sqlalchemy/errors.hpp"
#include "sqlalchemy/live.hpp"

#include <functional>

namespace alembicore::sqlalchemy {

namespace {

using python::bound_arguments;
using python::evaluation;

/// An object that only has attributes that are known.
class known_object : public python::object {
public:
    using reader = std::function<std::optional<python::value>(evaluation&, std::string_view)>;

    known_object(std::string name, reader read) : name_{std::move(name)}, read_{std::move(read)} {}

    [[nodiscard]] std::string type_name() const override { return name_; }

    [[nodiscard]] std::optional<python::value> attribute(evaluation& run, std::string_view name) override {
        if (auto found = read_(run, name))
            return found;
        refuse("reading ." + std::string{name} + " of");
    }

    [[nodiscard]] bool truth(evaluation&) override { return true; }

private:
    std::string name_;
    reader read_;
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

/// The rows of the version table as they are now.
std::vector<python::value> current_heads(evaluation& run) {
    auto const& facts = run.host<recording>().facts;
    answer_row table{facts.version_table.name.text, std::nullopt};
    if (facts.version_table.schema)
        table[1] = facts.version_table.schema->text;
    auto const present = ask(run, "get_current_heads()", catalogue::table_exists(), table);
    std::vector<python::value> heads;
    if (present.rows.front().front() == "true")
        for (auto const& row : ask(run, "", "SELECT version_num FROM " + sql::quote(facts.version_table), {}).rows)
            heads.emplace_back(row.front().value_or(""));
    return heads;
}

python::value current_revision(evaluation& run) {
    auto const heads = current_heads(run);
    if (heads.size() > 1)
        throw sqlalchemy_error(
            "CommandError",
            "Version table '" + run.host<recording>().facts.version_table.name.text +
                "' has more than one head present; please use get_current_heads()"
        );
    return heads.empty() ? python::value{} : heads.front();
}

/// What is known of the run without asking anybody.
std::optional<python::value> run_attribute(run_facts const& facts, std::string_view name) {
    if (name == "as_sql")
        return python::value{facts.written_to == statement_target::script};
    if (name == "version_table")
        return python::value{facts.version_table.name.text};
    if (name == "version_table_schema")
        return facts.version_table.schema ? python::value{facts.version_table.schema->text} : python::value{};
    return std::nullopt;
}

std::optional<python::value> context_attribute(evaluation& run, std::string_view name) {
    if (auto known = run_attribute(run.host<recording>().facts, name))
        return known;
    if (name == "get_current_heads")
        return python::make_function("get_current_heads()", [](evaluation& at, bound_arguments const&) {
            return python::value::tuple(current_heads(at));
        });
    if (name == "get_current_revision")
        return python::make_function("get_current_revision()", [](evaluation& at, bound_arguments const&) {
            return current_revision(at);
        });
    if (name == "dialect")
        return make_dialect();
    if (name == "config")
        return alembic_config();
    if (name == "opts")
        return make_context_options();
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
            [](evaluation& at, bound_arguments const& given) -> python::value {
                execute_statement(at, given["sql"], {});
                return {};
            }
        );
    return std::nullopt;
}

/// Text without a context: `%%` is one `%`, and what a table would fill in is refused.
std::string plain_ddl(bound_arguments const& given) {
    std::string const text = given.text("statement");
    std::string plain;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '%' && text.substr(at, 2) != "%%")
            throw given.refusal("statement", "a `%` that is not doubled");
        plain += text[at];
        at += text[at] == '%' ? 1 : 0;
    }
    return plain;
}

/// `statement % context`. The table that a listener belongs to would add these three names.
std::string formatted_ddl(evaluation& run, bound_arguments const& given) {
    std::string const text = given.text("statement");
    auto const& context = *given["context"].mapping();
    for (std::string_view const name : {"table", "schema", "fullname"})
        if (text.find("%(" + std::string{name} + ")") != std::string::npos && context.find(name) == nullptr)
            throw given.refusal("statement", "a name that the context does not have");
    return python::format_percent(run, text, given["context"]);
}

/// sa.DDL("…", context={…})
python::value make_ddl(evaluation& run, bound_arguments const& given) {
    auto const* context = given["context"].mapping();
    if (context == nullptr && !given["context"].is_none())
        throw given.refusal("context", "not a dict");
    bool const plain = context == nullptr || context->empty();
    auto text = plain ? plain_ddl(given) : formatted_ddl(run, given);
    return std::make_shared<ddl_element>(operation::execute{.statement = schema::sql_text(std::move(text))});
}

} // namespace

void record(evaluation& run, operation::any_operation made) {
    perform(run, std::move(made));
}

python::value make_migration_context() {
    return std::make_shared<known_object>("MigrationContext", context_attribute);
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
    context.function("is_offline_mode()", [](evaluation& run, bound_arguments const&) {
        return python::value{run.host<recording>().facts.written_to == statement_target::script};
    });
    context.function("execute(sql, execution_options=None)", [](evaluation& run, bound_arguments const& given) {
        execute_statement(run, given["sql"], {});
        return python::value{};
    });
    for (auto const* where : {"sqlalchemy", "sqlalchemy.schema", "sqlalchemy.sql.ddl"})
        modules.module(where).function("DDL(statement, context=None)", make_ddl, python::effect::none);
    modules.module("sqlalchemy.engine");
}

} // namespace alembicore::sqlalchemy
