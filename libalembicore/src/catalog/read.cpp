#include "catalog/reading.hpp"
#include "postgres/transaction.hpp"

namespace alembicore::catalog {

snapshot read(database& from, filter const& wanted, std::stop_token const& stop) {
    auto& connection = from.connection();
    if (connection.in_transaction())
        throw error{errc::bad_usage, "the catalogue is read in a transaction of its own, and one is open already"};
    postgres::transaction const moment{connection, quiet_moment};
    return read_moment(connection, wanted, stop);
}

snapshot read_moment(postgres::connection& from, filter const& wanted, std::stop_token const& stop) {
    reading queries{from, wanted, stop};
    auto made = read_definitions(queries);
    read_statistics(queries);
    return made;
}

snapshot read_definitions(reading& from) {
    snapshot made;
    read_namespaces(from, made);
    read_types(from, made);
    read_sequences(from, made);
    read_routines(from, made);
    read_relations(from, made);
    return made;
}

} // namespace alembicore::catalog
