// SQL that a person has written: its rows, and how the server would run it.
#pragma once

#include <alembicore/data.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

namespace alembicore::data {

// Statements

enum class query_mode {
    read_only, ///< the server refuses every change; nothing in the text can lift that
    read_write ///< all statements of the text, or none
};

/// A text is one transaction, so that it may hold no BEGIN, COMMIT, SAVEPOINT and the like. A read-only one may not
/// COPY either, since COPY writes files of the server. What a role may do beyond the database (functions that reach for
/// the server's files or for other servers), it may do in both modes.
struct query_request {
    std::string text{};          ///< any number of statements
    std::string source{"query"}; ///< what the text is called in errors: a file's name
    query_mode mode = query_mode::read_only;
    std::size_t row_limit = 1000;                 ///< rows that are given of each statement; 0 = all
    std::chrono::milliseconds time_limit{30'000}; ///< of every statement; 0 = none
};

struct query_column {
    std::string name;
    std::string type; ///< as PostgreSQL spells it
};

/// What became of one statement.
struct query_result {
    std::string text;                     ///< the statement
    unsigned line = 1;                    ///< where it begins, from 1
    std::vector<query_column> columns;    ///< none: it gives no rows
    std::vector<std::vector<value>> rows; ///< up to the limit
    bool more = false;                    ///< there are more rows than the limit
    std::string command;                  ///< as the server names it: `UPDATE 3`; empty when it was not run to its end
    std::optional<std::uint64_t> counted; ///< rows that it read or changed, where the server has counted them
    std::vector<server_message> notices;  ///< what the server said meanwhile
    std::chrono::microseconds elapsed{};  ///< until the last row was here
};

/// Takes results as they come. Every member may be left empty.
struct query_receiver {
    std::function<void(std::vector<std::string> const& columns)> begin{}; ///< of a statement that gives rows
    std::function<void(std::vector<value> const& row)> row{};
    std::function<void(query_result const&)> end{}; ///< of every statement; its rows have been given before
};

/// Runs statement after statement until one fails; then none of them has changed anything. In memory that does not grow
/// with the number of rows, as long as the receiver keeps none. What a receiver throws comes out of this.
///
/// Errors: those of statements, with the place in the text; read_only_database; cancelled, also when the time limit is
/// over; bad_usage for statements that begin or end transactions, and while a transaction is open on the connection.
ALEMBICORE_EXPORT void
run_query(database& on, query_request const& wanted, query_receiver const& to, std::stop_token const& stop = {});

/// As that; the result of every statement.
[[nodiscard]] ALEMBICORE_EXPORT std::vector<query_result>
run_query(database& on, query_request const& wanted, std::stop_token const& stop = {});

/// The values as one line of CSV: NULL is nothing, a text without characters is `""`.
[[nodiscard]] ALEMBICORE_EXPORT std::string csv_line(std::vector<value> const& values);

// Plans

enum class explain_mode {
    plan,   ///< nothing is run
    analyze ///< the statement is run, measured, and rolled back
};

struct explain_request {
    std::string text{}; ///< one statement
    std::string source{"query"};
    explain_mode mode = explain_mode::plan;
    bool buffers = false; ///< blocks that were read and written; with `analyze`
    bool verbose = false; ///< output columns, schemas
    std::chrono::milliseconds time_limit{30'000};
};

/// Blocks, those of nodes below included.
struct plan_buffers {
    std::int64_t shared_hit = 0;
    std::int64_t shared_read = 0;
    std::int64_t shared_dirtied = 0;
    std::int64_t shared_written = 0;
    std::int64_t temporary_read = 0;
    std::int64_t temporary_written = 0;
};

/// What was measured; times in milliseconds and rows are means of the loops.
struct plan_measure {
    double startup_ms = 0;
    double total_ms = 0;
    double rows = 0;
    double loops = 0;
};

struct plan_node {
    std::string kind;         ///< `Seq Scan`, `Hash Join`
    std::string relationship; ///< to the node above: `Outer`, `Inner`, `SubPlan`; empty for the first
    std::string relation;     ///< what is read, with its schema where `verbose`
    std::string alias;
    std::string index;
    double startup_cost = 0;
    double total_cost = 0;
    double rows = 0; ///< expected
    std::int64_t width = 0;
    std::optional<plan_measure> measured{};
    std::optional<plan_buffers> buffers{};
    std::vector<std::pair<std::string, std::string>>
        details{}; ///< all else, in the server's words: `Filter`, `Sort Key`
    std::vector<plan_node> inputs{};
};

struct plan_trigger {
    std::string name;
    std::string relation;
    double total_ms = 0;
    double calls = 0;
};

struct explanation {
    plan_node root;
    std::optional<double> planning_ms{};
    std::optional<double> execution_ms{};
    std::vector<plan_trigger> triggers{};
    bool rolled_back = false; ///< the statement has changed something (or locked rows), which was undone
    std::string document;     ///< the server's own JSON
};

/// Errors: as `run_query`; bad_usage for anything but one statement.
[[nodiscard]] ALEMBICORE_EXPORT explanation
explain(database& on, explain_request const& wanted, std::stop_token const& stop = {});

} // namespace alembicore::data
