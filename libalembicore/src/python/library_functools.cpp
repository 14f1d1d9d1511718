// functools and operator.
#include "python/evaluation.hpp"
#include "python/exception.hpp"
#include "python/library.hpp"
#include "python/machine.hpp"
#include "python/operations.hpp"

#include <algorithm>

namespace alembicore::python {

namespace {

/// `functools.partial(function, …)`.
class partial_call final : public object {
public:
    partial_call(value function, std::vector<value> positional, dict_table keyword)
        : function_(std::move(function)), positional_(std::move(positional)), keyword_(std::move(keyword)) {}

    [[nodiscard]] std::string type_name() const override { return "partial"; }

    [[nodiscard]] bool truth(evaluation&) override { return true; }

    value call(evaluation& run, arguments const& given) override {
        arguments together;
        together.positional = positional_;
        together.positional.insert(together.positional.end(), given.positional.begin(), given.positional.end());
        keyword_.for_each([&](value const& key, value const& item) {
            bool const replaced =
                std::ranges::any_of(given.keyword, [&](auto const& each) { return each.first == *key.text(); });
            if (!replaced)
                together.keyword.emplace_back(*key.text(), item);
        });
        together.keyword.insert(together.keyword.end(), given.keyword.begin(), given.keyword.end());
        return run.call(function_, together);
    }

    void surrender(std::vector<value>& into) noexcept override {
        into.push_back(std::move(function_));
        std::ranges::move(positional_, std::back_inserter(into));
        positional_.clear();
        keyword_.surrender(into);
    }

private:
    value function_;
    std::vector<value> positional_;
    dict_table keyword_;
};

value reduce(evaluation& run, bound_arguments const& given) {
    std::optional<value> total;
    if (given.given("initial"))
        total = given["initial"];
    run.iterate(given["iterable"], [&](value const& item) {
        total = total ? run.call(given["function"], {.positional = {*total, item}, .keyword = {}}) : item;
        return true;
    });
    if (!total)
        throw type_error("reduce() of empty iterable with no initial value");
    return *total;
}

/// What `lru_cache` and `cache` make of a function. The bound of its memory cannot be told from the results.
class cached_function final : public object {
public:
    explicit cached_function(value function) : function_(std::move(function)), results_(value::dict()) {}

    [[nodiscard]] std::string type_name() const override { return "functools._lru_cache_wrapper"; }

    [[nodiscard]] bool truth(evaluation&) override { return true; }

    value call(evaluation& run, arguments const& given) override {
        std::vector<value> key = given.positional;
        for (auto const& [name, item] : given.keyword)
            key.push_back(value::tuple({value{name}, item}));
        value const whole = value::tuple({value{given.positional.size()}, value::tuple(std::move(key))});
        if (auto const* found = results_.mapping()->find(whole))
            return *found;
        auto result = run.call(function_, given);
        python::set_item(run, results_, whole, result);
        return result;
    }

    [[nodiscard]] std::optional<value> attribute(evaluation& run, std::string_view name) override {
        if (name == "__name__" || name == "__wrapped__")
            return name == "__name__" ? run.attribute(function_, name) : std::optional{function_};
        refuse("attribute '" + std::string{name} + "' of");
    }

    void surrender(std::vector<value>& into) noexcept override {
        into.push_back(std::move(function_));
        into.push_back(std::move(results_));
    }

private:
    value function_;
    value results_;
};

value cache_function(evaluation& run, value const& function) {
    auto const name = run.str(run.attribute(function, "__qualname__").value_or(value{""}));
    auto const dot = name.rfind('.');
    if (dot != std::string::npos && !std::string_view{name}.substr(0, dot).ends_with("<locals>"))
        throw not_evaluable("a cached method is not evaluated");
    auto made = std::make_shared<cached_function>(function);
    run.keep(made);
    return made;
}

/// As a decorator, and as what makes one: `@lru_cache` and `@lru_cache(maxsize=None)`.
value cached(evaluation& run, bound_arguments const& given) {
    if (given["function"].as_object() != nullptr)
        return cache_function(run, given["function"]);
    return make_function(
        "decorator(function)",
        [](evaluation& at, bound_arguments const& inner) { return cache_function(at, inner["function"]); },
        effect::none
    );
}

/// `functools.wraps(f)`: the decorated function goes by the name of f.
value wraps(evaluation&, bound_arguments const& given) {
    if (!given.rest().empty() || !given.keywords().empty())
        throw not_evaluable("wraps() with a choice of attributes is not evaluated");
    return make_function(
        "decorator(function)",
        [wrapped = given["wrapped"]](evaluation&, bound_arguments const& inner) {
            if (auto const function = inner["function"].as<user_function>())
                function->stand_for(wrapped);
            return inner["function"];
        },
        effect::none
    );
}

value method_caller(evaluation&, bound_arguments const& given) {
    auto const name = given.text("name");
    std::vector<value> const positional{given.rest().begin(), given.rest().end()};
    return make_function(
        "methodcaller(obj, /)",
        [name, positional, keywords = given.keywords()](evaluation& run, bound_arguments const& inner) {
            auto const method = run.attribute(inner["obj"], name);
            if (!method)
                throw missing_attribute(inner["obj"], name);
            arguments passed{.positional = positional, .keyword = {}};
            keywords.for_each([&](value const& key, value const& item) {
                passed.keyword.emplace_back(*key.text(), item);
            });
            return run.call(*method, passed);
        }
    );
}

value item_getter(evaluation&, bound_arguments const& given) {
    std::vector<value> const keys{given.rest().begin(), given.rest().end()};
    return make_function(
        "itemgetter(obj, /)",
        [keys](evaluation& run, bound_arguments const& inner) {
            if (keys.size() == 1)
                return get_item(run, inner["obj"], keys[0]);
            std::vector<value> items;
            for (auto const& key : keys)
                items.push_back(get_item(run, inner["obj"], key));
            return value::tuple(std::move(items));
        },
        effect::none
    );
}

value dotted_attribute(evaluation& run, value target, std::string_view dotted) {
    while (!dotted.empty()) {
        auto const dot = dotted.find('.');
        auto const name = dotted.substr(0, dot);
        auto found = run.attribute(target, name);
        if (!found)
            throw missing_attribute(target, name);
        target = *std::move(found);
        dotted.remove_prefix(dot == std::string_view::npos ? dotted.size() : dot + 1);
    }
    return target;
}

value attribute_getter(evaluation&, bound_arguments const& given) {
    auto const names = given.rest();
    std::vector<std::string> wanted;
    for (auto const& each : names) {
        if (!each.text())
            throw type_error("attribute name must be a string");
        wanted.emplace_back(*each.text());
    }
    return make_function(
        "attrgetter(obj, /)",
        [wanted](evaluation& run, bound_arguments const& inner) {
            if (wanted.size() == 1)
                return dotted_attribute(run, inner["obj"], wanted[0]);
            std::vector<value> items;
            for (auto const& each : wanted)
                items.push_back(dotted_attribute(run, inner["obj"], each));
            return value::tuple(std::move(items));
        },
        effect::none
    );
}

void add_operator(module_registry& registry) {
    using enum syntax::binary_operator;
    auto& module = registry.module("operator");
    module.function("itemgetter(*items)", item_getter, effect::none);
    module.function("attrgetter(*attrs)", attribute_getter, effect::none);
    module.function("methodcaller(name, /, *args, **kw)", method_caller, effect::none);
    for (auto const& [name, op] :
         {std::pair{"add", add},
          {"sub", subtract},
          {"mul", multiply},
          {"truediv", divide},
          {"floordiv", floor_divide},
          {"mod", modulo},
          {"and_", bit_and},
          {"or_", bit_or}})
        module.function(
            std::string{name} + "(a, b, /)",
            [op = op](evaluation& run, bound_arguments const& given) {
                return apply_binary(run, op, given["a"], given["b"]);
            },
            effect::none
        );
    for (auto const& [name, op] :
         {std::pair{"eq", syntax::comparison_operator::equal},
          {"ne", syntax::comparison_operator::not_equal},
          {"lt", syntax::comparison_operator::less},
          {"le", syntax::comparison_operator::less_equal},
          {"gt", syntax::comparison_operator::greater},
          {"ge", syntax::comparison_operator::greater_equal}})
        module.function(
            std::string{name} + "(a, b, /)",
            [op = op](evaluation& run, bound_arguments const& given) {
                return apply_comparison(run, op, given["a"], given["b"]);
            },
            effect::none
        );
    module.function(
        "getitem(a, b, /)",
        [](evaluation& run, bound_arguments const& given) { return get_item(run, given["a"], given["b"]); },
        effect::none
    );
}

} // namespace

void add_functools(module_registry& registry) {
    add_operator(registry);
    auto& functools = registry.module("functools");
    functools.function(
        "partial(func, /, *args, **kw)",
        [](evaluation&, bound_arguments const& given) -> value {
            return std::make_shared<partial_call>(
                given["func"], std::vector<value>{given.rest().begin(), given.rest().end()}, given.keywords()
            );
        },
        effect::none
    );
    functools.function("reduce(function, iterable, initial=..., /)", reduce, effect::none);
    functools.function("wraps(wrapped, *args, **kw)", wraps, effect::none);
    functools.function("lru_cache(function=128, typed=False, *, maxsize=128)", cached, effect::none);
    functools.function("cache(function)", cached, effect::none);
}

} // namespace alembicore::python
