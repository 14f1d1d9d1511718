#include "python/methods.hpp"

#include "python/evaluation.hpp"
#include "python/exception.hpp"
#include "python/operations.hpp"
#include "python/unknown.hpp"

#include <algorithm>
#include <iterator>
#include <span>
#include <utility>

namespace alembicore::python {

method_table::method_table(std::initializer_list<row> rows) {
    for (auto const& [declared, code] : rows) {
        auto parsed = signature::parse(declared);
        auto name = parsed.name();
        methods_.emplace(std::move(name), method{std::move(parsed), code});
    }
}

method const* method_table::find(std::string_view name) const noexcept {
    auto const found = methods_.find(name);
    return found == methods_.end() ? nullptr : &found->second;
}

method const* find_method(value const& self, std::string_view name) {
    if (self.get_if<str_pointer>() != nullptr)
        return str_methods().find(name);
    if (self.get_if<list_pointer>() != nullptr)
        return list_methods().find(name);
    if (self.get_if<dict_pointer>() != nullptr)
        return dict_methods().find(name);
    if (self.get_if<tuple_pointer>() != nullptr)
        return tuple_methods().find(name);
    if (self.get_if<bytes_pointer>() != nullptr)
        return bytes_methods().find(name);
    if (auto const* set = self.get_if<set_pointer>()) {
        static constexpr std::string_view changing[] = {"add", "discard", "remove", "pop", "clear", "update"};
        bool const changes = std::find(std::begin(changing), std::end(changing), name) != std::end(changing) ||
                             name.ends_with("_update");
        return (*set)->frozen && changes ? nullptr : set_methods().find(name);
    }
    if (self.is_none())
        return nullptr;
    return number_methods().find(name);
}

namespace {

/// Methods of text look at all of it; keys are looked at to find them. What else takes longer counts its steps itself.
void charge(evaluation& run, value const& self, arguments const& given) {
    charge_for(run, self);
    for (auto const& each : given.positional)
        charge_for(run, each);
}

class bound_method final : public object {
public:
    bound_method(value self, method const& bound) : self_(std::move(self)), method_(bound) {}

    [[nodiscard]] std::string type_name() const override { return "builtin_function_or_method"; }

    [[nodiscard]] bool truth(evaluation&) override { return true; }

    value call(evaluation& run, arguments const& given) override {
        charge(run, self_, given);
        return method_.code(run, self_, bound_arguments{method_.declared, method_.declared.bind(given)});
    }

    [[nodiscard]] std::optional<value> attribute(evaluation&, std::string_view name) override {
        if (name == "__name__")
            return value{method_.declared.name()};
        refuse("attribute '" + std::string{name} + "' of");
    }

    void surrender(std::vector<value>& into) noexcept override { into.push_back(std::move(self_)); }

private:
    value self_;
    method const& method_;
};

class free_method final : public object {
public:
    free_method(std::string type_name, method const& bound) : type_name_(std::move(type_name)), method_(bound) {}

    [[nodiscard]] std::string type_name() const override { return "method_descriptor"; }

    [[nodiscard]] bool truth(evaluation&) override { return true; }

    value call(evaluation& run, arguments const& given) override {
        if (given.positional.empty())
            throw type_error("unbound method " + type_name_ + "." + method_.declared.name() + "() needs an argument");
        value self = given.positional.front();
        if (auto* held = self.as_object())
            if (auto inner = held->underlying())
                self = *std::move(inner);
        if (type_name_of(self) != type_name_) {
            refuse_unknown(given);
            throw type_error(
                "descriptor '" + method_.declared.name() + "' for '" + type_name_ + "' objects doesn't apply to a '" +
                type_name_of(self) + "' object"
            );
        }
        arguments rest;
        rest.positional.assign(given.positional.begin() + 1, given.positional.end());
        rest.keyword = given.keyword;
        charge(run, self, rest);
        return method_.code(run, self, bound_arguments{method_.declared, method_.declared.bind(rest)});
    }

private:
    std::string type_name_;
    method const& method_;
};

} // namespace

value bind_method(value const& self, method const& bound) {
    return std::make_shared<bound_method>(self, bound);
}

value unbound_method(std::string const& type_name, method const& bound) {
    return std::make_shared<free_method>(type_name, bound);
}

namespace {

/// Methods that there are, but none of the tables has.
constexpr std::string_view of_bytes[] = {"capitalize", "center",    "expandtabs", "fromhex",   "isalnum",    "isalpha",
                                         "isascii",    "isdigit",   "islower",    "isspace",   "istitle",    "isupper",
                                         "ljust",      "maketrans", "partition",  "rjust",     "rpartition", "rsplit",
                                         "splitlines", "swapcase",  "title",      "translate", "zfill"};
constexpr std::string_view of_numbers[] = {
    "as_integer_ratio",
    "bit_count",
    "conjugate",
    "from_bytes",
    "fromhex",
    "hex",
    "imag",
    "is_integer",
    "real",
    "to_bytes"};
constexpr std::string_view of_text[] = {"maketrans"};
constexpr std::string_view of_dicts[] = {"fromkeys"};

std::span<std::string_view const> unread_methods(value const& self) {
    if (self.get_if<bytes_pointer>() != nullptr)
        return of_bytes;
    if (self.get_if<str_pointer>() != nullptr)
        return of_text;
    if (self.get_if<dict_pointer>() != nullptr)
        return of_dicts;
    bool const number = self.get_if<double>() != nullptr || self.integer();
    return number ? std::span<std::string_view const>{of_numbers} : std::span<std::string_view const>{};
}

} // namespace

std::optional<value> plain_attribute(value const& self, std::string_view name) {
    bool const whole = self.get_if<std::int64_t>() != nullptr || self.get_if<bool>() != nullptr;
    if (whole && (name == "real" || name == "numerator"))
        return *self.integer();
    if (whole && name == "imag")
        return 0;
    if (whole && name == "denominator")
        return 1;
    auto const unread = unread_methods(self);
    if (std::ranges::find(unread, name) != unread.end())
        throw not_evaluable("'" + std::string{name} + "' of a '" + type_name_of(self) + "' is not evaluated");
    return std::nullopt;
}

} // namespace alembicore::python
