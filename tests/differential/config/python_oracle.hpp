// Asks Python what it makes of generated input.
#pragma once

#include <boost/json/array.hpp>

#include <cstddef>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace alembicore::test {

/// The answers of oracle.py to `cases`, in order. `reader` is `ini` or `url`.
[[nodiscard]] boost::json::array ask_python(std::string const& reader, std::vector<std::string> const& cases);

/// The seed of generated cases: ALEMBICORE_TEST_SEED, else a new one; printed, so that a failure can be repeated.
[[nodiscard]] std::mt19937 seeded_random();

/// One of the pieces, by chance.
template <std::size_t Count>
[[nodiscard]] std::string_view pick(std::mt19937& random, std::string_view const (&pieces)[Count]) {
    return pieces[std::uniform_int_distribution<std::size_t>{0, Count - 1}(random)];
}

} // namespace alembicore::test
