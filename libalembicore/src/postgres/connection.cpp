#include "postgres/connection.hpp"

#include "postgres/failure.hpp"
#include "postgres/libpq.hpp"

#include <array>
#include <utility>

namespace alembicore::postgres {

namespace {

constexpr char const* no_copy = "alembicore sends no data for COPY FROM STDIN";

/// Passes over the data of a COPY, so that the dialogue can go on.
void leave_copy(pg_conn* handle, ExecStatusType status) {
    if (status == PGRES_COPY_IN)
        libpq().PQputCopyEnd(handle, no_copy);
    char* row = nullptr;
    while (status == PGRES_COPY_OUT && libpq().PQgetCopyData(handle, &row, 0) > 0)
        libpq().PQfreemem(row);
}

bool is_copy(ExecStatusType status) {
    return status == PGRES_COPY_IN || status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH;
}

bool is_failure(ExecStatusType status) {
    return status == PGRES_FATAL_ERROR || status == PGRES_BAD_RESPONSE;
}

error_info copy_refused(std::string statement) {
    error_info info;
    info.code = errc::statement_failed;
    info.message = "COPY from or to the client is not possible here";
    info.remedy = "use INSERT, or COPY with a file on the server";
    info.statement = std::move(statement);
    return info;
}

/// libpq takes texts up to the first NUL: what is behind it would be lost without a word.
void refuse_nul(std::string const& text, std::string_view what) {
    if (text.find('\0') == std::string::npos)
        return;
    error_info info;
    info.code = errc::statement_failed;
    info.message = "a " + std::string{what} + " holds a NUL character, which PostgreSQL does not accept";
    info.remedy = "write the value without it";
    throw error{std::move(info)};
}

void check_before_sending(std::string const& text, std::stop_token const& stop) {
    if (stop.stop_requested())
        throw error{errc::cancelled, "stopped by request"};
    refuse_nul(text, "statement");
}

pending_connection begun(database_url url, std::chrono::seconds timeout) {
    pending_connection made;
    made.begin(std::move(url), timeout);
    return made;
}

} // namespace

void handle_deleter::operator()(pg_cancel* handle) const noexcept {
    libpq().PQfreeCancel(handle);
}

connection::connection(database_url url, connect_options const& options)
    : connection(begun(std::move(url), options.timeout), options.stop) {}

connection::connection(pending_connection pending, std::stop_token const& stop)
    : url_(pending.url()), masked_address_(url_.masked()), handle_(pending.wait(stop)),
      canceller_(libpq().PQgetCancel(handle_.get())) {
    libpq().PQsetnonblocking(handle_.get(), 1);
    libpq().PQsetNoticeReceiver(handle_.get(), &connection::receive_notice, notices_.get());
}

void connection::receive_notice(void* to, pg_result const* notice) noexcept {
    auto& target = *static_cast<notices*>(to);
    if (!target.sink || target.thrown)
        return;
    try {
        target.sink(message_of(*notice));
    } catch (...) {
        target.thrown = std::current_exception(); // it must not pass through libpq
    }
}

void connection::on_notice(notice_sink sink) {
    notices_->sink = std::move(sink);
}

result connection::execute(std::string const& text, std::stop_token const& stop) {
    check_before_sending(text, stop);
    if (libpq().PQsendQuery(handle_.get(), text.c_str()) == 0)
        fail_to_send(text);
    return finish(text, stop);
}

void connection::send(std::string const& text, parameters const& values, std::stop_token const& stop) {
    check_before_sending(text, stop);
    std::vector<char const*> pointers;
    for (auto const& value : values) {
        if (value)
            refuse_nul(*value, "value");
        pointers.push_back(value ? value->c_str() : nullptr);
    }
    int const sent = libpq().PQsendQueryParams(
        handle_.get(), text.c_str(), static_cast<int>(pointers.size()), nullptr, pointers.data(), nullptr, nullptr, 0
    );
    if (sent == 0)
        fail_to_send(text);
}

result connection::execute(std::string const& text, parameters const& values, std::stop_token const& stop) {
    send(text, values, stop);
    return finish(text, stop);
}

connection::stream_end
connection::stream(std::string const& text, row_receiver const& take, std::stop_token const& stop) {
    send(text, {}, stop);
    libpq().PQsetSingleRowMode(handle_.get());
    return receive(text, take, stop);
}

void connection::fail_to_send(std::string const& text) {
    server_message said;
    said.message = libpq().PQerrorMessage(handle_.get());
    while (said.message.ends_with('\n'))
        said.message.pop_back();
    throw error{statement_failure(std::move(said), text, usable() ? connection_state::usable : connection_state::lost)};
}

namespace {

constexpr char const* cancelled_state = "57014";

/// Gives rows to their receiver until it has enough or throws; what comes after that is passed over.
class handing_over {
public:
    explicit handing_over(connection::row_receiver const& take) : take_(take) {}

    /// Whether this row is the last that is wanted.
    bool ends_with(result const& row) {
        if (over_)
            return false;
        try {
            over_ = take_(row) == connection::wish::enough;
        } catch (...) {
            thrown_ = std::current_exception();
            over_ = true;
        }
        return over_;
    }

    [[nodiscard]] bool over() const noexcept { return over_; }

    void rethrow() const {
        if (thrown_)
            std::rethrow_exception(thrown_);
    }

private:
    connection::row_receiver const& take_;
    std::exception_ptr thrown_;
    bool over_ = false;
};

} // namespace

result connection::finish(std::string const& text, std::stop_token const& stop) {
    return receive(text, {}, stop).last;
}

connection::stream_end
connection::receive(std::string const& text, row_receiver const& take, std::stop_token const& stop) {
    handing_over rows{take};
    result_handle last;
    std::optional<server_message> failure;
    bool copied = false;
    committed_ = false;
    begin_vigil();
    for (;;) {
        wait_for_result(text, stop);
        result_handle next{libpq().PQgetResult(handle_.get())};
        if (!next)
            break;
        auto const status = libpq().PQresultStatus(next.get());
        if (status == PGRES_SINGLE_TUPLE) {
            if (rows.ends_with(result{std::move(next)}))
                cancel();
        } else if (is_copy(status)) {
            copied = true;
            leave_copy(handle_.get(), status);
        } else if (!is_failure(status)) {
            committed_ = committed_ || std::string_view{libpq().PQcmdStatus(next.get())} == "COMMIT";
            last = std::move(next);
        } else if (!failure) // what follows a lost connection's first message says less
            failure = message_of(*next);
    }
    if (usable())
        ++answers_;
    rows.rethrow();
    if (auto thrown = std::exchange(vigil_thrown_, nullptr))
        std::rethrow_exception(thrown);
    if (auto thrown = std::exchange(notices_->thrown, nullptr))
        std::rethrow_exception(thrown);
    if (copied && usable())
        throw error{copy_refused(text)};
    bool const cut = rows.over() && !stop.stop_requested();
    if (failure && !(cut && failure->sqlstate == cancelled_state))
        throw error{
            statement_failure(std::move(*failure), text, usable() ? connection_state::usable : connection_state::lost)};
    return {.last = result{std::move(last)}, .cut = cut};
}

void connection::flush() {
    int left = 0;
    while ((left = libpq().PQflush(handle_.get())) > 0) {
        // The server may want to be read before it reads on.
        static_cast<void>(wait_for(libpq().PQsocket(handle_.get()), interest::both, waker_));
        if (libpq().PQconsumeInput(handle_.get()) == 0)
            break;
    }
}

/// Until PQgetResult can answer without waiting. A stop request is passed on to the server, whose answer to it (a
/// failed statement, or a finished one) is what is waited for then. It is repeated, since a cancel that arrives before
/// the server has begun with the statement is lost.
void connection::wait_for_result(std::string const& text, std::stop_token const& stop) {
    if (libpq().PQisBusy(handle_.get()) == 0)
        return; // rows may come as fast as they are taken
    waker_.clear();
    flush();
    std::stop_callback const wake{stop, [this] { waker_.signal(); }};
    std::optional<steady_time> again;
    while (libpq().PQisBusy(handle_.get()) != 0) {
        auto const end =
            wait_for(libpq().PQsocket(handle_.get()), interest::reading, waker_, again ? again : next_look_);
        if (end == wait_end::ready) {
            if (libpq().PQconsumeInput(handle_.get()) == 0)
                break; // the connection is gone; PQgetResult says how
            continue;
        }
        bool const is_look = end == wait_end::timed_out && !again;
        if (is_look)
            look_around(text);
        if (is_look && !vigil_thrown_)
            continue;
        waker_.clear();
        cancel();
        again = std::chrono::steady_clock::now() + std::chrono::milliseconds{200};
    }
}

void connection::begin_vigil() {
    next_look_.reset();
    if (!vigil_.look)
        return;
    begun_ = std::chrono::steady_clock::now();
    next_look_ = begun_ + vigil_.first;
}

void connection::look_around(std::string const& text) {
    auto const now = std::chrono::steady_clock::now();
    next_look_ = now + vigil_.again;
    try {
        vigil_.look(text, std::chrono::duration_cast<std::chrono::milliseconds>(now - begun_));
    } catch (...) {
        vigil_thrown_ = std::current_exception(); // once the server has done with the statement
    }
}

void connection::cancel() const noexcept {
    std::array<char, 256> reason{}; // not told: the statement then simply ends by itself
    if (canceller_)
        static_cast<void>(libpq().PQcancel(canceller_.get(), reason.data(), static_cast<int>(reason.size())));
}

bool connection::in_transaction() const noexcept {
    auto const status = libpq().PQtransactionStatus(handle_.get());
    return status == PQTRANS_INTRANS || status == PQTRANS_INERROR || status == PQTRANS_ACTIVE;
}

bool connection::in_failed_transaction() const noexcept {
    return libpq().PQtransactionStatus(handle_.get()) == PQTRANS_INERROR;
}

bool connection::usable() const noexcept {
    return libpq().PQstatus(handle_.get()) == CONNECTION_OK;
}

int connection::backend() const noexcept {
    return libpq().PQbackendPID(handle_.get());
}

std::string connection::reported(char const* name) const {
    char const* const value = libpq().PQparameterStatus(handle_.get(), name);
    return value != nullptr ? value : "";
}

std::string quote_name(std::string_view name) {
    std::string quoted = "\"";
    for (char const c : name) {
        if (c == '"')
            quoted += '"';
        quoted += c;
    }
    return quoted + "\"";
}

std::string array_literal(std::vector<std::string> const& items) {
    std::string text = "{";
    for (auto const& item : items) {
        text += text.size() == 1 ? "\"" : ",\"";
        for (char const c : item) {
            if (c == '"' || c == '\\')
                text += '\\';
            text += c;
        }
        text += '"';
    }
    return text + '}';
}

} // namespace alembicore::postgres
