// Subscripts, lengths, iteration.
#include "python/builtins.hpp"
#include "python/lazy.hpp"
#include "python/machine.hpp"
#include "python/operations.hpp"
#include "python/text.hpp"
#include "python/unknown.hpp"

#include <algorithm>

namespace alembicore::python {

std::int64_t index_of(value const& item, std::string_view what) {
    if (item.get_if<double>() == nullptr)
        if (auto const whole = item.integer())
            return *whole;
    if (what == "string")
        throw type_error("string indices must be integers, not '" + type_name_of(item) + "'");
    throw type_error(std::string{what} + " indices must be integers or slices, not " + type_name_of(item));
}

namespace {

std::size_t steps_to_read(value const& item) noexcept {
    constexpr std::size_t bytes_per_step = 16;
    if (auto const* text = item.get_if<str_pointer>())
        return (*text)->text.size() / bytes_per_step;
    if (auto const* bytes = item.get_if<bytes_pointer>())
        return (*bytes)->bytes.size() / bytes_per_step;
    return 0;
}

} // namespace

void charge_splitting(evaluation& run, std::string_view text) {
    constexpr std::size_t usual = 1U << 20U;
    if (text.size() > usual)
        run.charge_memory(sizeof(std::string_view) * text.size());
}

void charge_for(evaluation& run, value const& item) {
    run.charge_steps(steps_to_read(item));
    if (auto const* tuple = item.get_if<tuple_pointer>())
        for (auto const& each : (*tuple)->items)
            run.charge_steps(1 + steps_to_read(each));
}

namespace {

std::size_t checked_index(std::int64_t index, std::size_t size, std::string const& what) {
    auto const length = static_cast<std::int64_t>(size);
    auto const from_start = index < 0 ? index + length : index;
    if (from_start < 0 || from_start >= length)
        throw python_error("IndexError", what + " index out of range");
    return static_cast<std::size_t>(from_start);
}

template <typename Item>
std::vector<Item> slice_items(std::vector<Item> const& items, slice_object const& slice) {
    auto const range = resolve_slice(slice.start(), slice.stop(), slice.step(), items.size());
    std::vector<Item> result;
    result.reserve(range.count);
    for (std::size_t i = 0; i < range.count; ++i)
        result.push_back(items[static_cast<std::size_t>(range.start + static_cast<std::int64_t>(i) * range.step)]);
    return result;
}

std::string slice_text(str_data const& data, slice_object const& slice) {
    if (!data.ascii) {
        std::string result;
        for (auto const each : slice_items(split_code_points(data.text), slice))
            result += each;
        return result;
    }
    auto const range = resolve_slice(slice.start(), slice.stop(), slice.step(), data.text.size());
    if (range.step == 1)
        return data.text.substr(static_cast<std::size_t>(range.start), range.count);
    std::string result;
    result.reserve(range.count);
    for (std::size_t i = 0; i < range.count; ++i)
        result += data.text[static_cast<std::size_t>(range.start + static_cast<std::int64_t>(i) * range.step)];
    return result;
}

value text_item(evaluation& run, str_data const& data, value const& key) {
    run.charge_steps(data.ascii ? 0 : data.text.size());
    if (!data.ascii)
        charge_splitting(run, data.text);
    if (auto const slice = key.as<slice_object>()) {
        auto result = slice_text(data, *slice);
        run.charge_memory(result.size());
        return result;
    }
    auto const index = index_of(key, "string");
    if (data.ascii)
        return std::string(1, data.text[checked_index(index, data.text.size(), "string")]);
    auto const points = split_code_points(data.text);
    return std::string{points[checked_index(index, points.size(), "string")]};
}

value bytes_item(bytes_data const& data, value const& key) {
    if (auto const slice = key.as<slice_object>()) {
        str_data const plain{data.bytes, true};
        return bytes_data{slice_text(plain, *slice)};
    }
    return static_cast<unsigned char>(data.bytes[checked_index(index_of(key, "byte"), data.bytes.size(), "index")]);
}

[[noreturn]] void throw_key_error(value const& key) {
    auto made = std::make_shared<instance>(builtin_exception("KeyError"));
    made->args().push_back(key);
    throw raised{std::move(made)};
}

} // namespace

value get_item(evaluation& run, value const& container, value const& key) {
    charge_for(run, key);
    if (auto* object = container.as_object())
        return object->item(run, key);
    if (auto const* list = container.get_if<list_pointer>()) {
        if (auto const slice = key.as<slice_object>()) {
            auto items = slice_items((*list)->items, *slice);
            run.charge_memory(sizeof(value) * items.size());
            return value::list(std::move(items));
        }
        return (*list)->items[checked_index(index_of(key, "list"), (*list)->items.size(), "list")];
    }
    if (auto const* tuple = container.get_if<tuple_pointer>()) {
        if (auto const slice = key.as<slice_object>()) {
            auto items = slice_items((*tuple)->items, *slice);
            run.charge_memory(sizeof(value) * items.size());
            return value::tuple(std::move(items));
        }
        return (*tuple)->items[checked_index(index_of(key, "tuple"), (*tuple)->items.size(), "tuple")];
    }
    if (auto const* table = container.mapping()) {
        if (auto const* found = table->find(key))
            return *found;
        throw_key_error(key);
    }
    if (auto const* text = container.get_if<str_pointer>())
        return text_item(run, **text, key);
    if (auto const* bytes = container.get_if<bytes_pointer>())
        return bytes_item(**bytes, key);
    throw type_error("'" + type_name_of(container) + "' object is not subscriptable");
}

void set_item(evaluation& run, value const& container, value const& key, value const& item) {
    if (auto* object = container.as_object())
        return object->set_item(run, key, item);
    run.internals().note_mutation(container, item);
    charge_for(run, key);
    if (auto const* dict = container.get_if<dict_pointer>()) {
        run.charge_memory(sizeof(dict_table::entry));
        run.internals().note_mutation(container, key);
        return (*dict)->table.set(key, item);
    }
    if (auto const* list = container.get_if<list_pointer>()) {
        auto& items = (*list)->items;
        if (auto const slice = key.as<slice_object>()) {
            auto const range = resolve_slice(slice->start(), slice->stop(), slice->step(), items.size());
            if (range.step != 1)
                throw not_evaluable("assigning to a slice with a step is not evaluated");
            auto const added = run.collect(item);
            for (auto const& each : added)
                run.internals().note_mutation(container, each);
            auto const first = items.begin() + range.start;
            items.insert(
                items.erase(first, first + static_cast<std::ptrdiff_t>(range.count)), added.begin(), added.end()
            );
            return;
        }
        auto const index = index_of(key, "list");
        items[checked_index(index, items.size(), "list assignment")] = item;
        return;
    }
    throw type_error("'" + type_name_of(container) + "' object does not support item assignment");
}

void delete_item(evaluation& run, value const& container, value const& key) {
    if (auto* object = container.as_object())
        return object->delete_item(run, key);
    if (auto const* dict = container.get_if<dict_pointer>()) {
        run.internals().refuse_snapshot(container);
        if (!(*dict)->table.erase(key))
            throw_key_error(key);
        return;
    }
    if (auto const* list = container.get_if<list_pointer>()) {
        auto& items = (*list)->items;
        if (auto const slice = key.as<slice_object>()) {
            auto const range = resolve_slice(slice->start(), slice->stop(), slice->step(), items.size());
            if (range.step != 1)
                throw not_evaluable("deleting a slice with a step is not evaluated");
            auto const first = items.begin() + range.start;
            items.erase(first, first + static_cast<std::ptrdiff_t>(range.count));
            return;
        }
        auto const at = checked_index(index_of(key, "list"), items.size(), "list assignment");
        items.erase(items.begin() + static_cast<std::ptrdiff_t>(at));
        return;
    }
    throw type_error("'" + type_name_of(container) + "' object doesn't support item deletion");
}

std::size_t length_of(evaluation& run, value const& container) {
    if (auto* object = container.as_object())
        return object->length(run);
    if (auto const* items = container.items())
        return items->size();
    if (auto const* table = container.mapping())
        return table->size();
    if (auto const* set = container.get_if<set_pointer>())
        return (*set)->table.size();
    if (auto const* text = container.get_if<str_pointer>())
        return (*text)->ascii ? (*text)->text.size() : code_points_of((*text)->text);
    if (auto const* bytes = container.get_if<bytes_pointer>())
        return (*bytes)->bytes.size();
    throw type_error("object of type '" + type_name_of(container) + "' has no len()");
}

std::vector<value> ordered_items(set_data const& set) {
    if (set.table.size() > 1)
        throw not_evaluable(
            "the order of a set with several members is different in each run of Python",
            "use sorted(…), a list or a tuple"
        );
    return set.table.keys();
}

namespace {

/// Those of ASCII are made once and shared.
value character(evaluation& run, std::string_view bytes) {
    static auto const ascii = [] {
        std::vector<value> made;
        for (int code = 0; code < 128; ++code)
            made.emplace_back(std::string(1, static_cast<char>(code)));
        return made;
    }();
    if (bytes.size() == 1 && static_cast<unsigned char>(bytes[0]) < ascii.size())
        return ascii[static_cast<unsigned char>(bytes[0])];
    run.charge_memory(overhead_of_text);
    return bytes;
}

void iterate_list(evaluation& run, list_data const& list, item_visitor const& visit) {
    for (std::size_t i = 0; i < list.items.size(); ++i) {
        run.charge_steps(1);
        value const item = list.items[i];
        if (!visit(item))
            return;
    }
}

void iterate_dict(evaluation& run, dict_table const& table, item_visitor const& visit) {
    auto const size = table.size();
    for (auto at = table.next(0); at != static_cast<std::size_t>(-1); at = table.next(at + 1)) {
        run.charge_steps(1);
        value const key = table.at(at).key;
        if (!visit(key))
            return;
        if (table.size() != size)
            throw python_error("RuntimeError", "dictionary changed size during iteration");
    }
}

} // namespace

void evaluation::iterate(value const& source, item_visitor const& visit) {
    check_stack();
    value const held = source;
    if (auto const* list = held.get_if<list_pointer>())
        return iterate_list(*this, **list, visit);
    if (auto const* table = held.mapping())
        return iterate_dict(*this, *table, visit);
    if (auto* object = held.as_object())
        return object->iterate(*this, visit);
    auto const each = [&](auto const& items, auto const& make) {
        for (auto const& item : items) {
            charge_steps(1);
            if (!visit(make(item)))
                return;
        }
    };
    if (auto const* tuple = held.get_if<tuple_pointer>())
        return each((*tuple)->items, [](value const& item) { return item; });
    if (auto const* text = held.get_if<str_pointer>())
        return each(each_code_point((*text)->text), [&](std::string_view bytes) { return character(*this, bytes); });
    if (auto const* bytes = held.get_if<bytes_pointer>())
        return each((*bytes)->bytes, [](char c) { return value{static_cast<unsigned char>(c)}; });
    if (auto const* set = held.get_if<set_pointer>())
        return each(ordered_items(**set), [](value const& item) { return item; });
    throw type_error("'" + type_name_of(held) + "' object is not iterable");
}

std::vector<value> evaluation::collect(value const& source) {
    if (auto const* items = source.items()) {
        charge_memory(sizeof(value) * items->size());
        charge_steps(items->size() / 16);
        return *items;
    }
    std::vector<value> result;
    iterate(source, [&](value const& item) {
        charge_memory(sizeof(value));
        result.push_back(item);
        return true;
    });
    return result;
}

std::vector<value> unpackable(evaluation& run, value const& item) {
    bool const scalar = item.is_none() || item.get_if<bool>() != nullptr || item.get_if<std::int64_t>() != nullptr ||
                        item.get_if<double>() != nullptr;
    if (scalar)
        throw type_error("cannot unpack non-iterable " + type_name_of(item) + " object");
    return run.collect(item);
}

} // namespace alembicore::python
