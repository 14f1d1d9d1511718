// itertools.
#include "python/evaluation.hpp"
#include "python/exception.hpp"
#include "python/lazy.hpp"
#include "python/library.hpp"
#include "python/operations.hpp"

#include <algorithm>

namespace alembicore::python {

namespace {

value chain_of(std::vector<value> sources) {
    return make_lazy("chain", [sources = std::move(sources)](evaluation& run, item_visitor const& visit) {
        for (auto const& source : sources) {
            bool go_on = true;
            run.iterate(source, [&](value const& item) { return go_on = visit(item); });
            if (!go_on)
                return;
        }
    });
}

value repeat(evaluation&, bound_arguments const& given) {
    auto const times = given.optional_integer("times");
    return make_lazy("repeat", [item = given["object"], times](evaluation& run, item_visitor const& visit) {
        for (std::int64_t i = 0; !times || i < *times; ++i) {
            run.charge_steps(1);
            if (!visit(item))
                return;
        }
    });
}

/// Counts through all choices, the last position fastest.
value product(evaluation& run, bound_arguments const& given) {
    std::vector<std::vector<value>> pools;
    for (std::int64_t round = 0; round < std::clamp<std::int64_t>(given.integer("repeat"), 0, 64); ++round)
        for (auto const& each : given.rest())
            pools.push_back(collect_ahead(run, each));
    return make_lazy("product", [pools = std::move(pools)](evaluation& at, item_visitor const& visit) {
        if (std::ranges::any_of(pools, [](auto const& pool) { return pool.empty(); }))
            return;
        std::vector<std::size_t> chosen(pools.size(), 0);
        while (true) {
            at.charge_steps(1 + pools.size());
            std::vector<value> together;
            for (std::size_t i = 0; i < pools.size(); ++i)
                together.push_back(pools[i][chosen[i]]);
            if (!visit(value::tuple(std::move(together))))
                return;
            auto position = pools.size();
            while (position > 0 && ++chosen[position - 1] == pools[position - 1].size())
                chosen[--position] = 0;
            if (position == 0)
                return;
        }
    });
}

value combinations(evaluation& run, bound_arguments const& given) {
    auto const size = static_cast<std::size_t>(std::max<std::int64_t>(given.integer("r"), 0));
    return make_lazy(
        "combinations",
        [pool = collect_ahead(run, given["iterable"]), size](evaluation& at, item_visitor const& visit) {
            if (size > pool.size())
                return;
            std::vector<std::size_t> chosen(size);
            for (std::size_t i = 0; i < size; ++i)
                chosen[i] = i;
            while (true) {
                at.charge_steps(1 + size);
                std::vector<value> together;
                for (auto const each : chosen)
                    together.push_back(pool[each]);
                if (!visit(value::tuple(std::move(together))))
                    return;
                auto position = size;
                while (position > 0 && chosen[position - 1] == pool.size() - size + position - 1)
                    --position;
                if (position == 0)
                    return;
                ++chosen[position - 1];
                for (auto i = position; i < size; ++i)
                    chosen[i] = chosen[i - 1] + 1;
            }
        }
    );
}

value islice(evaluation&, bound_arguments const& given) {
    bool const only_stop = !given.given("stop");
    auto const start = only_stop ? 0 : given.optional_integer("start").value_or(0);
    auto const stop = given.optional_integer(only_stop ? "start" : "stop");
    auto const step = given.optional_integer("step").value_or(1);
    if (start < 0 || step < 1 || (stop && *stop < 0))
        throw value_error("Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.");
    return make_lazy(
        "islice",
        [source = given["iterable"], start, stop, step](evaluation& run, item_visitor const& visit) {
            if (stop && *stop <= start)
                return;
            std::int64_t at = 0;
            run.iterate(source, [&](value const& item) {
                bool const wanted = at >= start && (at - start) % step == 0;
                ++at;
                return (!wanted || visit(item)) && (!stop || at < *stop);
            });
        }
    );
}

value groupby(evaluation&, bound_arguments const& given) {
    return make_lazy(
        "groupby",
        [source = given["iterable"], key = given["key"]](evaluation& run, item_visitor const& visit) {
            std::vector<value> group;
            value group_key;
            bool go_on = true;
            auto const flush = [&] {
                if (!group.empty())
                    go_on = visit(value::tuple({group_key, make_iterator(run, value::list(std::move(group)))}));
                group.clear();
            };
            for (auto const& item : collect_ahead(run, source)) {
                auto const item_key = key.is_none() ? item : run.call(key, {.positional = {item}, .keyword = {}});
                if (!group.empty() && !run.equal(item_key, group_key))
                    flush();
                if (!go_on)
                    return;
                group_key = item_key;
                group.push_back(item);
            }
            flush();
        }
    );
}

value accumulate(evaluation&, bound_arguments const& given) {
    if (given.given("initial"))
        throw given.refusal("initial", "an initial value is not evaluated");
    return make_lazy(
        "accumulate",
        [source = given["iterable"], function = given["func"]](evaluation& run, item_visitor const& visit) {
            std::optional<value> total;
            run.iterate(source, [&](value const& item) {
                if (!total)
                    total = item;
                else if (function.is_none())
                    total = apply_binary(run, syntax::binary_operator::add, *total, item);
                else
                    total = run.call(function, {.positional = {*total, item}, .keyword = {}});
                return visit(*total);
            });
        }
    );
}

value zip_longest(evaluation& run, bound_arguments const& given) {
    std::vector<std::vector<value>> pools;
    std::size_t longest = 0;
    for (auto const& each : given.rest()) {
        pools.push_back(collect_ahead(run, each));
        longest = std::max(longest, pools.back().size());
    }
    std::vector<value> rows;
    for (std::size_t i = 0; i < longest; ++i) {
        std::vector<value> row;
        for (auto const& pool : pools)
            row.push_back(i < pool.size() ? pool[i] : given["fillvalue"]);
        run.charge_memory(sizeof(value) * (row.size() + 1));
        rows.push_back(value::tuple(std::move(row)));
    }
    return make_iterator(run, value::list(std::move(rows)));
}

value count_up(evaluation&, bound_arguments const& given) {
    return make_lazy(
        "count",
        [start = given["start"], step = given["step"]](evaluation& run, item_visitor const& visit) {
            for (value at = start; visit(at); at = apply_binary(run, syntax::binary_operator::add, at, step))
                run.charge_steps(1);
        }
    );
}

value cycle(evaluation& run, bound_arguments const& given) {
    return make_lazy(
        "cycle",
        [items = collect_ahead(run, given["iterable"])](evaluation& at, item_visitor const& visit) {
            for (std::size_t i = 0; !items.empty(); i = (i + 1) % items.size()) {
                at.charge_steps(1);
                if (!visit(items[i]))
                    return;
            }
        }
    );
}

/// All orders of `size` of the items, those of the first positions slowest.
class permuter {
public:
    permuter(std::vector<value> const& pool, std::size_t size) : pool_(pool), size_(size), used_(pool.size()) {}

    bool visit(evaluation& run, item_visitor const& give) {
        run.check_stack();
        run.charge_steps(1 + size_);
        if (chosen_.size() == size_)
            return give(value::tuple(chosen_));
        for (std::size_t i = 0; i < pool_.size(); ++i) {
            if (used_[i])
                continue;
            used_[i] = true;
            chosen_.push_back(pool_[i]);
            bool const go_on = visit(run, give);
            chosen_.pop_back();
            used_[i] = false;
            if (!go_on)
                return false;
        }
        return true;
    }

private:
    std::vector<value> const& pool_;
    std::size_t size_;
    std::vector<bool> used_;
    std::vector<value> chosen_;
};

value permutations(evaluation& run, bound_arguments const& given) {
    auto pool = collect_ahead(run, given["iterable"]);
    auto const size = given.optional_integer("r").value_or(static_cast<std::int64_t>(pool.size()));
    if (size < 0)
        throw value_error("r must be non-negative");
    return make_lazy("permutations", [pool = std::move(pool), size](evaluation& at, item_visitor const& visit) {
        permuter{pool, static_cast<std::size_t>(size)}.visit(at, visit);
    });
}

value pairwise(evaluation&, bound_arguments const& given) {
    return make_lazy("pairwise", [source = given["iterable"]](evaluation& run, item_visitor const& visit) {
        std::optional<value> before;
        run.iterate(source, [&](value const& item) {
            auto const first = std::exchange(before, item);
            return !first || visit(value::tuple({*first, item}));
        });
    });
}

value starmap(evaluation&, bound_arguments const& given) {
    return make_lazy(
        "starmap",
        [function = given["function"], source = given["iterable"]](evaluation& run, item_visitor const& visit) {
            run.iterate(source, [&](value const& item) {
                return visit(run.call(function, {.positional = run.collect(item), .keyword = {}}));
            });
        }
    );
}

/// Items while (or from where) a predicate says so.
value takewhile(evaluation&, bound_arguments const& given) {
    return make_lazy(
        "takewhile",
        [test = given["predicate"], source = given["iterable"]](evaluation& run, item_visitor const& visit) {
            run.iterate(source, [&](value const& item) {
                return run.truth(run.call(test, {.positional = {item}, .keyword = {}})) && visit(item);
            });
        }
    );
}

value dropwhile(evaluation&, bound_arguments const& given) {
    return make_lazy(
        "dropwhile",
        [test = given["predicate"], source = given["iterable"]](evaluation& run, item_visitor const& visit) {
            bool dropping = true;
            run.iterate(source, [&](value const& item) {
                dropping = dropping && run.truth(run.call(test, {.positional = {item}, .keyword = {}}));
                return dropping || visit(item);
            });
        }
    );
}

} // namespace

void add_iteration_tools(module_registry& registry) {
    auto& itertools = registry.module("itertools");
    auto chain = std::make_shared<native_type>("chain");
    chain->constructor("(*iterables)", [](evaluation&, bound_arguments const& given) {
        return chain_of({given.rest().begin(), given.rest().end()});
    });
    chain->set(
        "from_iterable",
        make_function(
            "from_iterable(iterable, /)",
            [](evaluation& run, bound_arguments const& given) {
                return chain_of(collect_ahead(run, given["iterable"]));
            },
            effect::none
        )
    );
    itertools.set("chain", chain);
    itertools.function("repeat(object, times=None)", repeat, effect::none);
    itertools.function("product(*iterables, repeat=1)", product, effect::none);
    itertools.function("combinations(iterable, r)", combinations, effect::none);
    itertools.function("permutations(iterable, r=None)", permutations, effect::none);
    itertools.function("count(start=0, step=1)", count_up, effect::none);
    itertools.function("cycle(iterable, /)", cycle, effect::none);
    itertools.function("pairwise(iterable, /)", pairwise, effect::none);
    itertools.function("starmap(function, iterable, /)", starmap, effect::none);
    itertools.function("takewhile(predicate, iterable, /)", takewhile, effect::none);
    itertools.function("dropwhile(predicate, iterable, /)", dropwhile, effect::none);
    itertools.function("islice(iterable, start, stop=..., step=None, /)", islice, effect::none);
    itertools.function("groupby(iterable, key=None)", groupby, effect::none);
    itertools.function("accumulate(iterable, func=None, *, initial=...)", accumulate, effect::none);
    itertools.function("zip_longest(*iterables, fillvalue=None)", zip_longest, effect::none);
}

} // namespace alembicore::python
