// What has been done to a database: every run with its steps, as the runs themselves have recorded it, in the schema
// `alembicore` of the database. Runs of other tools are not in it.
#pragma once

#include <alembicore/database.hpp>
#include <alembicore/plan.hpp>
#include <alembicore/settings.hpp>

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace alembicore::journal {

/// How a run ended.
enum class outcome {
    done,
    failed,
    cancelled,
    unfinished, ///< there is no end to it: it goes on, or its process or server died
};

/// What a run was made of.
enum class run_kind {
    revisions,
    sql_file, ///< its one step has the name of the file
    undoing,  ///< what a revision that was stopped half-way had done was taken back
};

/// Who has run something.
struct author {
    std::string os_user;            ///< of the machine the process ran on
    std::string host;               ///< the name of that machine
    std::string database_user;      ///< the role that was logged in
    std::string authenticated_user; ///< for whom a service did it; empty: none was told
};

/// A statement of a revision.
struct statement {
    std::string sql;                     ///< its beginning, where it is long; passwords are not in it
    std::chrono::microseconds elapsed{}; ///< 0 where Python ran it
    bool finished = true;                ///< false: it ran outside a transaction, and its end was not recorded
};

/// A revision that was applied, undone or stamped, or has begun to be.
struct recorded_step {
    std::string revision;
    direction kind = direction::upgrade;
    std::string at;                      ///< when it was done, or had begun; UTC: `2026-11-26T10:36:25.123456Z`
    std::chrono::microseconds elapsed{}; ///< of the whole step
    std::string file;                    ///< name of the revision's file; empty: stamped to base
    std::string file_sha256;             ///< of its content, hexadecimal; empty: it could not be read
    std::string sql_sha256;              ///< of its statements, each followed by `;` and a line break
    std::size_t statement_count = 0;
    std::vector<journal::statement> statements; ///< the first of them
    std::vector<std::string> notices;           ///< of the server, the first of them
    bool in_transaction = true;                 ///< false: a part of it ran outside
    bool finished = true;                       ///< false: it had begun outside a transaction, and was not completed
};

/// Why a run ended early.
struct recorded_failure {
    std::string code; ///< as in `error_info`
    std::string message;
    std::string revision;
    std::string statement;
    std::string sqlstate;
    std::string database_state; ///< what became of the database
};

/// One call of upgrade, downgrade or stamp that had something to do, a file of SQL, or the undoing of half a revision.
struct recorded_run {
    std::int64_t number = 0; ///< of its first entry; grows
    run_kind kind = run_kind::revisions;
    alembicore::direction direction = alembicore::direction::upgrade;
    std::string target;            ///< as asked for
    std::vector<std::string> from; ///< rows of the version table before
    std::vector<std::string> to;   ///< rows that the plan leads to
    std::size_t planned_steps = 0;
    author by;
    std::string began; ///< as `recorded_step::at`
    std::chrono::microseconds elapsed{};
    alembicore::engine engine = alembicore::engine::native;
    std::string version; ///< of this library
    std::string backup;  ///< the backup that was made before it; empty: none
    journal::outcome outcome = journal::outcome::unfinished;
    std::optional<recorded_failure> failure;
    std::string fingerprint_before; ///< of the schema without the version table; upgrades take it, where it is cheap
    std::string fingerprint_after;
    std::vector<recorded_step> steps; ///< what is permanent of them; empty in a list of runs
};

/// A revision that the database has, and how it came there.
struct applied_revision {
    std::string revision;
    direction kind = direction::upgrade; ///< upgrade or stamp
    std::string at;
    author by;
    alembicore::engine engine = alembicore::engine::native;
    std::string file;
    std::string file_sha256;
    std::int64_t run = 0;
};

/// Which runs to list.
struct page {
    std::size_t most = 50;
    std::optional<std::int64_t> before; ///< runs older than this one
};

/// The newest first, without their steps; none where there is no journal. Errors: those of statements; journal_altered
/// where an entry cannot be read.
[[nodiscard]] ALEMBICORE_EXPORT std::vector<recorded_run> list(database& of, page const& wanted = {});

/// One run with its steps. Errors: as `list`.
[[nodiscard]] ALEMBICORE_EXPORT std::optional<recorded_run> find(database& of, std::int64_t run);

/// By revision, what was applied or stamped last and not undone since. Errors: as `list`.
[[nodiscard]] ALEMBICORE_EXPORT std::map<std::string, applied_revision> applied(database& of);

/// The same for whoever asks again and again: each reading takes only what has been recorded since the one before.
class ALEMBICORE_EXPORT applied_history {
public:
    /// What is applied now; it stays where it is until the next reading. Where another journal has taken the place of
    /// the one that was read, as after a restore, it begins anew. Errors: as `list`.
    std::map<std::string, applied_revision> const& read(database& of);

private:
    std::map<std::string, applied_revision> present_;
    std::map<std::int64_t, recorded_run> runs_; ///< the newest, without their steps
    std::int64_t last_ = 0;                     ///< number of the entry that was read last, and its hash
    std::string hash_;
};

/// An entry that is not as it was written, or where entries are missing.
struct broken_link {
    std::int64_t entry = 0;
    std::string problem; ///< a sentence
};

/// What a look at the whole chain has found.
struct verification {
    std::int64_t entries = 0;
    std::string last_hash;           ///< kept elsewhere, it proves later that nothing was cut off at the end
    std::vector<broken_link> broken; ///< empty: every entry is as it was written, and none is missing before the last
    std::optional<bool> holds_expected; ///< whether the hash that was asked for is in the chain
};

/// Reads all entries. `expected`: a `last_hash` of earlier. Errors: those of statements.
[[nodiscard]] ALEMBICORE_EXPORT verification
verify(database& of, std::optional<std::string> const& expected = std::nullopt);

} // namespace alembicore::journal
