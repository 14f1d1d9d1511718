// PostgreSQL's own grammar, from libpg_query, which is loaded when it is first needed.
#pragma once

#include <boost/json/value.hpp>

#include <cstddef>
#include <optional>
#include <string>

namespace alembicore::parse {

/// Why a text is no SQL.
struct grammar_failure {
    std::string message;
    std::size_t offset = 0; ///< bytes
};

/// What libpg_query makes of a text: its JSON, `{"version": …, "stmts": [{"stmt": …, "stmt_location": …}]}`.
struct grammar_answer {
    boost::json::value tree;
    std::optional<grammar_failure> failure;
};

/// Errors: not_available when libpg_query is not installed.
[[nodiscard]] grammar_answer ask_grammar(std::string const& text);

} // namespace alembicore::parse
