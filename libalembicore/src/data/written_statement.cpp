#include "data/written_statement.hpp"

#include "base/character_offset.hpp"
#include "base/place.hpp"

namespace alembicore::data {

namespace {

constexpr char const* within_transaction = "25001"; ///< what cannot run there, such as VACUUM

} // namespace

postgres::connection::stream_end run_written(
    postgres::connection& on,
    statement_origin const& origin,
    std::string const& sent,
    postgres::connection::row_receiver const& take,
    std::stop_token const& stop
) {
    try {
        return on.stream(sent, take, stop);
    } catch (error& failure) {
        auto const& said = failure.info().server;
        if (said) {
            auto const at = said->position == 0 ? origin.prefix : base::offset_of_character(sent, said->position - 1);
            auto const within = at > origin.prefix ? at - origin.prefix : 0;
            failure.info().place = base::place_at(origin.source, origin.whole, origin.offset + within);
            failure.info().statement = sent.substr(origin.prefix);
            if (said->sqlstate == within_transaction)
                failure.info().remedy = "run it with a program that begins no transaction, such as psql";
        }
        throw;
    }
}

} // namespace alembicore::data
