// hashlib and hmac, by way of OpenSSL.
#include "base/digest.hpp"
#include "base/hexadecimal.hpp"
#include "python/encoding.hpp"
#include "python/evaluation.hpp"
#include "python/exception.hpp"
#include "python/library.hpp"
#include "python/methods.hpp"
#include "python/operations.hpp"

#include <array>
#include <memory>

namespace alembicore::python {

namespace {

struct known_algorithm {
    base::hash_algorithm which;
    char const* name;
    std::size_t block_size;
};

constexpr std::array<known_algorithm, 10> algorithms{{
    {base::hash_algorithm::md5, "md5", 64},
    {base::hash_algorithm::sha1, "sha1", 64},
    {base::hash_algorithm::sha224, "sha224", 64},
    {base::hash_algorithm::sha256, "sha256", 64},
    {base::hash_algorithm::sha384, "sha384", 128},
    {base::hash_algorithm::sha512, "sha512", 128},
    {base::hash_algorithm::sha3_256, "sha3_256", 136},
    {base::hash_algorithm::sha3_512, "sha3_512", 72},
    {base::hash_algorithm::blake2b, "blake2b", 128},
    {base::hash_algorithm::blake2s, "blake2s", 64},
}};

known_algorithm const& known(base::hash_algorithm which) noexcept {
    return algorithms.at(static_cast<std::size_t>(which));
}

using given_type = bound_arguments const&;

std::string const& bytes_in(given_type given, char const* parameter) {
    if (auto const* bytes = given[parameter].get_if<bytes_pointer>())
        return (*bytes)->bytes;
    if (given[parameter].text())
        throw type_error("Strings must be encoded before hashing");
    throw type_error("object supporting the buffer API required");
}

/// A hash (or, with a key, an HMAC) that is fed piece by piece.
class hash_object final : public object {
public:
    hash_object(base::hash_algorithm algorithm, std::optional<std::string> key)
        : algorithm_(algorithm), key_(std::move(key)) {}

    void feed(evaluation& run, std::string_view more) {
        run.charge_memory(more.size());
        run.charge_steps(more.size() / 16);
        content_ += more;
    }

    [[nodiscard]] std::string digest(evaluation& run) const {
        run.charge_steps(1 + content_.size() / 16);
        return key_ ? base::hmac_of(algorithm_, *key_, content_) : base::digest_of(algorithm_, content_);
    }

    [[nodiscard]] std::string type_name() const override { return key_ ? "HMAC" : "HASH"; }

    [[nodiscard]] bool truth(evaluation&) override { return true; }

    [[nodiscard]] std::optional<value> attribute(evaluation& run, std::string_view name) override;

    [[nodiscard]] value copied() const {
        auto made = std::make_shared<hash_object>(algorithm_, key_);
        made->content_ = content_;
        return made;
    }

private:
    base::hash_algorithm algorithm_;
    std::optional<std::string> key_;
    std::string content_;
};

hash_object& self_of(value const& self) {
    return static_cast<hash_object&>(*self.as_object());
}

method_table const& hash_methods() {
    static method_table const once{
        {"update(data, /)",
         [](evaluation& run, value const& self, given_type given) -> value {
             self_of(self).feed(run, bytes_in(given, "data"));
             return {};
         }},
        {"digest()",
         [](evaluation& run, value const& self, given_type) -> value { return bytes_data{self_of(self).digest(run)}; }},
        {"hexdigest()",
         [](evaluation& run, value const& self, given_type) -> value {
             return base::hexadecimal(self_of(self).digest(run));
         }},
        {"copy()", [](evaluation&, value const& self, given_type) { return self_of(self).copied(); }},
    };
    return once;
}

std::optional<value> hash_object::attribute(evaluation& run, std::string_view name) {
    if (auto const* found = hash_methods().find(name))
        return bind_method(shared_from_this(), *found);
    if (name == "name")
        return value{(key_ ? "hmac-" : "") + std::string{known(algorithm_).name}};
    if (name == "digest_size")
        return value{digest(run).size()};
    if (name == "block_size")
        return value{known(algorithm_).block_size};
    refuse("attribute '" + std::string{name} + "' of");
}

value start(evaluation& run, base::hash_algorithm algorithm, given_type given, std::optional<std::string> key = {}) {
    auto made = std::make_shared<hash_object>(algorithm, std::move(key));
    if (given.given("data"))
        made->feed(run, bytes_in(given, "data"));
    return made;
}

base::hash_algorithm algorithm_named(std::string_view name) {
    for (auto const& each : algorithms)
        if (name == each.name)
            return each.which;
    throw value_error("unsupported hash type " + std::string{name});
}

base::hash_algorithm algorithm_in(given_type given) {
    auto const& wanted = given["digestmod"];
    if (auto const name = wanted.text())
        return algorithm_named(*name);
    if (auto const function = wanted.as<native_function>())
        return algorithm_named(function->name());
    throw given.refusal("digestmod", "a name of hashlib is expected");
}

value new_hmac(evaluation& run, given_type given) {
    auto made = std::make_shared<hash_object>(algorithm_in(given), bytes_in(given, "key"));
    if (!given["msg"].is_none())
        made->feed(run, bytes_in(given, "msg"));
    return made;
}

value one_hmac(evaluation& run, given_type given) {
    run.charge_steps(bytes_in(given, "msg").size() / 16);
    auto const wanted = given["digest"].text();
    if (!wanted)
        throw given.refusal("digest", "a name is expected");
    return bytes_data{base::hmac_of(algorithm_named(*wanted), bytes_in(given, "key"), bytes_in(given, "msg"))};
}

} // namespace

void add_hashlib(module_registry& registry) {
    auto& hashlib = registry.module("hashlib");
    for (auto const& each : algorithms)
        hashlib.function(
            std::string{each.name} + "(data=..., /, *, usedforsecurity=True, **options)",
            [algorithm = each.which](evaluation& run, given_type given) {
                if (!given.keywords().empty())
                    throw given.refusal("options", "a size or key of a digest is not evaluated");
                return start(run, algorithm, given);
            },
            effect::none
        );
    hashlib.function(
        "new(name, data=..., /, *, usedforsecurity=True)",
        [](evaluation& run, given_type given) { return start(run, algorithm_named(given.text("name")), given); },
        effect::none
    );
    auto& hmac = registry.module("hmac");
    hmac.function("new(key, msg=None, digestmod='')", new_hmac, effect::none);
    hmac.function("digest(key, msg, digest)", one_hmac, effect::none);
}

} // namespace alembicore::python
