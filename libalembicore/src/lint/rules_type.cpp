// Types that are regretted later.
#include "lint/rule.hpp"
#include "lint/type_name.hpp"

#include <algorithm>

namespace alembicore::lint {

namespace {

using enum action_kind;

bool is_small(std::string const& type) {
    return type == "int4" || type == "int2" || type == "serial4" || type == "serial2";
}

void small_key(whole const& all, notes& found) {
    for (auto const& each : all.revision.actions) {
        if (each.kind != add_primary_key || each.columns.size() != 1)
            continue;
        auto const* table = all.after.known.find(each.table);
        auto const* column = table == nullptr ? nullptr : table->column(each.columns.front());
        if (column == nullptr || !is_small(column->type))
            continue;
        notes::note made;
        made.subject = each.table.shown() + "." + column->name;
        made.message = "the numbers of '" + made.subject + "' end at " +
                       (column->type.ends_with('2') ? "32,767" : "2,147,483,647");
        made.statement = each.statement;
        made.of_action = true;
        found.add(std::move(made));
    }
}

void serial_column(action const& of, moment const&, notes& found) {
    if (of.kind == add_column && is_serial(of.type))
        found.add(of.table, of.object, "SERIAL leaves a sequence with rights and an owner of its own");
}

void limited_text(action const& of, moment const&, notes& found) {
    bool const sets = of.kind == add_column || of.kind == alter_type;
    if (sets && (of.type.starts_with("varchar(") || of.type.starts_with("bpchar")))
        found.add(of.table, of.object, of.type + " limits a text that text would hold as well");
}

void zoneless_time(action const& of, moment const&, notes& found) {
    bool const sets = of.kind == add_column || of.kind == alter_type;
    if (sets && (of.type == "timestamp" || of.type.starts_with("timestamp(")))
        found.add(of.table, of.object, "which moment a value is depends on who reads it");
}

void enum_type(action const& of, moment const&, notes& found) {
    if (of.kind == create_enum)
        found.add(of.table, {}, "values of '" + of.table.shown() + "' can be added and renamed, never removed");
}

void unordered_value(action const& of, moment const&, notes& found) {
    if (of.kind == add_enum_value && !of.details->contains("newValNeighbor"))
        found.add(of.table, of.object, "'" + of.object + "' sorts behind all other values");
}

void checked_domain(action const& of, moment const& now, notes& found) {
    if (of.kind == create_domain && !of.not_valid)
        found.add(
            of.table,
            {},
            "the constraints of '" + of.table.shown() + "' cannot be changed without reading every table that uses it"
        );
    if (of.kind != constrain_domain || now.before.new_types.contains(of.table))
        return;
    auto const* constraint = child(*of.details, "def");
    auto const* inner = constraint == nullptr ? nullptr : child(*constraint, "Constraint");
    if (inner == nullptr || !flag(*inner, "skip_validation"))
        found.add(
            of.table, {}, "every table that uses '" + of.table.shown() + "' is read under a lock that blocks writes"
        );
}

constexpr rule rules_of_types[] = {
    {.id = "D03",
     .title = "small numbers as a key",
     .severity = severity::info,
     .why = "An int key ends at two thousand million; to widen it then rewrites the table and all that reference it.",
     .safer = "sa.BigInteger()",
     .at_end = small_key,
     .by_default = false},
    {.id = "D04",
     .title = "serial instead of identity",
     .severity = severity::info,
     .why = "SERIAL makes a sequence that has rights and an owner of its own, and that copies of the table share.",
     .safer = "sa.Identity()",
     .at_action = serial_column,
     .by_default = false},
    {.id = "D05",
     .title = "text of a limited length",
     .severity = severity::info,
     .why = "varchar(n) saves no space over text; a limit that turns out too short fails inserts.",
     .safer = "sa.Text(), with a CHECK on the length where there has to be one",
     .at_action = limited_text,
     .by_default = false},
    {.id = "D06",
     .title = "time without a zone",
     .severity = severity::info,
     .why = "timestamp holds what a clock on some wall shows; which moment that was depends on who reads it.",
     .safer = "sa.DateTime(timezone=True)",
     .at_action = zoneless_time,
     .by_default = false},
    {.id = "D07",
     .title = "enum type",
     .severity = severity::info,
     .why = "Values of an enum cannot be removed, and new ones cannot be used in the transaction that adds them.",
     .safer = "text with a CHECK, or a table of the values",
     .at_action = enum_type,
     .by_default = false},
    {.id = "B10",
     .title = "enum value without a position",
     .severity = severity::info,
     .why = "Values of an enum sort in their order; a new one comes last, whatever it means, and cannot be moved.",
     .safer = "ADD VALUE … BEFORE or AFTER another one",
     .at_action = unordered_value,
     .by_default = false},
    {.id = "B12",
     .title = "domain with constraints",
     .severity = severity::warning,
     .why = "A constraint that is added to a domain is checked in every table that uses it, under locks; one that is "
            "there cannot be loosened for one table only.",
     .safer = "a CHECK on the table; ALTER DOMAIN … ADD CONSTRAINT … NOT VALID",
     .at_action = checked_domain},
};

} // namespace

std::span<rule const> type_rules() {
    return rules_of_types;
}

} // namespace alembicore::lint
