// Python values. Small ones are held directly, others are shared; strings, bytes and tuples never change.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace alembicore::python {

class object;
class value;
class dict_table;

struct none_type {};

/// UTF-8 text; indices in Python are code points.
struct str_data {
    std::string text;
    bool ascii;
};

struct bytes_data {
    std::string bytes;
};

struct list_data;
struct tuple_data;

struct dict_data;
struct set_data;

using str_pointer = std::shared_ptr<str_data const>;
using bytes_pointer = std::shared_ptr<bytes_data const>;
using list_pointer = std::shared_ptr<list_data>;
using tuple_pointer = std::shared_ptr<tuple_data const>;
using dict_pointer = std::shared_ptr<dict_data>;
using set_pointer = std::shared_ptr<set_data>;
using object_pointer = std::shared_ptr<object>;

class value {
public:
    using storage = std::variant<
        none_type,
        bool,
        std::int64_t,
        double,
        str_pointer,
        bytes_pointer,
        list_pointer,
        tuple_pointer,
        dict_pointer,
        set_pointer,
        object_pointer>;

    value() noexcept = default; ///< None

    value(none_type) noexcept {}

    template <std::same_as<bool> T>
    value(T boolean) noexcept : storage_(boolean) {}

    template <std::integral T>
    requires(!std::same_as<T, bool> && !std::same_as<T, char>) value(T integer)
    noexcept : storage_(static_cast<std::int64_t>(integer)) {}

    value(double real) noexcept : storage_(real) {}

    value(std::string text);
    value(std::string_view text);
    value(char const* text);
    value(bytes_data bytes);

    template <typename T>

    requires std::constructible_from<storage, std::shared_ptr<T>> &&
        (!std::derived_from<T, object>)value(std::shared_ptr<T> shared) noexcept
        : storage_(std::move(shared)) {}

    template <std::derived_from<object> T>
    value(std::shared_ptr<T> shared) noexcept : storage_(object_pointer{std::move(shared)}) {}

    [[nodiscard]] static value list(std::vector<value> items = {});
    [[nodiscard]] static value tuple(std::vector<value> items = {});
    [[nodiscard]] static value dict();
    [[nodiscard]] static value dict(dict_table table);
    [[nodiscard]] static value set();

    [[nodiscard]] storage const& get() const noexcept { return storage_; }

    /// The alternative as stored, or null: `v.get_if<list_pointer>()`.
    template <typename T>
    [[nodiscard]] T const* get_if() const noexcept {
        return std::get_if<T>(&storage_);
    }

    [[nodiscard]] bool is_none() const noexcept { return storage_.index() == 0; }

    [[nodiscard]] std::optional<bool> boolean() const noexcept;
    /// int and bool, and objects that are ints (members of an IntEnum).
    [[nodiscard]] std::optional<std::int64_t> integer() const;
    /// int, bool and float.
    [[nodiscard]] std::optional<double> number() const;
    /// str, and objects that are strs (members of a str enum). The view lives as long as the value.
    [[nodiscard]] std::optional<std::string_view> text() const;
    /// Items of a list or tuple, or null.
    [[nodiscard]] std::vector<value> const* items() const noexcept;
    /// A dict's table, or null.
    [[nodiscard]] dict_table const* mapping() const noexcept;
    [[nodiscard]] object* as_object() const noexcept;

    /// The host object of this type, or null.
    template <typename T>
    [[nodiscard]] std::shared_ptr<T> as() const noexcept {
        auto const* held = get_if<object_pointer>();
        return held == nullptr ? nullptr : std::dynamic_pointer_cast<T>(*held);
    }

    /// Python's `is`.
    [[nodiscard]] bool identical(value const& other) const noexcept;

private:
    storage storage_;
};

/// Destroys values without recursion, however deeply they are nested in one another.
void dismantle(std::vector<value>& items) noexcept;

struct list_data {
    list_data() = default;

    explicit list_data(std::vector<value> content) noexcept : items(std::move(content)) {}

    list_data(list_data const&) = delete;
    list_data& operator=(list_data const&) = delete;

    ~list_data() { dismantle(items); }

    std::vector<value> items;
    bool may_be_cyclic = false; ///< the evaluation empties it when it ends
};

struct tuple_data {
    tuple_data() = default;

    explicit tuple_data(std::vector<value> content) noexcept : items(std::move(content)) {}

    tuple_data(tuple_data const&) = delete;
    tuple_data& operator=(tuple_data const&) = delete;

    ~tuple_data() { dismantle(items); }

    std::vector<value> items;
};

/// Key equality and hash as dict and set need them. Refuses unhashable keys as Python does (TypeError), and keys whose
/// equality only evaluated code could tell.
[[nodiscard]] std::size_t hash_of(value const& key);
[[nodiscard]] bool same_key(value const& left, value const& right);

/// Keys in the order of insertion with their values.
class dict_table {
public:
    struct entry {
        value key;
        value item;
        std::size_t hash = 0;
        bool alive = true;
    };

    [[nodiscard]] std::size_t size() const noexcept { return alive_; }

    [[nodiscard]] bool empty() const noexcept { return alive_ == 0; }

    [[nodiscard]] value const* find(value const& key) const;
    [[nodiscard]] value const* find(std::string_view key) const;
    /// Keeps the place of a key that is there already.
    void set(value key, value item);
    bool erase(value const& key);
    void clear() noexcept;
    /// Keys and values in order, without those erased.
    [[nodiscard]] std::vector<value> keys() const;
    [[nodiscard]] std::vector<value> values() const;

    template <typename Visitor>
    void for_each(Visitor&& visit) const {
        for (auto const& each : entries_)
            if (each.alive)
                visit(each.key, each.item);
    }

    /// For loops that must notice changes: position of the first living entry at or after `from`; entries end: npos.
    [[nodiscard]] std::size_t next(std::size_t from) const noexcept;

    [[nodiscard]] entry const& at(std::size_t position) const { return entries_[position]; }

    /// Moves all keys and values out; the table is empty afterwards.
    void surrender(std::vector<value>& into);

private:
    [[nodiscard]] std::size_t locate(value const& key, std::size_t hash) const;
    void reindex();

    std::vector<entry> entries_;
    std::vector<std::uint32_t> index_; ///< open addressing into entries_, once they are many
    std::size_t alive_ = 0;
};

struct dict_data {
    dict_data() = default;
    dict_data(dict_data const&) = delete;
    dict_data& operator=(dict_data const&) = delete;
    ~dict_data();

    dict_table table;
    bool may_be_cyclic = false;
};

/// Insertion ordered; but Python's order of text is different in each run, so iterating is refused where order could
/// show (`ordered_items` in operations.hpp).
struct set_data {
    dict_table table;
    bool frozen = false;
};

} // namespace alembicore::python
