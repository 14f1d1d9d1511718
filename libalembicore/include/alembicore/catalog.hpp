// What is in a database: its schema as the server knows it. Source of every value: PostgreSQL's system catalogues.
#pragma once

#include <alembicore/database.hpp>
#include <alembicore/diagram.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace alembicore::catalog {

/// A name with the schema it lies in. SQL texts in this header name every object outside `pg_catalog` that way.
struct name {
    std::string schema;
    std::string object;

    friend auto operator<=>(name const&, name const&) = default;
};

struct column {
    std::string name;
    std::string type; ///< as PostgreSQL spells it: `character varying(80)`, `numeric(10,2)`, `public.mood[]`
    bool nullable = true;
    std::optional<std::string> default_value; ///< an SQL expression
    std::optional<std::string> generated;     ///< the expression of a generated column
    std::string identity;                     ///< `always`, `by default`; empty = no identity column
    std::string collation;                    ///< empty = that of the type
    std::string storage;                      ///< plain, external, extended, main; empty = that of the type
    std::optional<int> statistics;            ///< the statistics target, where one is set
    bool inherited = false;                   ///< from a parent table, and not declared here as well
    std::string foreign_options;              ///< of a foreign table: `(column_name 'x')`; empty = none
    std::optional<std::string> comment;
};

enum class constraint_kind { primary_key, unique, check, foreign_key, exclusion };

/// What a foreign key points to.
struct reference {
    catalog::name table;
    std::vector<std::string> columns;
    std::string on_update; ///< NO ACTION, RESTRICT, CASCADE, SET NULL, SET DEFAULT
    std::string on_delete; ///< the same
    std::string match;     ///< SIMPLE, FULL
};

struct constraint {
    std::string name;
    constraint_kind kind = constraint_kind::check;
    std::vector<std::string> columns; ///< in the order of the key; of a check: those it reads
    std::string definition;           ///< as in `ALTER TABLE … ADD CONSTRAINT name definition`
    bool deferrable = false;
    bool initially_deferred = false;
    bool validated = true;
    bool inherited = false; ///< from a parent table, and not declared here as well
    std::optional<catalog::reference> reference;
    std::optional<std::string> comment;
};

struct index_element {
    std::string value;          ///< a column's name, quoted where it must be, or an expression
    std::string operator_class; ///< empty = the default of the type
    std::string collation;      ///< empty = that of the column
    bool descending = false;
    bool nulls_first = false;
};

struct index {
    std::string name;
    std::string definition; ///< the whole CREATE INDEX statement
    std::string method;     ///< btree, hash, gin, gist, brin, …
    std::vector<index_element> elements;
    std::vector<std::string> include; ///< columns beside the key
    std::optional<std::string> predicate;
    bool unique = false;
    bool nulls_not_distinct = false;
    bool valid = true;                   ///< false: a CREATE INDEX CONCURRENTLY that failed, or one still at work
    std::string constraint;              ///< which it enforces; empty = none
    std::optional<catalog::name> parent; ///< the index of the partitioned table that it is a part of
    std::optional<std::string> comment;
    std::int64_t size = 0;  ///< bytes
    std::int64_t scans = 0; ///< since the statistics were reset
};

struct trigger {
    std::string name;
    std::string definition; ///< the whole CREATE TRIGGER statement
    std::string enabled;    ///< origin, always, replica, disabled
    std::optional<std::string> comment;
};

/// A policy of row-level security.
struct policy {
    std::string name;
    std::string command; ///< ALL, SELECT, INSERT, UPDATE, DELETE
    bool permissive = true;
    std::vector<std::string> roles;             ///< `public` for everybody
    std::optional<std::string> condition;       ///< USING
    std::optional<std::string> check_condition; ///< WITH CHECK
};

enum class table_kind { ordinary, partitioned, foreign };

/// What the server has counted. Times as texts with their zone; empty = never.
struct table_statistics {
    std::int64_t size = 0;       ///< bytes of the table alone
    std::int64_t total_size = 0; ///< bytes with indexes and TOAST
    std::int64_t rows = -1;      ///< the planner's estimate; -1 = never vacuumed or analysed
    std::int64_t dead_rows = 0;
    std::int64_t sequential_scans = 0; ///< since the statistics were reset
    std::int64_t index_scans = 0;
    std::string last_vacuum; ///< by hand or by autovacuum, whichever is later
    std::string last_analyze;
};

struct table {
    catalog::name name;
    table_kind kind = table_kind::ordinary;
    std::string owner;
    bool unlogged = false;
    std::string access_method;          ///< empty = heap
    std::string tablespace;             ///< empty = that of the database
    std::vector<std::string> options;   ///< storage parameters, `fillfactor=70`
    std::vector<catalog::name> parents; ///< INHERITS, or the table this is a partition of
    std::string partition_key;          ///< `RANGE (created_at)`; empty = not partitioned
    std::string partition_bound;        ///< `FOR VALUES FROM (1) TO (10)`; empty = no partition
    std::string server;                 ///< of a foreign table
    std::vector<std::string> server_options;
    bool row_security = false;
    bool row_security_forced = false;             ///< for the owner as well
    std::vector<catalog::column> columns;         ///< in the order of the table
    std::vector<catalog::constraint> constraints; ///< by kind, then by name
    std::vector<catalog::index> indexes;          ///< by name
    std::vector<catalog::trigger> triggers;       ///< by name
    std::vector<catalog::policy> policies;        ///< by name
    std::optional<std::string> comment;
    table_statistics statistics;
};

struct view {
    catalog::name name;
    std::string owner;
    bool materialized = false;
    bool populated = true;            ///< of a materialised view
    std::vector<std::string> options; ///< `security_barrier=true`
    std::string definition;           ///< the SELECT, with its semicolon
    std::vector<catalog::column> columns;
    std::vector<catalog::index> indexes; ///< of a materialised view
    std::vector<catalog::trigger> triggers;
    std::vector<catalog::name> reads; ///< tables and views that the definition names
    std::optional<std::string> comment;
};

struct sequence {
    catalog::name name;
    std::string owner;
    std::string type; ///< smallint, integer, bigint
    std::int64_t start = 1;
    std::int64_t increment = 1;
    std::int64_t minimum = 1;
    std::int64_t maximum = 0;
    std::int64_t cache = 1;
    bool cycle = false;
    std::optional<catalog::name> owning_table;
    std::string owning_column;
    bool of_identity = false; ///< made by the server for an identity column
    std::optional<std::string> comment;
};

struct enumeration {
    catalog::name name;
    std::vector<std::string> labels; ///< in their order
    std::optional<std::string> comment;
};

struct domain_check {
    std::string name;
    std::string definition; ///< `CHECK (VALUE > 0)`
};

struct domain {
    catalog::name name;
    std::string type;
    bool nullable = true;
    std::optional<std::string> default_value;
    std::string collation;            ///< empty = that of the type
    std::vector<domain_check> checks; ///< by name
    std::optional<std::string> comment;
};

struct composite_attribute {
    std::string name;
    std::string type;
};

/// A type made of columns, by CREATE TYPE … AS.
struct composite {
    catalog::name name;
    std::vector<composite_attribute> attributes;
    std::optional<std::string> comment;
};

enum class routine_kind { function, procedure, aggregate, window };

struct routine {
    catalog::name name;
    routine_kind kind = routine_kind::function;
    std::string arguments; ///< as they identify it: `integer, VARIADIC text[]`
    std::string result;    ///< empty for a procedure
    std::string language;
    std::string definition; ///< the whole CREATE statement
    std::optional<std::string> comment;
};

/// What foreign tables need. A user's mapping, which may hold a password, is not read.
struct foreign_server {
    std::string name;
    std::string wrapper;
    std::string wrapper_definition; ///< the whole CREATE statement; empty when it belongs to an extension
    std::string definition;         ///< likewise of the server
};

struct extension {
    std::string name;
    std::string version;
    std::string schema;
};

struct namespace_ {
    std::string name;
    std::string owner;
    std::optional<std::string> comment;
};

/// The schema of a database at one moment. What belongs to an extension is left out, and so are PostgreSQL's own
/// schemas. Everything is sorted by name.
struct snapshot {
    std::string database;
    std::string server_version; ///< `15.18`
    std::string encoding;       ///< `UTF8`
    std::vector<namespace_> schemas;
    std::vector<extension> extensions;
    std::vector<enumeration> enumerations;
    std::vector<domain> domains;
    std::vector<composite> composites;
    std::vector<sequence> sequences;
    std::vector<table> tables;
    std::vector<view> views;
    std::vector<routine> routines;
    std::vector<foreign_server> servers; ///< of the foreign tables
};

/// What to read. Patterns are those of LIKE.
struct filter {
    std::vector<std::string> schemas; ///< exact names; empty = all
    std::vector<std::string> names;   ///< of tables, views, sequences, types and routines; empty = all
};

/// Reads with a dozen queries in one read-only transaction, whatever the number of tables. Waits while another
/// transaction holds a table exclusively; a stop request ends that.
/// Errors: those of statements; cancelled; bad_usage while a transaction is open on the connection.
[[nodiscard]] ALEMBICORE_EXPORT snapshot
read(database& from, filter const& wanted = {}, std::stop_token const& stop = {});

/// The parts of a schema that make it what it is, each as one line of text under a key that names it: `table
/// public.users`, `column public.users.email`. Left out: OIDs, owners, sizes and other statistics, the server's
/// version, and the order in which things, columns among them, were made.
[[nodiscard]] ALEMBICORE_EXPORT std::map<std::string, std::string> parts(snapshot const& of);

/// SHA-256 over `parts`, in hexadecimal: equal exactly when these are.
[[nodiscard]] ALEMBICORE_EXPORT std::string fingerprint(snapshot const& of);

enum class change_kind { added, removed, changed };

/// One part that differs between two schemas.
struct change {
    change_kind kind = change_kind::changed;
    std::string part;   ///< its key
    std::string before; ///< empty when it was added
    std::string after;  ///< empty when it was removed
};

/// What turns `before` into `after`, sorted by part; empty exactly when the fingerprints are equal.
[[nodiscard]] ALEMBICORE_EXPORT std::vector<change> difference(snapshot const& before, snapshot const& after);

/// Statements, without semicolons, that make the schema in an empty database: the fingerprint of what they make is that
/// of the snapshot. Roles and privileges are not part of it.
/// Errors: not_available for foreign tables and aggregates, whose definition the snapshot does not hold.
[[nodiscard]] ALEMBICORE_EXPORT std::vector<std::string> ddl(snapshot const& of);

/// Tables and the foreign keys between them; partitions are not drawn apart. Tables of `public` go by their own name.
[[nodiscard]] ALEMBICORE_EXPORT diagram::drawing drawing_of(snapshot const& of);

} // namespace alembicore::catalog
