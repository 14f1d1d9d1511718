// Records one run while it goes on. Entries travel in the transactions of the run, so that what is rolled back is not
// recorded as done; what runs outside a transaction is announced before it begins.
#pragma once

#include "journal/entry.hpp"
#include "postgres/connection.hpp"

#include <alembicore/error.hpp>
#include <alembicore/journal.hpp>
#include <alembicore/plan.hpp>

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace alembicore::journal {

/// The part of a `recorded_run` that is known before it begins; number, times and database user are found out.
[[nodiscard]] recorded_run facts_of(plan const& decided, engine chosen, std::string authenticated_user);

/// A run is never stopped by its journal: where that cannot be written, `warn` is told once, and the run goes on.
class recorder {
public:
    using finding_sink = std::function<void(diagnostic)>;

    /// Records nothing.
    recorder() = default;

    /// Opens the journal of the database, and creates it where it is missing. Precondition: no transaction is open.
    recorder(postgres::connection& in, recorded_run facts, finding_sink warn);

    [[nodiscard]] bool on() const noexcept { return in_ != nullptr; }

    /// The number of the run; nullopt while nothing of it is permanent.
    [[nodiscard]] std::optional<std::int64_t> run() const noexcept;

    /// Of the schema before the run; to be said before anything is written.
    void set_fingerprint_before(std::string fingerprint) { facts_.fingerprint_before = std::move(fingerprint); }

    /// Records that the run has begun, at once; for one whose transactions are another session's.
    void begin();

    /// The schema that a downgrade should lead back to; empty: none is known.
    [[nodiscard]] std::string const& expected_fingerprint() const noexcept { return expected_fingerprint_; }

    void start_step(step const& begun);
    void add_statement(std::string const& sql, std::chrono::microseconds elapsed);
    void add_notice(server_message const& notice);
    void finish_step(std::chrono::microseconds elapsed);

    /// What follows of the step runs outside a transaction, and what it has done so far becomes permanent. To be said
    /// before the transaction is committed.
    void announce_outside();
    /// A statement outside a transaction begins: recorded at once. Its end is told by `add_statement`.
    void announce_statement(std::string const& sql);

    /// The run is complete with what is open now.
    void finish_run(std::chrono::microseconds elapsed, std::string fingerprint_after);
    /// Recorded at once; what was open has been rolled back. Does nothing where the connection is gone.
    void fail_run(std::chrono::microseconds elapsed, error_info const& why);

    /// Sends what is not sent yet, in the transaction that is open or outside.
    void write();
    /// What was sent is committed.
    void settle();
    /// What was sent since `settle` is rolled back, and what was not sent is void.
    void forget();

private:
    /// The step that is under way.
    struct open_step {
        recorded_step record;
        std::string sql; ///< all of it
        bool announced = false;
        std::size_t told = 0; ///< of its statements, those that entries before it have told
        bool statement_announced = false;
    };

    void begin_run();
    void add(std::string_view kind, std::string content);
    void give_up(error_info const& why);

    postgres::connection* in_ = nullptr; ///< null: nothing is recorded
    finding_sink warn_;
    recorded_run facts_;
    std::string expected_fingerprint_;
    std::optional<open_step> step_;
    std::vector<entry> unsent_;
    chain_end end_;        ///< with what is not sent
    chain_end sent_;       ///< with what is not committed
    chain_end settled_;    ///< for good
    std::int64_t run_ = 0; ///< 0: its first entry is not made
};

} // namespace alembicore::journal
