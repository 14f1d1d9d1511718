// From the statements of a revision, or of a text, to what rules look at.
#pragma once

#include "lint/revision_view.hpp"
#include "sql/compiler.hpp"

#include <functional>

namespace alembicore::lint {

/// A statement as it will be sent, and where it is from.
struct sent_statement {
    sql::statement statement;
    origin from = origin::written;
};

/// How much of it is wanted.
enum class depth {
    all,    ///< to be judged
    schema, ///< only what it makes of the tables: statements that change rows are left out
};

struct view_request {
    std::string id{};
    std::string path{};
    alembicore::direction direction = direction::upgrade;
    transaction_mode transactions = transaction_mode::per_run;
    lint::depth depth = depth::all;
};

/// Errors: not_available when libpg_query is not installed.
[[nodiscard]] revision_view view_of(view_request const& wanted, std::vector<sent_statement> const& statements);

/// The statements of a text, with their own places in the file `name`.
[[nodiscard]] revision_view view_of_text(std::string const& text, std::string const& name, options const& wanted);

} // namespace alembicore::lint
