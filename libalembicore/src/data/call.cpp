#include "data/call.hpp"

namespace alembicore::data {

namespace {

/// In one message: everything that a value's text depends on is set, so that it means the same in a later call. What
/// writes sees a row as the last writer left it, and so finds out that it is not as it was.
std::string opening(postgres::connection const& on, intent what, std::chrono::milliseconds time_limit) {
    std::string text = what == intent::read ? "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
                                            : "BEGIN ISOLATION LEVEL READ COMMITTED";
    text += "; SET LOCAL statement_timeout = " + std::to_string(time_limit.count());
    if (on.reported("server_encoding") == "SQL_ASCII")
        text += "; SET LOCAL client_encoding = 'SQL_ASCII'"; // bytes of any kind, and none are lost
    return text + "; SET LOCAL standard_conforming_strings = on; SET LOCAL datestyle = 'ISO, MDY'; SET LOCAL "
                  "intervalstyle = 'postgres'"
                  "; SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1; SET LOCAL lc_monetary = 'C'";
}

postgres::connection& free_for_use(postgres::connection& on) {
    if (on.in_transaction())
        throw error{errc::bad_usage, "rows are read in transactions of their own, and one is open already"};
    return on;
}

} // namespace

call::call(postgres::connection& on, intent what, std::chrono::milliseconds time_limit)
    : connection_(on), transaction_(free_for_use(on), opening(on, what, time_limit)) {}

} // namespace alembicore::data
