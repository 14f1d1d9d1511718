// Operations as PostgreSQL statements: exactly the text that Alembic renders.
#pragma once

#include "operation/operation.hpp"
#include "sql/writer.hpp"

#include <alembicore/error.hpp>

#include <set>
#include <string>
#include <utility>
#include <vector>

namespace alembicore::sql {

enum class statement_kind {
    sql,
    leave_transaction, ///< what follows runs outside a transaction; `text` is empty
    enter_transaction, ///< the end of that; `text` is empty
};

/// One call to the server. `text` may hold several statements where the revision wrote them so. It has no final
/// semicolon of ours, and a `%` in it is one `%`; `render_offline` gives the text for a script.
struct statement {
    statement_kind kind = statement_kind::sql;
    std::string text;
    source_place place; ///< of the call in the revision
    /// Not empty: a server is asked this first, and the statement runs only when the answer is true. Scripts, which
    /// cannot ask, have the statement as it is.
    std::string only_if;
    /// Not empty: a comment that scripts have before the statement, where their text cannot be Alembic's.
    std::string_view remark{};
};

/// Compiles the operations of one run, in order: a type that a table of this run has created is not created again by
/// another one, whatever happened in between.
class compiler {
public:
    explicit compiler(audience whom) : whom_{whom} {}

    /// Errors: python_exception where SQLAlchemy raises; with the place of the operation.
    [[nodiscard]] std::vector<statement> render(operation::any_operation const& wanted);

private:
    using type_key = std::pair<std::string, std::string>; ///< schema and name

    void add_types(std::vector<statement>& to, schema::table const& table);

    audience whom_;
    std::set<type_key> enumerations_;
    std::set<type_key> domains_;
};

} // namespace alembicore::sql
