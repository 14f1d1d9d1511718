// The keys of a schema's parts, taken apart.
#pragma once

#include <string>
#include <string_view>

namespace alembicore::catalog {

/// `column public.users.email` → `public.users`; empty: a part of no table.
[[nodiscard]] std::string table_of_part(std::string_view key);

} // namespace alembicore::catalog
