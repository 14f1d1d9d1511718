// sys, copy, math.
#include "python/builtins.hpp"
#include "python/evaluation.hpp"
#include "python/exception.hpp"
#include "python/library.hpp"
#include "python/machine.hpp"
#include "python/operations.hpp"
#include "python/text.hpp"

#include <cmath>
#include <unordered_map>

namespace alembicore::python {

namespace {

/// `copy.copy` and `copy.deepcopy`. What the original holds twice, a deep copy holds twice as well.
class copier {
public:
    copier(evaluation& run, bool deep) : run_(run), deep_(deep) {}

    value copied(value const& item) {
        run_.check_stack();
        run_.charge_steps(1);
        if (auto const* list = item.get_if<list_pointer>())
            return remembered(list->get(), value::list(), [&](value const& made) { fill_list(made, **list); });
        if (auto const* dict = item.get_if<dict_pointer>())
            return remembered(dict->get(), value::dict(), [&](value const& made) { fill_dict(made, **dict); });
        if (auto const* tuple = item.get_if<tuple_pointer>(); tuple != nullptr && deep_)
            return copied_tuple(item, **tuple);
        if (auto const* set = item.get_if<set_pointer>()) {
            run_.charge_memory(sizeof(dict_table::entry) * (*set)->table.size());
            return set_pointer{std::make_shared<set_data>(**set)};
        }
        if (item.as_object() != nullptr && item.as<type_object>() == nullptr)
            throw not_evaluable("copying a '" + type_name_of(item) + "' is not evaluated");
        return item;
    }

private:
    template <typename Fill>
    value remembered(void const* original, value made, Fill&& fill) {
        if (auto const found = made_.find(original); found != made_.end())
            return found->second;
        run_.charge_memory(overhead_of_text);
        made_.emplace(original, made);
        fill(made);
        return made;
    }

    value part(value const& item) { return deep_ ? copied(item) : item; }

    void fill_list(value const& made, list_data const& original) {
        run_.charge_memory(sizeof(value) * original.items.size());
        for (std::size_t i = 0; i < original.items.size(); ++i) {
            auto const each = part(original.items[i]);
            run_.internals().note_mutation(made, each);
            (*made.get_if<list_pointer>())->items.push_back(each);
        }
    }

    void fill_dict(value const& made, dict_data const& original) {
        original.table.for_each([&](value const& key, value const& each) { set_item(run_, made, key, part(each)); });
    }

    /// The tuple itself when nothing in it was copied.
    value copied_tuple(value const& whole, tuple_data const& original) {
        if (auto const found = made_.find(&original); found != made_.end())
            return found->second;
        std::vector<value> items;
        bool changed = false;
        run_.charge_memory(overhead_of_text + sizeof(value) * original.items.size());
        for (auto const& each : original.items) {
            items.push_back(copied(each));
            changed = changed || !items.back().identical(each);
        }
        auto result = changed ? value::tuple(std::move(items)) : whole;
        made_.emplace(&original, result);
        return result;
    }

    evaluation& run_;
    bool deep_;
    std::unordered_map<void const*, value> made_;
};

/// `sys.version_info`: only questions are answered whose answer all supported versions (3.8 to 3.x) share.
class version_information final : public object {
public:
    [[nodiscard]] std::string type_name() const override { return "version_info"; }

    [[nodiscard]] bool truth(evaluation&) override { return true; }

    [[nodiscard]] std::optional<value> attribute(evaluation&, std::string_view name) override {
        if (name == "major")
            return value{3};
        refuse("attribute '" + std::string{name} + "' of");
    }

    [[nodiscard]] value item(evaluation&, value const& key) override {
        if (key.integer() != 0)
            refuse("this part of");
        return 3;
    }

    [[nodiscard]] std::optional<value>
    compare(evaluation& run, syntax::comparison_operator op, value const& other) override {
        auto const oldest = apply_comparison(run, op, value::tuple({value{3}, value{8}}), other);
        auto const newest = apply_comparison(run, op, value::tuple({value{3}, value{99}}), other);
        if (!oldest.identical(newest))
            refuse("the version of Python decides this comparison with");
        return oldest;
    }
};

/// What goes to the terminal of a Python run is no part of the result.
value make_stream(char const* name) {
    auto stream = std::make_shared<module_object>(name);
    stream->function(
        "write(text, /)",
        [](evaluation&, bound_arguments const& given) -> value { return code_points_of(given.text("text")); },
        effect::none
    );
    stream->function(
        "flush()", [](evaluation&, bound_arguments const&) -> value { return {}; }, effect::none
    );
    return stream;
}

/// A folder at the end of `sys.path` hides no module that is found before it; what only it has stays unknown.
value make_search_path() {
    auto path = std::make_shared<module_object>("sys.path");
    path->function(
        "append(folder, /)", [](evaluation&, bound_arguments const&) -> value { return {}; }, effect::none
    );
    return path;
}

double real_in(bound_arguments const& given) {
    if (auto const number = given["x"].number())
        return *number;
    throw type_error("must be real number, not " + type_name_of(given["x"]));
}

value to_whole(double number) {
    if (!std::isfinite(number) || std::abs(number) >= 9.2e18)
        throw not_evaluable("an integer beyond 64 bits is not evaluated");
    return static_cast<std::int64_t>(number);
}

void add_math(module_registry& registry) {
    auto& math = registry.module("math");
    math.set("pi", 3.141592653589793);
    math.set("e", 2.718281828459045);
    math.set("inf", HUGE_VAL);
    math.function(
        "ceil(x, /)",
        [](evaluation&, bound_arguments const& given) { return to_whole(std::ceil(real_in(given))); },
        effect::none
    );
    math.function(
        "floor(x, /)",
        [](evaluation&, bound_arguments const& given) { return to_whole(std::floor(real_in(given))); },
        effect::none
    );
    math.function(
        "sqrt(x, /)",
        [](evaluation&, bound_arguments const& given) -> value {
            auto const number = real_in(given);
            return number < 0 ? throw value_error("math domain error") : std::sqrt(number);
        },
        effect::none
    );
    math.function(
        "isnan(x, /)",
        [](evaluation&, bound_arguments const& given) -> value { return std::isnan(real_in(given)); },
        effect::none
    );
}

} // namespace

void add_system(module_registry& registry) {
    add_math(registry);
    auto& copy = registry.module("copy");
    copy.function(
        "copy(x)",
        [](evaluation& run, bound_arguments const& given) {
            return copier{run, false}.copied(given["x"]);
        },
        effect::none
    );
    copy.function(
        "deepcopy(x)",
        [](evaluation& run, bound_arguments const& given) {
            return copier{run, true}.copied(given["x"]);
        },
        effect::none
    );
    auto& sys = registry.module("sys");
    sys.set("version_info", std::make_shared<version_information>());
    sys.set("stdout", make_stream("sys.stdout"));
    sys.set("stderr", make_stream("sys.stderr"));
    sys.set("path", make_search_path());
    sys.set("platform", "linux");
    sys.set("maxsize", std::int64_t{9223372036854775807});
}

} // namespace alembicore::python
