// What a browser may load for what we answer.
#pragma once

#include <string>
#include <string_view>

namespace alembicore::server {

/// The value of `Content-Security-Policy`: everything from this server, nothing else, and no script within a page.
/// Style elements may have the nonce, where there is one.
[[nodiscard]] std::string content_policy(std::string_view style_nonce);

} // namespace alembicore::server
