#include "data/shape.hpp"

#include "catalog/rows.hpp"

#include <algorithm>

namespace alembicore::data {

namespace {

// The key: the primary key, else the unique index over the fewest columns that are all NOT NULL.
constexpr char const* query = R"(
SELECT a.attname, format_type(a.atttypid, a.atttypmod), format_type(a.atttypid, -1), NOT a.attnotnull,
       a.attgenerated <> '' OR a.attidentity = 'a', a.attgenerated <> '',
       t.typlen = -1 AND t.typcategory NOT IN ('N', 'I', 'D', 'T'), t.typcategory = 'S', t.typname = 'jsonb',
       t.typcategory = 'G' OR t.typname IN ('json', 'xml') OR e.typcategory = 'G' OR e.typname IN ('json', 'xml'),
       array_position(k.columns, a.attnum) - 1, c.relkind IN ('r', 'p')
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_type e ON e.oid = t.typelem AND t.typcategory = 'A'
LEFT JOIN LATERAL (
    SELECT ARRAY(SELECT unnest(i.indkey[0:i.indnkeyatts - 1])) AS columns
    FROM pg_index i
    WHERE i.indrelid = c.oid AND i.indisunique AND i.indisvalid AND i.indimmediate AND i.indpred IS NULL
      AND NOT EXISTS (SELECT FROM unnest(i.indkey[0:i.indnkeyatts - 1]) AS part (number)
                      LEFT JOIN pg_attribute p ON p.attrelid = c.oid AND p.attnum = part.number AND part.number > 0
                      WHERE p.attnotnull IS NOT TRUE)
    ORDER BY i.indisprimary DESC, i.indnkeyatts, i.indexrelid
    LIMIT 1) AS k ON true
WHERE n.nspname = $1 AND c.relname = $2 AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
ORDER BY a.attnum)";

error absent(catalog::name const& table) {
    return error{
        errc::bad_usage,
        "there is no table or view " + table.schema + '.' + table.object,
        "see what there is: alembicore schema"};
}

} // namespace

shape_column const& shape::column(std::string_view wanted) const {
    auto const found = std::ranges::find(columns, wanted, [](shape_column const& each) -> std::string_view {
        return each.shown.name;
    });
    if (found == columns.end())
        throw error{errc::bad_usage, name.schema + '.' + name.object + " has no column '" + std::string{wanted} + '\''};
    return *found;
}

shape read_shape(postgres::connection& on, catalog::name const& table) {
    auto const answer = on.execute(query, {table.schema, table.object});
    if (answer.row_count() == 0)
        throw absent(table);
    shape read;
    read.name = table;
    std::vector<std::pair<std::int64_t, std::size_t>> key;
    for (std::size_t number = 0; number < answer.row_count(); ++number) {
        catalog::row from{answer, number};
        auto& made = read.columns.emplace_back();
        made.shown.name = from.text();
        made.shown.type = from.text();
        made.cast = from.text();
        made.shown.nullable = from.flag();
        made.shown.written = from.flag();
        made.computed = from.flag();
        made.long_values = from.flag();
        made.text = from.flag();
        made.document = from.flag();
        made.unequal = from.flag();
        if (auto const position = from.optional_number()) {
            made.shown.key = true;
            key.emplace_back(*position, number);
        }
        read.versioned = from.flag();
    }
    std::ranges::sort(key);
    for (auto const& [position, number] : key)
        read.key.push_back(number);
    return read;
}

} // namespace alembicore::data
