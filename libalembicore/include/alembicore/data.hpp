// The rows of a database's tables: pages of them, how many there are, and changing them.
#pragma once

#include <alembicore/catalog.hpp>
#include <alembicore/database.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace alembicore::data {

/// A value as PostgreSQL prints it, dates in ISO style and bytea in hexadecimal; nullopt = NULL. Given back as a
/// parameter of its type it is the same value.
using value = std::optional<std::string>;

// What is looked for

enum class comparison {
    equals,
    not_equals,
    less,
    at_most,
    greater,
    at_least,
    one_of,      ///< any number of values
    contains,    ///< text, in any case of letters
    starts_with, ///< text
    ends_with,   ///< text
    is_null,     ///< no value
    is_not_null, ///< no value
    has_element, ///< of an array; of a jsonb document, that it contains the value
    matches_path ///< of a jsonb document: an SQL/JSON path gives something
};

/// A condition on one column. Values always travel as parameters.
struct condition {
    std::string column{};
    comparison how = comparison::equals;
    std::vector<std::string> values{};
};

enum class joined { all, any };

/// Conditions and groups of conditions, of which all or any must hold. Without any it holds always.
struct filter {
    joined how = joined::all;
    std::vector<condition> conditions{};
    std::vector<filter> groups{};
    std::string sql{}; ///< one more condition, as behind WHERE; it is parsed first, and the server lets it read only
};

struct sort_key {
    std::string column{};
    bool descending = false;
    std::optional<bool> nulls_first{}; ///< absent: as PostgreSQL does, last when ascending, first when descending
};

// Pages

enum class page_position { first, after_cursor, before_cursor, last };

struct page_request {
    catalog::name table{};
    std::vector<sort_key> sort{}; ///< what makes rows unique is added behind
    filter where{};
    page_position position = page_position::first;
    std::string cursor{};   ///< of a page with the same table, sort and filter
    std::size_t size = 100; ///< rows; from 1 to 10,000
    std::size_t clip = 300; ///< characters of a value that are shown; 0 = all
};

struct shown_column {
    std::string name;
    std::string type; ///< as PostgreSQL spells it
    bool nullable = true;
    bool key = false;     ///< part of what makes rows unique
    bool written = false; ///< by the server alone: a generated column, or an identity GENERATED ALWAYS
};

struct cell {
    data::value text;
    std::size_t length = 0; ///< characters of the whole value where `text` is its beginning only; 0 = it is whole
};

struct row {
    std::vector<cell> cells; ///< as many as columns
    std::string version{};   ///< changes whenever the row does; empty for a view
};

struct page {
    std::vector<shown_column> columns;
    std::vector<row> rows;
    std::string before;     ///< cursor to the page before; empty = this is the first
    std::string after;      ///< cursor to the page after; empty = this is the last
    bool by_offset = false; ///< nothing makes rows unique: later pages cost more, and rows may move between pages
};

// Changes

/// Which row: the key columns and their values. Of a view, whose rows have no key, all columns. One value without a
/// name is that of the only key column.
using row_key = std::vector<std::pair<std::string, value>>;
using row_values = std::vector<std::pair<std::string, value>>;

struct insertion {
    catalog::name table{};
    row_values values{}; ///< of columns left out the default is taken
};

struct alteration {
    catalog::name table{};
    row_key key{};
    row_values values{};
    std::string version{}; ///< of the row as it was seen; empty = whatever it is now
    row_values seen{};     ///< values as they were seen, where a view hides the version: each must be the same still
};

struct deletion {
    catalog::name table{};
    row_key key{};
    std::string version{}; ///< as above
    row_values seen{};     ///< as above
};

using edit = std::variant<insertion, alteration, deletion>;

/// A row that is not as it was seen any more.
struct conflict {
    std::size_t edit = 0;       ///< which of the edits, from 0
    std::string seen_version;   ///< as given
    row_values seen;            ///< as given
    std::optional<row> row_now; ///< absent: it is gone
};

struct edit_report {
    std::vector<std::optional<row>> rows; ///< per edit, the row afterwards; absent for a deletion
    std::vector<conflict> conflicts;      ///< when there is one, nothing was changed
};

// The cost of a deletion

enum class effect { deleted, set_null, set_default, blocked };

/// What becomes of the rows that point to what is deleted, over one foreign key.
struct impact {
    std::vector<std::string> path; ///< foreign keys, from the deleted rows on
    catalog::name table{};
    data::effect effect = effect::blocked;
    std::int64_t rows = 0;
};

struct impact_report {
    std::vector<impact> impacts;
    bool complete = true; ///< false: the time was over; there is at least what is said
};

// Foreign keys

/// A foreign key through which rows point to one row.
struct referring {
    std::string name; ///< of the foreign key
    catalog::name from{};
    row_key values{}; ///< of its columns in rows that point there
    std::int64_t rows = 0;
};

struct referring_report {
    std::vector<referring> keys;
    bool complete = true; ///< false: the time was over; there is at least what is said
};

struct candidate_request {
    catalog::name table{};
    std::string foreign_key{}; ///< its name
    std::string search{};      ///< part of the label in any case of letters, or the beginning of a key; empty = all
    std::string cursor{};      ///< of a page with the same foreign key and search; empty = from the beginning
    std::size_t size = 20;
};

/// A row that a foreign key could point to.
struct candidate {
    row_key key; ///< what the foreign key's columns would hold
    value label; ///< what a person knows it by
};

struct candidate_page {
    catalog::name from{};
    std::string label_column; ///< empty: there is none, and the label is the key
    std::vector<candidate> candidates;
    std::string after; ///< cursor to the page after; empty = this is the last
};

// Files

/// How a table is written out.
enum class export_format { csv, json, json_lines, sql };

struct export_request {
    catalog::name table{};
    std::vector<sort_key> sort{};
    filter where{};
    export_format format = export_format::csv;
};

/// Takes a piece of what is written out.
using text_sink = std::function<void(std::string_view)>;

/// What is known of tables, shared by several objects that read rows of one database: what the catalogue has said for
/// one page serves those that are read within a moment. Thread safety: may be used by several of them at once.
class ALEMBICORE_EXPORT known_tables {
public:
    explicit known_tables(std::chrono::milliseconds good_for);
    ~known_tables();

private:
    friend class access;
    struct state;
    std::unique_ptr<state> state_;
};

struct access_options {
    std::chrono::milliseconds time_limit{30'000}; ///< of every statement; 0 = none
    std::string cursor_secret{};                  ///< signs cursors; empty = a new one for this object
    std::shared_ptr<known_tables> known{};        ///< where pages look their table up first; null: nowhere
};

/// The rows of one database. Each call is a transaction of its own, reads are read-only, and every one can be cancelled
/// from another thread. Used by one thread at a time.
///
/// Errors of all calls: those of statements; cancelled, also when the time limit is over; bad_usage for a table or
/// column that is not there, and while a transaction is open on the connection.
class ALEMBICORE_EXPORT access {
public:
    /// `on` must outlive it, and have no transaction open.
    explicit access(database& on, access_options options = {});
    access(access&&) noexcept;
    ~access();

    /// The cost does not grow with the position, unless nothing makes the rows unique.
    [[nodiscard]] page read(page_request const& wanted, std::stop_token const& stop = {});

    /// One value in full, which a page has clipped.
    [[nodiscard]] value read_value(
        catalog::name const& table, row_key const& key, std::string const& column, std::stop_token const& stop = {}
    );

    /// The planner's estimate, at once.
    [[nodiscard]] std::int64_t estimate(catalog::name const& table, filter const& where = {});
    /// The exact number, which takes as long as it takes.
    [[nodiscard]] std::int64_t
    count(catalog::name const& table, filter const& where = {}, std::stop_token const& stop = {});

    /// All of them or none.
    edit_report apply(std::vector<edit> const& edits, std::stop_token const& stop = {});

    /// What deleting these rows would bring with it; nothing is deleted.
    [[nodiscard]] impact_report impact_of_deleting(
        catalog::name const& table,
        std::vector<row_key> const& rows,
        std::chrono::milliseconds time_limit = std::chrono::seconds{5},
        std::stop_token const& stop = {}
    );

    /// The column that tells a person which row it is: by its name, or as the only one that no two rows share; empty
    /// when there is none.
    [[nodiscard]] std::string label_column(catalog::name const& table);

    /// Rows that a foreign key could point to, in the order of their labels.
    [[nodiscard]] candidate_page candidates(candidate_request const& wanted, std::stop_token const& stop = {});

    /// What points to one row.
    [[nodiscard]] referring_report references_to(
        catalog::name const& table,
        row_key const& row,
        std::chrono::milliseconds time_limit = std::chrono::seconds{5},
        std::stop_token const& stop = {}
    );

    /// Rows flow to the sink as they come from the server: memory does not grow with their number.
    void write_out(export_request const& wanted, text_sink const& to, std::stop_token const& stop = {});

private:
    struct state;
    std::unique_ptr<state> state_;
};

} // namespace alembicore::data
