// What a proxy in front of the server says of its clients.
#pragma once

#include "http/message.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace alembicore::server::http {

/// Anybody can write `X-Forwarded-For`, so it is read only where it comes from a proxy that is known, and from its end:
/// each proxy has added who asked it.
class forwarding {
public:
    /// Nobody is trusted.
    forwarding() = default;

    /// `networks` are addresses, or networks such as `10.0.0.0/8`. Errors: bad_usage for other texts.
    explicit forwarding(std::vector<std::string> const& networks);

    /// Sets client, secure and Host of a request by what its proxy says; leaves those of others as they are.
    void apply(request& asked) const;

    [[nodiscard]] bool empty() const noexcept { return networks_.empty(); }

    /// Whether this is the address of a proxy that is known.
    [[nodiscard]] bool trusts(std::string_view address) const;

private:
    struct network {
        std::vector<unsigned char> bytes; ///< of the address: 4 or 16
        std::size_t bits = 0;             ///< that belong to the network
    };

    [[nodiscard]] static bool contains(network const& which, std::vector<unsigned char> const& bytes) noexcept;

    std::vector<network> networks_;
};

} // namespace alembicore::server::http
