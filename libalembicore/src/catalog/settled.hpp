// Expressions in the form in which the server keeps them once it has read its own text.
#pragma once

#include <string>

namespace alembicore::catalog {

/// `x IN ('a', 'b')` over a varchar column is kept as one array that is cast, and printed so:
/// `ANY ((ARRAY['a'::character varying, …])::text[])`. Read again, that becomes an array of casts:
/// `ANY (ARRAY[('a'::character varying)::text, …])`, which stays so. The two mean the same; this makes the second of
/// the first, with and without the parentheses that views lack.
[[nodiscard]] std::string settled(std::string const& expression);

} // namespace alembicore::catalog
