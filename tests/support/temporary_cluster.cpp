#include "support/temporary_cluster.hpp"

#include "base/file.hpp"

#include <alembicore/error.hpp>

#include <iostream>

#include <sys/stat.h>

namespace alembicore::test {

temporary_cluster& temporary_cluster::shared() {
    static temporary_cluster cluster;
    return cluster;
}

temporary_cluster::temporary_cluster() : cluster_(folder_.path() / "cluster") {
    ::chmod(folder_.path().c_str(), 0755); // the server may run as another user than we
    start();
}

temporary_cluster::~temporary_cluster() {
    try {
        postgres::destroy_cluster(cluster_);
    } catch (error const& failure) {
        std::cerr << describe(failure.info()) << '\n';
    }
}

void temporary_cluster::start() {
    port_ = postgres::start_cluster(cluster_, postgres::durability::none).port;
}

database_url temporary_cluster::url(std::string const& database) const {
    return postgres::cluster_url(cluster_, port_, database);
}

database_url temporary_cluster::tcp_url(std::string const& database, std::string const& password) const {
    auto result = url(database);
    result.parameters.front().second = "127.0.0.1";
    result.parameters.emplace_back("password", password);
    return result;
}

std::string temporary_cluster::password() const {
    std::string text = base::read_file(cluster_.password);
    return text.substr(0, text.find('\n'));
}

temporary_database::temporary_database(temporary_cluster& cluster) : cluster_(cluster) {
    static int count = 0;
    name_ = "test_" + std::to_string(++count);
    postgres::connection{cluster_.url("postgres")}.execute("CREATE DATABASE " + name_);
}

temporary_database::~temporary_database() {
    try {
        postgres::connection administrator{cluster_.url("postgres")};
        // WITH (FORCE) came with PostgreSQL 13.
        administrator.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + name_ + "'");
        administrator.execute("DROP DATABASE " + name_);
    } catch (error const& failure) {
        std::cerr << describe(failure.info()) << '\n';
    }
}

std::string temporary_database::ask(std::string const& query) const {
    postgres::connection asked{url()};
    std::string joined;
    for (auto const& value : asked.execute(query).first_column())
        joined += (joined.empty() ? "" : ",") + value;
    return joined;
}

} // namespace alembicore::test
