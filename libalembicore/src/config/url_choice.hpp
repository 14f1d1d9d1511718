// Which of the places that may give a database URL does.
#pragma once

#include <alembicore/settings.hpp>

#include <optional>
#include <string>

namespace alembicore::config {

/// A URL as written, and where; or why there is none, where that is known.
struct url_candidate {
    std::optional<std::string> text;
    std::string source;
    std::optional<diagnostic> problem;
};

struct url_choice {
    std::optional<database_url> url;
    std::optional<diagnostic> missing; ///< why there is no URL
};

/// Whether a URL is the one that a fresh project is made with: `driver://user:pass@localhost/dbname`.
[[nodiscard]] bool is_placeholder(std::string_view url) noexcept;

/// Reads the candidate. One that is no usable URL is a finding and no error, since history, for one, needs no database.
[[nodiscard]] url_choice read_url(url_candidate const& candidate);

} // namespace alembicore::config
