// Three views of one schema: what the history makes, what the database is, what the models say.
#pragma once

#include <alembicore/database.hpp>
#include <alembicore/models.hpp>
#include <alembicore/project.hpp>

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace alembicore::drift {

/// The side that is not like the other two.
enum class odd_side {
    history,  ///< database and models agree: a revision is missing
    database, ///< history and models agree, or the models say nothing: changed by hand
    models,   ///< history and database agree: the models have gone on
    all,      ///< no two agree
};

/// One part that not all sides share, as PostgreSQL spells it.
struct difference {
    std::string table{}; ///< that it belongs to: `public.users`; empty = none
    std::string part{};  ///< its kind and name: `column public.users.email`
    odd_side odd = odd_side::database;
    std::optional<std::string> history{};  ///< absent: not there
    std::optional<std::string> database{}; ///< absent: not there
    std::optional<std::string> models{};   ///< absent: not there, or `silent`
    bool silent = false;                   ///< the models do not say such a thing: views, functions, …
};

/// What would bring a side back to the others.
struct remedy {
    odd_side odd = odd_side::database;     ///< database: what makes it as the history has it. history: what a revision
                                           ///< would do that makes what database and models have
    std::vector<std::string> directives{}; ///< of Alembic, in order: `op.add_column(…)`
    std::vector<std::string> sql{};        ///< the same as statements
    std::vector<std::string> unsaid{};     ///< parts that no operation brings back without losing what they hold
    std::optional<error_info> failure{};   ///< why the operations do not run, as a scratch database has shown
};

/// How to compare.
struct options {
    std::optional<database_url> scratch_server{}; ///< where the user may create databases; absent: that of the database
    std::stop_token stop{};
};

struct report {
    std::vector<std::string> revisions{};    ///< that the database is at, and the history was replayed to
    bool has_models = false;                 ///< whether the project has any; without them there are two sides
    std::vector<difference> differences{};   ///< by table, then by part
    std::vector<remedy> remedies{};          ///< of the sides that are the odd one; what the models lack is theirs
    std::vector<models::unknown> unknowns{}; ///< what of the models is not known, and not compared
};

/// Replays the history up to the revisions of the database in a scratch database, makes the schema of the database in
/// another, and compares both with the models and with each other. The database is only read. The version table and
/// the schema `alembicore` are left out. Operations that would bring a side back are tried in a scratch database.
/// Errors: not_available where no scratch database can be made; unknown_database_revision; those of a run, where the
/// history cannot be replayed; those of reading; cancelled.
[[nodiscard]] ALEMBICORE_EXPORT report compare(project const& of, database& with, options const& how = {});

} // namespace alembicore::drift
