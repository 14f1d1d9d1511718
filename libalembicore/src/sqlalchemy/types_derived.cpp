#include "sqlalchemy/types_derived.hpp"

#include "python/unknown.hpp"
#include "sqlalchemy/custom_clause.hpp"
#include "sqlalchemy/dialect.hpp"
#include "sqlalchemy/errors.hpp"
#include "sqlalchemy/recording.hpp"
#include "sqlalchemy/types_class.hpp"

#include <algorithm>
#include <array>

namespace alembicore::sqlalchemy {

namespace {

using python::evaluation;
using python::find_in_class;

bool defines(python::type_object const& type, std::string_view name) {
    return find_in_class(type, name) != nullptr;
}

/// `impl = TypeEngine`, the root of all types, says only that `load_dialect_impl` decides.
bool is_root(python::value const& impl) {
    auto const type = impl.as<type_class>();
    return type && type->name() == "TypeEngine";
}

/// Statements of this revision are written as its own code says.
void refuse_statements(evaluation& run) {
    auto refusal = python::not_evaluable("@compiles changes the SQL of a class of sqlalchemy").info();
    refusal.place = run.place();
    run.host<recording>().rendered_otherwise = error{std::move(refusal)};
}

/// `compiles(class, *dialects)`: a decorator of functions that write the SQL of a class.
python::value make_compiles(evaluation&, python::bound_arguments const& given) {
    auto const dialects = given.rest();
    bool const ours = dialects.empty() || std::any_of(dialects.begin(), dialects.end(), [](auto const& each) {
                          return each.text() == "postgresql";
                      });
    bool const special = !dialects.empty();
    return python::make_function(
        "decorate(fn)",
        [ours, special, compiled = given["class_"]](evaluation& run, python::bound_arguments const& call) {
            auto const derived = compiled.as<derived_type_class>();
            auto const clause = compiled.as<python::user_class>();
            std::shared_ptr<python::user_class> written = derived;
            if (!written && clause && is_clause_class(*clause))
                written = clause;
            if (ours && written && (special || written->own().find(compile_rule) == nullptr))
                written->set_attribute(run, compile_rule, call["fn"]);
            else if (ours && !derived && !compiled.as<python::user_class>() && !compiled.as<python::unknown_object>())
                refuse_statements(run);
            return call["fn"];
        },
        python::effect::none
    );
}

} // namespace

python::value derive_type(evaluation& run, python::class_body body) {
    std::vector<python::type_pointer> bases;
    for (auto const& each : body.bases)
        bases.push_back(each.as<python::type_object>());
    // SQLAlchemy's own classes take no keywords; a class that does defines what they mean.
    if (!body.keywords.empty())
        body.attributes.emplace_back("__new__", python::value{});
    auto made = std::make_shared<derived_type_class>(std::move(body), std::move(bases));
    adopt_methods(made);
    run.keep(made);
    return made;
}

python::value derived_type_class::call(evaluation& run, python::arguments const& given) {
    auto made = std::make_shared<derived_type>(std::static_pointer_cast<python::type_object const>(shared_from_this()));
    if (auto const* init = find_in_class(*this, "__init__")) {
        python::arguments with_self = given;
        with_self.positional.insert(with_self.positional.begin(), python::value{made});
        static_cast<void>(run.call(*init, with_self));
    } else
        made->initialise(run, given);
    return made;
}

std::shared_ptr<type_class const> derived_type_class::native_base() const {
    for (auto const& ancestor : ancestors())
        if (auto found = std::dynamic_pointer_cast<type_class const>(ancestor))
            return found;
    throw error{errc::internal, "a derived type without a type among its ancestors"};
}

derived_type_class const& derived_type::of() const {
    return static_cast<derived_type_class const&>(*type());
}

python::value derived_type::call_method(evaluation& run, std::string_view name, std::vector<python::value> given) {
    auto const* method = find_in_class(of(), name);
    auto const bound = python::bind_attribute(
        run, *method, python::value{shared_from_this()}, std::const_pointer_cast<python::type_object>(type())
    );
    return run.call(bound, {.positional = std::move(given), .keyword = {}});
}

void derived_type::initialise(evaluation& run, python::arguments const& given) {
    auto const base = of().native_base();
    switch (base->derived()) {
    case derivation::column_spec:
        if (!given.positional.empty() || !given.keyword.empty())
            throw python::python_error("TypeError", type_name() + "() takes no arguments");
        return;
    case derivation::inherited:
        base_ = run.call(python::value{std::const_pointer_cast<type_class>(base)}, given).as<type_value>();
        return;
    case derivation::decorator:
        break;
    }
    auto const* declared = find_in_class(of(), "impl");
    if (declared == nullptr)
        throw python::python_error(
            "AssertionError",
            "TypeDecorator implementations require a class-level variable 'impl' which refers to the class of type "
            "being decorated"
        );
    bool const called = declared->as<python::type_object>() && !is_root(*declared);
    keep_attribute(run, "impl", called ? run.call(*declared, given) : *declared);
}

python::value derived_type::impl(evaluation& run) {
    auto const* found = attributes().find("impl");
    if (found == nullptr)
        found = find_in_class(of(), "impl");
    if (found == nullptr)
        throw python::not_evaluable("type '" + type_name() + "' has no impl");
    return found->as<python::type_object>() && !is_root(*found) ? run.call(*found, {}) : *found;
}

/// From `impl`, unless the class chooses by dialect. CREATE TYPE comes from `impl` alone.
std::pair<schema::column_type, type_traits> derived_type::decorated(evaluation& run) {
    auto const declared = impl(run);
    auto const inner = is_root(declared) ? nullptr : required_type(run, declared);
    if (!defines(of(), "load_dialect_impl")) {
        if (inner == nullptr)
            throw python::not_evaluable(
                "type '" + type_name() + "' decorates TypeEngine and has no load_dialect_impl()"
            );
        return {inner->definition(), inner->traits()};
    }
    auto const chosen_value = call_method(run, "load_dialect_impl", {make_dialect()});
    if (chosen_value.as_object() == this)
        throw python::not_evaluable("load_dialect_impl() of '" + type_name() + "' gives the type itself");
    auto const chosen = required_type(run, chosen_value);
    auto type = chosen->definition();
    auto traits = chosen->traits();
    if (inner != nullptr) {
        traits.affinity = inner->affinity();
        traits.check = inner->traits().check;
    }
    if (type.enumeration && !inner->definition().enumeration) {
        auto apart = *type.enumeration;
        apart.creation = schema::type_creation::apart;
        type.enumeration = std::make_shared<schema::enumeration const>(std::move(apart));
    } else if (type.domain && !inner->definition().domain) {
        auto apart = *type.domain;
        apart.creation = schema::type_creation::apart;
        type.domain = std::make_shared<schema::domain const>(std::move(apart));
    }
    return {std::move(type), std::move(traits)};
}

/// As the function of `@compiles` writes it.
std::pair<schema::column_type, type_traits> derived_type::compiled(evaluation& run) {
    python::value const compiler = std::make_shared<python::unknown_object>("the compiler of @compiles", run.place());
    auto const text = run.call(
        *find_in_class(of(), compile_rule), {.positional = {python::value{shared_from_this()}, compiler}, .keyword = {}}
    );
    if (!text.text())
        throw python::not_evaluable("@compiles of type '" + type_name() + "' does not give a text");
    return {{.keyword = std::string{*text.text()}, .family = schema::type_family::other}, {}};
}

/// `__visit_name__` names the method that writes the type; those that only write a word are known.
std::pair<schema::column_type, type_traits> derived_type::visited_as(python::value const& name) {
    static constexpr std::array<std::pair<std::string_view, schema::type_family>, 17> words{{
        {"JSON", schema::type_family::json},
        {"JSONB", schema::type_family::json},
        {"UUID", schema::type_family::uuid},
        {"BYTEA", schema::type_family::binary},
        {"BOOLEAN", schema::type_family::boolean},
        {"DATE", schema::type_family::date},
        {"INTEGER", schema::type_family::integer},
        {"BIGINT", schema::type_family::big_integer},
        {"SMALLINT", schema::type_family::small_integer},
        {"CITEXT", schema::type_family::string},
        {"HSTORE", schema::type_family::other},
        {"INET", schema::type_family::other},
        {"CIDR", schema::type_family::other},
        {"MACADDR", schema::type_family::other},
        {"TSVECTOR", schema::type_family::other},
        {"TSQUERY", schema::type_family::other},
        {"JSONPATH", schema::type_family::other},
    }};
    for (auto const& [word, family] : words)
        if (name.text() == word)
            return {{.keyword = std::string{word}, .family = family}, base_ ? base_->traits() : type_traits{}};
    throw python::not_evaluable("type '" + type_name() + "' has a __visit_name__ that is not known");
}

value_conversion derived_type::conversion() const {
    static constexpr std::array<std::string_view, 9> opaque{
        "process_literal_param",
        "bind_processor",
        "literal_processor",
        "bind_expression",
        "column_expression",
        "coerce_compared_value",
        "comparator_factory",
        "Comparator",
        "coerce_to_is_types"};
    if (std::any_of(opaque.begin(), opaque.end(), [&](auto name) { return defines(of(), name); }))
        return value_conversion::unknown;
    return defines(of(), "process_bind_param") ? value_conversion::evaluated : value_conversion::none;
}

type_pointer derived_type::resolved(evaluation& run) {
    run.check_stack();
    for (auto const* changing : {"__new__", "__getattr__", "__getattribute__"})
        if (defines(of(), changing))
            throw python::not_evaluable("type '" + type_name() + "' defines " + changing + ", which is not evaluated");
    std::pair<schema::column_type, type_traits> made;
    auto const derived = of().native_base()->derived();
    if (defines(of(), compile_rule))
        made = compiled(run);
    else if (auto const* visited = find_in_class(of(), "__visit_name__"))
        made = visited_as(*visited);
    else if (derived == derivation::decorator)
        made = decorated(run);
    else if (derived == derivation::column_spec) {
        if (!defines(of(), "get_col_spec"))
            throw python::python_error(
                "AttributeError", "'" + type_name() + "' object has no attribute 'get_col_spec'"
            );
        auto const text = call_method(run, "get_col_spec", {});
        if (!text.text())
            throw python::not_evaluable("get_col_spec() of '" + type_name() + "' does not give a text");
        made.first = {.keyword = std::string{*text.text()}, .family = schema::type_family::other};
    } else {
        if (!base_)
            throw python::not_evaluable("__init__() of type '" + type_name() + "' does not call the one of its base");
        for (auto const& [name, item] : base_->traits().attributes)
            if (attributes().find(name) != nullptr || defines(of(), name))
                throw python::not_evaluable("type '" + type_name() + "' changes ." + name + " of its base");
        made = {base_->definition(), base_->traits()};
    }
    if (auto const own = conversion(); own != value_conversion::none) {
        bool const twice = made.second.conversion != value_conversion::none;
        made.second.conversion = twice ? value_conversion::unknown : own;
        made.second.source = python::value{shared_from_this()};
    }
    auto type = std::make_shared<type_value>(type_name(), std::move(made.first), std::move(made.second));
    type->set_class(this->type());
    return type;
}

std::optional<python::value> derived_type::attribute(evaluation& run, std::string_view name) {
    if (attributes().find(name) != nullptr || defines(of(), name))
        return instance::attribute(run, name);
    if (auto found = inherited(run, name))
        return found;
    if (name.starts_with("__"))
        return instance::attribute(run, name);
    if (name != "with_variant" && name != "compile") {
        if (base_)
            return base_->attribute(run, name);
        if (of().native_base()->derived() == derivation::decorator)
            return run.attribute(impl(run), name);
    }
    return std::const_pointer_cast<type_value>(resolved(run))->attribute(run, name);
}

std::optional<python::value> derived_type::inherited(evaluation& run, std::string_view name) {
    auto const self = std::static_pointer_cast<derived_type>(shared_from_this());
    if (name == "__init__")
        return python::make_function(
            "__init__(*args, **kw)",
            [self](evaluation& inner, python::bound_arguments const& given) -> python::value {
                python::arguments passed;
                passed.positional.assign(given.rest().begin(), given.rest().end());
                given.keywords().for_each([&](python::value const& key, python::value const& item) {
                    passed.keyword.emplace_back(passed.keep_name(*key.text()), item);
                });
                self->initialise(inner, passed);
                return {};
            },
            python::effect::none
        );
    if (name == "copy")
        return python::make_function(
            "copy(**kw)",
            [self](evaluation&, python::bound_arguments const&) -> python::value { return self; },
            python::effect::none
        );
    if (of().native_base()->derived() != derivation::decorator)
        return std::nullopt;
    if (name == "impl" || name == "impl_instance")
        return impl(run);
    if (name == "load_dialect_impl")
        return python::make_function(
            "load_dialect_impl(dialect)",
            [self](evaluation& inner, python::bound_arguments const&) { return self->impl(inner); },
            python::effect::none
        );
    return std::nullopt;
}

std::string derived_type::repr(evaluation&) {
    refuse("the text of");
}

void derived_type::surrender(std::vector<python::value>& into) noexcept {
    base_.reset();
    instance::surrender(into);
}

python::value converted_value(evaluation& run, type_value const& type, python::value const& given) {
    switch (type.traits().conversion) {
    case value_conversion::none:
        return given;
    case value_conversion::unknown:
        if (given.is_none())
            return given;
        throw python::not_evaluable(
            "a value of type '" + type.type_name() + "' is changed by code that is not evaluated",
            "write the statement as SQL text"
        );
    case value_conversion::evaluated:
        break;
    }
    auto const method = run.attribute(type.traits().source, "process_bind_param");
    auto result = run.call(*method, {.positional = {given, make_dialect()}, .keyword = {}});
    if (given.is_none() && !result.is_none())
        throw python::not_evaluable(
            "type '" + type.type_name() + "' turns None into a value", "write the value into the statement"
        );
    return result;
}

namespace {

/// MutableDict and the like: `as_mutable(type)` is the type, as far as the database is concerned.
class mutable_class final : public python::type_object {
public:
    using python::type_object::type_object;

    [[nodiscard]] bool ordinary() const noexcept override { return true; }

    [[nodiscard]] python::value item(evaluation&, python::value const&) override { return shared_from_this(); }

    [[nodiscard]] std::optional<python::value> attribute(evaluation&, std::string_view wanted) override {
        if (wanted != "as_mutable")
            refuse("attribute '" + std::string{wanted} + "' of");
        return python::make_function(
            "as_mutable(sqltype)",
            [](evaluation& run, python::bound_arguments const& given) {
                auto const& type = given["sqltype"];
                return type.as<python::type_object>() ? run.call(type, {}) : type;
            },
            python::effect::none
        );
    }
};

} // namespace

void add_derived_types(python::module_registry& modules) {
    modules.module("sqlalchemy.ext.compiler")
        .function("compiles(class_, *dialects)", make_compiles, python::effect::none);
    auto& mutables = modules.module("sqlalchemy.ext.mutable");
    for (auto const* name : {"Mutable", "MutableDict", "MutableList", "MutableSet"})
        mutables.set(name, std::make_shared<mutable_class>(name));
}

} // namespace alembicore::sqlalchemy
