// The one stream of what a plan does: a run sends it to a server, a script prints it. They differ in the sink.
#pragma once

#include "postgres/connection.hpp"
#include "sql/compiler.hpp"

#include <alembicore/plan.hpp>
#include <alembicore/settings.hpp>

#include <functional>
#include <string>
#include <vector>

namespace alembicore::migrate {

/// Where the body of a revision says what it does, in order.
class statement_sink {
public:
    virtual ~statement_sink() = default;

    /// The answer is empty where nothing is sent to a server.
    virtual postgres::result run_statement(sql::statement const& statement) = 0;
    /// What follows up to `enter_transaction` runs outside a transaction.
    virtual void leave_transaction() = 0;
    virtual void enter_transaction() = 0;
    /// A question beside the statements: nobody is told of it, and it changes nothing.
    virtual postgres::result ask(std::string const& query, postgres::connection::parameters const& values) = 0;
};

/// A statement of any kind. The answer is empty for those that are no SQL.
postgres::result perform(sql::statement const& statement, statement_sink& sink);

/// What the revision of a step does. It may hang on answers of the sink, and may throw what evaluation throws.
using step_body = std::function<void(statement_sink&)>;

/// Statements that are known beforehand.
[[nodiscard]] step_body body_of(std::vector<sql::statement> statements);

/// The body of a step. Called once per step, in the order of the plan, before any of them runs. Throws what evaluation
/// throws.
using step_source = std::function<step_body(step const&)>;

/// A step with what it does.
struct prepared_step {
    step const* decided = nullptr;
    step_body body;
};

/// All steps of a plan, so that whatever cannot be evaluated is known before anything has happened. The result refers
/// into `decided`. Errors: those of `source`, with the revision.
[[nodiscard]] std::vector<prepared_step> prepare(plan const& decided, step_source const& source);

/// How the work of a plan is cut. The version table may come into being anywhere within a transaction.
enum class transaction_scope {
    run,  ///< everything
    step, ///< one revision
};

[[nodiscard]] transaction_scope scope_of(transaction_mode mode) noexcept;

/// What happens in the course of a plan, in order.
class walk_sink : public statement_sink {
public:
    virtual void begin() = 0;
    virtual void commit() = 0;
    /// The table has no rows at this point, so it may not exist.
    virtual void need_version_table() = 0;
    virtual void start_step(step const& started, std::size_t index) = 0;
    virtual void change_row(row_change const& change) = 0;
    virtual void finish_step(step const& finished, std::size_t index) = 0;
};

/// Goes through the plan.
void walk(plan const& decided, std::vector<prepared_step> const& steps, transaction_scope scope, walk_sink& sink);

} // namespace alembicore::migrate
