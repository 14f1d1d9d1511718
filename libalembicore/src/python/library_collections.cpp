// collections: defaultdict, OrderedDict, Counter, deque, namedtuple.
#include "python/builtins.hpp"
#include "python/evaluation.hpp"
#include "python/exception.hpp"
#include "python/lazy.hpp"
#include "python/library.hpp"
#include "python/methods.hpp"
#include "python/named_tuple.hpp"
#include "python/operations.hpp"

#include <algorithm>

namespace alembicore::python {

namespace {

using given_type = bound_arguments const&;

/// A value that is a built-in container and a little more.
class container_object : public object {
public:
    container_object(type_pointer type, value inner) : type_(std::move(type)), inner_(std::move(inner)) {}

    [[nodiscard]] value const& inner() const noexcept { return inner_; }

    [[nodiscard]] std::string type_name() const override { return type_->name(); }

    [[nodiscard]] type_pointer type() const override { return type_; }

    [[nodiscard]] std::optional<value> underlying() const override { return inner_; }

    void set_item(evaluation& run, value const& key, value const& item) override {
        python::set_item(run, inner_, key, item);
    }

    void delete_item(evaluation& run, value const& key) override { python::delete_item(run, inner_, key); }

    [[nodiscard]] std::size_t hash() const override { throw type_error("unhashable type: '" + type_name() + "'"); }

    void surrender(std::vector<value>& into) noexcept override { into.push_back(std::move(inner_)); }

protected:
    /// A method of this type, before those of the container.
    std::optional<value> method_or_inherited(evaluation& run, method_table const& methods, std::string_view name) {
        if (auto const* found = methods.find(name))
            return bind_method(shared_from_this(), *found);
        return run.attribute(inner_, name);
    }

private:
    type_pointer type_;
    value inner_;
};

value inner_of(value const& self) {
    return static_cast<container_object const&>(*self.as_object()).inner();
}

void fill(evaluation& run, value const& dict, std::span<value const> sources, dict_table const& keywords) {
    if (sources.size() > 1)
        throw type_error("expected at most 1 argument, got " + std::to_string(sources.size()));
    if (!sources.empty())
        update_dict(run, dict, sources[0]);
    keywords.for_each([&](value const& key, value const& item) { set_item(run, dict, key, item); });
}

class default_dict final : public container_object {
public:
    default_dict(value factory, value inner);

    [[nodiscard]] value const& factory() const noexcept { return factory_; }

    [[nodiscard]] value item(evaluation& run, value const& key) override {
        if (factory_.is_none() || inner().mapping()->find(key) != nullptr)
            return get_item(run, inner(), key);
        auto made = run.call(factory_, {});
        set_item(run, key, made);
        return made;
    }

    [[nodiscard]] std::optional<value> attribute(evaluation& run, std::string_view name) override;

    [[nodiscard]] std::string repr(evaluation& run) override {
        return "defaultdict(" + run.repr(factory_) + ", " + run.repr(inner()) + ")";
    }

    void surrender(std::vector<value>& into) noexcept override {
        into.push_back(std::move(factory_));
        container_object::surrender(into);
    }

private:
    value factory_;
};

value copy_of(evaluation& run, value const& container) {
    return run.call(*run.attribute(container, "copy"), {});
}

std::optional<value> default_dict::attribute(evaluation& run, std::string_view name) {
    static method_table const methods{
        {"copy()",
         [](evaluation& at, value const& self, given_type) -> value {
             auto const& mine = static_cast<default_dict const&>(*self.as_object());
             return std::make_shared<default_dict>(mine.factory(), copy_of(at, mine.inner()));
         }},
    };
    if (name == "default_factory")
        return factory_;
    return method_or_inherited(run, methods, name);
}

class ordered_dict final : public container_object {
public:
    explicit ordered_dict(value inner);

    [[nodiscard]] std::optional<value> attribute(evaluation& run, std::string_view name) override;

    [[nodiscard]] std::optional<value>
    compare(evaluation& run, syntax::comparison_operator op, value const& other) override {
        auto const theirs = other.as<ordered_dict>();
        if (theirs == nullptr)
            return container_object::compare(run, op, other);
        auto const pairs = [&](value const& dict) {
            return value::list(run.collect(run.call(*run.attribute(dict, "items"), {})));
        };
        return apply_comparison(run, op, pairs(inner()), pairs(theirs->inner()));
    }

    [[nodiscard]] std::string repr(evaluation&) override {
        throw not_evaluable("the text of an OrderedDict is different in versions of Python", "use dict(…)");
    }
};

/// Puts a key at one end of the order.
value move_to_end(evaluation& run, value const& self, given_type given) {
    auto const dict = inner_of(self);
    auto const item = get_item(run, dict, given["key"]);
    delete_item(run, dict, given["key"]);
    if (given.boolean("last")) {
        set_item(run, dict, given["key"], item);
        return {};
    }
    auto const rest = copy_of(run, dict);
    static_cast<void>(run.call(*run.attribute(dict, "clear"), {}));
    set_item(run, dict, given["key"], item);
    update_dict(run, dict, rest);
    return {};
}

std::optional<value> ordered_dict::attribute(evaluation& run, std::string_view name) {
    static method_table const methods{
        {"move_to_end(key, last=True)", move_to_end},
        {"copy()",
         [](evaluation& at, value const& self, given_type) -> value {
             return std::make_shared<ordered_dict>(copy_of(at, inner_of(self)));
         }},
    };
    if (name == "popitem")
        refuse("popitem() of");
    return method_or_inherited(run, methods, name);
}

class counter final : public container_object {
public:
    explicit counter(value inner);

    [[nodiscard]] value item(evaluation& run, value const& key) override {
        return inner().mapping()->find(key) == nullptr ? value{0} : get_item(run, inner(), key);
    }

    [[nodiscard]] std::optional<value> attribute(evaluation& run, std::string_view name) override;

    [[nodiscard]] std::optional<value>
    binary(evaluation&, syntax::binary_operator, value const&, operand_side) override {
        refuse("an operator on");
    }

    /// Keys with their counts, the most frequent first, equal counts in the order of the keys.
    [[nodiscard]] std::vector<value> by_count(evaluation& run) const {
        std::vector<value> keys = inner().mapping()->keys();
        auto const count = make_function(
            "count(key)",
            [dict = inner()](evaluation&, given_type given) { return *dict.mapping()->find(given["key"]); },
            effect::none
        );
        sort_values(run, keys, count, true);
        std::vector<value> pairs;
        for (auto const& key : keys)
            pairs.push_back(value::tuple({key, *inner().mapping()->find(key)}));
        return pairs;
    }

    [[nodiscard]] std::string repr(evaluation& run) override {
        auto const sorted = value::dict();
        for (auto const& pair : by_count(run))
            python::set_item(run, sorted, (*pair.items())[0], (*pair.items())[1]);
        return sorted.mapping()->empty() ? "Counter()" : "Counter(" + run.repr(sorted) + ")";
    }
};

void add_count(evaluation& run, value const& dict, value const& key, value const& more) {
    auto const* before = dict.mapping()->find(key);
    auto const total = apply_binary(run, syntax::binary_operator::add, before == nullptr ? value{0} : *before, more);
    set_item(run, dict, key, total);
}

void count_all(evaluation& run, value const& dict, std::span<value const> sources, dict_table const& keywords) {
    if (sources.size() > 1)
        throw type_error("expected at most 1 argument, got " + std::to_string(sources.size()));
    if (!sources.empty() && sources[0].mapping() != nullptr)
        sources[0].mapping()->for_each([&](value const& key, value const& more) { add_count(run, dict, key, more); });
    else if (!sources.empty() && !sources[0].is_none())
        run.iterate(sources[0], [&](value const& key) {
            add_count(run, dict, key, value{1});
            return true;
        });
    keywords.for_each([&](value const& key, value const& more) { add_count(run, dict, key, more); });
}

value most_common(evaluation& run, value const& self, given_type given) {
    auto pairs = static_cast<counter const&>(*self.as_object()).by_count(run);
    if (auto const wanted = given.optional_integer("n"))
        pairs.resize(std::min(pairs.size(), static_cast<std::size_t>(std::max<std::int64_t>(*wanted, 0))));
    return value::list(std::move(pairs));
}

value elements(evaluation& run, value const& self, given_type) {
    std::vector<value> result;
    inner_of(self).mapping()->for_each([&](value const& key, value const& count) {
        for (auto left = count.integer().value_or(0); left > 0; --left) {
            run.charge_memory(sizeof(value));
            run.charge_steps(1);
            result.push_back(key);
        }
    });
    return make_iterator(run, value::list(std::move(result)));
}

value total(evaluation& run, value const& self, given_type) {
    value sum{0};
    inner_of(self).mapping()->for_each([&](value const&, value const& count) {
        sum = apply_binary(run, syntax::binary_operator::add, sum, count);
    });
    return sum;
}

std::optional<value> counter::attribute(evaluation& run, std::string_view name) {
    static method_table const methods{
        {"most_common(n=None)", most_common},
        {"elements()", elements},
        {"total()", total},
        {"update(*args, **kw)",
         [](evaluation& at, value const& self, given_type given) -> value {
             count_all(at, inner_of(self), given.rest(), given.keywords());
             return {};
         }},
        {"copy()",
         [](evaluation& at, value const& self, given_type) -> value {
             return std::make_shared<counter>(copy_of(at, inner_of(self)));
         }},
    };
    if (name == "subtract" || name == "fromkeys")
        refuse("attribute '" + std::string{name} + "' of");
    return method_or_inherited(run, methods, name);
}

class double_ended_queue final : public container_object {
public:
    explicit double_ended_queue(value inner);

    [[nodiscard]] std::optional<value> attribute(evaluation& run, std::string_view name) override;

    [[nodiscard]] std::optional<value>
    compare(evaluation& run, syntax::comparison_operator op, value const& other) override {
        auto const theirs = other.as<double_ended_queue>();
        if (theirs == nullptr)
            return std::nullopt;
        return apply_comparison(run, op, inner(), theirs->inner());
    }

    [[nodiscard]] std::optional<value>
    binary(evaluation&, syntax::binary_operator, value const&, operand_side) override {
        refuse("an operator on");
    }

    [[nodiscard]] std::string repr(evaluation& run) override { return "deque(" + run.repr(inner()) + ")"; }
};

std::vector<value>& queue_items(value const& self) {
    return (*inner_of(self).get_if<list_pointer>())->items;
}

value popleft(evaluation& run, value const& self, given_type) {
    auto& items = queue_items(self);
    if (items.empty())
        throw python_error("IndexError", "pop from an empty deque");
    run.charge_steps(items.size() / 64);
    value first = items.front();
    items.erase(items.begin());
    return first;
}

value pop_right(evaluation&, value const& self, given_type) {
    auto& items = queue_items(self);
    if (items.empty())
        throw python_error("IndexError", "pop from an empty deque");
    value last = items.back();
    items.pop_back();
    return last;
}

value append_left(evaluation& run, value const& self, given_type given) {
    arguments passed;
    passed.positional = {value{0}, given["x"]};
    return run.call(*run.attribute(inner_of(self), "insert"), passed);
}

std::optional<value> double_ended_queue::attribute(evaluation& run, std::string_view name) {
    static method_table const methods{
        {"popleft()", popleft},
        {"pop()", pop_right},
        {"appendleft(x)", append_left},
    };
    static constexpr std::string_view shared[] = {"append", "extend", "clear", "count", "remove", "reverse"};
    if (methods.find(name) == nullptr && std::ranges::find(shared, name) == std::end(shared))
        refuse("attribute '" + std::string{name} + "' of");
    return method_or_inherited(run, methods, name);
}

struct collection_types {
    std::shared_ptr<native_type> defaults = derived("defaultdict", "dict");
    std::shared_ptr<native_type> ordered = derived("OrderedDict", "dict");
    std::shared_ptr<native_type> counter = derived("Counter", "dict");
    std::shared_ptr<native_type> queue = derived("deque", "object");

    collection_types() {
        defaults->constructor("(default_factory=None, /, *args, **kw)", [](evaluation& run, given_type given) -> value {
            auto const dict = value::dict();
            fill(run, dict, given.rest(), given.keywords());
            return std::make_shared<default_dict>(given["default_factory"], dict);
        });
        ordered->constructor("(*args, **kw)", [](evaluation& run, given_type given) -> value {
            auto const dict = value::dict();
            fill(run, dict, given.rest(), given.keywords());
            return std::make_shared<ordered_dict>(dict);
        });
        counter->constructor("(*args, **kw)", [](evaluation& run, given_type given) -> value {
            auto const dict = value::dict();
            count_all(run, dict, given.rest(), given.keywords());
            return std::make_shared<python::counter>(dict);
        });
        queue->constructor("(iterable=(), maxlen=None)", [](evaluation& run, given_type given) -> value {
            if (!given["maxlen"].is_none())
                throw given.refusal("maxlen", "a deque with a bound is not evaluated");
            return std::make_shared<double_ended_queue>(value::list(run.collect(given["iterable"])));
        });
    }

private:
    static std::shared_ptr<native_type> derived(std::string name, std::string_view base) {
        return std::make_shared<native_type>(std::move(name), std::vector{builtin_type(base)});
    }
};

collection_types const& types() {
    static collection_types const once;
    return once;
}

default_dict::default_dict(value factory, value inner)
    : container_object(types().defaults, std::move(inner)), factory_(std::move(factory)) {}

ordered_dict::ordered_dict(value inner) : container_object(types().ordered, std::move(inner)) {}

counter::counter(value inner) : container_object(types().counter, std::move(inner)) {}

double_ended_queue::double_ended_queue(value inner) : container_object(types().queue, std::move(inner)) {}

} // namespace

void add_collections(module_registry& registry) {
    auto& collections = registry.module("collections");
    collections.set("namedtuple", named_tuple_function());
    collections.set("defaultdict", types().defaults);
    collections.set("OrderedDict", types().ordered);
    collections.set("Counter", types().counter);
    collections.set("deque", types().queue);
}

} // namespace alembicore::python
