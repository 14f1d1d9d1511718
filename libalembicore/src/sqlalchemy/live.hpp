// What evaluated code may ask the database that a run migrates. Without one, asking is a refusal of its own.
#pragma once

#include "python/evaluation.hpp"
#include "sqlalchemy/recording.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace alembicore::sqlalchemy {

/// What the driver has been told of a type whose OID differs from database to database.
enum class answer_kind : std::uint8_t { plain, hstore, hstore_array };

struct answer_column {
    std::string name;
    std::uint32_t type = 0; ///< OID
    answer_kind kind = answer_kind::plain;
};

using answer_row = std::vector<std::optional<std::string>>;

/// What the server says to a statement.
struct answer {
    std::vector<answer_column> columns; ///< none: the statement gives no rows
    std::vector<answer_row> rows;
    std::optional<std::uint64_t> counted; ///< rows that were touched, where the command counts them
};

/// The database of a run: operations are carried out there as they are made.
/// Errors of every function: those of a connection.
class live_database : public operation_sink {
public:
    /// Carries an operation out. Of one that becomes several statements, the answer to the last.
    virtual answer run(operation::any_operation made) = 0;

    /// Asks beside what the revision does: the catalogue. `values` are those of $1, $2, ….
    virtual answer ask(std::string const& query, answer_row const& values) = 0;

    void append(operation::any_operation made) final { run(std::move(made)); }
};

/// The database of the run. Errors: needs_database, with the question.
[[nodiscard]] live_database& required_database(python::evaluation& run, std::string_view question);

/// Carries an operation out and hands the answer back; what the server says against it becomes the exception that
/// SQLAlchemy raises. nullopt: there is no database, and the operation is only noted.
std::optional<answer> perform(python::evaluation& run, operation::any_operation made);

/// Asks the catalogue. Errors: needs_database, with the question as a person reads it.
[[nodiscard]] answer
ask(python::evaluation& run, std::string_view question, std::string const& query, answer_row const& values);

} // namespace alembicore::sqlalchemy
