#include "data/sequences.hpp"

#include "catalog/definition.hpp"

#include <algorithm>

namespace alembicore::data {

namespace {

/// Owned by a column, as those of serial and identity are, or named by its default. `extreme`: the number that a
/// sequence must not reach again. A descending one goes the other way.
constexpr char const* sequences_query = R"(
SELECT DISTINCT s.attname, s.sequence::regclass::text,
       CASE WHEN q.seqincrement > 0 THEN 'max' ELSE 'min' END, q.seqincrement::text
FROM (SELECT a.attname, d.objid AS sequence
      FROM pg_depend d JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
      WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
        AND d.refobjid = $1::regclass AND a.atttypid IN ('int2'::regtype, 'int4'::regtype, 'int8'::regtype)
        AND has_column_privilege(a.attrelid, a.attnum, 'SELECT')
      UNION ALL
      SELECT a.attname, d.refobjid
      FROM pg_attrdef f JOIN pg_depend d ON d.classid = 'pg_attrdef'::regclass AND d.objid = f.oid
      JOIN pg_attribute a ON a.attrelid = f.adrelid AND a.attnum = f.adnum
      WHERE d.refclassid = 'pg_class'::regclass AND f.adrelid = $1::regclass
        AND a.atttypid IN ('int2'::regtype, 'int4'::regtype, 'int8'::regtype)
        AND has_column_privilege(a.attrelid, a.attnum, 'SELECT')) s
JOIN pg_sequence q ON q.seqrelid = s.sequence
WHERE has_table_privilege(q.seqrelid, 'SELECT')
ORDER BY 1, 2)";

struct numbered_column {
    std::string column;
    std::string sequence; ///< quoted
    std::string extreme;  ///< max or min
    std::string increment;
};

std::vector<numbered_column> numbered_columns(postgres::connection& on, shape const& of) {
    std::vector<numbered_column> found;
    auto const answer = on.execute(sequences_query, {catalog::always_quoted(of.name)});
    for (std::size_t row = 0; row < answer.row_count(); ++row) {
        auto const text = [&](std::size_t column) { return std::string{answer.value(row, column).value_or("")}; };
        found.push_back({text(0), text(1), text(2), text(3)});
    }
    return found;
}

} // namespace

std::vector<sequence_behind> sequences_behind(
    postgres::connection& on, shape const& of, std::vector<std::string> const& columns, std::stop_token const& stop
) {
    std::vector<sequence_behind> behind;
    for (auto const& each : numbered_columns(on, of)) {
        if (std::ranges::count(columns, each.column) == 0)
            continue;
        auto const column = postgres::quote_name(each.column);
        auto const reached = each.extreme == "max" ? ">=" : "<=";
        auto const answer = on.execute(
            "SELECT next::text, extreme::text FROM (SELECT last_value::numeric + CASE WHEN is_called THEN " +
                each.increment + " ELSE 0 END AS next FROM " + each.sequence + ") s, (SELECT " + each.extreme + '(' +
                column + ") AS extreme FROM " + catalog::always_quoted(of.name) + ") t WHERE extreme " + reached +
                " next",
            stop
        );
        if (answer.row_count() != 0)
            behind.push_back(
                {.column = each.column,
                 .sequence = each.sequence,
                 .next = std::string{answer.value(0, 0).value_or("")},
                 .used = std::string{answer.value(0, 1).value_or("")}}
            );
    }
    return behind;
}

void advance(postgres::connection& on, std::vector<sequence_behind>& sequences, std::stop_token const& stop) {
    for (auto& each : sequences) {
        on.execute("SELECT setval($1::regclass, $2)", {each.sequence, each.used}, stop);
        each.advanced = true;
    }
}

} // namespace alembicore::data
