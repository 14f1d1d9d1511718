// Copying into a table.
#include "postgres/connection.hpp"
#include "postgres/failure.hpp"
#include "postgres/libpq.hpp"

namespace alembicore::postgres {

/// What does not fit into libpq's memory waits until the server has taken something.
void connection::put(std::string_view piece) {
    while (libpq().PQputCopyData(handle_.get(), piece.data(), static_cast<int>(piece.size())) == 0)
        flush();
    flush();
}

void connection::end_copy(char const* reason) {
    while (libpq().PQputCopyEnd(handle_.get(), reason) == 0)
        flush();
}

result connection::copy_in(std::string const& text, copy_source const& give, std::stop_token const& stop) {
    send(text, {}, stop);
    begin_vigil();
    wait_for_result(text, stop);
    result_handle const begun{libpq().PQgetResult(handle_.get())};
    if (libpq().PQresultStatus(begun.get()) != PGRES_COPY_IN) {
        auto said = message_of(*begun);
        static_cast<void>(receive(text, {}, stop));
        throw error{
            statement_failure(std::move(said), text, usable() ? connection_state::usable : connection_state::lost)};
    }
    try {
        for (auto piece = give(); !piece.empty() && !stop.stop_requested(); piece = give()) {
            put(piece);
        }
    } catch (...) {
        end_copy("what is copied cannot be read");
        try {
            static_cast<void>(receive(text, {}, {}));
        } catch (error const&) {
            // that of the reader says more
        }
        throw;
    }
    end_copy(stop.stop_requested() ? "stopped by request" : nullptr);
    auto ended = receive(text, {}, stop).last;
    if (stop.stop_requested())
        throw error{errc::cancelled, "stopped by request"};
    return ended;
}

} // namespace alembicore::postgres
