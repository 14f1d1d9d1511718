// One libpq connection: statements, notices, cancelling. The only room that includes libpq.
#pragma once

#include "postgres/connect.hpp"
#include "postgres/result.hpp"
#include "postgres/waiting.hpp"

#include <alembicore/database_url.hpp>
#include <alembicore/error.hpp>

#include <chrono>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace alembicore::postgres {

struct connect_options {
    std::chrono::seconds timeout{10}; ///< per host; `connect_timeout` of the URL or environment goes before it
    std::stop_token stop;
};

/// Used by one thread at a time, except `cancel`.
class connection {
public:
    using notice_sink = std::function<void(server_message const&)>;
    using parameters = std::vector<std::optional<std::string>>;

    /// Errors: connection_failed, authentication_failed, cancelled.
    explicit connection(database_url url, connect_options const& options = {});

    /// Waits for one that is on its way. Errors: as above.
    explicit connection(pending_connection pending, std::stop_token const& stop = {});

    connection(connection const&) = delete;
    connection& operator=(connection const&) = delete;

    /// Runs a text that may hold several statements; when it fails, none of those that come after is run. A stop
    /// request cancels what runs. Errors: statement_failed, read_only_database, connection_lost, cancelled.
    result execute(std::string const& text, std::stop_token const& stop = {});

    /// Runs one statement with `$1`, `$2`, … as text values. Errors: as above.
    result execute(std::string const& text, parameters const& values, std::stop_token const& stop = {});

    /// Whether a receiver of rows wants more of them.
    enum class wish { more, enough };

    /// What is left when the rows have gone to their receiver.
    struct stream_end {
        result last;      ///< without rows: the columns and the command; empty when `cut`
        bool cut = false; ///< the receiver had enough; in a transaction, what the statement did is to be rolled back
    };

    /// Takes one row, which is the only one of this result.
    using row_receiver = std::function<wish(result const&)>;

    /// Runs one statement whose rows go to `take` as they come, in memory that does not grow with their number. When it
    /// has enough, the statement is cancelled. The server refuses a text of several statements. What `take` throws
    /// comes out of this. Errors: as `execute`.
    stream_end stream(std::string const& text, row_receiver const& take, std::stop_token const& stop = {});

    /// Gives the next piece of what is copied, nothing at its end.
    using copy_source = std::function<std::string_view()>;

    /// Runs a COPY … FROM STDIN. What `give` throws ends it and comes out of this. Errors: as `execute`.
    result copy_in(std::string const& text, copy_source const& give, std::stop_token const& stop = {});

    /// What is done about a statement that takes long.
    struct vigil {
        std::chrono::milliseconds first{}; ///< called when it has run for so long,
        std::chrono::milliseconds again{}; ///< and then every so often
        /// In the thread that waits. An exception from it cancels the statement, and comes out of `execute`.
        std::function<void(std::string const& text, std::chrono::milliseconds waited)> look;
    };

    /// For all statements from here on; one without `look` ends that.
    void on_long_wait(vigil wanted) { vigil_ = std::move(wanted); }

    /// Notices go there, in the thread that runs a statement. An exception from it comes out of `execute`.
    void on_notice(notice_sink sink);

    /// Asks the server to cancel what runs now. May be called from any thread.
    void cancel() const noexcept;

    /// Whether a transaction block is open on the server, failed or not.
    [[nodiscard]] bool in_transaction() const noexcept;

    /// Whether an open transaction block takes no more statements, since one of them failed.
    [[nodiscard]] bool in_failed_transaction() const noexcept;

    /// Whether the last text ended a transaction with a COMMIT of its own, even if it failed afterwards.
    [[nodiscard]] bool has_committed() const noexcept { return committed_; }

    /// False once the connection is lost.
    [[nodiscard]] bool usable() const noexcept;

    /// How many statements the server has answered, with success or not.
    [[nodiscard]] std::uint64_t answers() const noexcept { return answers_; }

    void forget_answers() noexcept { answers_ = 0; }

    /// A setting that the server reports: `server_version`, `standard_conforming_strings`, …; empty when it does not.
    [[nodiscard]] std::string reported(char const* name) const;

    /// The process id that the server gave when the connection was made. Behind a pooler it is not that of the process
    /// which runs a statement.
    [[nodiscard]] int backend() const noexcept;

    [[nodiscard]] database_url const& url() const noexcept { return url_; }

    [[nodiscard]] std::string const& masked_address() const noexcept { return masked_address_; }

private:
    /// Where libpq's callback finds its way back; has an address of its own.
    struct notices {
        notice_sink sink;
        std::exception_ptr thrown;
    };

    static void receive_notice(void* to, pg_result const* notice) noexcept;

    result finish(std::string const& text, std::stop_token const& stop);
    stream_end receive(std::string const& text, row_receiver const& take, std::stop_token const& stop);
    void begin_vigil();
    void look_around(std::string const& text);
    void send(std::string const& text, parameters const& values, std::stop_token const& stop);
    void put(std::string_view piece);
    void end_copy(char const* reason);
    void wait_for_result(std::string const& text, std::stop_token const& stop);
    void flush();
    [[noreturn]] void fail_to_send(std::string const& text);

    database_url url_;
    std::string masked_address_;
    wakeup waker_;
    std::unique_ptr<notices> notices_ = std::make_unique<notices>();
    connection_handle handle_;
    cancel_handle canceller_;
    vigil vigil_;
    std::exception_ptr vigil_thrown_;
    steady_time begun_; ///< of the statement that is waited for
    std::optional<steady_time> next_look_;
    std::uint64_t answers_ = 0;
    bool committed_ = false;
};

/// A name in double quotes.
[[nodiscard]] std::string quote_name(std::string_view name);

/// An array of texts as a value: `{"a","b"}`.
[[nodiscard]] std::string array_literal(std::vector<std::string> const& items);

} // namespace alembicore::postgres
