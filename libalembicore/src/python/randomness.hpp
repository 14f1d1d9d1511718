// Chance, for the parts of the standard library that ask for it: fresh in each evaluation, as it is in Python.
#pragma once

#include <cstdint>
#include <string>

namespace alembicore::python {

/// Bytes from the operating system.
[[nodiscard]] std::string random_bytes(std::size_t count);
/// A number below the bound, all equally likely. Precondition: bound > 0.
[[nodiscard]] std::uint64_t random_below(std::uint64_t bound);
/// In [0, 1), 53 bits.
[[nodiscard]] double random_fraction();

} // namespace alembicore::python
