// Columns that are added to tables with rows, or changed there.
#include "lint/asked.hpp"
#include "lint/default_value.hpp"
#include "lint/rule.hpp"
#include "lint/type_name.hpp"

#include <algorithm>

namespace alembicore::lint {

namespace {

using enum action_kind;

bool adds_to_rows(action const& of, moment const& now) {
    return of.kind == add_column && !of.with_table && now.in_use(of.table);
}

std::string in_table(action const& of) {
    return "'" + of.table.shown() + "'";
}

void computed_default(action const& of, moment const& now, notes& found) {
    if (!adds_to_rows(of, now) || of.default_value == nullptr)
        return;
    auto const kind = volatility_of(*of.default_value);
    if (now.around.older_than(11) && kind != volatility::null)
        return found.add(of.table, of.object, "before PostgreSQL 11 any default writes " + in_table(of) + " anew");
    if (kind == volatility::changing)
        found.add(of.table, of.object, "the default differs from row to row, so " + in_table(of) + " is written anew");
    else if (kind == volatility::unknown)
        found.add(
            of.table,
            of.object,
            "unless the function of the default is STABLE or IMMUTABLE, " + in_table(of) + " is written anew"
        );
}

void required_column(action const& of, moment const& now, notes& found) {
    bool const filled = of.default_value != nullptr || !of.using_index.empty() || is_serial(of.type);
    if (adds_to_rows(of, now) && of.not_null && !filled && !is_emptied(now, of.table))
        found.add(of.table, of.object, "NOT NULL without a default fails as soon as " + in_table(of) + " has a row");
}

void numbered_column(action const& of, moment const& now, notes& found) {
    bool const numbers = of.using_index == "identity" || is_serial(of.type);
    if ((adds_to_rows(of, now) && numbers))
        found.add(of.table, of.object, "every row of " + in_table(of) + " is written anew to get its number");
}

void stored_column(action const& of, moment const& now, notes& found) {
    if (adds_to_rows(of, now) && of.using_index == "generated")
        found.add(of.table, of.object, "every row of " + in_table(of) + " is written anew to hold the value");
}

bool has_proof(known_table const& table, std::string const& column) {
    return std::ranges::any_of(table.constraints, [&](known_constraint const& each) {
        return each.valid && each.not_null_column == column;
    });
}

void becomes_required(action const& of, moment const& now, notes& found) {
    if (of.kind != set_not_null || !now.in_use(of.table))
        return;
    if (auto const* table = now.before.known.find(of.table)) {
        auto const* column = table->column(of.object);
        if ((column != nullptr && column->not_null) || (!now.around.older_than(12) && has_proof(*table, of.object)))
            return;
    }
    found.add(of.table, of.object, "nobody can read " + in_table(of) + " while all of it is searched for NULL");
}

void changed_type(action const& of, moment const& now, notes& found) {
    if (!now.in_use(of.table) || !rewrites(of, now))
        return;
    auto const before = type_before(now, of.table, of.object);
    found.add(
        of.table,
        of.object,
        before.empty() ? "unless " + of.type + " reads the same bytes as the type before, " + in_table(of) +
                             " and its indexes are written anew"
                       : "from " + before + " to " + of.type + ": " + in_table(of) + " and its indexes are written anew"
    );
}

void checked_type(action const& of, moment const& now, notes& found) {
    if (of.kind != alter_type || !now.in_use(of.table) || rewrites(of, now))
        return;
    if (type_before(now, of.table, of.object) == of.type)
        return;
    for (auto const& each : now.before.known.find(of.table)->constraints)
        if (each.kind == add_check && std::ranges::count(each.columns, of.object) != 0)
            return found.add(
                of.table, of.object, "the check '" + each.name + "' is proven again over all of " + in_table(of)
            );
}

bool may_be_null(moment const& now, relation const& table, std::string const& column) {
    auto const* known = now.before.known.find(table);
    auto const* found = known == nullptr ? nullptr : known->column(column);
    return found != nullptr && found->declared && !found->not_null;
}

void becomes_optional(action const& of, moment const& now, notes& found) {
    if (of.kind == drop_not_null && now.in_use(of.table) && !is_dropped_later(now, of.table) &&
        !may_be_null(now, of.table, of.object))
        found.add(of.table, of.object, "code that reads '" + of.object + "' will meet NULL");
}

void json_column(action const& of, moment const&, notes& found) {
    if ((of.kind == add_column || of.kind == alter_type) && (of.type == "json" || of.type.starts_with("json[")))
        found.add(of.table, of.object, "json has no equality: DISTINCT, GROUP BY and UNION of such rows fail");
}

constexpr rule rules_of_columns[] = {
    {.id = "L11",
     .title = "column added with a computed default",
     .severity = severity::error,
     .why = "A default that is computed for each row (random(), gen_random_uuid(), clock_timestamp()) rewrites the "
            "table and its indexes under ACCESS EXCLUSIVE. A constant one does not, from PostgreSQL 11 on.",
     .safer = "add the column without a default, set the default, and fill the rows that exist in batches",
     .at_action = computed_default,
     .cost = cost::grows},
    {.id = "L12",
     .title = "required column added without a default",
     .severity = severity::error,
     .why = "The rows that exist would hold NULL, so the statement fails on every table but an empty one; and code "
            "that runs already inserts without the column.",
     .safer = "give it a server_default, or add it nullable, fill it, and require it later",
     .at_action = required_column},
    {.id = "L13",
     .title = "numbered column added",
     .severity = severity::error,
     .why = "SERIAL and IDENTITY give every row that exists a number: the table is rewritten under ACCESS EXCLUSIVE.",
     .safer = "add a plain column, fill it in batches, then attach the sequence or identity",
     .at_action = numbered_column,
     .cost = cost::grows},
    {.id = "L14",
     .title = "generated column added",
     .severity = severity::error,
     .why = "A STORED generated column is computed for every row that exists: the table is rewritten under ACCESS "
            "EXCLUSIVE.",
     .safer = "add a plain column that a trigger fills, and fill the rows that exist in batches; or use a view",
     .at_action = stored_column,
     .cost = cost::grows},
    {.id = "L15",
     .title = "column becomes required while all rows are read",
     .severity = severity::error,
     .why = "SET NOT NULL reads the whole table under ACCESS EXCLUSIVE, unless a valid CHECK proves it already "
            "(PostgreSQL 12 and later).",
     .safer = "add CHECK (column IS NOT NULL) NOT VALID, validate it in a later transaction, then SET NOT NULL",
     .at_action = becomes_required,
     .cost = cost::grows},
    {.id = "L25",
     .title = "column type changed so that the table is rewritten",
     .severity = severity::error,
     .why = "A type whose values are stored otherwise rewrites the table and every index of the column under ACCESS "
            "EXCLUSIVE.",
     .safer = "add a column of the new type, write both, fill it in batches, then switch readers over",
     .at_action = changed_type,
     .cost = cost::grows},
    {.id = "L26",
     .title = "column type changed under a check",
     .severity = severity::warning,
     .why = "The change itself touches no row, but each CHECK over the column is proven again over the whole table "
            "under ACCESS EXCLUSIVE.",
     .safer = "drop the check, change the type, add the check NOT VALID, and validate it in a later transaction",
     .at_action = checked_type,
     .cost = cost::grows},
    {.id = "B07",
     .title = "column may become NULL",
     .severity = severity::info,
     .why = "Code that was written when the column was never NULL meets NULL as soon as the first such row is there.",
     .safer = "let the code that can read NULL run first",
     .at_action = becomes_optional},
    {.id = "B11",
     .title = "json column",
     .severity = severity::info,
     .why = "The type json has no equality operator, so DISTINCT, GROUP BY, UNION and comparisons of such columns "
            "fail; it cannot be indexed either.",
     .safer = "use jsonb: postgresql.JSONB()",
     .at_action = json_column},
};

} // namespace

std::span<rule const> column_rules() {
    return rules_of_columns;
}

} // namespace alembicore::lint
