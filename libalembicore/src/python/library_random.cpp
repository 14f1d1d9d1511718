// random, secrets and os.urandom. What they give is different in each run, here as in Python; with a seed it would have
// to be the very sequence of CPython, which is refused.
#include "base/hexadecimal.hpp"
#include "python/encoding.hpp"
#include "python/evaluation.hpp"
#include "python/exception.hpp"
#include "python/library.hpp"
#include "python/operations.hpp"
#include "python/randomness.hpp"

#include <random>

namespace alembicore::python {

std::string random_bytes(std::size_t count) {
    std::random_device source;
    std::string bytes;
    bytes.reserve(count);
    while (bytes.size() < count)
        bytes += static_cast<char>(source() & 0xFFU);
    return bytes;
}

std::uint64_t random_below(std::uint64_t bound) {
    std::random_device source;
    return std::uniform_int_distribution<std::uint64_t>{0, bound - 1}(source);
}

double random_fraction() {
    return static_cast<double>(random_below(std::uint64_t{1} << 53U)) / static_cast<double>(std::uint64_t{1} << 53U);
}

namespace {

using given_type = bound_arguments const&;

std::int64_t between(std::int64_t low, std::int64_t high) {
    if (high < low)
        throw value_error("empty range for randrange() (" + std::to_string(low) + ", " + std::to_string(high) + ")");
    auto const span = static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low);
    if (span == ~std::uint64_t{0})
        return static_cast<std::int64_t>(random_below(span) + static_cast<std::uint64_t>(low));
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(low) + random_below(span + 1));
}

value randint(evaluation&, given_type given) {
    return between(given.integer("a"), given.integer("b"));
}

value randrange(evaluation&, given_type given) {
    if (given.integer("step") != 1)
        throw given.refusal("step", "a step is not evaluated");
    bool const only_stop = given["stop"].is_none();
    auto const stop = given.integer(only_stop ? "start" : "stop");
    return between(only_stop ? 0 : given.integer("start"), stop - 1);
}

value uniform(evaluation&, given_type given) {
    auto const low = given["a"].number();
    auto const high = given["b"].number();
    if (!low || !high)
        throw given.refusal("a", "only numbers are evaluated");
    return *low + (*high - *low) * random_fraction();
}

value pick(evaluation& run, value const& source) {
    auto const size = length_of(run, source);
    if (size == 0)
        throw python_error("IndexError", "Cannot choose from an empty sequence");
    return get_item(run, source, static_cast<std::int64_t>(random_below(size)));
}

value choice(evaluation& run, given_type given) {
    return pick(run, given["seq"]);
}

std::size_t count_in(given_type given, char const* parameter) {
    auto const count = given.integer(parameter);
    if (count < 0)
        throw value_error("Sample larger than population or is negative");
    return static_cast<std::size_t>(count);
}

value choices(evaluation& run, given_type given) {
    if (!given["weights"].is_none() || !given["cum_weights"].is_none())
        throw given.refusal("weights", "weights are not evaluated");
    std::vector<value> chosen;
    for (std::size_t i = count_in(given, "k"); i > 0; --i) {
        run.charge_memory(sizeof(value));
        run.charge_steps(1);
        chosen.push_back(pick(run, given["population"]));
    }
    return value::list(std::move(chosen));
}

void shuffle_items(std::vector<value>& items) {
    for (auto at = items.size(); at > 1; --at)
        std::swap(items[at - 1], items[random_below(at)]);
}

value shuffle(evaluation& run, given_type given) {
    auto const* list = given["x"].get_if<list_pointer>();
    if (list == nullptr)
        throw given.refusal("x", "only a list is shuffled");
    run.charge_steps((*list)->items.size());
    shuffle_items((*list)->items);
    return {};
}

value sample(evaluation& run, given_type given) {
    auto items = run.collect(given["population"]);
    auto const wanted = count_in(given, "k");
    if (wanted > items.size())
        throw value_error("Sample larger than population or is negative");
    shuffle_items(items);
    items.resize(wanted);
    return value::list(std::move(items));
}

std::string bytes_in(evaluation& run, given_type given, char const* parameter) {
    constexpr std::int64_t usual = 32;
    auto const count = given[parameter].is_none() ? usual : given.integer(parameter);
    if (count < 0)
        throw value_error("negative argument not allowed");
    run.charge_memory(static_cast<std::size_t>(count));
    run.charge_steps(static_cast<std::size_t>(count));
    return random_bytes(static_cast<std::size_t>(count));
}

value token_hex(evaluation& run, given_type given) {
    return base::hexadecimal(bytes_in(run, given, "nbytes"));
}

value token_urlsafe(evaluation& run, given_type given) {
    auto text = base64_text(bytes_in(run, given, "nbytes"), base64_alphabet::url);
    text.erase(text.find_last_not_of('=') + 1);
    return text;
}

void add_secrets(module_registry& registry) {
    auto& secrets = registry.module("secrets");
    secrets.function("token_hex(nbytes=None)", token_hex, effect::none);
    secrets.function("token_urlsafe(nbytes=None)", token_urlsafe, effect::none);
    secrets.function(
        "token_bytes(nbytes=None)",
        [](evaluation& run, given_type given) -> value { return bytes_data{bytes_in(run, given, "nbytes")}; },
        effect::none
    );
    secrets.function("choice(seq)", choice, effect::none);
    secrets.function(
        "randbelow(exclusive_upper_bound)",
        [](evaluation&, given_type given) -> value { return between(0, given.integer("exclusive_upper_bound") - 1); },
        effect::none
    );
}

} // namespace

void add_random(module_registry& registry) {
    add_secrets(registry);
    auto& random = registry.module("random");
    random.function("randint(a, b)", randint, effect::none);
    random.function("randrange(start, stop=None, step=1)", randrange, effect::none);
    random.function("uniform(a, b)", uniform, effect::none);
    random.function("choice(seq)", choice, effect::none);
    random.function("choices(population, weights=None, *, cum_weights=None, k=1)", choices, effect::none);
    random.function("shuffle(x)", shuffle, effect::none);
    random.function("sample(population, k, *, counts=None)", sample, effect::none);
    random.function(
        "random()", [](evaluation&, given_type) -> value { return random_fraction(); }, effect::none
    );
    random.set("seed", refused_function("seed", "the sequence of numbers after a seed is Python's own"));
    registry.module("os").function(
        "urandom(size, /)",
        [](evaluation& run, given_type given) -> value { return bytes_data{bytes_in(run, given, "size")}; },
        effect::none
    );
}

} // namespace alembicore::python
