// What to keep before a run.
#include "backup/manifest.hpp"
#include "backup/moment.hpp"
#include "catalog/definition.hpp"
#include "catalog/rows.hpp"

#include <alembicore/backup.hpp>
#include <alembicore/error.hpp>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <system_error>

namespace alembicore {

namespace {

// Up to here everything is kept, which can take the database's place as it is.
constexpr std::uint64_t small_database = 256U << 20U;

// What takes more is kept when somebody asks for it: `auto` is to cost little.
constexpr std::uint64_t most_unasked = std::uint64_t{10} << 30U;

constexpr std::uint64_t small_part = 2; ///< affected tables are worth leaving others out when they are below a half

// Of user tables: whether any has a page, and what all of them take without their indexes.
constexpr char const* sizes_query = R"(
SELECT coalesce(sum(pg_catalog.pg_table_size(c.oid)), 0)::bigint, coalesce(bool_or(pg_catalog.pg_relation_size(c.oid) > 0), false)
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'alembicore')
  AND c.relname <> $1)";

constexpr char const* pages_query = R"(
SELECT EXISTS (
    SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND n.nspname !~ '^pg_'
      AND n.nspname NOT IN ('information_schema', 'alembicore')
      AND c.relname <> $1 AND pg_catalog.pg_relation_size(c.oid) > 0))";

// A deletion or a new key reaches further tables by foreign keys that say so; what a trigger does nobody knows.
constexpr char const* reach_query = R"(
WITH RECURSIVE given AS (
    SELECT pg_catalog.to_regclass(format('%I.%I', item ->> 0, item ->> 1))::oid AS oid
    FROM json_array_elements($1::json) item
), reached AS (
    SELECT oid FROM given
    UNION
    SELECT k.conrelid FROM reached JOIN pg_catalog.pg_constraint k ON k.confrelid = reached.oid AND k.contype = 'f'
    WHERE k.confdeltype IN ('c', 'n', 'd') OR k.confupdtype IN ('c', 'n', 'd')
)
SELECT n.nspname, c.relname, pg_catalog.pg_table_size(c.oid), c.relkind = 'r' AND pg_catalog.pg_relation_size(c.oid) > 0,
       EXISTS (SELECT FROM pg_catalog.pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal AND t.tgenabled <> 'D')
FROM reached JOIN pg_catalog.pg_class c ON c.oid = reached.oid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
ORDER BY 1, 2)";

struct reached_tables {
    std::vector<catalog::name> names; ///< of those that have, or had, rows
    std::uint64_t size = 0;
    std::string with_trigger; ///< one of them; empty = none
};

reached_tables
reached_from(postgres::connection& on, std::vector<catalog::name> const& tables, std::stop_token const& stop) {
    boost::json::array list;
    for (auto const& each : tables)
        list.push_back(boost::json::array{each.schema, each.object});
    auto const answer = on.execute(reach_query, {boost::json::serialize(list)}, stop);
    reached_tables reached;
    for (std::size_t number = 0; number < answer.row_count(); ++number) {
        catalog::row row{answer, number};
        auto name = row.name();
        reached.size += static_cast<std::uint64_t>(row.number());
        bool const has_pages = row.flag();
        if (row.flag())
            reached.with_trigger = name.schema + '.' + name.object;
        if (has_pages)
            reached.names.push_back(std::move(name));
    }
    return reached;
}

bool any_has_rows(postgres::connection& on, std::vector<catalog::name> const& tables, std::stop_token const& stop) {
    for (auto const& each : tables) {
        auto const query = "SELECT EXISTS (SELECT FROM ONLY " + catalog::always_quoted(each) + ")";
        if (on.execute(query, stop).value(0, 0) == "t")
            return true;
    }
    return false;
}

std::string megabytes(std::uint64_t bytes) {
    return std::to_string((bytes >> 20U) + 1) + " MB";
}

/// Free for this user, where the directory is or will be; nothing where that cannot be found out.
std::optional<std::uint64_t> free_space(std::filesystem::path directory) {
    std::error_code failure;
    while (!std::filesystem::exists(directory, failure) && directory.has_relative_path())
        directory = directory.parent_path();
    auto const space = std::filesystem::space(directory, failure);
    return failure ? std::nullopt : std::optional{static_cast<std::uint64_t>(space.available)};
}

error no_room(std::uint64_t needed, std::uint64_t available, std::filesystem::path const& directory) {
    error_info info;
    info.code = errc::no_space;
    info.message = "a backup is needed first, which takes up to " + megabytes(needed) + ", and " + directory.string() +
                   " has room for " + megabytes(available);
    info.reason = "the plan takes away what cannot be got back otherwise";
    info.remedy =
        "make room, name another folder (`backup_directory` of [alembicore]), or go on without: --backup none";
    info.database_state = "nothing was changed";
    return error{std::move(info)};
}

backup_choice nothing(std::string reason) {
    return {.policy = backup_policy::none, .reason = std::move(reason), .tables = {}};
}

/// Between everything and what is affected, where the latter is known.
backup_choice by_size(std::uint64_t all, reached_tables reached, std::optional<std::uint64_t> available) {
    bool const fits = !available || all < *available;
    std::string const lost = std::to_string(reached.names.size()) + (reached.names.size() == 1 ? " table" : " tables");
    if (fits && all <= small_database)
        return {backup_policy::full, "rows of " + lost + " may be lost, and the database is small", {}, all};
    if (fits && reached.size > all / small_part)
        return {backup_policy::full, "rows of " + lost + " may be lost, which are most of the database", {}, all};
    auto why = "rows of " + lost + " may be lost, of a database of " + megabytes(all);
    if (!fits)
        why += ", for which there is no room";
    return {backup_policy::affected, std::move(why), std::move(reached.names), reached.size};
}

} // namespace

bool has_rows(database& of, std::stop_token const& stop) {
    return of.connection().execute(pages_query, {"alembic_version"}, stop).value(0, 0) == "t";
}

backup_choice choose_backup(
    database& of, plan_effects const& effects, std::filesystem::path const& directory, std::stop_token const& stop
) {
    auto& on = of.connection();
    if (effects.destroyed.empty() && effects.unknown.empty())
        return nothing("the plan takes nothing away");
    auto const sizes = on.execute(sizes_query, {"alembic_version"}, stop);
    catalog::row row{sizes, 0};
    auto const all = static_cast<std::uint64_t>(row.number());
    if (!row.flag())
        return nothing("no table of the database has rows");
    auto const available = free_space(directory);
    auto unknown = effects.unknown;
    backup_choice choice;
    if (unknown.empty()) {
        auto reached = reached_from(on, backup::find_tables(on, effects.destroyed, stop), stop);
        if (!any_has_rows(on, reached.names, stop))
            return nothing("what the plan takes away has no rows");
        if (!reached.with_trigger.empty())
            unknown = "a trigger of " + reached.with_trigger + " may change other tables";
        else
            choice = by_size(all, std::move(reached), available);
    }
    if (!unknown.empty())
        choice = {backup_policy::full, "not everything that the plan does is known beforehand: " + unknown, {}, all};
    if (choice.estimate > most_unasked)
        return {
            backup_policy::schema,
            choice.reason + "; the rows take up to " + megabytes(choice.estimate) +
                ", which is more than is kept without being asked: --backup full, or affected, keeps them",
            {},
            0};
    if (available && choice.estimate >= *available)
        throw no_room(choice.estimate, *available, directory);
    return choice;
}

} // namespace alembicore
