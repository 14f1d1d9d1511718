// Asks a server as a page does: with the token, over one connection.
#pragma once

#include <boost/json/value.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <string>

namespace alembicore::test {

struct answer {
    unsigned status = 0;
    std::map<std::string, std::string> fields; ///< names in small letters
    std::string body;

    [[nodiscard]] boost::json::value json() const;
};

using header_fields = std::map<std::string, std::string>;

class browser {
public:
    explicit browser(std::uint16_t port);

    answer get(std::string const& target, header_fields const& fields = {});
    answer send(
        std::string const& method, std::string const& target, std::string const& body, header_fields const& fields = {}
    );

    /// From then on its cookie goes along with every request, and the token of that session with every change.
    answer log_in(std::string const& user, std::string const& password);

    /// With the token.
    answer post(std::string const& target, std::string const& body);

    [[nodiscard]] std::string const& token();

    /// Posts, waits for the end of the run that it started, and gives what is known of that.
    boost::json::value run(std::string const& target, std::string const& body);

private:
    std::uint16_t port_;
    std::string token_;
    std::string cookie_;
};

/// Sends these bytes and gives all that comes back until the server closes or is silent for two seconds.
std::string exchange(std::uint16_t port, std::string const& bytes);

} // namespace alembicore::test
