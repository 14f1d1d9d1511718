#include "content_policy.hpp"

namespace alembicore::server {

/// Source: OWASP's Content Security Policy Cheat Sheet. Images of the page are also made by it (blob:), and those that
/// Swagger UI's styles hold are data:.
std::string content_policy(std::string_view style_nonce) {
    std::string styles = "'self'";
    if (!style_nonce.empty())
        styles += " 'nonce-" + std::string{style_nonce} + '\'';
    return "default-src 'none'; script-src 'self'; style-src " + styles +
           "; img-src 'self' data: blob:; font-src 'self'; worker-src 'self'; connect-src 'self'; base-uri 'none'; "
           "form-action 'self'; frame-ancestors 'none'";
}

} // namespace alembicore::server
