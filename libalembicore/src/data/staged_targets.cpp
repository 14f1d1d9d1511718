// Which row of a file points to a row that is nowhere.
#include "catalog/rows.hpp"
#include "data/staged_rows.hpp"

#include <algorithm>

namespace alembicore::data {

/// A row may point to one that comes behind it in the file, so that halves would fail where the whole does not.
std::uint64_t staged_rows::first_without_target(error const& failure) {
    auto const& said = *failure.info().server;
    auto const answer = in_.connection().execute(
        "SELECT n.nspname, t.relname, array_to_json(ARRAY(SELECT a.attname FROM unnest(k.conkey) WITH ORDINALITY u "
        "(num, "
        "at) JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.num ORDER BY u.at)), "
        "array_to_json(ARRAY(SELECT a.attname FROM unnest(k.confkey) WITH ORDINALITY u (num, at) JOIN pg_attribute a "
        "ON "
        "a.attrelid = k.confrelid AND a.attnum = u.num ORDER BY u.at)) FROM pg_constraint k JOIN pg_class t ON t.oid = "
        "k.confrelid JOIN pg_namespace n ON n.oid = t.relnamespace JOIN pg_class f ON f.oid = k.conrelid JOIN "
        "pg_namespace fn ON fn.oid = f.relnamespace WHERE k.contype = 'f' AND k.conname = $1 AND f.relname = $2 AND "
        "fn.nspname = $3",
        {said.constraint, said.table, said.schema}
    );
    if (answer.row_count() != 1 || said.table != of_.name.object || said.schema != of_.name.schema)
        return 0;
    catalog::row key{answer, 0};
    auto const to = key.name();
    auto const columns = key.texts();
    auto const referred = key.texts();
    statement target;
    (target << " FROM ").name(to) << " r WHERE true";
    statement sibling;
    sibling << " FROM " << stage << " r WHERE true";
    statement given;
    bool const within = to == of_.name;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        auto const* from = find(columns[i]);
        if (from == nullptr)
            return 0;
        auto const text = "s." + staged_name(from->field) + "::" + from->column->cast;
        given << " AND s." << staged_name(from->field) << " IS NOT NULL";
        (target << " AND r.").name(referred[i]) << " = " << text;
        auto const* same = within ? find(referred[i]) : nullptr;
        if (same == nullptr)
            sibling << " AND false";
        else
            sibling << " AND r." << staged_name(same->field) << "::" << same->column->cast << " = " << text;
    }
    auto const found = in_.connection().execute(
        "SELECT s.number FROM " + std::string{stage} + " s WHERE true" + given.text() + " AND NOT EXISTS (SELECT" +
            target.text() + ") AND NOT EXISTS (SELECT" + sibling.text() + ") ORDER BY s.number LIMIT 1",
        stop_
    );
    return found.row_count() == 0 ? 0 : std::stoull(found.first_column().front());
}

filled_column const* staged_rows::find(std::string const& column) const {
    auto const found = std::ranges::find(columns_, column, [](filled_column const& each) -> std::string const& {
        return each.column->shown.name;
    });
    return found == columns_.end() ? nullptr : &*found;
}

} // namespace alembicore::data
