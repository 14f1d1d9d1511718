// SQL text, as the statements that PostgreSQL's grammar sees in it.
#pragma once

#include <boost/json/object.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace alembicore::parse {

/// One statement of a text.
struct statement {
    std::size_t offset = 0;  ///< of its first word in the text, in bytes; blanks and comments before it are left out
    std::size_t length = 0;  ///< in bytes, without its semicolon
    bool terminated = false; ///< a semicolon follows
    std::string kind;        ///< the node's name: `SelectStmt`, `CreateStmt`, `AlterTableStmt`, …
    boost::json::object
        tree; ///< the node, as libpg_query names its members; every `location` counts from the text's start
};

/// What a text is called in errors, and where it really begins.
struct text_origin {
    std::string name = "SQL"; ///< the file of an error's place
    std::size_t prefix = 0;   ///< bytes of ours that the text begins with, which no place counts
};

/// The statements of a text, as PostgreSQL 15 parses them; none for one of blanks and comments.
/// Errors: statement_failed with the place, for what is no SQL; not_available when libpg_query is not installed.
[[nodiscard]] std::vector<statement> parse_statements(std::string const& text, text_origin const& origin = {});

/// The statement's own words.
[[nodiscard]] std::string_view text_of(statement const& one, std::string_view text);

} // namespace alembicore::parse
