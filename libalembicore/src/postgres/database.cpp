// The public face of a connection.
#include "postgres/connection.hpp"

#include <alembicore/database.hpp>

namespace alembicore {

database::database(std::unique_ptr<postgres::connection> connection) : connection_(std::move(connection)) {}

database::database(database&&) noexcept = default;
database& database::operator=(database&&) noexcept = default;
database::~database() = default;

database database::connect(database_url const& url, std::chrono::seconds timeout) {
    return pending_database{url, timeout}.wait();
}

pending_database::pending_database() : pending_(std::make_unique<postgres::pending_connection>()) {}

pending_database::pending_database(database_url const& url, std::chrono::seconds timeout) : pending_database() {
    begin(url, timeout);
}

void pending_database::begin(database_url const& url, std::chrono::seconds timeout) {
    pending_->begin(url, timeout);
}

pending_database::pending_database(pending_database&&) noexcept = default;
pending_database& pending_database::operator=(pending_database&&) noexcept = default;
pending_database::~pending_database() = default;

database pending_database::wait(std::stop_token const& stop) && {
    return database{std::make_unique<postgres::connection>(std::move(*pending_), stop)};
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
