#include "migrate/run.hpp"

#include "migrate/database_state.hpp"
#include "migrate/rows.hpp"
#include "postgres/transaction.hpp"
#include "sql/identifier.hpp"

#include <alembicore/error.hpp>

#include <optional>
#include <utility>

namespace alembicore::migrate {

namespace {

using clock = std::chrono::steady_clock;

std::chrono::microseconds since(clock::time_point begun) {
    return std::chrono::duration_cast<std::chrono::microseconds>(clock::now() - begun);
}

/// Sends the stream to the server and remembers how far it came.
class run_sink : public walk_sink {
public:
    run_sink(postgres::connection& on, run_request const& request) : connection_(on), request_(request) {
        progress_.committed_rows = progress_.open_rows = request.decided.from;
    }

    void begin() override {
        stop_if_asked();
        transaction_.emplace(connection_);
        progress_.outside_transaction = false;
        if (std::exchange(rows_checked_, true))
            lock_table(connection_, request_.table, request_.stop);
        else
            check_rows();
    }

    void commit() override {
        stop_if_asked();
        transaction_.value().commit();
        transaction_.reset();
        note_commit();
    }

    void need_version_table() override { ensure_table(connection_, request_.table); }

    void start_step(step const& started, std::size_t index) override {
        step_begun_ = clock::now();
        step_statements_ = 0;
        progress_.start(started);
        step_ = &started;
        tell(step_started{index, request_.decided.steps.size(), started});
    }

    postgres::result run_statement(sql::statement const& statement) override {
        postgres::result answer;
        try {
            if (!is_wanted(statement))
                return answer;
            tell(statement_started{step_->revision, statement.text});
            answer = connection_.execute(statement.text, request_.stop);
        } catch (error& failure) {
            note_own_commit();
            failure.info().place = statement.place.file.empty() ? place_of(*step_) : statement.place;
            throw;
        }
        ++step_statements_;
        ++result_.statements;
        note_own_commit();
        progress_.open_work = true;
        if (progress_.outside_transaction)
            note_commit();
        return answer;
    }

    postgres::result ask(std::string const& query, postgres::connection::parameters const& values) override {
        return connection_.execute(query, values, request_.stop);
    }

    void leave_transaction() override {
        commit();
        progress_.outside_transaction = true;
    }

    void enter_transaction() override { begin(); }

    void change_row(row_change const& change) override {
        stop_if_asked();
        apply_change(connection_, request_.table, change);
    }

    void finish_step(step const& finished, std::size_t index) override {
        progress_.finish(finished);
        ++result_.steps_done;
        if (progress_.outside_transaction)
            note_commit();
        tell(step_done{index, finished, since(step_begun_), step_statements_});
    }

    /// Rolls back what is open and says how things are.
    void explain(error_info& failure) {
        transaction_.reset();
        if (failure.revision.empty())
            failure.revision = failed_revision();
        if (failure.code == errc::cancelled && request_.stop.stop_requested())
            failure.message = "stopped by request";
        failure.connection_usable = connection_.usable();
        failure.database_state = describe_state(progress_, failure.code);
    }

    [[nodiscard]] run_result const& result() const noexcept { return result_; }

    /// After `explain`.
    [[nodiscard]] run_remains remains() const {
        return {committed_, progress_.committed_rows, progress_.partly_committed || progress_.outside_transaction};
    }

private:
    static std::optional<source_place> place_of(step const& of) {
        if (of.path.empty())
            return std::nullopt;
        return source_place{.file = of.path, .line = 0, .column = 0, .excerpt = {}};
    }

    /// A COMMIT that fails belongs to the one revision that it is about.
    [[nodiscard]] std::string failed_revision() const {
        bool const between = progress_.current.empty() && progress_.open_steps.size() == 1;
        return between ? progress_.open_steps.front() : progress_.current;
    }

    void note_commit() {
        progress_.commit();
        committed_ = result_;
    }

    /// A revision may say COMMIT itself. What follows is then permanent statement by statement, as under psycopg2.
    void note_own_commit() {
        if (!connection_.has_committed())
            return;
        progress_.open_work = true;
        note_commit();
        progress_.outside_transaction = !connection_.in_transaction();
    }

    /// Some statements hang on a question that only the server can answer.
    [[nodiscard]] bool is_wanted(sql::statement const& statement) {
        if (statement.only_if.empty())
            return true;
        auto const answer = connection_.execute(statement.only_if, request_.stop);
        return answer.row_count() == 1 && answer.value(0, 0) == "t";
    }

    void check_rows() {
        if (request_.decided.from.empty())
            ensure_table(connection_, request_.table);
        auto rows = lock_and_read_rows(connection_, request_.table, request_.stop);
        if (request_.rows == present_rows::purged) {
            progress_.committed_rows = std::move(rows);
            connection_.execute("DELETE FROM " + sql::quote(request_.table.name));
            return;
        }
        require_rows(std::move(rows), request_.decided.from, request_.table);
    }

    void stop_if_asked() const {
        if (request_.stop.stop_requested())
            throw error{errc::cancelled, "stopped by request"};
    }

    void tell(event const& happened) const {
        if (request_.events)
            request_.events(happened);
    }

    postgres::connection& connection_;
    run_request const& request_;
    std::optional<postgres::transaction> transaction_;
    run_progress progress_;
    run_result result_;
    run_result committed_;
    step const* step_ = nullptr;
    clock::time_point step_begun_;
    std::size_t step_statements_ = 0;
    bool rows_checked_ = false;
};

/// The server's notices as events, for as long as this lives.
class notice_forwarding {
public:
    notice_forwarding(postgres::connection& from, event_sink const& to) : connection_(from) {
        if (to)
            connection_.on_notice([&to](server_message const& notice) { to(notice_received{notice}); });
    }

    notice_forwarding(notice_forwarding const&) = delete;
    notice_forwarding& operator=(notice_forwarding const&) = delete;

    ~notice_forwarding() { connection_.on_notice({}); }

private:
    postgres::connection& connection_;
};

} // namespace

run_result run_plan(postgres::connection& on, run_request const& request) {
    auto const begun = clock::now();
    if (request.events)
        request.events(plan_made{request.decided});
    auto const steps = prepare(request.decided, request.source);
    // Without a step there is still the version table to look after.
    auto const scope = steps.empty() ? transaction_scope::run : scope_of(request.transactions);
    notice_forwarding const notices{on, request.events};
    run_sink sink{on, request};
    try {
        walk(request.decided, steps, scope, sink);
    } catch (error& failure) {
        sink.explain(failure.info());
        throw stopped_run{failure.info(), sink.remains()};
    }
    run_result result = sink.result();
    result.elapsed = since(begun);
    if (request.events)
        request.events(run_done{result.steps_done, result.elapsed});
    return result;
}

} // namespace alembicore::migrate
