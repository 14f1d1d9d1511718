// Entities of the package `alembic_utils` in evaluated code, and op.create_entity, replace_entity, drop_entity.
#include "sqlalchemy/context.hpp"
#include "sqlalchemy/directives.hpp"
#include "sqlalchemy/entity_sql.hpp"
#include "sqlalchemy/text.hpp"

#include <algorithm>
#include <array>

namespace alembicore::sqlalchemy {

namespace {

using python::bound_arguments;
using python::evaluation;

python::value text_of(std::string const& statement) {
    return std::make_shared<text_value>(statement);
}

class entity_value final : public python::object {
public:
    entity_value(std::string class_name, entity of) : class_name_{std::move(class_name)}, entity_{std::move(of)} {}

    [[nodiscard]] entity const& described() const noexcept { return entity_; }

    [[nodiscard]] std::string type_name() const override { return class_name_; }

    [[nodiscard]] bool truth(evaluation&) override { return true; }

    [[nodiscard]] std::optional<python::value> attribute(evaluation&, std::string_view name) override {
        if (name == "schema")
            return python::value{entity_.schema};
        if (name == "signature" && entity_.what != entity::kind::grant)
            return python::value{entity_.signature};
        if (name == "definition" && entity_.what < entity::kind::extension)
            return python::value{entity_.definition};
        if (name == "on_entity" && !entity_.on_entity.empty())
            return python::value{entity_.on_entity};
        if (name == "to_sql_statement_create")
            return method("to_sql_statement_create()", [](entity const& of, bound_arguments const&) {
                return text_of(create_statement(of));
            });
        if (name == "to_sql_statement_drop")
            return method("to_sql_statement_drop(cascade=False)", [](entity const& of, bound_arguments const& given) {
                return text_of(drop_statement(of, given.boolean("cascade")));
            });
        if (name == "to_sql_statement_create_or_replace")
            return method("to_sql_statement_create_or_replace()", [](entity const& of, bound_arguments const&) {
                std::vector<python::value> statements;
                for (auto const& each : replace_statements(of))
                    statements.push_back(text_of(each));
                return python::value::list(std::move(statements));
            });
        refuse("reading ." + std::string{name} + " of");
    }

private:
    template <typename Code>
    python::value method(std::string_view declared, Code code) {
        return python::make_function(
            declared,
            [self = std::static_pointer_cast<entity_value>(shared_from_this()),
             code](evaluation&, bound_arguments const& given) -> python::value { return code(self->entity_, given); },
            python::effect::none
        );
    }

    std::string class_name_;
    entity entity_;
};

/// Schema and signature, cleaned; and the definition as most entities keep it.
entity basic_entity(entity::kind what, bound_arguments const& given) {
    entity made{.what = what};
    made.schema = without_quotes(one_spaced(given.text("schema")));
    made.signature = without_quotes(one_spaced(given.text("signature")));
    return made;
}

std::string entity_table(bound_arguments const& given) {
    auto const table = given.text("on_entity");
    return without_quotes(table.find('.') == std::string::npos ? "public." + table : table);
}

entity make_function_entity(evaluation&, bound_arguments const& given) {
    auto made = basic_entity(entity::kind::function, given);
    auto const definition = given.text("definition");
    auto const clean = without_final_semicolon(definition);
    made.definition = is_plpgsql(definition) ? escape_colons_of_plpgsql(clean) : escape_colons(clean);
    return made;
}

entity make_view(evaluation&, bound_arguments const& given) {
    auto made = basic_entity(entity::kind::view, given);
    made.definition = without_final_semicolon(given.text("definition"));
    return made;
}

entity make_materialized_view(evaluation& run, bound_arguments const& given) {
    auto made = make_view(run, given);
    made.what = entity::kind::materialized_view;
    made.with_data = run.truth(given["with_data"]);
    return made;
}

entity make_trigger(evaluation& run, bound_arguments const& given) {
    auto made = basic_entity(entity::kind::trigger, given);
    made.definition = escape_colons(without_final_semicolon(given.text("definition")));
    made.on_entity = entity_table(given);
    made.is_constraint = run.truth(given["is_constraint"]);
    return made;
}

entity make_policy(evaluation&, bound_arguments const& given) {
    auto made = basic_entity(entity::kind::policy, given);
    made.definition = escape_colons(without_final_semicolon(given.text("definition")));
    made.on_entity = entity_table(given);
    return made;
}

entity make_extension(evaluation&, bound_arguments const& given) {
    return basic_entity(entity::kind::extension, given);
}

entity make_grant(evaluation& run, bound_arguments const& given) {
    entity made{.what = entity::kind::grant};
    made.schema = without_quotes(given.text("schema"));
    made.table = without_quotes(given.text("table"));
    made.role = without_quotes(given.text("role"));
    made.grant = given.text("grant");
    made.with_grant_option = run.truth(given["with_grant_option"]);
    if (run.truth(given["columns"]))
        made.columns = given.texts("columns");
    std::sort(made.columns.begin(), made.columns.end());
    static constexpr std::array<std::string_view, 4> of_columns{"SELECT", "INSERT", "UPDATE", "REFERENCES"};
    static constexpr std::array<std::string_view, 3> of_tables{"DELETE", "TRUNCATE", "TRIGGER"};
    bool const for_columns = std::find(of_columns.begin(), of_columns.end(), made.grant) != of_columns.end();
    if (!for_columns && std::find(of_tables.begin(), of_tables.end(), made.grant) == of_tables.end())
        throw python::value_error(run.repr(given["grant"]) + " is not a valid PGGrantTableChoice");
    if (for_columns == made.columns.empty())
        throw given.refusal("columns", "alembic_utils wants columns for this grant, or wants none");
    return made;
}

struct entity_row {
    std::string_view module;
    std::string_view declared;
    entity (*make)(evaluation&, bound_arguments const&);
};

constexpr entity_row rows[] = {
    {"alembic_utils.pg_function", "PGFunction(schema, signature, definition)", make_function_entity},
    {"alembic_utils.pg_view", "PGView(schema, signature, definition)", make_view},
    {"alembic_utils.pg_materialized_view",
     "PGMaterializedView(schema, signature, definition, with_data=True)",
     make_materialized_view},
    {"alembic_utils.pg_trigger",
     "PGTrigger(schema, signature, definition, on_entity, is_constraint=False)",
     make_trigger},
    {"alembic_utils.pg_policy", "PGPolicy(schema, signature, definition, on_entity)", make_policy},
    {"alembic_utils.pg_extension", "PGExtension(schema, signature)", make_extension},
    {"alembic_utils.pg_grant_table",
     "PGGrantTable(schema, table, role, grant, columns=None, with_grant_option=False)",
     make_grant},
};

entity const& entity_of(directive_call const& call) {
    auto const target = call.given["target"].as<entity_value>();
    if (!target)
        throw call.given.refusal("target", "not an entity of alembic_utils");
    return target->described();
}

void execute(directive_call const& call, std::string const& statement) {
    execute_statement(call.run, text_of(statement), {});
}

} // namespace

std::vector<directive> const& entity_directives() {
    static std::vector<directive> const directives{
        {"create_entity(target)",
         "",
         [](directive_call const& call) {
             execute(call, create_statement(entity_of(call)));
             return python::value{};
         }},
        {"drop_entity(target, cascade=False)",
         "",
         [](directive_call const& call) {
             execute(call, drop_statement(entity_of(call), call.run.truth(call.given["cascade"])));
             return python::value{};
         }},
        {"replace_entity(target)",
         "",
         [](directive_call const& call) {
             for (auto const& statement : replace_statements(entity_of(call)))
                 execute(call, statement);
             return python::value{};
         }},
    };
    return directives;
}

void add_entities(python::module_registry& modules) {
    for (auto const& row : rows) {
        auto const open = row.declared.find('(');
        std::string const name{row.declared.substr(0, open)};
        auto const type = std::make_shared<python::native_type>(name);
        type->constructor(
            row.declared.substr(open),
            [name, make = row.make](evaluation& run, bound_arguments const& given) -> python::value {
                return std::make_shared<entity_value>(name, make(run, given));
            }
        );
        modules.module(row.module).set(name, type);
    }
    auto const grants = std::make_shared<python::native_type>("PGGrantTableChoice");
    for (auto const* grant : {"SELECT", "INSERT", "UPDATE", "REFERENCES", "DELETE", "TRUNCATE", "TRIGGER"})
        grants->set(grant, grant);
    modules.module("alembic_utils.pg_grant_table").set("PGGrantTableChoice", grants);
    modules.module("alembic_utils.replaceable_entity")
        .function(
            "register_entities(entities, schemas=None, exclude_schemas=None, entity_types=None)",
            [](evaluation&, bound_arguments const&) { return python::value{}; },
            python::effect::none
        );
}

} // namespace alembicore::sqlalchemy
