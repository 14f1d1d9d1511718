// Bearer tokens as another service would sign them.
#pragma once

#include <string>
#include <string_view>

namespace alembicore::test {

constexpr char const* hs256 = R"({"alg":"HS256","typ":"JWT"})";

/// In base64url.
[[nodiscard]] std::string encode(std::string_view text);

/// Signed by HMAC with SHA-256, whatever the head says.
[[nodiscard]] std::string by_secret(std::string_view key, std::string const& head, std::string const& body);

} // namespace alembicore::test
