#include "sqlalchemy/custom_operations.hpp"

#include "python/exception.hpp"
#include "sqlalchemy/context.hpp"
#include "sqlalchemy/directives.hpp"
#include "sqlalchemy/recording.hpp"
#include "sqlalchemy/run_environment.hpp"

#include <algorithm>

namespace alembicore::sqlalchemy {

namespace {

using python::bound_arguments;
using python::evaluation;

/// Kept by the evaluation, as it holds values of it.
custom_operations& registered(evaluation& run) {
    auto& held = run.host<recording>().custom;
    if (!held) {
        held = std::make_shared<custom_operations>();
        run.keep(held);
    }
    return *held;
}

std::optional<python::value> find_custom(evaluation& run, std::string_view name) {
    auto const& held = run.host<recording>().custom;
    return held ? held->find(name) : std::nullopt;
}

/// What env.py registers, or a module that it imports: they have run before a revision does.
std::optional<python::value> find_of_env_py(evaluation& run, std::string_view name) {
    return load_env_py(run) ? find_custom(run, name) : std::nullopt;
}

python::value make_invoke() {
    return python::make_function("invoke(operation)", [](evaluation& run, bound_arguments const& given) {
        return registered(run).invoke(run, given["operation"]);
    });
}

/// What implementations get as `operations`, and `Operations(context)` makes.
class operations_value final : public python::object {
public:
    [[nodiscard]] std::string type_name() const override { return "Operations"; }

    [[nodiscard]] bool truth(evaluation&) override { return true; }

    [[nodiscard]] std::optional<python::value> attribute(evaluation& run, std::string_view name) override {
        if (name == "migration_context")
            return make_migration_context();
        if (name == "impl")
            return run.attribute(make_migration_context(), name);
        if (name == "invoke")
            return make_invoke();
        if (auto custom = find_custom(run, name))
            return custom;
        for (auto const* each : all_directives())
            if (each->on_op.substr(0, each->on_op.find('(')) == name)
                return python::make_function(each->on_op, [each](evaluation& inner, bound_arguments const& given) {
                    return each->code(directive_call{inner, given});
                });
        if (auto registered_before = find_of_env_py(run, name))
            return registered_before;
        refuse("using ." + std::string{name} + " of");
    }
};

class op_module final : public python::module_object {
public:
    op_module() : module_object{"alembic.op"} {}

    [[nodiscard]] std::optional<python::value> attribute(evaluation& run, std::string_view name) override {
        if (module_object::find(name) == nullptr) {
            if (auto custom = find_custom(run, name))
                return custom;
            if (auto custom = find_of_env_py(run, name))
                return custom;
        }
        return module_object::attribute(run, name);
    }
};

/// A class that evaluated code derives its operations from.
class operation_type final : public python::type_object {
public:
    using type_object::type_object;

    [[nodiscard]] bool ordinary() const noexcept override { return true; }
};

/// register_operation("create_view") above a class.
python::value register_operation(evaluation&, bound_arguments const& given) {
    std::string const name = given.text("name");
    std::string const source = given.optional_text("sourcename").value_or(name);
    return python::make_function("register(op_cls)", [name, source](evaluation& run, bound_arguments const& inner) {
        registered(run).add_directive(name, inner["op_cls"], source);
        return inner["op_cls"];
    });
}

/// implementation_for(CreateViewOp) above a function.
python::value implementation_for(evaluation&, bound_arguments const& given) {
    return python::make_function("decorate(fn)", [of = given["op_cls"]](evaluation& run, bound_arguments const& inner) {
        registered(run).add_implementation(of, inner["fn"]);
        return inner["fn"];
    });
}

python::value in_batch_only(evaluation&, bound_arguments const&) {
    // A batch asks for it by name, and is refused there.
    return python::make_function("register(op_cls)", [](evaluation&, bound_arguments const& given) {
        return given["op_cls"];
    });
}

} // namespace

void custom_operations::add_directive(std::string name, python::value of, std::string source) {
    directives_.insert_or_assign(std::move(name), directive_source{std::move(of), std::move(source)});
}

void custom_operations::add_implementation(python::value of, python::value function) {
    implementations_.emplace_back(std::move(of), std::move(function));
}

std::optional<python::value> custom_operations::find(std::string_view name) const {
    auto const found = directives_.find(name);
    if (found == directives_.end())
        return std::nullopt;
    return python::make_function(
        "directive(*args, **kw)",
        [source = found->second](evaluation& run, bound_arguments const& given) -> python::value {
            auto const method = run.attribute(source.of, source.method);
            if (!method)
                throw python::python_error("AttributeError", "no attribute '" + source.method + "'");
            python::arguments passed;
            passed.positional.emplace_back(std::make_shared<operations_value>());
            passed.positional.insert(passed.positional.end(), given.rest().begin(), given.rest().end());
            given.keywords().for_each([&](python::value const& key, python::value const& value) {
                passed.keyword.emplace_back(passed.keep_name(*key.text()), value);
            });
            return run.call(*method, passed);
        }
    );
}

python::value custom_operations::invoke(evaluation& run, python::value const& operation) const {
    auto const found = std::find_if(implementations_.rbegin(), implementations_.rend(), [&](auto const& each) {
        return run.is_instance(operation, each.first);
    });
    if (found == implementations_.rend())
        throw python::not_evaluable("invoking an operation that has no implementation here");
    python::arguments passed;
    passed.positional = {std::make_shared<operations_value>(), operation};
    return run.call(found->second, passed);
}

void custom_operations::surrender(std::vector<python::value>& into) noexcept {
    for (auto& [name, source] : directives_)
        into.push_back(std::move(source.of));
    for (auto& [of, function] : implementations_) {
        into.push_back(std::move(of));
        into.push_back(std::move(function));
    }
    directives_.clear();
    implementations_.clear();
}

std::shared_ptr<python::module_object> make_op_module() {
    auto op = std::make_shared<op_module>();
    op->set("invoke", make_invoke());
    return op;
}

void add_custom_operations(python::module_registry& modules) {
    auto const operation = std::make_shared<operation_type>("MigrateOperation");
    auto const operations = std::make_shared<python::native_type>("Operations");
    operations->constructor("(migration_context, impl=None)", [](evaluation&, bound_arguments const&) -> python::value {
        return std::make_shared<operations_value>();
    });
    auto const for_batch = std::make_shared<python::native_type>("BatchOperations");
    constexpr auto registers = "register_operation(name, sourcename=None)";
    constexpr auto implements = "implementation_for(op_cls, replace=False)";
    operations->set("register_operation", python::make_function(registers, register_operation));
    operations->set("implementation_for", python::make_function(implements, implementation_for));
    for_batch->set("register_operation", python::make_function(registers, in_batch_only));
    for_batch->set("implementation_for", python::make_function(implements, implementation_for));
    for (auto const* where : {"alembic.operations", "alembic.operations.base"}) {
        modules.module(where).set("Operations", operations);
        modules.module(where).set("BatchOperations", for_batch);
    }
    for (auto const* where : {"alembic.operations", "alembic.operations.ops"})
        modules.module(where).set("MigrateOperation", operation);
}

} // namespace alembicore::sqlalchemy
