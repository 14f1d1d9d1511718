// Built-in functions over sequences.
#include "python/builtins.hpp"
#include "python/exception.hpp"
#include "python/lazy.hpp"
#include "python/operations.hpp"
#include "python/user_class.hpp"

#include <algorithm>

namespace alembicore::python {

namespace {

/// The members of a set when their order cannot show in the result, the items of everything else.
void visit_unordered(evaluation& run, value const& source, item_visitor const& visit) {
    auto const* set = source.get_if<set_pointer>();
    if (set == nullptr)
        return run.iterate(source, visit);
    for (auto const& each : (*set)->table.keys()) {
        run.charge_steps(1);
        if (!visit(each))
            return;
    }
}

std::vector<value> collect_unordered(evaluation& run, value const& source) {
    std::vector<value> result;
    visit_unordered(run, source, [&](value const& item) {
        run.charge_memory(sizeof(value));
        result.push_back(item);
        return true;
    });
    return result;
}

value key_of(evaluation& run, value const& key, value const& item) {
    return key.is_none() ? item : run.call(key, {.positional = {item}, .keyword = {}});
}

value length(evaluation& run, bound_arguments const& given) {
    return length_of(run, given["obj"]);
}

value any_of(evaluation& run, bound_arguments const& given) {
    bool found = false;
    visit_unordered(run, given["iterable"], [&](value const& item) { return !(found = run.truth(item)); });
    return found;
}

value all_of(evaluation& run, bound_arguments const& given) {
    bool all = true;
    visit_unordered(run, given["iterable"], [&](value const& item) { return all = run.truth(item); });
    return all;
}

value sum_of(evaluation& run, bound_arguments const& given) {
    value total = given["start"];
    if (total.text())
        throw type_error("sum() can't sum strings [use ''.join(seq) instead]");
    bool const unordered = given["iterable"].get_if<set_pointer>() != nullptr;
    visit_unordered(run, given["iterable"], [&](value const& item) {
        if (unordered && item.get_if<std::int64_t>() == nullptr)
            throw given.refusal("iterable", "the order of a set shows in this sum");
        total = apply_binary(run, syntax::binary_operator::add, total, item);
        return true;
    });
    return total;
}

value extreme(evaluation& run, bound_arguments const& given, std::string const& name, bool largest) {
    bool const several = given.rest().size() > 1;
    if (given.rest().empty())
        throw type_error(name + " expected at least 1 argument, got 0");
    std::optional<value> best;
    value best_key;
    auto const consider = [&](value const& item) {
        auto key = key_of(run, given["key"], item);
        bool const better = !best || (largest ? less_than(run, best_key, key) : less_than(run, key, best_key));
        if (better) {
            best = item;
            best_key = std::move(key);
        }
        return true;
    };
    if (several)
        std::ranges::for_each(given.rest(), consider);
    else
        visit_unordered(run, given.rest()[0], consider);
    if (best)
        return *best;
    if (given.given("default"))
        return given["default"];
    throw value_error(name + "() arg is an empty sequence");
}

struct keyed {
    value key;
    value item;
};

/// A merge sort: comparisons may throw and may be inconsistent, which std::sort does not forgive.
void merge_sort(evaluation& run, std::vector<keyed>& items, bool descending) {
    auto const before = [&](keyed const& a, keyed const& b) {
        return descending ? less_than(run, b.key, a.key) : less_than(run, a.key, b.key);
    };
    std::vector<keyed> merged(items.size());
    for (std::size_t width = 1; width < items.size(); width *= 2) {
        for (std::size_t low = 0; low < items.size(); low += 2 * width) {
            auto left = low;
            auto const middle = std::min(low + width, items.size());
            auto right = middle;
            auto const end = std::min(low + 2 * width, items.size());
            for (auto to = low; to < end; ++to) {
                bool const take_right = right < end && (left == middle || before(items[right], items[left]));
                merged[to] = std::move(items[take_right ? right++ : left++]);
            }
        }
        items.swap(merged);
    }
}

value sorted_list(evaluation& run, bound_arguments const& given) {
    bool const from_set = given["iterable"].get_if<set_pointer>() != nullptr;
    if (from_set && !given["key"].is_none())
        throw given.refusal("key", "members of a set with equal keys have no fixed order");
    auto items = collect_unordered(run, given["iterable"]);
    sort_values(run, items, given["key"], run.truth(given["reverse"]));
    return value::list(std::move(items));
}

value reverse_of(evaluation& run, bound_arguments const& given) {
    auto const& source = given["sequence"];
    if (source.get_if<set_pointer>() != nullptr)
        throw type_error("'set' object is not reversible");
    auto items = run.collect(source);
    std::ranges::reverse(items);
    return make_iterator(run, value::list(std::move(items)));
}

value enumerate(evaluation&, bound_arguments const& given) {
    auto const start = given.integer("start");
    return make_lazy("enumerate", [source = given["iterable"], start](evaluation& run, item_visitor const& visit) {
        auto at = start;
        run.iterate(source, [&](value const& item) { return visit(value::tuple({value{at++}, item})); });
    });
}

/// The further sources of zip and map, collected ahead of the first.
std::vector<std::vector<value>> collect_others(evaluation& run, std::span<value const> sources) {
    std::vector<std::vector<value>> others;
    for (std::size_t i = 1; i < sources.size(); ++i)
        others.push_back(collect_ahead(run, sources[i]));
    return others;
}

value zip(evaluation&, bound_arguments const& given) {
    std::vector<value> const sources{given.rest().begin(), given.rest().end()};
    bool const strict = given.boolean("strict");
    return make_lazy("zip", [sources, strict](evaluation& run, item_visitor const& visit) {
        if (sources.empty())
            return;
        auto const others = collect_others(run, sources);
        std::size_t at = 0;
        auto const ends = [&](std::size_t position) {
            return std::ranges::any_of(others, [&](auto const& each) { return each.size() <= position; });
        };
        bool stopped = !strict && ends(0);
        if (!stopped)
            run.iterate(sources[0], [&](value const& first) {
                if (ends(at)) {
                    if (strict)
                        throw value_error("zip() argument 2 is shorter than argument 1");
                    return false;
                }
                std::vector<value> together{first};
                for (auto const& each : others)
                    together.push_back(each[at]);
                ++at;
                stopped = !visit(value::tuple(std::move(together))) || (!strict && ends(at));
                return !stopped;
            });
        if (strict && !stopped && std::ranges::any_of(others, [&](auto const& each) { return each.size() > at; }))
            throw value_error("zip() argument 2 is longer than argument 1");
    });
}

value map(evaluation&, bound_arguments const& given) {
    std::vector<value> const sources{given.rest().begin(), given.rest().end()};
    if (sources.empty())
        throw type_error("map() must have at least two arguments.");
    return make_lazy("map", [function = given["func"], sources](evaluation& run, item_visitor const& visit) {
        auto const others = collect_others(run, sources);
        std::size_t at = 0;
        run.iterate(sources[0], [&](value const& first) {
            arguments together;
            together.positional.push_back(first);
            for (auto const& each : others) {
                if (at >= each.size())
                    return false;
                together.positional.push_back(each[at]);
            }
            ++at;
            return visit(run.call(function, together));
        });
    });
}

value filter(evaluation&, bound_arguments const& given) {
    return make_lazy(
        "filter",
        [function = given["function"], source = given["iterable"]](evaluation& run, item_visitor const& visit) {
            run.iterate(source, [&](value const& item) {
                return !run.truth(key_of(run, function, item)) || visit(item);
            });
        }
    );
}

value iterator_of(evaluation& run, bound_arguments const& given) {
    if (given.given("sentinel"))
        throw given.refusal("sentinel", "this form of iter() is not evaluated");
    return make_iterator(run, given["object"]);
}

value next_of(evaluation& run, bound_arguments const& given) {
    auto const& source = given["iterator"];
    std::optional<value> item;
    if (auto const lazy = source.as<lazy_sequence>())
        item = lazy->next(run);
    else if (auto const iterator = source.as<sequence_iterator>())
        item = iterator->next();
    else if (source.as_object() != nullptr)
        throw given.refusal("iterator", "next() of a '" + type_name_of(source) + "' is not evaluated");
    else
        throw type_error("'" + type_name_of(source) + "' object is not an iterator");
    if (item)
        return *std::move(item);
    if (given.given("default"))
        return given["default"];
    throw raised{std::make_shared<instance>(builtin_exception("StopIteration"))};
}

} // namespace

void sort_values(evaluation& run, std::vector<value>& items, value const& key, bool descending) {
    run.charge_memory(2 * sizeof(keyed) * items.size());
    std::vector<keyed> decorated;
    decorated.reserve(items.size());
    for (auto const& item : items)
        decorated.push_back({key_of(run, key, item), item});
    merge_sort(run, decorated, descending);
    for (std::size_t i = 0; i < items.size(); ++i)
        items[i] = std::move(decorated[i].item);
}

void declare_iteration(module_object& builtins) {
    auto const pure = effect::none;
    builtins.function("len(obj, /)", length, pure);
    builtins.function("any(iterable, /)", any_of, pure);
    builtins.function("all(iterable, /)", all_of, pure);
    builtins.function("sum(iterable, /, start=0)", sum_of, pure);
    builtins.function(
        "min(*args, key=None, default=...)",
        [](evaluation& run, bound_arguments const& given) { return extreme(run, given, "min", false); },
        pure
    );
    builtins.function(
        "max(*args, key=None, default=...)",
        [](evaluation& run, bound_arguments const& given) { return extreme(run, given, "max", true); },
        pure
    );
    builtins.function("sorted(iterable, /, *, key=None, reverse=False)", sorted_list, pure);
    builtins.function("reversed(sequence, /)", reverse_of, pure);
    builtins.function("enumerate(iterable, start=0)", enumerate, pure);
    builtins.function("zip(*iterables, strict=False)", zip, pure);
    builtins.function("map(func, /, *iterables)", map, pure);
    builtins.function("filter(function, iterable, /)", filter, pure);
    builtins.function("iter(object, sentinel=..., /)", iterator_of, pure);
    builtins.function("next(iterator, default=..., /)", next_of, pure);
}

} // namespace alembicore::python
