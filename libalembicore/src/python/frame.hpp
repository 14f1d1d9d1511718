// Where the names of running blocks live.
#pragma once

#include "python/evaluation.hpp"
#include "python/rebinding.hpp"
#include "python/user_class.hpp"

#include <unordered_map>

namespace alembicore::python {

/// Names of a module or class body, in order of definition.
class name_table {
public:
    [[nodiscard]] value const* find(std::string_view name) const noexcept;
    void set(std::string_view name, value item);
    bool erase(std::string_view name);
    void clear() noexcept;

    template <typename Visitor>
    void for_each(Visitor&& visit) const {
        for (auto const& [name, item] : entries_)
            if (item)
                visit(name, *item);
    }

private:
    [[nodiscard]] std::size_t locate(std::string_view name) const noexcept;

    std::vector<std::pair<std::string, std::optional<value>>> entries_;
    std::unordered_map<std::string, std::size_t> index_; ///< once they are many
};

/// A module being evaluated or done.
struct module_state {
    std::shared_ptr<source_module const> source;
    std::string name;
    std::string package;
    name_table globals;
    bool loading = false;                      ///< its top level is running
    bool lenient = false;                      ///< its top level goes on behind statements that cannot be evaluated
    std::vector<rebound_global> rebound{};     ///< while it loads: what its functions would bind and have not yet
    std::optional<error_info> unknown_names{}; ///< why it may hold names that are not known
};

class user_function;

struct frame {
    syntax::scope const* scope = nullptr;
    module_state* module = nullptr;
    name_table* names = nullptr;               ///< of modules and class bodies
    std::vector<std::optional<value>> slots{}; ///< of functions and comprehensions
    std::shared_ptr<frame> outer{};            ///< the function around; null below a module
    user_function const* function = nullptr;   ///< for super()
    item_visitor const* consumer = nullptr;    ///< takes what `yield` gives
    /// Of a class body: names with their annotations as written.
    std::vector<std::pair<std::string, std::string>>* annotations = nullptr;
    std::string qualifier{};     ///< of a class body: what the names of its functions begin with
    std::weak_ptr<frame> self{}; ///< for closures; empty where names are looked up by name
    value returned{};
    bool kept = false; ///< a closure refers to it: the evaluation empties it when it ends
};

/// Thrown through a generator whose consumer wants no more.
struct generator_exit {};

} // namespace alembicore::python
