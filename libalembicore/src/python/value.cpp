#include "python/value.hpp"

#include "python/exception.hpp"
#include "python/object.hpp"

#include <alembicore/error.hpp>

#include <algorithm>
#include <cmath>
#include <functional>

namespace alembicore::python {

namespace {

bool is_ascii(std::string_view text) noexcept {
    return std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

value make_str(std::string text) {
    bool const ascii = is_ascii(text);
    return str_pointer{std::make_shared<str_data const>(str_data{std::move(text), ascii})};
}

/// Takes out of a value what would be destroyed with it.
void take_contents(value& item, std::vector<value>& pending) noexcept {
    auto const take = [&](std::vector<value>& items) {
        for (auto& each : items)
            pending.push_back(std::move(each));
        items.clear();
    };
    if (auto const* list = item.get_if<list_pointer>(); list != nullptr && list->use_count() == 1)
        take((*list)->items);
    else if (auto const* tuple = item.get_if<tuple_pointer>(); tuple != nullptr && tuple->use_count() == 1)
        // Nobody else can see this tuple any more.
        take(const_cast<tuple_data&>(**tuple).items);
    else if (auto const* dict = item.get_if<dict_pointer>(); dict != nullptr && dict->use_count() == 1)
        (*dict)->table.surrender(pending);
    else if (auto const* object = item.get_if<object_pointer>(); object != nullptr && object->use_count() == 1)
        (*object)->surrender(pending);
}

bool may_nest(value const& item) noexcept {
    return item.get().index() >= value{list_pointer{}}.get().index();
}

/// Bounds the look at a key: tuples that hold one another are cheap to make and may take for ever to read.
struct key_walk {
    static constexpr std::size_t deepest = 200;
    static constexpr std::size_t most_parts = 20'000;

    std::size_t* left;
    std::size_t depth = 0;

    [[nodiscard]] key_walk deeper() const noexcept { return {left, depth + 1}; }

    void visit() const {
        if (depth > deepest || *left == 0)
            throw error{errc::evaluation_limit, "a dict key or set member is nested too deeply"};
        --*left;
    }
};

std::size_t mix(std::uint64_t bits) noexcept {
    bits ^= bits >> 33U;
    bits *= 0xFF51AFD7ED558CCDULL;
    bits ^= bits >> 33U;
    bits *= 0xC4CEB9FE1A85EC53ULL;
    return static_cast<std::size_t>(bits ^ (bits >> 33U));
}

std::size_t hash_key(value const& key, key_walk walk);

std::size_t hash_of_items(std::vector<value> const& items, key_walk walk) {
    std::size_t result = 0x345678;
    for (auto const& each : items)
        result = mix(result * 1000003U ^ hash_key(each, walk.deeper()));
    return result;
}

std::size_t hash_real(double number) {
    if (number == std::floor(number) && std::abs(number) < 9e18)
        return mix(static_cast<std::uint64_t>(static_cast<std::int64_t>(number)));
    return std::hash<double>{}(number);
}

std::size_t hash_key(value const& key, key_walk walk) {
    walk.visit();
    if (key.is_none())
        return 0x9E3779B9;
    if (auto const number = key.get_if<std::int64_t>())
        return mix(static_cast<std::uint64_t>(*number));
    if (auto const boolean = key.get_if<bool>())
        return mix(*boolean ? 1 : 0);
    if (auto const number = key.get_if<double>())
        return hash_real(*number);
    if (auto const text = key.get_if<str_pointer>())
        return std::hash<std::string_view>{}((*text)->text);
    if (auto const bytes = key.get_if<bytes_pointer>())
        return std::hash<std::string_view>{}((*bytes)->bytes) ^ 1U;
    if (auto const tuple = key.get_if<tuple_pointer>())
        return hash_of_items((*tuple)->items, walk);
    if (auto const set = key.get_if<set_pointer>(); set != nullptr && (*set)->frozen) {
        std::size_t result = 7;
        (*set)->table.for_each([&](value const& each, value const&) { result += hash_key(each, walk.deeper()); });
        return result;
    }
    if (auto* object = key.as_object()) {
        if (auto const inner = object->underlying())
            return hash_key(*inner, walk.deeper());
        return object->hash();
    }
    throw type_error(
        std::string{"unhashable type: '"} +
        (key.get_if<list_pointer>() != nullptr   ? "list"
         : key.get_if<dict_pointer>() != nullptr ? "dict"
                                                 : "set") +
        "'"
    );
}

bool same(value const& left, value const& right, key_walk walk);

bool same_items(std::vector<value> const& left, std::vector<value> const& right, key_walk walk) {
    return std::ranges::equal(left, right, [&](auto const& a, auto const& b) { return same(a, b, walk.deeper()); });
}

bool same_set(set_data const& left, set_data const& right) {
    if (left.table.size() != right.table.size())
        return false;
    bool result = true;
    left.table.for_each([&](value const& each, value const&) { result = result && right.table.find(each) != nullptr; });
    return result;
}

/// Exact comparison: a double never equals an integer that it only approximates.
bool same_number(std::int64_t whole, double real) noexcept {
    return real >= -9223372036854775808.0 && real < 9223372036854775808.0 && std::floor(real) == real &&
           static_cast<std::int64_t>(real) == whole;
}

bool same(value const& left, value const& right, key_walk walk) {
    walk.visit();
    if (left.identical(right))
        return true;
    auto* const left_object = left.as_object();
    auto* const right_object = right.as_object();
    if (left_object != nullptr)
        if (auto const inner = left_object->underlying())
            return same(*inner, right, walk.deeper());
    if (right_object != nullptr)
        if (auto const inner = right_object->underlying())
            return same(left, *inner, walk.deeper());
    if (left_object != nullptr && right_object != nullptr)
        return left_object->same_key(*right_object);
    auto const whole = left.integer();
    auto const other_whole = right.integer();
    if (whole && other_whole)
        return *whole == *other_whole;
    auto const real = left.get_if<double>();
    auto const other_real = right.get_if<double>();
    if (real != nullptr && other_real != nullptr)
        return *real == *other_real;
    if (whole && other_real != nullptr)
        return same_number(*whole, *other_real);
    if (real != nullptr && other_whole)
        return same_number(*other_whole, *real);
    if (left.get().index() != right.get().index())
        return false;
    if (auto const text = left.get_if<str_pointer>())
        return (*text)->text == (*right.get_if<str_pointer>())->text;
    if (auto const bytes = left.get_if<bytes_pointer>())
        return (*bytes)->bytes == (*right.get_if<bytes_pointer>())->bytes;
    if (auto const tuple = left.get_if<tuple_pointer>())
        return same_items((*tuple)->items, (*right.get_if<tuple_pointer>())->items, walk);
    if (auto const set = left.get_if<set_pointer>())
        return same_set(**set, **right.get_if<set_pointer>());
    return false;
}

} // namespace

value::value(std::string text) : value(make_str(std::move(text))) {}

value::value(std::string_view text) : value(make_str(std::string{text})) {}

value::value(char const* text) : value(make_str(text)) {}

value::value(bytes_data bytes) : storage_(bytes_pointer{std::make_shared<bytes_data const>(std::move(bytes))}) {}

value value::list(std::vector<value> items) {
    return list_pointer{std::make_shared<list_data>(std::move(items))};
}

value value::tuple(std::vector<value> items) {
    return tuple_pointer{std::make_shared<tuple_data const>(std::move(items))};
}

value value::dict() {
    return dict_pointer{std::make_shared<dict_data>()};
}

value value::dict(dict_table table) {
    auto data = std::make_shared<dict_data>();
    data->table = std::move(table);
    return dict_pointer{std::move(data)};
}

value value::set() {
    return set_pointer{std::make_shared<set_data>()};
}

std::optional<bool> value::boolean() const noexcept {
    auto const* held = get_if<bool>();
    return held == nullptr ? std::nullopt : std::optional{*held};
}

std::optional<std::int64_t> value::integer() const {
    if (auto const* number = get_if<std::int64_t>())
        return *number;
    if (auto const* held = get_if<bool>())
        return *held ? 1 : 0;
    if (auto const* held = as_object())
        if (auto const inner = held->underlying())
            return inner->integer();
    return std::nullopt;
}

std::optional<double> value::number() const {
    if (auto const* real = get_if<double>())
        return *real;
    if (auto const whole = integer())
        return static_cast<double>(*whole);
    return std::nullopt;
}

std::optional<std::string_view> value::text() const {
    if (auto const* held = get_if<str_pointer>())
        return (*held)->text;
    if (auto const* held = as_object())
        if (auto const inner = held->underlying())
            return inner->text();
    return std::nullopt;
}

std::vector<value> const* value::items() const noexcept {
    if (auto const* list = get_if<list_pointer>())
        return &(*list)->items;
    if (auto const* tuple = get_if<tuple_pointer>())
        return &(*tuple)->items;
    return nullptr;
}

dict_table const* value::mapping() const noexcept {
    if (auto const* held = get_if<dict_pointer>())
        return &(*held)->table;
    // The object keeps its dict alive.
    if (auto const* object = as_object())
        if (auto const inner = object->underlying(); inner && inner->get_if<dict_pointer>() != nullptr)
            return inner->mapping();
    return nullptr;
}

object* value::as_object() const noexcept {
    auto const* held = get_if<object_pointer>();
    return held == nullptr ? nullptr : held->get();
}

bool value::identical(value const& other) const noexcept {
    if (storage_.index() != other.storage_.index())
        return false;
    return std::visit(
        [&](auto const& mine) {
            using held = std::remove_cvref_t<decltype(mine)>;
            if constexpr (std::same_as<held, none_type>)
                return true;
            else
                return mine == std::get<held>(other.storage_);
        },
        storage_
    );
}

void dismantle(std::vector<value>& items) noexcept {
    if (std::ranges::none_of(items, may_nest))
        return;
    std::vector<value> pending = std::move(items);
    items.clear();
    while (!pending.empty()) {
        value last = std::move(pending.back());
        pending.pop_back();
        take_contents(last, pending);
    }
}

std::size_t hash_of(value const& key) {
    std::size_t left = key_walk::most_parts;
    return hash_key(key, {&left});
}

bool same_key(value const& left, value const& right) {
    std::size_t parts = key_walk::most_parts;
    return same(left, right, {&parts});
}

dict_data::~dict_data() {
    if (table.empty())
        return;
    std::vector<value> items;
    table.surrender(items);
    dismantle(items);
}

} // namespace alembicore::python
