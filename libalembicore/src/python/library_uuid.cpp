// uuid: UUIDs made from text, bytes, numbers and names, and random ones.
#include "base/digest.hpp"
#include "base/hexadecimal.hpp"
#include "python/builtins.hpp"
#include "python/encoding.hpp"
#include "python/evaluation.hpp"
#include "python/exception.hpp"
#include "python/library.hpp"
#include "python/ordering.hpp"
#include "python/randomness.hpp"
#include "python/uuid.hpp"

#include <algorithm>

namespace alembicore::python {

std::string uuid_object::text() const {
    std::string dashed = digits_;
    for (auto const at : {20, 16, 12, 8})
        dashed.insert(static_cast<std::size_t>(at), "-");
    return dashed;
}

std::string uuid_object::bytes() const {
    std::string bytes;
    for (std::size_t i = 0; i < digits_.size(); i += 2)
        bytes += static_cast<char>(std::stoi(digits_.substr(i, 2), nullptr, 16));
    return bytes;
}

std::optional<value> uuid_object::attribute(evaluation&, std::string_view name) {
    if (name == "hex")
        return value{digits_};
    if (name == "bytes")
        return value{bytes_data{bytes()}};
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
    return ordered(op, digits_, uuid->digits_);
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

/// Sixteen bytes with the bits of a version and of the variant set.
value versioned_uuid(std::string const& bytes, char version) {
    auto digits = base::hexadecimal(bytes);
    digits[12] = version;
    static constexpr std::string_view variants = "89ab";
    digits[16] = variants[static_cast<unsigned char>(bytes[8]) >> 4U & 3U];
    return std::make_shared<uuid_object>(std::move(digits));
}

value random_uuid(evaluation&, bound_arguments const&) {
    return versioned_uuid(random_bytes(16), '4');
}

value named_uuid(bound_arguments const& given, base::hash_algorithm algorithm, char version) {
    auto const space = given["namespace"].as<uuid_object>();
    if (space == nullptr)
        throw given.refusal("namespace", "a UUID is expected");
    return versioned_uuid(base::digest_of(algorithm, space->bytes() + given.text("name")).substr(0, 16), version);
}

value make_uuid(evaluation&, bound_arguments const& given) {
    if (auto const* bytes = given["bytes"].get_if<bytes_pointer>()) {
        if ((*bytes)->bytes.size() != 16)
            throw value_error("bytes is not a 16-char string");
        return std::make_shared<uuid_object>(base::hexadecimal((*bytes)->bytes));
    }
    if (auto const whole = given["int"].integer(); whole && *whole >= 0) {
        auto digits = hex_number(static_cast<std::uint64_t>(*whole));
        return std::make_shared<uuid_object>(std::string(32 - digits.size(), '0') + digits);
    }
    if (!given["hex"].text())
        throw given.refusal("hex", "a UUID of this kind is not evaluated");
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
    uuid.function("uuid4()", random_uuid, effect::none);
    uuid.set("uuid1", refused_function("uuid1", "it depends on the machine it runs on", "use uuid4()"));
    uuid.function(
        "uuid3(namespace, name)",
        [](evaluation&, bound_arguments const& given) { return named_uuid(given, base::hash_algorithm::md5, '3'); },
        effect::none
    );
    uuid.function(
        "uuid5(namespace, name)",
        [](evaluation&, bound_arguments const& given) { return named_uuid(given, base::hash_algorithm::sha1, '5'); },
        effect::none
    );
    for (auto const& [name, digit] :
         {std::pair{"NAMESPACE_DNS", '0'}, {"NAMESPACE_URL", '1'}, {"NAMESPACE_OID", '2'}, {"NAMESPACE_X500", '4'}})
        uuid.set(name, std::make_shared<uuid_object>("6ba7b81" + std::string(1, digit) + "9dad11d180b400c04fd430c8"));
}

} // namespace alembicore::python
