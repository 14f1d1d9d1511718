#include "interpreter/backend.hpp"

#include <charconv>
#include <chrono>
#include <string>
#include <thread>

namespace alembicore::interpreter {

namespace {

constexpr char const* begun = "CAST(extract(epoch FROM backend_start) * 1000000 AS bigint)";

template <typename Number>
Number number_of(std::optional<std::string_view> text) {
    Number number = 0;
    if (text)
        std::from_chars(text->data(), text->data() + text->size(), number);
    return number;
}

std::string that_session(backend const& session) {
    return " FROM pg_catalog.pg_stat_activity WHERE pid = " + std::to_string(session.process) + " AND coalesce(" +
           begun + ", " + std::to_string(session.begun) + ") = " + std::to_string(session.begun);
}

bool is_alive(postgres::connection& from, backend const& session) {
    return from.execute("SELECT 1" + that_session(session)).row_count() > 0;
}

} // namespace

backend backend_of(postgres::connection& connection) {
    auto const answer = connection.execute(
        std::string{"SELECT pid, "} + begun +
        " FROM pg_catalog.pg_stat_activity WHERE pid = pg_catalog.pg_backend_pid()"
    );
    if (answer.row_count() != 1)
        return {number_of<int>(connection.execute("SELECT pg_catalog.pg_backend_pid()").value(0, 0)), 0};
    return {number_of<int>(answer.value(0, 0)), number_of<std::int64_t>(answer.value(0, 1))};
}

void cancel_backend(postgres::connection& from, backend const& session) noexcept {
    try {
        if (session.known())
            from.execute("SELECT pg_catalog.pg_cancel_backend(pid)" + that_session(session));
    } catch (...) { // NOLINT: the child gets its signal all the same
    }
}

void end_backend(postgres::connection& from, backend const& session) noexcept {
    using clock = std::chrono::steady_clock;
    try {
        if (!session.known())
            return;
        from.execute("SELECT pg_catalog.pg_terminate_backend(pid)" + that_session(session));
        for (auto const patience = clock::now() + std::chrono::seconds{5};
             clock::now() < patience && is_alive(from, session);)
            std::this_thread::sleep_for(std::chrono::milliseconds{20});
    } catch (...) { // NOLINT: the server ends it when it notices that its client is gone
    }
}

} // namespace alembicore::interpreter
