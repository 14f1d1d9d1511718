#include "rehearsal/observation.hpp"

#include "catalog/rows.hpp"

namespace alembicore::rehearsal {

namespace {

// Objects of users begin at this OID; FirstNormalObjectId of PostgreSQL's transam.h. A TOAST table goes by the name of
// the table it belongs to, and so does its index.
constexpr char const* question = R"(
WITH held AS (
  SELECT relation AS oid, pg_catalog.to_json(pg_catalog.array_agg(mode)) AS modes
  FROM pg_catalog.pg_locks
  WHERE pid = pg_catalog.pg_backend_pid() AND locktype = 'relation' AND granted AND relation >= 16384::oid
    AND database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
  GROUP BY relation
), there AS (
  SELECT own.oid, coalesce(beside.nspname, space.nspname) AS schema, coalesce(wide.relname, own.relname) AS name,
    CASE WHEN space.nspname = 'pg_toast' THEN 't' ELSE own.relkind END AS kind, own.relfilenode
  FROM pg_catalog.pg_class AS own
  JOIN pg_catalog.pg_namespace AS space ON space.oid = own.relnamespace
  LEFT JOIN pg_catalog.pg_index AS entry ON space.nspname = 'pg_toast' AND entry.indexrelid = own.oid
  LEFT JOIN pg_catalog.pg_class AS wide ON space.nspname = 'pg_toast'
    AND wide.reltoastrelid = coalesce(entry.indrelid, own.oid)
  LEFT JOIN pg_catalog.pg_namespace AS beside ON beside.oid = wide.relnamespace
  WHERE own.oid >= 16384::oid
)
SELECT coalesce(there.oid, held.oid), there.schema, there.name, there.kind, there.relfilenode, held.modes
FROM there FULL JOIN held ON held.oid = there.oid
)";

relation_kind kind_of(std::string const& letter) {
    if (letter == "r" || letter == "p")
        return relation_kind::table;
    if (letter == "i" || letter == "I")
        return relation_kind::index;
    if (letter == "S")
        return relation_kind::sequence;
    if (letter == "t")
        return relation_kind::toast;
    if (letter == "v")
        return relation_kind::view;
    if (letter == "m")
        return relation_kind::materialized_view;
    return letter == "f" ? relation_kind::foreign_table : relation_kind::other;
}

/// A relation that is gone has the name it had when it was last seen.
relation const& named(std::int64_t oid, relation const& seen, observation const& known) {
    auto const found = known.find(oid);
    return seen.name.object.empty() && found != known.end() ? found->second : seen;
}

} // namespace

observation observe(postgres::connection& session) {
    auto const answer = session.execute(question);
    observation seen;
    for (std::size_t number = 0; number < answer.row_count(); ++number) {
        catalog::row row{answer, number};
        auto const oid = row.number();
        relation one;
        one.name = row.name();
        one.kind = kind_of(row.text());
        one.storage = row.number();
        for (auto& mode : row.texts())
            one.modes.insert(std::move(mode));
        seen.emplace(oid, std::move(one));
    }
    return seen;
}

observed_change
difference(observation const& before, observation const& after, observation const& first, observation const& known) {
    observed_change changed;
    for (auto const& [oid, now] : after) {
        auto const earlier = before.find(oid);
        bool const made_here = !first.contains(oid);
        auto const& shown = named(oid, now, known);
        for (auto const& mode : now.modes)
            if (earlier == before.end() || !earlier->second.modes.contains(mode))
                changed.locks.push_back({shown.name, shown.kind, mode, made_here});
        bool const there = !now.name.object.empty();
        if (there && earlier != before.end() && now.storage != earlier->second.storage && now.storage != 0) {
            changed.rewrites.push_back({.relation = now.name, .kind = now.kind, .made_here = made_here});
            changed.rewritten.push_back(oid);
        }
    }
    return changed;
}

} // namespace alembicore::rehearsal
