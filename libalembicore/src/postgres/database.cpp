// The public face of a connection.
#include "postgres/connection.hpp"

#include <alembicore/database.hpp>

namespace alembicore {

database::database(std::unique_ptr<postgres::connection> connection) : connection_(std::move(connection)) {}

database::database(database&&) noexcept = default;
database& database::operator=(database&&) noexcept = default;
database::~database() = default;

database database::connect(database_url const& url, std::chrono::seconds timeout) {
    return database{
        std::make_unique<postgres::connection>(url, postgres::connect_options{.timeout = timeout, .stop = {}})};
}

std::string database::server_version() const {
    // Debian and others add their package's version in parentheses.
    std::string version = connection_->reported("server_version");
    return version.substr(0, version.find(' '));
}

std::string const& database::masked_url() const noexcept {
    return connection_->masked_address();
}

void database::cancel() const {
    connection_->cancel();
}

} // namespace alembicore
