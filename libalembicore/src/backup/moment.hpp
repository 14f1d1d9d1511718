// One moment of a database, held open while it is dumped: pg_dump, the catalogue and the counts of rows all see it.
#pragma once

#include "postgres/connection.hpp"
#include "postgres/transaction.hpp"

#include <alembicore/backup.hpp>

#include <condition_variable>
#include <mutex>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

namespace alembicore::backup {

/// Tables as they are called, found by the search path of this session: with their schemas, and with all that inherit
/// from them. A name without an object stands for all tables of a schema. Those that are not there are left out.
[[nodiscard]] std::vector<catalog::name>
find_tables(postgres::connection& on, std::vector<catalog::name> const& called, std::stop_token const& stop);

/// A read-only transaction whose snapshot others may use while it is open.
class moment {
public:
    /// Errors: bad_usage, where a transaction is open already; those of statements.
    moment(postgres::connection& of, std::stop_token const& stop);

    [[nodiscard]] std::string const& snapshot() const noexcept { return snapshot_; }

    [[nodiscard]] std::string const& database() const noexcept { return database_; }

    [[nodiscard]] std::uint64_t size() const noexcept { return size_; }

    /// Tables that hold rows of their own: neither partitioned ones nor those of extensions.
    [[nodiscard]] std::vector<catalog::name> tables_with_rows(std::stop_token const& stop) const;

    [[nodiscard]] postgres::connection& connection() const noexcept { return connection_; }

private:
    postgres::connection& connection_;
    postgres::transaction transaction_;
    std::string snapshot_;
    std::string database_;
    std::uint64_t size_ = 0;
};

/// Opened when pg_dump has locked its tables: counting before could bring about that both wait for a third.
class gate {
public:
    void open();

    /// Returns early when a stop is asked for.
    void wait(std::stop_token const& stop);

private:
    std::mutex mutex_;
    std::condition_variable_any opened_;
    bool open_ = false;
};

/// What a manifest says about the moment.
struct contents {
    catalog::snapshot schema;
    std::vector<std::string> revisions;
    std::vector<backup_table> tables;
    backup_encoding encoding;
};

struct contents_wishes {
    std::optional<catalog::name> version_table; ///< with its schema
    std::set<catalog::name> with_data;          ///< whose rows are counted
    std::stop_token stop;                       ///< of everything
    std::stop_token counted_enough;             ///< what is not counted by then is estimated
};

/// Runs on the moment's connection, which nobody else uses meanwhile. Errors: those of statements.
[[nodiscard]] contents read_contents(moment const& of, contents_wishes const& wishes, gate& counting);

/// The rows of a table, which hold none of those that inherit from it. Errors: those of statements.
[[nodiscard]] std::int64_t
count_rows(postgres::connection& on, catalog::name const& table, std::stop_token const& stop);

} // namespace alembicore::backup
