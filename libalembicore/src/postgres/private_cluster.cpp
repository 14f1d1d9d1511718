// The public face of a private cluster.
#include "postgres/cluster.hpp"

#include <alembicore/error.hpp>
#include <alembicore/private_cluster.hpp>

namespace alembicore {

private_cluster private_cluster::of_user() {
    return private_cluster{postgres::default_cluster_folder()};
}

private_cluster::private_cluster(std::filesystem::path directory) : directory_(std::move(directory)) {}

cluster_status private_cluster::status() const {
    return postgres::cluster_state(postgres::cluster_folder{directory_});
}

cluster_status private_cluster::start() const {
    return postgres::start_cluster(postgres::cluster_folder{directory_}, postgres::durability::full);
}

void private_cluster::stop() const {
    postgres::stop_cluster(postgres::cluster_folder{directory_}, postgres::shutdown::fast);
}

std::string private_cluster::create_database(std::string const& name) const {
    postgres::cluster_folder const folder{directory_};
    auto const state = postgres::cluster_state(folder);
    if (!state.running)
        throw error{
            errc::connection_failed,
            "the private cluster in " + folder.root.string() + " does not run",
            "start it first (`alembicore db start`)"};
    postgres::create_database_if_missing(postgres::cluster_url(folder, state.port, "postgres"), name);
    return postgres::cluster_url_text(folder, state.port, name);
}

void private_cluster::destroy() const {
    postgres::destroy_cluster(postgres::cluster_folder{directory_});
}

} // namespace alembicore
