// What the room says when something is wrong with a project, a target, or the rows of a database.
#pragma once

#include "history/graph.hpp"

#include <alembicore/error.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace alembicore::history {

[[nodiscard]] diagnostic duplicate_found(revision const& earlier, revision const& later);
[[nodiscard]] diagnostic contested_label(std::string const& label, revision const& claimant, revision const& owner);
[[nodiscard]] diagnostic
missing_parent(graph const& made, revision const& child, std::string const& parent, std::string_view attribute);

/// Which links close a cycle.
enum class cycle_kind { parents, dependencies };

[[nodiscard]] diagnostic cycle_found(graph const& made, std::vector<node> const& cycle, cycle_kind kind);

/// An identifier that means nothing here. The suggestion of close names is the remedy.
[[nodiscard]] error cannot_locate(graph const& searched, std::string_view identifier, std::string reason);
[[nodiscard]] error several_match(std::string_view identifier, std::vector<name_index::named> const& matches);
[[nodiscard]] error label_is_contested(graph const& searched, std::string_view label);
[[nodiscard]] std::string multiple_heads_message(std::string_view argument);
[[nodiscard]] error
multiple_heads(graph const& searched, std::string_view argument, std::vector<std::string> const& heads);
[[nodiscard]] error ambiguous_walk(std::string reason, std::string remedy);
[[nodiscard]] error too_few_migrations(std::string_view offset, long steps);
[[nodiscard]] error unknown_row(graph const& searched, std::string const& row);
[[nodiscard]] error range_not_allowed(std::string_view target);

/// Throws the finding about the first of `needed` that is not sound.
void require_sound(graph const& checked, node_set const& needed);
void require_sound(graph const& checked, node needed);

/// Throws what is wrong with the project when its heads are not certain: files that could not be read or linked.
void require_certain_heads(graph const& checked);

/// `a, b`
[[nodiscard]] std::string joined(std::vector<std::string> const& texts);

} // namespace alembicore::history
