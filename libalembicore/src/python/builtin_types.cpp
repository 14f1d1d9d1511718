// The built-in classes: str, int, list, … as values.
#include "python/builtins.hpp"
#include "python/decimal.hpp"
#include "python/exception.hpp"
#include "python/lazy.hpp"
#include "python/machine.hpp"
#include "python/methods_text.hpp"
#include "python/operations.hpp"
#include "python/text.hpp"
#include "python/unknown.hpp"
#include "python/user_class.hpp"

#include <charconv>
#include <cmath>

namespace alembicore::python {

namespace {

using constructor = value (*)(evaluation&, bound_arguments const&);

class builtin_class final : public type_object {
public:
    builtin_class(
        std::string name,
        std::vector<type_pointer> bases,
        std::string_view parameters,
        constructor construct,
        method_table const* methods
    )
        : type_object(std::move(name), std::move(bases)),
          declared_(signature::parse(type_object::name() + std::string{parameters})), construct_(construct),
          methods_(methods) {}

    [[nodiscard]] bool ordinary() const noexcept override { return true; }

    value call(evaluation& run, arguments const& given) override {
        if (construct_ == nullptr)
            throw not_evaluable("making a '" + name() + "' is not evaluated");
        refuse_unknown(given);
        return construct_(run, bound_arguments{declared_, declared_.bind(given)});
    }

    [[nodiscard]] std::optional<value> attribute(evaluation& run, std::string_view wanted) override {
        if (wanted == "__name__" || wanted == "__qualname__")
            return value{name()};
        if (name() == "dict" && wanted == "fromkeys")
            return make_function("fromkeys(iterable, value=None, /)", dict_from_keys, effect::none);
        if (name() == "bytes" && wanted == "fromhex")
            return make_function(
                "fromhex(string, /)",
                [](evaluation&, bound_arguments const& given) { return bytes_from_hex(given); },
                effect::none
            );
        if (name() == "str" && wanted == "maketrans")
            return make_function("maketrans(x, y=..., z=..., /)", text_methods::maketrans, effect::none);
        if (auto const* found = methods_ == nullptr ? nullptr : methods_->find(wanted))
            return unbound_method(name(), *found);
        if (wanted.starts_with("__") || name() == "object")
            refuse("attribute '" + std::string{wanted} + "' of");
        static_cast<void>(run);
        return std::nullopt;
    }

    /// `list[int]` in code that runs is an annotation in disguise: it means the class itself.
    [[nodiscard]] value item(evaluation&, value const&) override { return shared_from_this(); }

    [[nodiscard]] std::optional<value>
    binary(evaluation&, syntax::binary_operator op, value const& other, operand_side) override {
        if (op != syntax::binary_operator::bit_or)
            return std::nullopt;
        return value::tuple({value{shared_from_this()}, other});
    }

private:
    static value dict_from_keys(evaluation& run, bound_arguments const& given) {
        dict_table table;
        run.iterate(given["iterable"], [&](value const& key) {
            run.charge_memory(sizeof(dict_table::entry));
            table.set(key, given["value"]);
            return true;
        });
        return value::dict(std::move(table));
    }

    signature declared_;
    constructor construct_;
    method_table const* methods_;
};

value make_str(evaluation& run, bound_arguments const& given) {
    if (!given.given("object"))
        return "";
    if (given.given("encoding") || given.given("errors"))
        return run.call(*run.attribute(given["object"], "decode"), {.positional = {given["encoding"]}, .keyword = {}});
    return run.str(given["object"]);
}

std::string_view trim(std::string_view text) {
    while (!text.empty() && is_space(static_cast<unsigned char>(text.front())))
        text.remove_prefix(1);
    while (!text.empty() && is_space(static_cast<unsigned char>(text.back())))
        text.remove_suffix(1);
    return text;
}

/// Digits with single underscores between them; empty when they are malformed.
std::string plain_digits(std::string_view text) {
    std::string digits;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '_')
            digits += text[i];
        else if (i == 0 || i + 1 == text.size() || text[i - 1] == '_')
            return {};
    }
    return digits;
}

value whole_from_text(value const& original, std::string_view text, int base) {
    auto digits = plain_digits(trim(text));
    bool const negative = digits.starts_with('-');
    if (negative || digits.starts_with('+'))
        digits.erase(0, 1);
    auto const has_prefix = [&](char letter) {
        return digits.size() > 2 && digits[0] == '0' && (digits[1] | 0x20) == letter;
    };
    for (auto const& [letter, meaning] : {std::pair{'x', 16}, {'o', 8}, {'b', 2}})
        if (has_prefix(letter) && (base == meaning || base == 0)) {
            digits.erase(0, 2);
            base = meaning;
            break;
        }
    if (base == 0)
        base = 10;
    std::int64_t number = 0;
    auto const signed_digits = (negative ? "-" : "") + digits;
    auto const* const end = signed_digits.data() + signed_digits.size();
    auto const [stopped, failure] = std::from_chars(signed_digits.data(), end, number, base);
    if (digits.empty() || digits[0] == '-' || (failure == std::errc{} && stopped != end) ||
        failure == std::errc::invalid_argument)
        throw value_error(
            "invalid literal for int() with base " + std::to_string(base) + ": " + quote_text(*original.text())
        );
    if (failure != std::errc{})
        throw not_evaluable("an integer beyond 64 bits is not evaluated", "use smaller numbers, or a string");
    return number;
}

value make_int(evaluation&, bound_arguments const& given) {
    auto const& source = given["x"];
    if (!given.given("x"))
        return 0;
    if (auto const* real = source.get_if<double>()) {
        if (std::isnan(*real))
            throw value_error("cannot convert float NaN to integer");
        if (std::isinf(*real))
            throw python_error("OverflowError", "cannot convert float infinity to integer");
        if (std::abs(*real) >= 9.2e18)
            throw not_evaluable("an integer beyond 64 bits is not evaluated");
        return static_cast<std::int64_t>(*real);
    }
    if (auto const whole = source.integer())
        return *whole;
    if (auto const text = source.text()) {
        if (!is_ascii(*text))
            throw given.refusal("x", "digits beyond ASCII");
        return whole_from_text(source, *text, static_cast<int>(given["base"].integer().value_or(10)));
    }
    if (auto decimal = decimal_as_whole(source))
        return *std::move(decimal);
    throw type_error(
        "int() argument must be a string, a bytes-like object or a real number, not '" + type_name_of(source) + "'"
    );
}

value make_float(evaluation&, bound_arguments const& given) {
    auto const& source = given["x"];
    if (auto const number = source.number())
        return *number;
    if (auto const text = source.text()) {
        auto const digits = plain_digits(trim(*text));
        double number = 0;
        auto const* first = digits.data() + (digits.starts_with('+') ? 1 : 0);
        auto const [end, failure] = std::from_chars(first, digits.data() + digits.size(), number);
        if (failure == std::errc::result_out_of_range)
            throw given.refusal("x", "beyond the range of doubles");
        if (digits.empty() || failure != std::errc{} || end != digits.data() + digits.size())
            throw value_error("could not convert string to float: " + quote_text(*text));
        return number;
    }
    if (auto decimal = decimal_as_real(source))
        return *std::move(decimal);
    throw type_error("float() argument must be a string or a real number, not '" + type_name_of(source) + "'");
}

value make_bool(evaluation& run, bound_arguments const& given) {
    return run.truth(given["x"]);
}

value make_list(evaluation& run, bound_arguments const& given) {
    return value::list(given.given("iterable") ? run.collect(given["iterable"]) : std::vector<value>{});
}

value make_tuple(evaluation& run, bound_arguments const& given) {
    if (given["iterable"].get_if<tuple_pointer>() != nullptr)
        return given["iterable"];
    return value::tuple(given.given("iterable") ? run.collect(given["iterable"]) : std::vector<value>{});
}

set_pointer set_from(evaluation& run, bound_arguments const& given) {
    auto data = std::make_shared<set_data>();
    if (!given.given("iterable"))
        return data;
    if (auto const* other = given["iterable"].get_if<set_pointer>()) {
        run.charge_memory(sizeof(dict_table::entry) * (*other)->table.size());
        data->table = (*other)->table;
        return data;
    }
    run.iterate(given["iterable"], [&](value const& each) {
        run.charge_memory(sizeof(dict_table::entry));
        data->table.set(each, {});
        return true;
    });
    return data;
}

value make_set(evaluation& run, bound_arguments const& given) {
    return set_from(run, given);
}

value make_frozenset(evaluation& run, bound_arguments const& given) {
    auto data = set_from(run, given);
    data->frozen = true;
    return data;
}

value make_dict(evaluation& run, bound_arguments const& given) {
    auto const result = value::dict();
    if (!given.rest().empty())
        update_dict(run, result, given.rest()[0]);
    if (given.rest().size() > 1)
        throw type_error("dict expected at most 1 argument, got " + std::to_string(given.rest().size()));
    given.keywords().for_each([&](value const& key, value const& item) { set_item(run, result, key, item); });
    return result;
}

value make_bytes(evaluation& run, bound_arguments const& given) {
    auto const& source = given["source"];
    if (!given.given("source"))
        return bytes_data{};
    if (source.get_if<bytes_pointer>() != nullptr)
        return source;
    if (auto const text = source.text()) {
        if (!given.given("encoding"))
            throw type_error("string argument without an encoding");
        return run.call(*run.attribute(source, "encode"), {.positional = {given["encoding"]}, .keyword = {}});
    }
    throw given.refusal("source", "only text and bytes are evaluated here");
}

value make_range(evaluation&, bound_arguments const& given) {
    auto const number = [&](std::string_view name) {
        auto const& item = given[name];
        if (item.get_if<double>() != nullptr || !item.integer())
            throw type_error("'" + type_name_of(item) + "' object cannot be interpreted as an integer");
        return *item.integer();
    };
    bool const bounded = given.given("stop");
    auto const start = bounded ? number("start") : 0;
    auto const stop = number(bounded ? "stop" : "start");
    auto const step = number("step");
    if (step == 0)
        throw value_error("range() arg 3 must not be zero");
    return std::make_shared<range_object>(start, stop, step);
}

value make_object(evaluation&, bound_arguments const&) {
    return std::make_shared<instance>(builtin_type("object"));
}

/// `type(name, bases, attributes)`: what a `class` statement makes.
value make_dynamic_class(evaluation& run, bound_arguments const& given) {
    auto const* table = given["dict"].mapping();
    if (given["bases"].get_if<tuple_pointer>() == nullptr)
        throw type_error("type.__new__() argument 2 must be tuple, not " + type_name_of(given["bases"]));
    if (table == nullptr)
        throw type_error("type.__new__() argument 3 must be dict, not " + type_name_of(given["dict"]));
    class_body body;
    body.name = given.text("object");
    body.bases = *given["bases"].items();
    body.module = run.internals().current_module().name;
    table->for_each([&](value const& key, value const& item) {
        if (!key.text())
            throw not_evaluable("a class that type() makes with a name that is no text");
        if (*key.text() == "__annotations__")
            throw not_evaluable("a class that type() makes with annotations is not evaluated");
        if (*key.text() == "__module__")
            body.module = run.str(item);
        else
            body.attributes.emplace_back(*key.text(), item);
    });
    given.keywords().for_each([&](value const& key, value const& item) {
        body.keywords.emplace_back(*key.text(), item);
    });
    return run.internals().make_class(std::move(body));
}

value make_type(evaluation& run, bound_arguments const& given) {
    if (given.given("bases"))
        return make_dynamic_class(run, given);
    return std::const_pointer_cast<type_object>(run.type_of(given["object"]));
}

value make_property(evaluation&, bound_arguments const& given) {
    return std::make_shared<wrapped_function>(wrapper_kind::property, given["fget"], given["fset"]);
}

value make_staticmethod(evaluation&, bound_arguments const& given) {
    return std::make_shared<wrapped_function>(wrapper_kind::static_method, given["function"]);
}

value make_classmethod(evaluation&, bound_arguments const& given) {
    return std::make_shared<wrapped_function>(wrapper_kind::class_method, given["function"]);
}

value make_slice_value(evaluation&, bound_arguments const& given) {
    if (!given.given("stop"))
        return make_slice({}, given["start"], {});
    return make_slice(given["start"], given["stop"], given["step"]);
}

struct type_set {
    std::map<std::string, type_pointer, std::less<>> by_name;

    type_set() {
        add("object", {}, "()", make_object, nullptr);
        add("NoneType", {"object"}, "()", nullptr, nullptr);
        add("int", {"object"}, "(x=..., /, base=10)", make_int, &number_methods());
        add("bool", {"int"}, "(x=False, /)", make_bool, &number_methods());
        add("float", {"object"}, "(x=0.0, /)", make_float, &number_methods());
        add("str", {"object"}, "(object=..., encoding=..., errors=...)", make_str, &str_methods());
        add("bytes", {"object"}, "(source=..., encoding=..., errors=...)", make_bytes, &bytes_methods());
        add("list", {"object"}, "(iterable=..., /)", make_list, &list_methods());
        add("tuple", {"object"}, "(iterable=..., /)", make_tuple, &tuple_methods());
        add("dict", {"object"}, "(*args, **kw)", make_dict, &dict_methods());
        add("set", {"object"}, "(iterable=..., /)", make_set, &set_methods());
        add("frozenset", {"object"}, "(iterable=..., /)", make_frozenset, &set_methods());
        add("range", {"object"}, "(start, stop=..., step=1, /)", make_range, nullptr);
        add("slice", {"object"}, "(start, stop=..., step=None, /)", make_slice_value, nullptr);
        add("type", {"object"}, "(object, bases=..., dict=..., /, **kw)", make_type, nullptr);
        add("property", {"object"}, "(fget=None, fset=None)", make_property, nullptr);
        add("staticmethod", {"object"}, "(function, /)", make_staticmethod, nullptr);
        add("classmethod", {"object"}, "(function, /)", make_classmethod, nullptr);
        add("function", {"object"}, "()", nullptr, nullptr);
        add("ellipsis", {"object"}, "()", nullptr, nullptr);
    }

    void
    add(std::string name,
        std::vector<std::string> const& bases,
        std::string_view parameters,
        constructor construct,
        method_table const* methods) {
        std::vector<type_pointer> found;
        for (auto const& base : bases)
            found.push_back(by_name.at(base));
        by_name[name] = std::make_shared<builtin_class>(name, std::move(found), parameters, construct, methods);
    }
};

type_set const& types() {
    static type_set const once;
    return once;
}

} // namespace

type_pointer builtin_type(std::string_view name) {
    auto const found = types().by_name.find(name);
    if (found == types().by_name.end())
        throw error{errc::internal, "no built-in type " + std::string{name}};
    return found->second;
}

type_pointer builtin_type_of(value const& item) {
    static std::vector<type_pointer> const by_alternative = [] {
        std::vector<type_pointer> result;
        for (auto const* name : {"NoneType", "bool", "int", "float", "str", "bytes", "list", "tuple", "dict", "set"})
            result.push_back(builtin_type(name));
        return result;
    }();
    static type_pointer const frozen = builtin_type("frozenset");
    if (auto const* set = item.get_if<set_pointer>(); set != nullptr && (*set)->frozen)
        return frozen;
    return by_alternative.at(item.get().index());
}

} // namespace alembicore::python
