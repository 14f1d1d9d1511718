#include "sqlalchemy/inspector.hpp"

#include "python/library.hpp"
#include "sqlalchemy/catalogue.hpp"
#include "sqlalchemy/connection.hpp"
#include "sqlalchemy/dialect.hpp"
#include "sqlalchemy/errors.hpp"
#include "sqlalchemy/reflected_details.hpp"

#include <map>

namespace alembicore::sqlalchemy {

namespace {

using python::bound_arguments;
using python::evaluation;

constexpr char const* permanent = "c.relpersistence <> 't'";
constexpr char const* temporary = "c.relpersistence = 't'";
constexpr char const* any_persistence = "true";

/// One question: a method of the inspector.
struct question {
    std::string_view declared;
    std::string (*query)();
    /// From the answer to what SQLAlchemy gives; null: the answer as it is.
    python::value (*finish)(evaluation& run, bound_arguments const& given, python::value const& answered) = nullptr;
};

constexpr question questions[] = {
    {"get_schema_names()", catalogue::schema_names},
    {"has_schema(schema_name)", catalogue::schema_exists},
    {"get_table_names(schema=None)", [] { return catalogue::relation_names("'r', 'p'", permanent); }},
    {"get_temp_table_names(schema=None)", [] { return catalogue::relation_names("'r', 'p'", temporary); }},
    {"get_view_names(schema=None)", [] { return catalogue::relation_names("'v'", permanent); }},
    {"get_temp_view_names(schema=None)", [] { return catalogue::relation_names("'v'", temporary); }},
    {"get_materialized_view_names(schema=None)", [] { return catalogue::relation_names("'m'", permanent); }},
    {"get_foreign_table_names(schema=None)", [] { return catalogue::relation_names("'f'", any_persistence); }},
    {"get_sequence_names(schema=None)", [] { return catalogue::relation_names("'S'", any_persistence); }},
    {"has_table(table_name, schema=None)", catalogue::table_exists},
    {"has_sequence(sequence_name, schema=None)", catalogue::sequence_exists},
    {"has_type(type_name, schema=None)", catalogue::type_exists},
    {"get_enums(schema=None)", catalogue::enums},
    {"get_columns(table_name, schema=None)", catalogue::columns, finish_columns},
    {"get_pk_constraint(table_name, schema=None)", catalogue::primary_key},
    {"get_unique_constraints(table_name, schema=None)", catalogue::unique_constraints},
    {"get_foreign_keys(table_name, schema=None)", catalogue::foreign_keys},
    {"get_check_constraints(table_name, schema=None)", catalogue::check_constraints, finish_checks},
    {"get_indexes(table_name, schema=None)", catalogue::indexes, finish_indexes},
    {"get_table_comment(table_name, schema=None)", catalogue::table_comment},
    {"get_view_definition(table_name, schema=None)", catalogue::view_definition},
};

std::string_view name_of(question const& asked) {
    return asked.declared.substr(0, asked.declared.find('('));
}

question const* find_question(std::string_view name) {
    for (auto const& each : questions)
        if (name_of(each) == name)
            return &each;
    return nullptr;
}

/// Texts of the parameters in their order; None is NULL.
answer_row parameters_of(bound_arguments const& given) {
    answer_row values;
    for (auto const& parameter : given.declared().parameters())
        if (parameter.kind == python::syntax::parameter_kind::ordinary)
            values.push_back(given.optional_text(parameter.name));
    return values;
}

/// The call as a person writes it, for the refusal of a preview.
std::string described(question const& asked, answer_row const& values) {
    std::string text{name_of(asked)};
    text += '(';
    for (std::size_t i = 0; i < values.size(); ++i)
        if (values[i])
            text += (i == 0 ? "'" : ", '") + *values[i] + '\'';
    return text + ')';
}

python::value ask_catalogue(evaluation& run, question const& asked, bound_arguments const& given) {
    auto const values = parameters_of(given);
    auto const said = ask(run, described(asked, values), asked.query(), values);
    if (said.rows.empty() || !said.rows.front().front())
        throw sqlalchemy_error(
            "NoSuchTableError", values.size() > 1 && values[1] ? *values[1] + '.' + *values[0] : *values[0]
        );
    auto const& text = *said.rows.front().front();
    run.charge_memory(text.size());
    auto answered = python::read_json(run, text);
    return asked.finish == nullptr ? answered : asked.finish(run, given, answered);
}

/// Answers do not change once they are given, until `clear_cache()`.
class inspector_value final : public python::object {
public:
    [[nodiscard]] std::string type_name() const override { return "Inspector"; }

    [[nodiscard]] bool truth(evaluation&) override { return true; }

    [[nodiscard]] std::optional<python::value> attribute(evaluation& run, std::string_view name) override;

    void surrender(std::vector<python::value>& into) noexcept override {
        for (auto& [asked, answered] : answers_)
            into.push_back(std::move(answered));
        answers_.clear();
    }

    [[nodiscard]] python::value answer_to(evaluation& run, question const& asked, bound_arguments const& given) {
        std::string key{asked.declared};
        for (auto const& value : parameters_of(given))
            key += value ? "\n=" + *value : "\n";
        auto const known = answers_.find(key);
        if (known != answers_.end())
            return known->second;
        return answers_.emplace(std::move(key), ask_catalogue(run, asked, given)).first->second;
    }

    void forget() noexcept { answers_.clear(); }

private:
    std::map<std::string, python::value> answers_;
};

/// As SQLAlchemy: among the indexes of a table that is there.
python::value has_index(evaluation& run, python::value const& inspector, bound_arguments const& given) {
    auto const call = [&](std::string_view method) {
        python::arguments wanted;
        wanted.positional = {given["table_name"]};
        wanted.keyword.emplace_back("schema", given["schema"]);
        return run.call(*run.attribute(inspector, method), wanted);
    };
    if (!run.truth(call("has_table")))
        return false;
    auto const indexes = call("get_indexes");
    for (auto const& index : *indexes.items())
        if (run.equal(*index.mapping()->find(std::string_view{"name"}), given["index_name"]))
            return true;
    return false;
}

std::optional<python::value> inspector_value::attribute(evaluation& run, std::string_view name) {
    auto const self = std::static_pointer_cast<inspector_value>(shared_from_this());
    if (auto const* asked = find_question(name))
        return python::make_function(asked->declared, [self, asked](evaluation& at, bound_arguments const& given) {
            return self->answer_to(at, *asked, given);
        });
    if (name == "has_index")
        return python::make_function(
            "has_index(table_name, index_name, schema=None)",
            [self](evaluation& at, bound_arguments const& given) { return has_index(at, self, given); }
        );
    if (name == "clear_cache")
        return python::make_function("clear_cache()", [self](evaluation&, bound_arguments const&) {
            self->forget();
            return python::value{};
        });
    if (name == "default_schema_name")
        return default_schema_name(run);
    if (name == "bind")
        return make_connection();
    if (name == "dialect")
        return make_dialect();
    refuse("reading ." + std::string{name} + " of");
}

python::value inspect(evaluation&, bound_arguments const& given) {
    if (!is_connection(given["subject"]))
        throw given.refusal("subject", "only the connection of op.get_bind() is inspected natively");
    return make_inspector();
}

} // namespace

python::value make_inspector() {
    return std::make_shared<inspector_value>();
}

python::value default_schema_name(evaluation& run) {
    auto const said = ask(run, "default_schema_name", catalogue::default_schema(), {});
    return python::read_json(run, said.rows.front().front().value_or("null"));
}

std::optional<python::value> dialect_question(std::string_view name) {
    auto const* asked = find_question(name);
    if (asked == nullptr)
        return std::nullopt;
    std::string declared{asked->declared};
    auto const open = declared.find('(') + 1;
    declared.insert(open, declared[open] == ')' ? "connection" : "connection, ");
    return python::make_function(declared, [asked](evaluation& run, bound_arguments const& given) {
        require_bind(given, "connection");
        std::vector<std::optional<python::value>> slots;
        for (auto const& parameter : given.declared().parameters())
            if (parameter.name != "connection")
                slots.emplace_back(given[parameter.name]);
        auto const signature = python::signature::parse(asked->declared);
        return ask_catalogue(run, *asked, bound_arguments{signature, std::move(slots)});
    });
}

void add_inspector(python::module_registry& modules) {
    for (auto const* where : {"sqlalchemy", "sqlalchemy.inspection"})
        modules.module(where).function("inspect(subject, raiseerr=True)", inspect, python::effect::none);
    auto const type = std::make_shared<python::native_type>("Inspector");
    type->constructor("(subject)", inspect);
    type->set("from_engine", python::make_function("from_engine(subject)", inspect, python::effect::none));
    for (auto const* where :
         {"sqlalchemy", "sqlalchemy.engine", "sqlalchemy.engine.reflection", "sqlalchemy.dialects.postgresql.base"})
        modules.module(where).set("Inspector", type);
}

} // namespace alembicore::sqlalchemy
