#include "backup/moment.hpp"

#include "catalog/definition.hpp"
#include "catalog/reading.hpp"
#include "postgres/scratch_database.hpp"

#include <alembicore/error.hpp>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace alembicore::backup {

namespace {

// Names are always qualified. Where row security would hide rows, that is an error, as it is for pg_dump.
constexpr char const* opening =
    "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL search_path = ''; SET LOCAL jit = off; "
    "SET LOCAL row_security = off; SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0; "
    "SET LOCAL idle_in_transaction_session_timeout = 0";

constexpr char const* tables_query = R"(
SELECT n.nspname, c.relname
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e WHERE e.classid = 'pg_catalog.pg_class'::regclass
                  AND e.objid = c.oid AND e.deptype = 'e'))";

// An empty object name stands for the whole schema.
constexpr char const* search_query = R"(
WITH RECURSIVE called AS (
    SELECT item ->> 0 AS spoken, item ->> 1 AS in_schema FROM json_array_elements($1::json) item
), named AS (
    SELECT pg_catalog.to_regclass(spoken)::oid AS oid FROM called WHERE spoken <> ''
    UNION
    SELECT c.oid FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    JOIN called ON spoken = '' AND in_schema = n.nspname
    UNION
    SELECT i.inhrelid FROM named JOIN pg_catalog.pg_inherits i ON i.inhparent = named.oid
)
SELECT n.nspname, c.relname
FROM named JOIN pg_catalog.pg_class c ON c.oid = named.oid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'm') ORDER BY 1, 2)";

postgres::connection& idle(postgres::connection& of) {
    if (of.in_transaction())
        throw error{errc::bad_usage, "a backup is made in a transaction of its own, and one is open already"};
    return of;
}

std::vector<catalog::name> names_in(postgres::result const& answer) {
    std::vector<catalog::name> names;
    for (std::size_t row = 0; row < answer.row_count(); ++row)
        names.push_back({std::string{answer.value(row, 0).value()}, std::string{answer.value(row, 1).value()}});
    return names;
}

std::vector<std::string>
read_revisions(postgres::connection& on, catalog::name const& table, std::stop_token const& stop) {
    return on.execute("SELECT version_num FROM " + catalog::always_quoted(table) + " ORDER BY 1", stop).first_column();
}

backup_encoding encoding_of(postgres::connection& on) {
    auto const form = postgres::form_of(on);
    return {
        .encoding = form.encoding,
        .collate = form.collate,
        .ctype = form.ctype,
        .provider = form.provider,
        .locale = form.locale,
        .icu_rules = form.icu_rules,
    };
}

/// The smallest first, so that most tables are counted when there is no time for all of them.
void count(moment const& of, contents_wishes const& wishes, catalog::snapshot const& schema, contents& into) {
    std::vector<std::pair<std::int64_t, std::size_t>> order;
    for (std::size_t i = 0; i < into.tables.size(); ++i)
        if (into.tables[i].data)
            order.emplace_back(schema.tables[i].statistics.size, i);
    std::ranges::sort(order);
    try {
        for (auto const& [size, i] : order) {
            into.tables[i].rows = count_rows(of.connection(), into.tables[i].name, wishes.counted_enough);
            into.tables[i].exact = true;
        }
    } catch (error const& failure) {
        bool const enough = failure.code() == errc::cancelled || wishes.counted_enough.stop_requested();
        if (!enough || wishes.stop.stop_requested())
            throw;
    }
}

} // namespace

std::vector<catalog::name>
find_tables(postgres::connection& on, std::vector<catalog::name> const& called, std::stop_token const& stop) {
    if (called.empty())
        return {};
    boost::json::array list;
    for (auto const& each : called) {
        auto const schema = each.schema.empty() ? std::string{} : postgres::quote_name(each.schema) + '.';
        auto const spoken = each.object.empty() ? std::string{} : schema + postgres::quote_name(each.object);
        list.push_back(boost::json::array{spoken, each.schema});
    }
    return names_in(on.execute(search_query, {boost::json::serialize(list)}, stop));
}

moment::moment(postgres::connection& of, std::stop_token const& stop)
    : connection_(idle(of)), transaction_(of, opening) {
    auto const answer = of.execute(
        "SELECT pg_catalog.pg_export_snapshot(), pg_catalog.current_database(), "
        "pg_catalog.pg_database_size(pg_catalog.current_database())",
        stop
    );
    snapshot_ = answer.value(0, 0).value();
    database_ = answer.value(0, 1).value();
    size_ = std::strtoull(std::string{answer.value(0, 2).value_or("0")}.c_str(), nullptr, 10);
}

std::vector<catalog::name> moment::tables_with_rows(std::stop_token const& stop) const {
    return names_in(connection_.execute(tables_query, stop));
}

void gate::open() {
    {
        std::lock_guard const held{mutex_};
        open_ = true;
    }
    opened_.notify_all();
}

void gate::wait(std::stop_token const& stop) {
    std::unique_lock held{mutex_};
    opened_.wait(held, stop, [this] { return open_; });
}

contents read_contents(moment const& of, contents_wishes const& wishes, gate& counting) {
    contents read;
    read.schema = catalog::read_moment(of.connection(), {}, wishes.stop);
    read.encoding = encoding_of(of.connection());
    if (wishes.version_table)
        read.revisions = read_revisions(of.connection(), *wishes.version_table, wishes.stop);
    for (auto const& each : read.schema.tables) {
        auto const estimate = each.statistics.rows;
        read.tables.push_back({
            .name = each.name,
            .data = each.kind == catalog::table_kind::ordinary && wishes.with_data.contains(each.name),
            .rows = estimate < 0 ? std::nullopt : std::optional{estimate},
            .exact = false,
        });
    }
    counting.wait(wishes.stop);
    count(of, wishes, read.schema, read);
    return read;
}

std::int64_t count_rows(postgres::connection& on, catalog::name const& table, std::stop_token const& stop) {
    auto const answer = on.execute("SELECT pg_catalog.count(*) FROM ONLY " + catalog::always_quoted(table), stop);
    return std::strtoll(std::string{answer.value(0, 0).value()}.c_str(), nullptr, 10);
}

} // namespace alembicore::backup
