#include "catalog/reading.hpp"

#include <utility>

namespace alembicore::catalog {

namespace {

/// One moment for all queries, in which nothing is written and names are always qualified.
class quiet_moment {
public:
    explicit quiet_moment(postgres::connection& on) : connection_(on) {
        // Estimates over the system catalogues are far too high: compiling the queries takes longer than running them.
        connection_.execute(
            "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL search_path = ''; SET LOCAL jit = off"
        );
    }

    quiet_moment(quiet_moment const&) = delete;
    quiet_moment& operator=(quiet_moment const&) = delete;

    ~quiet_moment() {
        try {
            if (connection_.usable())
                connection_.execute("ROLLBACK");
        } catch (...) {
            // The server rolls back by itself when the connection is gone.
        }
    }

private:
    postgres::connection& connection_;
};

} // namespace

snapshot read(database& from, filter const& wanted, std::stop_token const& stop) {
    auto& connection = from.connection();
    if (connection.in_transaction())
        throw error{errc::bad_usage, "the catalogue is read in a transaction of its own, and one is open already"};
    quiet_moment const now{connection};
    reading queries{connection, wanted, stop};
    snapshot made;
    read_namespaces(queries, made);
    read_types(queries, made);
    read_sequences(queries, made);
    read_routines(queries, made);
    read_relations(queries, made);
    return made;
}

} // namespace alembicore::catalog
