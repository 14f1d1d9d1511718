// base64 and binascii.
#include "base/hexadecimal.hpp"
#include "python/encoding.hpp"
#include "python/evaluation.hpp"
#include "python/exception.hpp"
#include "python/library.hpp"
#include "python/operations.hpp"
#include "python/text.hpp"

namespace alembicore::python {

namespace {

using given_type = bound_arguments const&;

type_pointer const& binascii_error() {
    static auto const once = make_exception_type("Error", builtin_exception("ValueError"));
    return once;
}

std::string const& bytes_in(evaluation& run, given_type given, char const* parameter) {
    auto const* bytes = given[parameter].get_if<bytes_pointer>();
    if (bytes == nullptr)
        throw type_error("a bytes-like object is required, not '" + type_name_of(given[parameter]) + "'");
    run.charge_memory(2 * (*bytes)->bytes.size());
    run.charge_steps((*bytes)->bytes.size() / 16);
    return (*bytes)->bytes;
}

std::string ascii_in(evaluation& run, given_type given, char const* parameter) {
    if (auto const text = given[parameter].text()) {
        if (!is_ascii(*text))
            throw value_error("string argument should contain only ASCII characters");
        run.charge_memory(text->size());
        run.charge_steps(text->size() / 16);
        return std::string{*text};
    }
    return bytes_in(run, given, parameter);
}

void refuse_other_letters(given_type given) {
    if (given.declared().slot_of("altchars") < given.declared().parameters().size() && !given["altchars"].is_none())
        throw given.refusal("altchars", "other letters are not evaluated");
}

native_code encoder(base64_alphabet alphabet) {
    return [alphabet](evaluation& run, given_type given) -> value {
        refuse_other_letters(given);
        return bytes_data{base64_text(bytes_in(run, given, "s"), alphabet)};
    };
}

/// What is neither complete nor of the alphabet is passed over or refused by CPython in ways of its own.
native_code decoder(base64_alphabet alphabet) {
    return [alphabet](evaluation& run, given_type given) -> value {
        refuse_other_letters(given);
        auto bytes = bytes_of_base64(ascii_in(run, given, "s"), alphabet);
        if (!bytes)
            throw given.refusal("s", "text that is not exactly base64 is not evaluated");
        return bytes_data{*std::move(bytes)};
    };
}

value hexlify(evaluation& run, given_type given) {
    return bytes_data{base::hexadecimal(bytes_in(run, given, "data"))};
}

value unhexlify(evaluation& run, given_type given) {
    auto const digits = ascii_in(run, given, "hexstr");
    if (digits.size() % 2 != 0)
        throw make_raised(binascii_error(), "Odd-length string");
    if (auto bytes = bytes_of_hex(digits))
        return bytes_data{*std::move(bytes)};
    throw make_raised(binascii_error(), "Non-hexadecimal digit found");
}

} // namespace

void add_encodings(module_registry& registry) {
    auto& base64 = registry.module("base64");
    for (auto const& [prefix, alphabet] :
         {std::pair{"", base64_alphabet::standard},
          {"standard_", base64_alphabet::standard},
          {"urlsafe_", base64_alphabet::url}}) {
        bool const plain = std::string_view{prefix}.empty();
        std::string const name = prefix;
        base64.function(
            name + (plain ? "b64encode(s, altchars=None)" : "b64encode(s)"), encoder(alphabet), effect::none
        );
        base64.function(
            name + (plain ? "b64decode(s, altchars=None, validate=False)" : "b64decode(s)"),
            decoder(alphabet),
            effect::none
        );
    }
    base64.function(
        "b16encode(s)",
        [](evaluation& run, given_type given) -> value {
            auto digits = base::hexadecimal(bytes_in(run, given, "s"));
            for (char& c : digits)
                c = c >= 'a' ? static_cast<char>(c - 32) : c;
            return bytes_data{std::move(digits)};
        },
        effect::none
    );
    auto& binascii = registry.module("binascii");
    binascii.function("hexlify(data)", hexlify, effect::none);
    binascii.function("b2a_hex(data)", hexlify, effect::none);
    binascii.function("unhexlify(hexstr, /)", unhexlify, effect::none);
    binascii.function("a2b_hex(hexstr, /)", unhexlify, effect::none);
    binascii.set("Error", class_value(binascii_error()));
}

} // namespace alembicore::python
