#include "sqlalchemy/custom_clause.hpp"

#include "python/builtins.hpp"
#include "python/evaluation.hpp"
#include "python/user_class.hpp"
#include "sql/compiler.hpp"
#include "sql/identifier.hpp"
#include "sqlalchemy/dialect.hpp"
#include "sqlalchemy/execute.hpp"

#include <algorithm>

namespace alembicore::sqlalchemy {

namespace {

using python::bound_arguments;
using python::evaluation;
using python::value;

class clause_base final : public python::native_type {
public:
    explicit clause_base(std::string name) : native_type{std::move(name), {python::builtin_type("object")}} {}

    [[nodiscard]] bool ordinary() const noexcept override { return true; }
};

bool has_literals(schema::expression const& node) {
    using enum schema::expression_kind;
    return node.kind == string || node.kind == number || node.kind == by_reader || node.kind == no_literal ||
           std::ranges::any_of(node.operands, has_literals);
}

std::string text_for(sql::audience const& reader, schema::expression const& statement) {
    sql::compiler compiler{reader};
    return compiler.render(operation::execute{.statement = statement}).front().text;
}

/// `compiler.process(element, literal_binds=True)`
value process(evaluation& run, bound_arguments const& given) {
    if (auto inner = compiled_clause(run, given["obj"]))
        return *std::move(inner);
    auto const resolved = executed_statements(run, given["obj"], {});
    if (!resolved || resolved->size() != 1)
        throw given.refusal("obj", "not a statement or an expression that is known");
    auto const* bound = given.keywords().find(std::string_view{"literal_binds"});
    if (has_literals(resolved->front()) && (bound == nullptr || !run.truth(*bound)))
        throw given.refusal("obj", "values without literal_binds=True become parameters");
    auto text = text_for(sql::audience::server(), resolved->front());
    if (text != text_for(sql::audience::script(), resolved->front()))
        throw given.refusal("obj", "values that a script and the server write in different ways");
    return text;
}

value quote(evaluation&, bound_arguments const& given) {
    return sql::quote(schema::identifier{.text = given.text("ident"), .quote = {}});
}

/// What the function of @compiles is given to write with.
class clause_compiler final : public python::object {
public:
    [[nodiscard]] std::string type_name() const override { return "PGCompiler"; }

    [[nodiscard]] bool truth(evaluation&) override { return true; }

    [[nodiscard]] std::optional<value> attribute(evaluation&, std::string_view name) override {
        if (name == "process")
            return python::make_function("process(obj, **kw)", process, python::effect::none);
        if (name == "sql_compiler" || name == "preparer")
            return value{shared_from_this()};
        if (name == "dialect")
            return make_dialect();
        if (name == "quote")
            return python::make_function("quote(ident)", quote, python::effect::none);
        refuse("using ." + std::string{name} + " of");
    }
};

} // namespace

bool is_clause_class(python::type_object const& type) {
    return dynamic_cast<clause_base const*>(&type) != nullptr ||
           std::ranges::any_of(type.bases(), [](auto const& base) { return is_clause_class(*base); });
}

std::optional<std::string> compiled_clause(evaluation& run, value const& given) {
    auto const made = given.as<python::instance>();
    if (!made || !is_clause_class(*made->type()))
        return std::nullopt;
    auto const* rule = python::find_in_class(*made->type(), compile_rule);
    if (rule == nullptr)
        throw python::not_evaluable("a '" + made->type_name() + "' without a function of @compiles");
    run.check_stack();
    value const compiler = std::make_shared<clause_compiler>();
    auto const written = run.call(*rule, {.positional = {given, compiler}, .keyword = {}});
    auto const text = written.text();
    if (!text || text->find('%') != std::string_view::npos)
        throw python::not_evaluable("@compiles of '" + made->type_name() + "' gives no text, or one with %");
    return std::string{*text};
}

void add_custom_clauses(python::module_registry& modules) {
    struct row {
        char const* name;
        std::initializer_list<char const*> modules;
    };

    for (auto const& [name, where] : std::initializer_list<row>{
             {"DDLElement", {"sqlalchemy", "sqlalchemy.schema", "sqlalchemy.sql.ddl"}},
             {"ExecutableDDLElement", {"sqlalchemy.schema", "sqlalchemy.sql.ddl"}},
             {"ClauseElement", {"sqlalchemy.sql", "sqlalchemy.sql.expression", "sqlalchemy.sql.elements"}},
             {"Executable", {"sqlalchemy.sql", "sqlalchemy.sql.expression", "sqlalchemy.sql.base"}}}) {
        auto const type = std::make_shared<clause_base>(name);
        for (auto const* module : where)
            modules.module(module).set(name, type);
    }
}

} // namespace alembicore::sqlalchemy
