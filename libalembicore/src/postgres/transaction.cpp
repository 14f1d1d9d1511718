#include "postgres/transaction.hpp"

namespace alembicore::postgres {

namespace {

error in_doubt(error_info info) {
    info.code = errc::commit_in_doubt;
    info.message = "the connection broke during COMMIT, which may or may not have happened";
    info.remedy = "see what the database holds now (`alembicore current`), then run again";
    return error{std::move(info)};
}

error rolled_back_instead() {
    error_info info;
    info.code = errc::statement_failed;
    info.message = "the server rolled back instead of committing, since a statement before had failed";
    info.remedy = "look for SQL in the revision that catches an error without rolling back to a savepoint";
    info.statement = "COMMIT";
    return error{std::move(info)};
}

} // namespace

transaction::transaction(connection& on, std::string const& opening) : connection_(on) {
    connection_.execute(opening);
}

transaction::~transaction() {
    try {
        if (open_ && connection_.usable())
            connection_.execute("ROLLBACK");
    } catch (...) {
        // The server rolls back by itself when the connection is gone, and a notice sink's complaint comes too late.
    }
}

void transaction::commit() {
    open_ = false;
    try {
        if (connection_.execute("COMMIT").command() == "ROLLBACK")
            throw rolled_back_instead();
    } catch (error const& failure) {
        if (failure.code() == errc::connection_lost)
            throw in_doubt(failure.info());
        throw;
    }
}

void transaction::rollback() {
    open_ = false;
    connection_.execute("ROLLBACK");
}

} // namespace alembicore::postgres
