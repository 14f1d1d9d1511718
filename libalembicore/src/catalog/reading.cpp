#include "catalog/reading.hpp"

#include <array>
#include <utility>

namespace alembicore::catalog {

namespace {

/// NULL when everything is wanted.
std::optional<std::string> array_of(std::vector<std::string> const& items) {
    return items.empty() ? std::nullopt : std::optional{postgres::array_literal(items)};
}

/// What every query may read from. The journal is of the database's schema only for who asks for it by name.
std::string common_tables() {
    return R"(WITH schemas AS (
    SELECT oid, nspname FROM pg_namespace
    WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
      AND ($1::text[] IS NULL AND nspname <> 'alembicore' OR nspname = ANY ($1::text[]))
      AND )" +
           independent("pg_namespace", "oid") + R"(
), relations AS (
    SELECT c.oid, s.nspname, c.relname, c.relkind
    FROM pg_class c JOIN schemas s ON s.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm') AND )" +
           asked_for("c.relname") + " AND " + independent("pg_class", "c.oid") + ")\n";
}

/// What the server itself has made has lower OIDs than 16384.
constexpr std::array<std::pair<kind, char const*>, 10> questions{{
    {kind::enumeration, "pg_type WHERE oid >= 16384 AND typtype = 'e'"},
    {kind::domain, "pg_type WHERE oid >= 16384 AND typtype = 'd'"},
    {kind::composite, "pg_class WHERE oid >= 16384 AND relkind = 'c'"},
    {kind::sequence, "pg_sequence"},
    {kind::routine, "pg_proc WHERE oid >= 16384"},
    {kind::foreign_table, "pg_foreign_table"},
    {kind::table, "relations WHERE relkind IN ('r', 'p', 'f')"},
    {kind::view, "relations WHERE relkind IN ('v', 'm')"},
    {kind::trigger, "pg_trigger WHERE NOT tgisinternal"},
    {kind::policy, "pg_policy"},
}};

} // namespace

std::string default_schema(postgres::connection& on) {
    auto const answer = on.execute("SELECT coalesce(current_schema(), 'public')");
    return std::string{answer.value(0, 0).value()};
}

std::string asked_for(std::string_view name) {
    return "($2::text[] IS NULL OR " + std::string{name} + " LIKE ANY ($2::text[]))";
}

std::string independent(std::string_view catalogue, std::string_view oid) {
    return "NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = '" + std::string{catalogue} +
           "'::regclass AND e.objid = " + std::string{oid} + " AND e.deptype = 'e')";
}

reading::reading(postgres::connection& from, filter const& wanted, std::stop_token stop)
    : from_(from), parameters_{array_of(wanted.schemas), array_of(wanted.names)}, stop_(std::move(stop)) {}

bool reading::has(kind what) {
    if (kinds_.empty()) {
        std::string query;
        for (auto const& [asked, rows] : questions)
            query += (query.empty() ? "SELECT EXISTS (SELECT FROM " : "), EXISTS (SELECT FROM ") + std::string{rows};
        each_row(query + ")", [&](row& told) {
            for (auto const& [asked, rows] : questions)
                kinds_[asked] = told.flag();
        });
    }
    return kinds_.at(what);
}

void reading::each_row(std::string const& query, std::function<void(row&)> const& take) {
    auto const answer = from_.execute(common_tables() + query, parameters_, stop_);
    for (std::size_t number = 0; number < answer.row_count(); ++number) {
        row next{answer, number};
        take(next);
    }
}

void reading::each_part(std::string const& query, std::function<void(relation_parts const&, row&)> const& take) {
    each_row(query, [&](row& next) {
        if (auto const found = relations_.find(next.number()); found != relations_.end())
            take(found->second, next);
    });
}

} // namespace alembicore::catalog
