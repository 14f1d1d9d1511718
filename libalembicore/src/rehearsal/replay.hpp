// The history of a project in an empty database.
#pragma once

#include <alembicore/catalog.hpp>

#include <alembicore/database.hpp>
#include <alembicore/project.hpp>

#include <stop_token>
#include <string>
#include <vector>

namespace alembicore::rehearsal {

/// Upgrades an empty database to these revisions. Errors: those of a run, with a message that says what it was for.
void replay(project const& of, database& in, std::vector<std::string> const& to, std::stop_token const& stop);

/// The schema without what alembicore and Alembic keep for themselves: the version table and the journal.
[[nodiscard]] catalog::snapshot
own_schema(project const& of, database& in, std::stop_token const& stop, catalog::filter const& wanted = {});

/// Where a name without a schema lies; empty: nowhere.
[[nodiscard]] std::string default_schema(database& of);

} // namespace alembicore::rehearsal
