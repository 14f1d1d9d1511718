// Constraints that are added to tables with rows, or dropped.
#include "lint/asked.hpp"
#include "lint/rule.hpp"

#include <algorithm>

namespace alembicore::lint {

namespace {

using enum action_kind;

bool adds_to_rows(action const& of, action_kind kind, moment const& now) {
    return of.kind == kind && !of.with_table && now.in_use(of.table);
}

std::string shown(relation const& table) {
    return "'" + table.shown() + "'";
}

std::string part_of(action const& of) {
    return of.object.empty() && !of.columns.empty() ? of.columns.front() : of.object;
}

void valid_check(action const& of, moment const& now, notes& found) {
    if (adds_to_rows(of, add_check, now) && !of.not_valid)
        found.add(of.table, part_of(of), "nobody can read " + shown(of.table) + " while all of it is checked");
}

/// All columns of the key are new in this revision and without a value.
bool has_new_columns(action const& key, moment const& now) {
    return !key.columns.empty() && std::ranges::all_of(key.columns, [&](std::string const& column) {
        auto const* added = added_here(now, key.table, column);
        return added != nullptr && !added->not_null && added->default_value == nullptr;
    });
}

std::string both_tables(action const& key) {
    return key.table == key.other ? shown(key.table) : shown(key.table) + " or " + shown(key.other);
}

void valid_foreign_key(action const& of, moment const& now, notes& found) {
    if (adds_to_rows(of, add_foreign_key, now) && !of.not_valid && !has_new_columns(of, now))
        found.add(of.table, part_of(of), "nobody can write to " + both_tables(of) + " while every row is looked up");
}

void new_reference(action const& of, moment const& now, notes& found) {
    if (adds_to_rows(of, add_foreign_key, now) && !of.not_valid && !of.with_column && has_new_columns(of, now))
        found.add(
            of.table,
            part_of(of),
            "all of " + shown(of.table) +
                " is read to check a column that is new and empty, while nobody can write to " + both_tables(of)
        );
}

void validated_at_once(action const& of, moment const& now, notes& found) {
    if (of.kind != validate_constraint || !now.in_transaction())
        return;
    auto const added = now.before.new_constraints.find(of.table);
    if (added != now.before.new_constraints.end() && added->second.contains(of.object) && now.in_use(of.table))
        found.add(
            of.table, of.object, "the lock of ADD CONSTRAINT is held while all of " + shown(of.table) + " is checked"
        );
}

void built_unique(action const& of, moment const& now, notes& found) {
    if (adds_to_rows(of, add_unique, now) && of.using_index.empty())
        found.add(
            of.table,
            part_of(of),
            "nobody can read " + shown(of.table) + " while the index is built, which fails where there are duplicates"
        );
}

void built_primary_key(action const& of, moment const& now, notes& found) {
    if (adds_to_rows(of, add_primary_key, now) && of.using_index.empty() && !of.with_column)
        found.add(of.table, part_of(of), "nobody can read " + shown(of.table) + " while the index is built");
}

void nullable_primary_key(action const& of, moment const& now, notes& found) {
    if (!adds_to_rows(of, add_primary_key, now) || of.using_index.empty())
        return;
    auto const* table = now.before.known.find(of.table);
    if (table == nullptr)
        return;
    auto const index = std::ranges::find(table->indexes, of.using_index, &known_index::name);
    if (index == table->indexes.end())
        return;
    for (auto const& name : index->columns)
        if (auto const* column = table->column(name); column != nullptr && !column->not_null)
            return found.add(
                of.table,
                name,
                "'" + name + "' becomes NOT NULL on the way: nobody can read " + shown(of.table) +
                    " while all of it is searched for NULL"
            );
}

void exclusion(action const& of, moment const& now, notes& found) {
    if (adds_to_rows(of, add_exclusion, now))
        found.add(of.table, part_of(of), "nobody can read " + shown(of.table) + " while the index is built");
}

/// Another key holds its columns, under the names that they have then, or one of them is dropped.
bool is_replaced(known_constraint const& key, moment const& now, relation const& table) {
    auto columns = key.columns;
    auto const replaces = [&](action const& each) {
        auto const is_of_key = [&](std::string const& name) { return std::ranges::count(columns, name) != 0; };
        if (each.kind == drop_column)
            return is_of_key(each.object);
        return each.kind == add_foreign_key && !columns.empty() && std::ranges::all_of(columns, [&](auto const& name) {
                   return std::ranges::count(each.columns, name) != 0;
               });
    };
    for (std::size_t i = 0; i < now.revision.actions.size(); ++i) {
        auto const& each = now.revision.actions[i];
        if (each.table != table)
            continue;
        if (each.kind == rename_column && i > now.at)
            std::ranges::replace(columns, each.object, each.new_name);
        else if (replaces(each))
            return true;
    }
    return false;
}

void dropped_foreign_key(action const& of, moment const& now, notes& found) {
    if (of.kind != drop_constraint || !now.in_use(of.table) || is_dropped_later(now, of.table))
        return;
    auto const* table = now.before.known.find(of.table);
    auto const* key = table == nullptr ? nullptr : table->constraint(of.object);
    if (key == nullptr || key->kind != add_foreign_key || is_replaced(*key, now, of.table))
        return;
    if (is_dropped_later(now, key->references))
        return;
    found.add(
        of.table,
        of.object,
        "nothing keeps rows of " + shown(of.table) + " from pointing to rows of " + shown(key->references) +
            " that are gone"
    );
}

void cascade(action const& of, moment const&, notes& found) {
    if (of.kind == add_foreign_key && of.cascade)
        found.add(
            of.table,
            part_of(of),
            "deleting a row of " + shown(of.other) + " deletes rows of " + shown(of.table) + " without a word"
        );
}

bool is_covered(known_table const& table, std::vector<std::string> const& columns) {
    auto const helps = [&](std::vector<std::string> const& index) {
        if (index.size() < columns.size())
            return false;
        return std::is_permutation(columns.begin(), columns.end(), index.begin());
    };
    return std::ranges::any_of(table.indexes, [&](auto const& each) { return !each.partial && helps(each.columns); }) ||
           std::ranges::any_of(table.constraints, [&](auto const& each) {
               return (each.kind == add_unique || each.kind == add_primary_key) && helps(each.columns);
           });
}

/// Whether the columns were made before our eyes, and any index of them so, too.
bool are_known(known_table const& table, std::vector<std::string> const& columns) {
    return table.complete || std::ranges::all_of(columns, [&](auto const& name) {
               auto const* column = table.column(name);
               return column != nullptr && column->declared;
           });
}

void uncovered_foreign_key(whole const& all, notes& found) {
    for (auto const& each : all.revision.actions) {
        if (each.kind != add_foreign_key)
            continue;
        auto const* table = all.after.known.find(each.table);
        if (table == nullptr || !are_known(*table, each.columns) || is_covered(*table, each.columns))
            continue;
        // Gone again by the end.
        if (std::ranges::none_of(table->constraints, [&](auto const& known) {
                return known.kind == add_foreign_key && known.columns == each.columns;
            }))
            continue;
        notes::note made;
        made.subject = each.table.shown() + "." + part_of(each);
        made.message = "a DELETE in " + shown(each.other) + " reads all of " + shown(each.table) +
                       ", for want of an index that begins with " + each.columns.front();
        made.table = each.table;
        made.statement = each.statement;
        made.of_action = true;
        found.add(std::move(made));
    }
}

constexpr rule rules_of_constraints[] = {
    {.id = "L17",
     .title = "check added while all rows are read",
     .severity = severity::error,
     .why = "ADD CHECK proves all rows under ACCESS EXCLUSIVE: nobody reads or writes the table meanwhile.",
     .safer = "add it NOT VALID (postgresql_not_valid=True), and VALIDATE it in a later transaction",
     .at_action = valid_check,
     .cost = cost::grows},
    {.id = "L18",
     .title = "foreign key added while all rows are looked up",
     .severity = severity::error,
     .why = "ADD FOREIGN KEY holds SHARE ROW EXCLUSIVE on both tables while it looks every row up: nobody writes to "
            "either.",
     .safer = "add it NOT VALID (postgresql_not_valid=True), and VALIDATE it in a later transaction",
     .at_action = valid_foreign_key,
     .cost = cost::grows},
    {.id = "L19",
     .title = "constraint validated in the transaction that adds it",
     .severity = severity::warning,
     .why = "The strong lock of ADD CONSTRAINT … NOT VALID lasts until the end of the transaction, so VALIDATE reads "
            "the table under it, which NOT VALID was to avoid.",
     .safer = "validate in a revision of its own, with transaction_per_migration, or in an autocommit block",
     .at_action = validated_at_once,
     .cost = cost::grows},
    {.id = "L20",
     .title = "new column with a foreign key of its own statement",
     .severity = severity::warning,
     .why = "Alembic adds the column and then the foreign key, which reads the whole table under locks on both tables "
            "to check a column that is NULL everywhere.",
     .safer = "ALTER TABLE … ADD COLUMN … REFERENCES … in one statement checks nothing; or add the key NOT VALID and "
              "validate it later",
     .at_action = new_reference,
     .cost = cost::grows},
    {.id = "L21",
     .title = "unique constraint builds its index",
     .severity = severity::error,
     .why = "ADD UNIQUE builds an index under ACCESS EXCLUSIVE: nobody reads or writes the table meanwhile.",
     .safer = "build a unique index CONCURRENTLY, then ADD CONSTRAINT … UNIQUE USING INDEX",
     .at_action = built_unique,
     .cost = cost::grows},
    {.id = "L22",
     .title = "primary key builds its index",
     .severity = severity::error,
     .why = "ADD PRIMARY KEY builds an index under ACCESS EXCLUSIVE: nobody reads or writes the table meanwhile.",
     .safer = "build a unique index CONCURRENTLY, then ADD CONSTRAINT … PRIMARY KEY USING INDEX",
     .at_action = built_primary_key,
     .cost = cost::grows},
    {.id = "L23",
     .title = "primary key over columns that may be NULL",
     .severity = severity::warning,
     .why = "PRIMARY KEY USING INDEX sets its columns NOT NULL first, which reads the whole table under ACCESS "
            "EXCLUSIVE.",
     .safer = "make the columns NOT NULL before, in the way of L15",
     .at_action = nullable_primary_key,
     .cost = cost::grows},
    {.id = "L24",
     .title = "exclusion constraint added",
     .severity = severity::error,
     .why = "ADD EXCLUDE builds its index under ACCESS EXCLUSIVE, and there is no concurrent way.",
     .safer = "create a new table with the constraint and move the rows, or choose an hour without traffic",
     .at_action = exclusion,
     .cost = cost::grows},
    {.id = "B08",
     .title = "foreign key dropped",
     .severity = severity::info,
     .why = "From then on rows may point to rows that do not exist, and the key cannot come back before they are "
            "cleaned up.",
     .safer = "replace it in the same revision, or make sure that the code keeps what the key kept",
     .at_action = dropped_foreign_key},
    {.id = "B14",
     .title = "ON DELETE CASCADE",
     .severity = severity::info,
     .why = "One DELETE removes rows of other tables, as many as there are, without a word.",
     .safer = "ON DELETE RESTRICT, and delete what belongs to a row on purpose",
     .at_action = cascade,
     .by_default = false},
    {.id = "D01",
     .title = "foreign key without an index",
     .severity = severity::info,
     .why = "Each DELETE of a referenced row, and each change of its key, reads the whole referencing table, and holds "
            "locks meanwhile.",
     .safer = "create an index whose first columns are those of the foreign key",
     .at_end = uncovered_foreign_key,
     .cost = cost::grows},
};

} // namespace

std::span<rule const> constraint_rules() {
    return rules_of_constraints;
}

} // namespace alembicore::lint
