#include "data/foreign_keys.hpp"

#include "catalog/rows.hpp"

namespace alembicore::data {

namespace {

// Those of partitions are said by their parent.
constexpr char const* keys_query = R"(
SELECT tn.nspname, t.relname, k.conname, fn.nspname, f.relname,
       (SELECT json_agg(a.attname ORDER BY p.position) FROM unnest(k.conkey) WITH ORDINALITY AS p (number, position)
        JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = p.number),
       (SELECT json_agg(a.attname ORDER BY p.position) FROM unnest(k.confkey) WITH ORDINALITY AS p (number, position)
        JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = p.number),
       k.confdeltype
FROM pg_constraint k
JOIN pg_class t ON t.oid = k.confrelid JOIN pg_namespace tn ON tn.oid = t.relnamespace
JOIN pg_class f ON f.oid = k.conrelid JOIN pg_namespace fn ON fn.oid = f.relnamespace
WHERE k.contype = 'f' AND k.conparentid = 0
ORDER BY k.conname)";

} // namespace

incoming_keys read_keys(postgres::connection& on) {
    incoming_keys all;
    auto const answer = on.execute(keys_query);
    for (std::size_t number = 0; number < answer.row_count(); ++number) {
        catalog::row from{answer, number};
        auto to = from.name();
        incoming_key key;
        key.name = from.text();
        key.from = from.name();
        key.columns = from.texts();
        key.referred = from.texts();
        key.on_delete = from.text();
        all.emplace(std::move(to), std::move(key));
    }
    return all;
}

std::string pointing(incoming_key const& key, catalog::name const& to, std::string const& condition) {
    statement text;
    std::string_view separator = "(";
    for (auto const& column : key.columns) {
        (text << separator).name(column);
        separator = ", ";
    }
    separator = ") IN (SELECT ";
    for (auto const& column : key.referred) {
        (text << separator).name(column);
        separator = ", ";
    }
    (text << " FROM ").name(to) << " WHERE " << condition << ")";
    return text.text();
}

} // namespace alembicore::data
