#include "generate/short_expressions.hpp"

#include <map>
#include <tuple>

namespace alembicore::generate {

namespace {

constexpr char const* of_indexes = R"(
SELECT n.nspname, c.relname, (k.number - 1)::text, pg_get_indexdef(c.oid, k.number, true)
FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
CROSS JOIN LATERAL generate_series(1, i.indnkeyatts) AS k (number)
WHERE i.indkey[k.number - 1] = 0)";

constexpr char const* of_checks = R"(
SELECT n.nspname, c.relname, k.conname, pg_get_constraintdef(k.oid, true)
FROM pg_constraint k
JOIN pg_class c ON c.oid = k.conrelid
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE k.contype = 'c')";

/// By schema, relation, and what of it: the place of an element, the name of a check.
using expressions = std::map<std::tuple<std::string, std::string, std::string>, std::string>;

expressions ask(postgres::connection& from, char const* query, std::stop_token const& stop) {
    auto const answer = from.execute(query, stop);
    expressions known;
    for (std::size_t row = 0; row < answer.row_count(); ++row)
        known.emplace(
            std::tuple{
                std::string{answer.value(row, 0).value()},
                std::string{answer.value(row, 1).value()},
                std::string{answer.value(row, 2).value()}},
            answer.value(row, 3).value()
        );
    return known;
}

void replace(
    std::string& text, expressions const& known, std::tuple<std::string, std::string, std::string> const& key
) {
    if (auto const found = known.find(key); found != known.end())
        text = found->second;
}

} // namespace

void take_short_expressions(catalog::snapshot& of, postgres::connection& from, std::stop_token const& stop) {
    auto const elements = ask(from, of_indexes, stop);
    auto const checks = ask(from, of_checks, stop);
    for (auto& table : of.tables) {
        for (auto& index : table.indexes)
            for (std::size_t at = 0; at < index.elements.size(); ++at)
                replace(index.elements[at].value, elements, {table.name.schema, index.name, std::to_string(at)});
        for (auto& constraint : table.constraints)
            replace(constraint.definition, checks, {table.name.schema, table.name.object, constraint.name});
    }
}

} // namespace alembicore::generate
