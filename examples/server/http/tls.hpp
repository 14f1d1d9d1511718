// What the server proves itself with.
#pragma once

#include <filesystem>
#include <memory>

namespace alembicore::server::http {

/// Files in PEM.
struct tls_files {
    std::filesystem::path certificate; ///< the server's own first, then those that lead to a root
    std::filesystem::path key;

    [[nodiscard]] bool empty() const noexcept { return certificate.empty() && key.empty(); }
};

/// A certificate and its key, for TLS 1.2 and 1.3.
class tls_identity {
public:
    /// Errors: bad_configuration where they cannot be read or do not belong together.
    explicit tls_identity(tls_files const& files);
    tls_identity(tls_identity const&) = delete;
    tls_identity& operator=(tls_identity const&) = delete;
    ~tls_identity();

    struct state;

    [[nodiscard]] state& inside() const noexcept { return *state_; }

private:
    std::unique_ptr<state> state_;
};

} // namespace alembicore::server::http
