// uuid.UUID; random ones are refused.
#include "python/builtins.hpp"
#include "python/evaluation.hpp"
#include "python/exception.hpp"
#include "python/library.hpp"
#include "python/uuid.hpp"

#include <algorithm>

namespace alembicore::python {

std::string uuid_object::text() const {
    std::string dashed = digits_;
    for (auto const at : {20, 16, 12, 8})
        dashed.insert(static_cast<std::size_t>(at), "-");
    return dashed;
}

std::optional<value> uuid_object::attribute(evaluation&, std::string_view name) {
    if (name == "hex")
        return value{digits_};
    if (name == "urn")
        return value{"urn:uuid:" + text()};
    if (name == "version" && digits_[12] >= '1' && digits_[12] <= '5')
        return value{digits_[12] - '0'};
    refuse("attribute '" + std::string{name} + "' of");
}

std::optional<value> uuid_object::compare(evaluation&, syntax::comparison_operator op, value const& other) {
    auto const uuid = other.as<uuid_object>();
    if (uuid == nullptr)
        return std::nullopt;
    auto const order = digits_.compare(uuid->digits_);
    switch (op) {
    case syntax::comparison_operator::equal:
        return order == 0;
    case syntax::comparison_operator::not_equal:
        return order != 0;
    case syntax::comparison_operator::less:
        return order < 0;
    case syntax::comparison_operator::less_equal:
        return order <= 0;
    case syntax::comparison_operator::greater:
        return order > 0;
    default:
        return order >= 0;
    }
}

bool uuid_object::same_key(object const& other) const {
    auto const* uuid = dynamic_cast<uuid_object const*>(&other);
    return uuid != nullptr && uuid->digits_ == digits_;
}

std::size_t uuid_object::hash() const {
    return std::hash<std::string>{}(digits_);
}

namespace {

void remove_all(std::string& text, std::string_view part) {
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part))
        text.erase(at, part.size());
}

value make_uuid(evaluation&, bound_arguments const& given) {
    if (!given["hex"].text())
        throw given.refusal("hex", "only UUIDs made from text are evaluated");
    auto digits = given.text("hex");
    remove_all(digits, "urn:");
    remove_all(digits, "uuid:");
    digits.erase(0, digits.find_first_not_of("{}"));
    while (digits.ends_with('{') || digits.ends_with('}'))
        digits.pop_back();
    remove_all(digits, "-");
    if (digits.size() != 32)
        throw value_error("badly formed hexadecimal UUID string");
    for (auto& c : digits)
        c = c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c;
    if (digits.find_first_not_of("0123456789abcdef") != std::string::npos)
        throw value_error("invalid literal for int() with base 16: '" + digits + "'");
    return std::make_shared<uuid_object>(std::move(digits));
}

std::shared_ptr<native_type> const& uuid_type() {
    static auto const once = [] {
        auto made = std::make_shared<native_type>("UUID", std::vector{builtin_type("object")});
        made->constructor("(hex=None, bytes=None, bytes_le=None, fields=None, int=None, version=None)", make_uuid);
        return made;
    }();
    return once;
}

} // namespace

type_pointer uuid_object::type() const {
    return uuid_type();
}

void add_uuid(module_registry& registry) {
    auto& uuid = registry.module("uuid");
    uuid.set("UUID", uuid_type());
    for (auto const* name : {"uuid1", "uuid4"})
        uuid.set(
            name,
            refused_function(name, "its result is different in each run", "let the database make it: gen_random_uuid()")
        );
    for (auto const* name : {"uuid3", "uuid5"})
        uuid.set(name, refused_function(name, "UUIDs made from names are not evaluated"));
    auto& random = registry.module("random");
    for (auto const* name :
         {"random", "randint", "choice", "choices", "shuffle", "sample", "seed", "randrange", "uniform"})
        random.set(name, refused_function(name, "its result is different in each run"));
}

} // namespace alembicore::python
