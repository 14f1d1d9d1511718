// Questions that several rules ask.
#pragma once

#include "lint/rule.hpp"

#include <string>
#include <vector>

namespace alembicore::lint {

/// What comes later in the revision makes the table irrelevant.
[[nodiscard]] bool is_dropped_later(moment const& now, relation const& table);
[[nodiscard]] bool is_index_dropped_later(moment const& now, std::string const& index);
[[nodiscard]] bool is_constraint_dropped_later(moment const& now, relation const& table, std::string const& name);

/// The ADD COLUMN of this revision that makes the column; null when it was there before.
[[nodiscard]] action const* added_here(moment const& now, relation const& table, std::string const& column);

/// Whether the action before or after it, in the same transaction, changes how the table is made.
[[nodiscard]] bool is_altered_in_transaction(moment const& now, relation const& table);

/// Whether a BEGIN of the revision itself is open.
[[nodiscard]] bool has_own_begin(moment const& now);

[[nodiscard]] bool begins_with(std::vector<std::string> const& whole, std::vector<std::string> const& beginning);

/// Whether the rows of the table are gone before the action.
[[nodiscard]] bool is_emptied(moment const& now, relation const& table);

/// Whether the rows of the table are put somewhere else before the action.
[[nodiscard]] bool is_copied(moment const& now, relation const& table);

/// Whether the WHERE of an UPDATE or DELETE says by a key, and with values, which rows are meant.
[[nodiscard]] bool names_its_rows(action const& of, moment const& now);

/// Milliseconds of a setting such as `5s`, `500ms`, `2min` or `1000`; -1 for what is none.
[[nodiscard]] long milliseconds_of(std::string const& setting);

/// The type of a column before the action; empty when it is not known.
[[nodiscard]] std::string type_before(moment const& now, relation const& table, std::string const& column);

/// Whether the action changes a type, and PostgreSQL writes the table anew for it.
[[nodiscard]] bool rewrites(action const& of, moment const& now);

/// Whether a column is dropped where one of the same type is added, without its rows being carried over.
[[nodiscard]] action const* looks_like_rename(action const& dropped, moment const& now);

} // namespace alembicore::lint
