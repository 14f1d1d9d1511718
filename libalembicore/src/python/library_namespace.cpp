// types.SimpleNamespace, and click, which prints.
#include "python/evaluation.hpp"
#include "python/exception.hpp"
#include "python/library.hpp"
#include "python/user_class.hpp"

namespace alembicore::python {

namespace {

/// types.SimpleNamespace(a=1)
class namespace_object final : public object {
public:
    [[nodiscard]] std::string type_name() const override { return "types.SimpleNamespace"; }

    [[nodiscard]] bool truth(evaluation&) override { return true; }

    [[nodiscard]] std::optional<value> attribute(evaluation&, std::string_view name) override {
        if (auto const* found = attributes_.find(name))
            return *found;
        if (name.starts_with("__"))
            refuse("reading ." + std::string{name} + " of");
        return std::nullopt;
    }

    void set_attribute(evaluation& run, std::string_view name, value const& item) override {
        run.keep(shared_from_this());
        attributes_.set(name, item);
    }

    [[nodiscard]] std::optional<value>
    compare(evaluation& run, syntax::comparison_operator op, value const& other) override {
        auto const right = other.as<namespace_object>();
        bool const equality = op == syntax::comparison_operator::equal || op == syntax::comparison_operator::not_equal;
        if (!right || !equality)
            return equality ? std::nullopt : object::compare(run, op, other);
        bool same = attributes_.entries().size() == right->attributes_.entries().size();
        for (auto const& [name, item] : attributes_.entries()) {
            auto const* theirs = same ? right->attributes_.find(name) : nullptr;
            same = theirs != nullptr && run.equal(item, *theirs);
        }
        return value{same == (op == syntax::comparison_operator::equal)};
    }

    [[nodiscard]] std::string repr(evaluation& run) override {
        run.check_stack();
        std::string text;
        for (auto const& [name, item] : attributes_.entries())
            text += (text.empty() ? "" : ", ") + name + "=" + run.repr(item);
        return "namespace(" + text + ")";
    }

    void surrender(std::vector<value>& into) noexcept override { attributes_.surrender(into); }

private:
    attribute_table attributes_;
};

value make_namespace(evaluation& run, bound_arguments const& given) {
    auto made = std::make_shared<namespace_object>();
    given.keywords().for_each([&](value const& name, value const& item) {
        made->set_attribute(run, *name.text(), item);
    });
    return made;
}

value nothing(evaluation&, bound_arguments const&) {
    return {};
}

} // namespace

void add_namespaces(module_registry& registry) {
    registry.module("types").function("SimpleNamespace(**kw)", make_namespace, effect::none);
    auto& click = registry.module("click");
    click.function("echo(message=None, file=None, nl=True, err=False, color=None)", nothing, effect::none);
    click.function("secho(message=None, file=None, nl=True, err=False, color=None, **styles)", nothing, effect::none);
}

} // namespace alembicore::python
