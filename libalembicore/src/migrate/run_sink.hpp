// Sends the stream of a plan to the server, remembers how far it came, and records it.
#pragma once

#include "journal/recorder.hpp"
#include "migrate/database_state.hpp"
#include "migrate/limits.hpp"
#include "migrate/lock_watch.hpp"
#include "migrate/run.hpp"
#include "migrate/schema_health.hpp"
#include "migrate/walk.hpp"
#include "postgres/connection.hpp"
#include "postgres/transaction.hpp"

#include <alembicore/error.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace alembicore::migrate {

class run_sink : public walk_sink {
public:
    /// All three must outlive it.
    run_sink(postgres::connection& on, run_request const& request, std::vector<statement_limits> const& step_limits);

    void begin() override;
    void commit() override;
    void need_version_table() override;
    void start_step(step const& started, std::size_t index) override;
    postgres::result run_statement(sql::statement const& statement) override;
    postgres::result ask(std::string const& query, postgres::connection::parameters const& values) override;
    void leave_transaction() override;
    void enter_transaction() override;
    void change_row(row_change const& change) override;
    void finish_step(step const& finished, std::size_t index) override;

    /// Rolls back what is open, says how things are, and records it.
    void explain(error_info& failure);

    [[nodiscard]] run_result const& result() const noexcept { return result_; }

    /// After `explain`.
    [[nodiscard]] run_remains remains() const;

private:
    using clock = std::chrono::steady_clock;

    [[nodiscard]] std::string failed_revision() const;
    [[nodiscard]] bool is_wanted(sql::statement const& statement);
    [[nodiscard]] bool is_complete() const noexcept;
    void check_rows();
    void look_before();
    void look_before(sql::statement const& statement);
    [[nodiscard]] std::vector<diagnostic> left_unfinished();
    void look_after();
    void record_open_work();
    void tell_findings();
    void limit(statement_limits const& limits, limited_part::reach how_far);
    void take_back_limits();
    void note_commit();
    void note_own_commit();
    void stop_if_asked() const;
    void tell(event const& happened) const;

    postgres::connection& connection_;
    run_request const& request_;
    std::vector<statement_limits> const& step_limits_;
    journal::recorder unrecorded_; ///< where nobody wants the run to be recorded
    journal::recorder& journal_;
    lock_watch watch_;
    std::optional<postgres::transaction> transaction_;
    std::optional<limited_part> limited_;
    std::optional<schema_health> health_; ///< before the first statement that can leave something unfinished
    std::vector<diagnostic> findings_;
    run_progress progress_;
    run_result result_;
    run_result committed_;
    step const* step_ = nullptr;
    std::size_t index_ = 0; ///< of `step_`
    clock::time_point begun_ = clock::now();
    clock::time_point step_begun_;
    std::size_t step_statements_ = 0;
    bool rows_checked_ = false;
};

} // namespace alembicore::migrate
