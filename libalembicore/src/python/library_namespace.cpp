// types.SimpleNamespace; click and tqdm, which print.
#include "python/evaluation.hpp"
#include "python/exception.hpp"
#include "python/lazy.hpp"
#include "python/library.hpp"
#include "python/user_class.hpp"

#include <algorithm>
#include <utility>

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

/// click.style: text between the codes of a terminal.
value style(evaluation& run, bound_arguments const& given) {
    static constexpr std::pair<std::string_view, int> colors[] = {
        {"black", 30},
        {"red", 31},
        {"green", 32},
        {"yellow", 33},
        {"blue", 34},
        {"magenta", 35},
        {"cyan", 36},
        {"white", 37},
        {"reset", 39},
        {"bright_black", 90},
        {"bright_red", 91},
        {"bright_green", 92},
        {"bright_yellow", 93},
        {"bright_blue", 94},
        {"bright_magenta", 95},
        {"bright_cyan", 96},
        {"bright_white", 97}};
    std::string text;
    auto const add_code = [&](int code) { text += "\x1b[" + std::to_string(code) + "m"; };
    for (auto const& [parameter, offset] : {std::pair{"fg", 0}, {"bg", 10}}) {
        if (!run.truth(given[parameter]))
            continue;
        auto const known =
            std::ranges::find(colors, given.text(parameter), [](auto const& each) { return each.first; });
        if (known == std::end(colors))
            throw given.refusal(parameter, "not a color by name");
        add_code(known->second + offset);
    }

    struct attribute_code {
        char const* parameter;
        int on;
        int off;
    };

    for (auto const& each : std::initializer_list<attribute_code>{
             {"bold", 1, 22},
             {"dim", 2, 22},
             {"underline", 4, 24},
             {"overline", 53, 55},
             {"italic", 3, 23},
             {"blink", 5, 25},
             {"reverse", 7, 27},
             {"strikethrough", 9, 29}})
        if (!given[each.parameter].is_none())
            add_code(run.truth(given[each.parameter]) ? each.on : each.off);
    text += run.str(given["text"]);
    return run.truth(given["reset"]) ? text + "\x1b[0m" : text;
}

/// tqdm: the same items, with a bar on the terminal of a Python run.
value show_progress(evaluation&, bound_arguments const& given) {
    if (given["iterable"].is_none())
        throw given.refusal("iterable", "a bar that is moved by hand is not evaluated");
    return make_lazy("tqdm", [items = given["iterable"]](evaluation& run, item_visitor const& visit) {
        run.iterate(items, visit);
    });
}

value nothing(evaluation&, bound_arguments const&) {
    return {};
}

} // namespace

void add_namespaces(module_registry& registry) {
    registry.module("types").function("SimpleNamespace(**kw)", make_namespace, effect::none);
    for (auto const* name : {"tqdm", "tqdm.auto"})
        registry.module(name).function("tqdm(iterable=None, *args, **kw)", show_progress, effect::none);
    auto& click = registry.module("click");
    click.function("echo(message=None, file=None, nl=True, err=False, color=None)", nothing, effect::none);
    click.function(
        "style(text, fg=None, bg=None, bold=None, dim=None, underline=None, overline=None, italic=None, blink=None, "
        "reverse=None, strikethrough=None, reset=True)",
        style,
        effect::none
    );
    click.function("secho(message=None, file=None, nl=True, err=False, color=None, **styles)", nothing, effect::none);
}

} // namespace alembicore::python
