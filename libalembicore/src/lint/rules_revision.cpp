// The revision as a piece of Python and of a history.
#include "lint/rule.hpp"

#include <alembicore/revision_graph.hpp>

#include <algorithm>

namespace alembicore::lint {

namespace {

using enum action_kind;

notes::note at(source_facts::place_of const& where, std::string message) {
    notes::note made;
    made.subject = where.what;
    made.message = std::move(message);
    made.place = where.place;
    return made;
}

bool is_upgrade_of_revision(whole const& all) {
    return all.revision.direction == direction::upgrade && all.source != nullptr;
}

bool does_nothing(whole const& all) {
    return all.revision.actions.empty() && !all.revision.refusal;
}

bool loses_something(action const& each) {
    return each.kind == drop_column || each.kind == drop_table || each.kind == truncate || each.kind == delete_rows ||
           each.kind == update_rows;
}

void one_way(whole const& all, notes& found) {
    if (!is_upgrade_of_revision(all) || !all.source->empty_downgrade)
        return;
    auto const lost = std::ranges::find_if(all.revision.actions, [&](action const& each) {
        return loses_something(each) && !all.after.new_tables.contains(each.table);
    });
    if (lost == all.revision.actions.end())
        return;
    notes::note made;
    made.subject = lost->table.shown();
    made.message = "downgrade() does nothing, although upgrade() changes what '" + made.subject + "' holds";
    made.place = all.source->empty_downgrade;
    found.add(std::move(made));
}

void empty_downgrade(whole const& all, notes& found) {
    if (!is_upgrade_of_revision(all) || !all.source->empty_downgrade || does_nothing(all))
        return;
    notes one;
    one_way(all, one);
    if (!one.made().empty())
        return;
    notes::note made;
    made.message =
        "downgrade() does nothing: the database keeps what upgrade() has made, and the next upgrade meets it";
    made.place = all.source->empty_downgrade;
    found.add(std::move(made));
}

void several_heads(revision_graph const& graph, notes& found) {
    auto const heads = graph.heads();
    // A file that is wrong in part may have been the child of one of them.
    bool const certain = std::ranges::none_of(graph.diagnostics(), [](diagnostic const& each) {
        return each.severity == severity::error;
    });
    if (heads.size() < 2 || !certain)
        return;
    std::string names;
    for (auto const& each : heads)
        names += (names.empty() ? "" : ", ") + each;
    notes::note made;
    made.message = "the history has " + std::to_string(heads.size()) + " heads: " + names;
    if (auto const* last = graph.find(heads.back()))
        made.place = source_place{.file = last->path, .line = 0, .column = 0, .excerpt = {}};
    found.add(std::move(made));
}

void application_import(whole const& all, notes& found) {
    if (is_upgrade_of_revision(all))
        for (auto const& each : all.source->project_imports)
            found.add(at(each, "'" + each.what + "' of the application will be another one when the revision runs"));
}

void session_beside_ddl(whole const& all, notes& found) {
    if (!is_upgrade_of_revision(all) || all.source->sessions.empty())
        return;
    bool const alters = std::ranges::any_of(all.revision.actions, [](action const& each) {
        return !locks_of(each).empty() && !loses_something(each) && each.kind != insert_rows;
    });
    if (alters || (all.revision.refusal && all.source->alters))
        found.add(
            at(all.source->sessions.front(), "rows are changed through a session in a revision that alters tables")
        );
}

void enum_left_behind(whole const& all, notes& found) {
    if (!is_upgrade_of_revision(all) || all.opposite == nullptr || all.opposite->refusal || all.source->empty_downgrade)
        return;
    for (auto const& each : all.revision.actions) {
        auto const same = [&](action_kind kind) {
            return [&each, kind](action const& other) { return other.kind == kind && other.table == each.table; };
        };
        // One that the downgrade makes anew, in the way of a changed list of values, is no new type; one that is made
        // where it is missing is in nobody's way.
        if (each.kind != create_enum || all.revision.statements[each.statement].from == origin::when_missing ||
            std::ranges::any_of(all.opposite->actions, same(drop_type)) ||
            std::ranges::any_of(all.opposite->actions, same(create_enum)) ||
            std::ranges::any_of(all.revision.actions, same(drop_type)) ||
            std::ranges::any_of(all.opposite->actions, [](auto const& other) { return other.kind == drop_schema; }))
            continue;
        notes::note made;
        made.subject = each.table.shown();
        made.message = "downgrade() leaves the type '" + made.subject + "' behind, so the next upgrade fails";
        made.statement = each.statement;
        made.of_action = true;
        found.add(std::move(made));
    }
}

void nameless_constraint(action const& of, moment const& now, notes& found) {
    bool const kinds =
        of.kind == add_check || of.kind == add_foreign_key || of.kind == add_unique || of.kind == add_exclusion;
    if (kinds && of.object.empty() && !of.with_table && !of.with_column && now.in_use(of.table))
        found.add(
            of.table,
            of.columns.empty() ? std::string{} : of.columns.front(),
            "the server chooses the name, and nothing that drops the constraint can know it for sure"
        );
}

void formatted_sql(whole const& all, notes& found) {
    if (is_upgrade_of_revision(all))
        for (auto const& each : all.source->formatted_sql)
            found.add(at(each, "the statement is put together from texts: a quote in one of them breaks it"));
}

constexpr rule rules_of_revisions[] = {
    {.id = "A02",
     .title = "downgrade that does nothing",
     .severity = severity::info,
     .why = "A downgrade that does nothing leaves what the upgrade made, while the version table says that it is gone; "
            "the next upgrade meets it.",
     .safer = "undo in downgrade() what upgrade() does, or raise NotImplementedError where that cannot be",
     .at_end = empty_downgrade},
    {.id = "A05",
     .title = "session beside DDL",
     .severity = severity::info,
     .why = "A session flushes when it likes, holds row locks beside the locks of the DDL, and may begin a transaction "
            "of its own.",
     .safer = "change rows in a revision of their own, by op.execute() with a statement",
     .at_end = session_beside_ddl},
    {.id = "A06",
     .title = "enum that the downgrade leaves behind",
     .severity = severity::info,
     .why = "DROP TABLE does not drop the enum types that its columns use: the upgrade that creates them again fails, "
            "because they exist.",
     .safer = "drop the type in downgrade(): sa.Enum(name='mood').drop(op.get_bind())",
     .at_end = enum_left_behind},
    {.id = "A07",
     .title = "constraint without a name",
     .severity = severity::info,
     .why =
         "The server chooses a name, and another one where that is taken, so no later revision can name it for sure; "
         "op.drop_constraint(None, …) fails.",
     .safer = "name it, or give the metadata a naming_convention",
     .at_action = nameless_constraint},
    {.id = "A11",
     .title = "SQL put together from texts",
     .severity = severity::info,
     .why = "A value with a quote, or a name that needs one, breaks the statement or becomes a part of it.",
     .safer = "sa.text('… :name').bindparams(name=value), or SQLAlchemy's constructs",
     .at_end = formatted_sql,
     .by_default = false},
    {.id = "B17",
     .title = "data changed without a way back",
     .severity = severity::info,
     .why =
         "The downgrade does nothing about rows or columns that the upgrade changed or dropped, so going back leaves "
         "data that the older code may not understand.",
     .safer = "keep what is needed to go back (a column, a table of the old values), or raise NotImplementedError",
     .at_end = one_way},
    {.id = "B18",
     .title = "revision that imports the application",
     .severity = severity::info,
     .why =
         "The revision runs with the application as it is on that day: a model, an enum or a helper that has changed "
         "meanwhile changes what the revision does, or breaks it.",
     .safer = "copy into the revision what it needs, as it is now: sa.table(…), sa.column(…), values",
     .at_end = application_import},
    {.id = "T04",
     .title = "history with several heads",
     .severity = severity::warning,
     .why =
         "'upgrade head' fails while there are several heads, and what order branches run in is not said by anything.",
     .safer = "alembicore merge heads -m 'merge'",
     .at_project = several_heads},
};

} // namespace

std::span<rule const> revision_rules() {
    return rules_of_revisions;
}

} // namespace alembicore::lint
