// What is dangerous about revisions, told before they run: locks and rewrites, broken code and lost data, mistakes with
// transactions, and design that is regretted later. A page for each rule: docs/reference/rules.
#pragma once

#include <alembicore/database.hpp>
#include <alembicore/project.hpp>

#include <boost/json/value.hpp>

#include <cstddef>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace alembicore::lint {

/// One rule, as its page describes it. Ids are stable: `L01`.
struct rule_description {
    std::string id;
    std::string title; ///< what it finds, a few words
    alembicore::severity severity = severity::warning;
    bool by_default = true;      ///< false: only when it is asked for
    bool needs_database = false; ///< it finds nothing without one
    std::string why;             ///< what goes wrong
    std::string safer;           ///< what to do instead
};

/// All rules, by family and number.
[[nodiscard]] ALEMBICORE_EXPORT std::vector<rule_description> rules();

/// One thing found.
struct finding {
    std::string rule;
    alembicore::severity severity = severity::warning; ///< the rule's, or what the live table makes of it
    std::string message;                               ///< what is the matter here
    std::string why;
    std::string safer;
    std::string revision; ///< empty for an SQL file, and for the project as a whole
    alembicore::direction direction = direction::upgrade;
    std::optional<source_place> place; ///< of the call in the revision, or of the statement in an SQL file
    std::string statement;             ///< the SQL, where there is one
    std::string subject;               ///< `users`, `users.email`, `billing.invoices`; empty for what has none
    std::string weight;                ///< what the live table says about it; empty without a database
};

enum class directions { upgrade, downgrade, both };

/// Whether the revisions before a plan are read, to know the tables that it works on.
enum class history {
    whole,
    where_it_decides, ///< only where a warning or an error hangs on them: to read a long history takes longer than most
                      ///< runs. What is found for information may then be less
};

/// What to look for. Rules are named by their id, or all of a family by its letter: `D`.
struct options {
    std::vector<std::string> only{};    ///< these rules and no others; empty = those that are on by default
    std::vector<std::string> also{};    ///< rules beside them
    std::vector<std::string> without{}; ///< rules left out
    lint::directions directions = directions::upgrade;
    std::string start_after{};                      ///< a revision: it and all before it are not looked at
    std::vector<std::string> baseline{};            ///< keys of findings that are known already
    int server_version = 0;                         ///< as `server_version_num`, 150004; 0 = the database's, or any
    std::optional<transaction_mode> transactions{}; ///< overrides the project's setting
    bool in_transaction = false;                    ///< an SQL file is run within a transaction
    lint::history history = lint::history::whole;   ///< for lint_plan
    std::stop_token stop{};
};

/// What was found.
struct report {
    std::vector<finding> findings; ///< by revision in their order, then by place
    std::size_t revisions = 0;     ///< looked at
    std::size_t ignored = 0;       ///< findings that a comment in the revision accepts
    std::size_t in_baseline = 0;   ///< findings that the baseline knows
};

/// The options that the section [alembicore] says: lint_only, lint_also, lint_without (words), lint_directions,
/// lint_start_after, lint_baseline (a file), lint_server_version. Errors: bad_configuration, and those of
/// read_baseline.
[[nodiscard]] ALEMBICORE_EXPORT options load_options(settings_request const& request);

/// Looks at revisions, each for itself: a table is new where its own revision creates it. What is known of other tables
/// comes from the revisions before. With `live` the database says how much a finding matters, and the rules that need
/// one are asked. Errors: unknown_revision, bad_usage (a rule that does not exist), not_available (libpg_query is not
/// installed); with `live` those of statements. What cannot be read of a revision is a finding.
[[nodiscard]] ALEMBICORE_EXPORT report lint_revisions(
    project const& opened,
    std::vector<std::string> const& revisions,
    options const& wanted = {},
    database* live = nullptr
);

/// Looks at a plan as one piece of work: a table that an earlier step creates is new to the later ones, and all is one
/// transaction where it will run as one. Errors: as lint_revisions.
[[nodiscard]] ALEMBICORE_EXPORT report
lint_plan(project const& opened, plan const& decided, options const& wanted = {}, database* live = nullptr);

/// Looks at an SQL text. `name` is the file of the places. Errors: as lint_revisions.
[[nodiscard]] ALEMBICORE_EXPORT report
lint_sql(std::string const& text, std::string const& name, options const& wanted = {}, database* live = nullptr);

/// What a baseline knows a finding by: rule, revision, direction, subject and a digest of its statement, so that it
/// stays known when lines move.
[[nodiscard]] ALEMBICORE_EXPORT std::string baseline_key(finding const& of);

/// The keys of a baseline file: one a line. Errors: file_unreadable, invalid_encoding.
[[nodiscard]] ALEMBICORE_EXPORT std::vector<std::string> read_baseline(std::filesystem::path const& file);

/// Errors: file_unwritable.
ALEMBICORE_EXPORT void write_baseline(std::filesystem::path const& file, report const& known);

} // namespace alembicore::lint

namespace alembicore {

[[nodiscard]] ALEMBICORE_EXPORT boost::json::value to_json(lint::report const& made);
[[nodiscard]] ALEMBICORE_EXPORT boost::json::value to_json(std::vector<lint::rule_description> const& rules);

} // namespace alembicore
