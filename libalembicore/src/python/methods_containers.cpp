// Methods of list, tuple, dict, set and the numbers.
#include "python/builtins.hpp"
#include "python/exception.hpp"
#include "python/machine.hpp"
#include "python/methods.hpp"
#include "python/operations.hpp"

#include <algorithm>
#include <bit>

namespace alembicore::python {

namespace {

using given_type = bound_arguments const&;

list_data& list_in(value const& self) {
    return **self.get_if<list_pointer>();
}

dict_table& table_in(value const& self) {
    return (*self.get_if<dict_pointer>())->table;
}

dict_table& members_in(value const& self) {
    return (*self.get_if<set_pointer>())->table;
}

value append(evaluation& run, value const& self, given_type given) {
    run.charge_memory(sizeof(value));
    run.internals().note_mutation(self, given["object"]);
    list_in(self).items.push_back(given["object"]);
    return {};
}

value extend(evaluation& run, value const& self, given_type given) {
    static_cast<void>(apply_augmented(run, syntax::binary_operator::add, self, given["iterable"]));
    return {};
}

value insert(evaluation& run, value const& self, given_type given) {
    auto& items = list_in(self).items;
    auto const size = static_cast<std::int64_t>(items.size());
    auto at = index_of(given["index"], "list");
    at = std::clamp<std::int64_t>(at < 0 ? at + size : at, 0, size);
    run.charge_memory(sizeof(value));
    run.charge_steps(items.size() / 4);
    run.internals().note_mutation(self, given["object"]);
    items.insert(items.begin() + at, given["object"]);
    return {};
}

value pop(evaluation& run, value const& self, given_type given) {
    auto& items = list_in(self).items;
    if (items.empty())
        throw python_error("IndexError", "pop from empty list");
    auto const size = static_cast<std::int64_t>(items.size());
    auto const index = index_of(given["index"], "list");
    auto const at = index < 0 ? index + size : index;
    if (at < 0 || at >= size)
        throw python_error("IndexError", "pop index out of range");
    run.charge_steps(static_cast<std::size_t>(size - at) / 4);
    value item = std::move(items[static_cast<std::size_t>(at)]);
    items.erase(items.begin() + at);
    return item;
}

std::size_t position_of(evaluation& run, value const& self, value const& wanted) {
    auto const& items = *self.items();
    for (std::size_t i = 0; i < items.size(); ++i) {
        run.charge_steps(1);
        value const each = items[i];
        if (run.equal(each, wanted))
            return i;
    }
    return static_cast<std::size_t>(-1);
}

value remove_item(evaluation& run, value const& self, given_type given) {
    auto const at = position_of(run, self, given["value"]);
    auto& items = list_in(self).items;
    if (at >= items.size())
        throw value_error("list.remove(x): x not in list");
    items.erase(items.begin() + static_cast<std::ptrdiff_t>(at));
    return {};
}

value clear_list(evaluation&, value const& self, given_type) {
    list_in(self).items.clear();
    return {};
}

value index_in(evaluation& run, value const& self, given_type given) {
    if (given.given("start") || given.given("stop"))
        throw given.refusal("start", "index() with bounds is not evaluated");
    auto const at = position_of(run, self, given["value"]);
    if (at == static_cast<std::size_t>(-1))
        throw value_error(
            self.get_if<list_pointer>() != nullptr ? run.repr(given["value"]) + " is not in list"
                                                   : "tuple.index(x): x not in tuple"
        );
    return at;
}

value count_in(evaluation& run, value const& self, given_type given) {
    std::int64_t found = 0;
    for (auto const& each : std::vector<value>{*self.items()}) {
        run.charge_steps(1);
        found += run.equal(each, given["value"]) ? 1 : 0;
    }
    return found;
}

value reverse(evaluation& run, value const& self, given_type) {
    run.charge_steps(list_in(self).items.size() / 4);
    std::ranges::reverse(list_in(self).items);
    return {};
}

value copy_list(evaluation& run, value const& self, given_type) {
    return value::list(run.collect(self));
}

value sort(evaluation& run, value const& self, given_type given) {
    auto items = list_in(self).items;
    sort_values(run, items, given["key"], run.truth(given["reverse"]));
    list_in(self).items = std::move(items);
    return {};
}

value get(evaluation&, value const& self, given_type given) {
    auto const* found = table_in(self).find(given["key"]);
    return found == nullptr ? given["default"] : *found;
}

/// keys(), values() and items(): what the dict holds when it is asked, walked later.
class dict_view final : public object {
public:
    enum class part : std::uint8_t { keys, values, items };

    dict_view(value source, part shown) : source_(std::move(source)), shown_(shown) {}

    [[nodiscard]] std::string type_name() const override {
        return shown_ == part::keys ? "dict_keys" : shown_ == part::values ? "dict_values" : "dict_items";
    }

    void iterate(evaluation& run, item_visitor const& visit) override {
        auto const& table = *source_.mapping();
        auto const size = table.size();
        for (auto at = table.next(0); at != static_cast<std::size_t>(-1); at = table.next(at + 1)) {
            run.charge_steps(1);
            auto const& entry = table.at(at);
            value const item = shown_ == part::keys     ? entry.key
                               : shown_ == part::values ? entry.item
                                                        : value::tuple({entry.key, entry.item});
            if (!visit(item))
                return;
            if (table.size() != size)
                throw python_error("RuntimeError", "dictionary changed size during iteration");
        }
    }

    [[nodiscard]] std::size_t length(evaluation&) override { return source_.mapping()->size(); }

    [[nodiscard]] bool truth(evaluation& run) override { return length(run) != 0; }

    [[nodiscard]] bool contains(evaluation& run, value const& item) override {
        if (shown_ == part::keys)
            return source_.mapping()->find(item) != nullptr;
        bool found = false;
        iterate(run, [&](value const& each) { return !(found = run.equal(each, item)); });
        return found;
    }

    [[nodiscard]] std::optional<value>
    binary(evaluation& run, syntax::binary_operator op, value const& other, operand_side side) override {
        if (shown_ != part::keys)
            refuse("an operator on");
        auto const mine = as_set(run);
        value const theirs = other.get_if<set_pointer>() != nullptr ? other : set_of(run, other);
        return side == operand_side::left ? apply_binary(run, op, mine, theirs) : apply_binary(run, op, theirs, mine);
    }

    [[nodiscard]] std::optional<value>
    compare(evaluation& run, syntax::comparison_operator op, value const& other) override {
        if (shown_ == part::values)
            return std::nullopt;
        auto const view = other.as<dict_view>();
        return apply_comparison(run, op, as_set(run), view == nullptr ? other : view->as_set(run));
    }

    [[nodiscard]] std::string repr(evaluation& run) override {
        return type_name() + "(" + run.repr(value::list(run.collect(shared_from_this()))) + ")";
    }

    void surrender(std::vector<value>& into) noexcept override { into.push_back(std::move(source_)); }

private:
    static value set_of(evaluation& run, value const& source) {
        auto data = std::make_shared<set_data>();
        run.iterate(source, [&](value const& each) {
            run.charge_memory(sizeof(dict_table::entry));
            data->table.set(each, {});
            return true;
        });
        return set_pointer{std::move(data)};
    }

    value as_set(evaluation& run) { return set_of(run, shared_from_this()); }

    value source_;
    part shown_;
};

value keys(evaluation&, value const& self, given_type) {
    return std::make_shared<dict_view>(self, dict_view::part::keys);
}

value values(evaluation&, value const& self, given_type) {
    return std::make_shared<dict_view>(self, dict_view::part::values);
}

value pairs(evaluation&, value const& self, given_type) {
    return std::make_shared<dict_view>(self, dict_view::part::items);
}

value setdefault(evaluation& run, value const& self, given_type given) {
    if (auto const* found = table_in(self).find(given["key"]))
        return *found;
    set_item(run, self, given["key"], given["default"]);
    return given["default"];
}

value pop_key(evaluation& run, value const& self, given_type given) {
    run.internals().refuse_snapshot(self);
    if (auto const* found = table_in(self).find(given["key"])) {
        value item = *found;
        table_in(self).erase(given["key"]);
        return item;
    }
    if (given.given("default"))
        return given["default"];
    return get_item(run, self, given["key"]);
}

value popitem(evaluation& run, value const& self, given_type) {
    run.internals().refuse_snapshot(self);
    auto& table = table_in(self);
    if (table.empty())
        throw python_error("KeyError", "popitem(): dictionary is empty");
    run.charge_steps(table.size());
    value const key = table.keys().back();
    value const item = *table.find(key);
    table.erase(key);
    return value::tuple({key, item});
}

value update(evaluation& run, value const& self, given_type given) {
    if (given.rest().size() > 1)
        throw type_error("update expected at most 1 argument, got " + std::to_string(given.rest().size()));
    if (!given.rest().empty())
        update_dict(run, self, given.rest()[0]);
    given.keywords().for_each([&](value const& key, value const& item) { set_item(run, self, key, item); });
    return {};
}

value clear_dict(evaluation& run, value const& self, given_type) {
    run.internals().refuse_snapshot(self);
    table_in(self).clear();
    return {};
}

value copy_dict(evaluation& run, value const& self, given_type) {
    run.charge_steps(table_in(self).size());
    run.charge_memory(sizeof(dict_table::entry) * table_in(self).size());
    return value::dict(table_in(self));
}

value add(evaluation& run, value const& self, given_type given) {
    run.charge_memory(sizeof(dict_table::entry));
    members_in(self).set(given["item"], {});
    return {};
}

value discard(evaluation&, value const& self, given_type given) {
    members_in(self).erase(given["item"]);
    return {};
}

value remove_member(evaluation&, value const& self, given_type given) {
    if (members_in(self).erase(given["item"]))
        return {};
    auto made = std::make_shared<instance>(builtin_exception("KeyError"));
    made->args().push_back(given["item"]);
    throw raised{std::move(made)};
}

value pop_member(evaluation&, value const& self, given_type) {
    auto& members = members_in(self);
    if (members.empty())
        throw python_error("KeyError", "pop from an empty set");
    auto const only = ordered_items(**self.get_if<set_pointer>()).front();
    members.erase(only);
    return only;
}

value clear_set(evaluation&, value const& self, given_type) {
    members_in(self).clear();
    return {};
}

value copy_set(evaluation& run, value const& self, given_type) {
    run.charge_steps(members_in(self).size());
    run.charge_memory(sizeof(dict_table::entry) * members_in(self).size());
    auto data = std::make_shared<set_data>(**self.get_if<set_pointer>());
    return set_pointer{std::move(data)};
}

value as_set(evaluation& run, value const& source) {
    if (source.get_if<set_pointer>() != nullptr)
        return source;
    auto data = std::make_shared<set_data>();
    run.iterate(source, [&](value const& each) {
        run.charge_memory(sizeof(dict_table::entry));
        data->table.set(each, {});
        return true;
    });
    return set_pointer{std::move(data)};
}

template <syntax::binary_operator Op>
value combined(evaluation& run, value const& self, given_type given) {
    value result = copy_set(run, self, given);
    for (auto const& other : given.rest())
        result = apply_binary(run, Op, result, as_set(run, other));
    return result;
}

template <syntax::binary_operator Op>
value combine_in_place(evaluation& run, value const& self, given_type given) {
    auto const result = combined<Op>(run, self, given);
    members_in(self) = members_in(result);
    return {};
}

value issubset(evaluation& run, value const& self, given_type given) {
    return apply_comparison(run, syntax::comparison_operator::less_equal, self, as_set(run, given["other"]));
}

value issuperset(evaluation& run, value const& self, given_type given) {
    return apply_comparison(run, syntax::comparison_operator::greater_equal, self, as_set(run, given["other"]));
}

value isdisjoint(evaluation& run, value const& self, given_type given) {
    auto const common = apply_binary(run, syntax::binary_operator::bit_and, self, as_set(run, given["other"]));
    return members_in(common).empty();
}

value bit_length(evaluation&, value const& self, given_type) {
    if (self.get_if<double>() != nullptr)
        throw python_error("AttributeError", "'float' object has no attribute 'bit_length'");
    auto const number = *self.integer();
    auto const magnitude = number < 0 ? 0 - static_cast<std::uint64_t>(number) : static_cast<std::uint64_t>(number);
    return static_cast<std::int64_t>(std::bit_width(magnitude));
}

value is_whole(evaluation&, value const& self, given_type) {
    auto const number = *self.number();
    return number == static_cast<double>(static_cast<std::int64_t>(number));
}

} // namespace

void update_dict(evaluation& run, value const& dict, value const& source) {
    if (auto const* object = source.as_object())
        if (auto const inner = object->underlying(); inner && inner->mapping() != nullptr)
            return update_dict(run, dict, *inner);
    if (auto const* table = source.mapping()) {
        auto const added = *table;
        added.for_each([&](value const& key, value const& item) { set_item(run, dict, key, item); });
        return;
    }
    std::size_t at = 0;
    run.iterate(source, [&](value const& pair) {
        auto const parts = run.collect(pair);
        if (parts.size() != 2)
            throw value_error(
                "dictionary update sequence element #" + std::to_string(at) + " has length " +
                std::to_string(parts.size()) + "; 2 is required"
            );
        set_item(run, dict, parts[0], parts[1]);
        ++at;
        return true;
    });
}

method_table const& list_methods() {
    static method_table const once{
        {"append(object, /)", append},
        {"extend(iterable, /)", extend},
        {"insert(index, object, /)", insert},
        {"pop(index=-1, /)", pop},
        {"remove(value, /)", remove_item},
        {"clear()", clear_list},
        {"index(value, start=..., stop=..., /)", index_in},
        {"count(value, /)", count_in},
        {"reverse()", reverse},
        {"copy()", copy_list},
        {"sort(*, key=None, reverse=False)", sort},
    };
    return once;
}

method_table const& tuple_methods() {
    static method_table const once{
        {"index(value, start=..., stop=..., /)", index_in},
        {"count(value, /)", count_in},
    };
    return once;
}

method_table const& dict_methods() {
    static method_table const once{
        {"get(key, default=None, /)", get},
        {"keys()", keys},
        {"values()", values},
        {"items()", pairs},
        {"setdefault(key, default=None, /)", setdefault},
        {"pop(key, default=..., /)", pop_key},
        {"popitem()", popitem},
        {"update(*args, **kw)", update},
        {"clear()", clear_dict},
        {"copy()", copy_dict},
    };
    return once;
}

method_table const& set_methods() {
    using op = syntax::binary_operator;
    static method_table const once{
        {"add(item, /)", add},
        {"discard(item, /)", discard},
        {"remove(item, /)", remove_member},
        {"pop()", pop_member},
        {"clear()", clear_set},
        {"copy()", copy_set},
        {"union(*others)", combined<op::bit_or>},
        {"intersection(*others)", combined<op::bit_and>},
        {"difference(*others)", combined<op::subtract>},
        {"symmetric_difference(*others)", combined<op::bit_xor>},
        {"update(*others)", combine_in_place<op::bit_or>},
        {"intersection_update(*others)", combine_in_place<op::bit_and>},
        {"difference_update(*others)", combine_in_place<op::subtract>},
        {"symmetric_difference_update(*others)", combine_in_place<op::bit_xor>},
        {"issubset(other, /)", issubset},
        {"issuperset(other, /)", issuperset},
        {"isdisjoint(other, /)", isdisjoint},
    };
    return once;
}

method_table const& number_methods() {
    static method_table const once{
        {"bit_length()", bit_length},
        {"is_integer()", is_whole},
    };
    return once;
}

} // namespace alembicore::python
