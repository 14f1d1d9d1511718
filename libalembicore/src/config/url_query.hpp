// The query of a database URL: what SQLAlchemy's PostgreSQL drivers make of it, as libpq keywords.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace alembicore::config {

using url_parameters = std::vector<std::pair<std::string, std::string>>;

/// urllib.parse.unquote; a '%' that begins no escape is kept.
[[nodiscard]] std::string percent_decoded(std::string_view text);

/// urllib.parse.parse_qsl: pairs in order; those without a value are dropped.
[[nodiscard]] url_parameters parse_url_query(std::string_view text);

/// Why a query cannot be used. Its text is not repeated: it may be a part of a password.
struct query_problem {
    std::string reason;
};

/// Lays the query over the parameters that the rest of the URL gave; what both name, the query decides.
[[nodiscard]] std::optional<query_problem> apply_url_query(url_parameters const& query, url_parameters& parameters);

/// Gives a parameter its value; an empty value removes it.
void set_parameter(url_parameters& parameters, std::string_view keyword, std::string value);

} // namespace alembicore::config
