// The sink of a rehearsal: sends the stream of a plan to a database and notes what every statement does there.
#pragma once

#include "migrate/version_table.hpp"
#include "migrate/walk.hpp"
#include "postgres/connection.hpp"
#include "rehearsal/observation.hpp"
#include "rehearsal/transactions.hpp"

#include <alembicore/rehearsal.hpp>

#include <chrono>
#include <map>
#include <stop_token>
#include <string>
#include <vector>

namespace alembicore::rehearsal {

/// Without a schema of its own it is the one of that name in any.
[[nodiscard]] bool is_version_table(catalog::name const& name, migrate::version_table const& table);

/// The schema without the version table, in whatever transaction there is.
[[nodiscard]] catalog::snapshot
read_schema(postgres::connection& from, migrate::version_table const& table, std::stop_token const& stop);

struct trial_request {
    migrate::version_table table;
    event_sink events; ///< may be empty
    std::stop_token stop;
};

class trial : public migrate::walk_sink {
public:
    /// The relations that are there now are those that the plan finds.
    trial(postgres::connection& in, transactions& cut, trial_request request);

    void begin() override;
    void commit() override;
    void need_version_table() override;
    void start_step(alembicore::step const& started, std::size_t index) override;
    void change_row(row_change const& change) override;
    void finish_step(alembicore::step const& finished, std::size_t index) override;
    postgres::result run_statement(sql::statement const& wanted) override;
    void leave_transaction() override;
    void enter_transaction() override;
    postgres::result ask(std::string const& query, postgres::connection::parameters const& values) override;

    /// Where a statement of the step that runs has failed: what is known about it.
    void explain(error_info& failure) const;

    [[nodiscard]] std::vector<step> const& steps() const noexcept { return steps_; }

    /// Before the first step and after each.
    [[nodiscard]] std::vector<catalog::snapshot> const& schemas() const noexcept { return schemas_; }

private:
    void note(
        postgres::result const& answer, sql::statement const& ran, std::chrono::microseconds elapsed, std::int64_t wal
    );
    void add_sizes(std::vector<rewrite>& rewrites, std::vector<std::int64_t> const& oids);
    void look();

    postgres::connection& connection_;
    transactions& cut_;
    trial_request request_;
    observation first_;
    observation last_;
    observation known_; ///< of all moments, with the names they had last
    std::vector<step> steps_;
    std::vector<catalog::snapshot> schemas_;
    std::string revision_; ///< of the step that runs; empty between steps
    std::string path_;
};

} // namespace alembicore::rehearsal
