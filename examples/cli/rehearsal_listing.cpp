#include "rehearsal_listing.hpp"

#include "counted.hpp"
#include "progress.hpp"
#include "schema_listing.hpp"

#include <alembicore/json.hpp>

#include <algorithm>
#include <array>
#include <set>

namespace alembicore::cli {

namespace {

constexpr std::size_t statement_room = 100;

std::string_view name_of(rehearsal::relation_kind kind) {
    using enum rehearsal::relation_kind;
    switch (kind) {
    case index:
        return "index ";
    case sequence:
        return "sequence ";
    case view:
        return "view ";
    case materialized_view:
        return "materialized view ";
    default:
        return "";
    }
}

std::string name_of(catalog::name const& of) {
    return of.schema == "public" ? of.object : of.schema + '.' + of.object;
}

/// What only reading takes is in nobody's way but that of the strongest; TOAST tables go with theirs.
bool is_worth_telling(rehearsal::relation_lock const& one) {
    return !one.made_here && one.kind != rehearsal::relation_kind::toast && one.mode != "AccessShareLock" &&
           !one.relation.object.empty();
}

std::string lock_line(rehearsal::relation_lock const& one, terminal const& look) {
    auto const mode = one.mode.ends_with("Lock") ? one.mode.substr(0, one.mode.size() - 4) : one.mode;
    bool const blocks_reading = mode == "AccessExclusive";
    return "     locks " + std::string{name_of(one.kind)} + name_of(one.relation) + ": " +
           paint(look, blocks_reading ? style::red : style::yellow, mode) + '\n';
}

std::string rewrite_line(rehearsal::rewrite const& one, terminal const& look) {
    auto text = "     " + paint(look, style::red, "rewrites") + ' ' + std::string{name_of(one.kind)} +
                name_of(one.relation) + ", here " + render_bytes(one.size);
    if (one.live_size)
        text += ", in the target " + render_bytes(*one.live_size);
    if (one.live_rows)
        text += ", about " + std::to_string(*one.live_rows) + (*one.live_rows == 1 ? " row" : " rows");
    return text + '\n';
}

std::string first_line(std::string const& sql, terminal const& look) {
    auto const begin = sql.find_first_not_of(" \n\t");
    auto text = begin == std::string::npos ? std::string{} : sql.substr(begin);
    for (auto& c : text)
        c = c == '\n' || c == '\t' ? ' ' : c;
    text.erase(std::unique(text.begin(), text.end(), [](char a, char b) { return a == ' ' && b == ' '; }), text.end());
    return clip(text, statement_room, look.unicode);
}

std::string statement_text(rehearsal::statement const& one, engine ran, terminal const& look) {
    auto text = "   " + first_line(one.sql, look) + '\n';
    if (ran == engine::python)
        return text;
    std::string facts = "     " + render_elapsed(one.elapsed);
    if (one.rows)
        facts += ", " + counted(*one.rows, "row");
    if (one.wal > 0)
        facts += ", " + render_bytes(one.wal) + " of log";
    if (!one.in_transaction)
        facts += ", outside a transaction: its locks ended with it";
    text += paint(look, style::dim, facts) + '\n';
    for (auto const& each : one.locks)
        if (is_worth_telling(each))
            text += lock_line(each, look);
    for (auto const& each : one.rewrites)
        if (!each.made_here && each.kind != rehearsal::relation_kind::toast)
            text += rewrite_line(each, look);
    return text;
}

std::string place_text(rehearsal::report const& shown) {
    if (shown.place == rehearsal::place::target)
        return "tried on the database itself, and rolled back";
    switch (shown.rows) {
    case rehearsal::rows_kept::none:
        return "tried on a scratch database with the same schema and no rows";
    case rehearsal::rows_kept::sample:
        return "tried on a scratch database with the same schema and some of the rows";
    case rehearsal::rows_kept::all:
        break;
    }
    return "tried on a scratch database with the same schema and rows";
}

std::string count_of(std::vector<catalog::change> const& changes) {
    std::array<std::size_t, 3> counts{};
    for (auto const& each : changes)
        ++counts.at(static_cast<std::size_t>(each.kind));
    return counted(counts[0], "part") + " added, " + std::to_string(counts[1]) + " removed, " +
           std::to_string(counts[2]) + " changed";
}

std::string way_back_text(rehearsal::report const& shown, terminal const& look) {
    using enum rehearsal::verdict;
    auto const& way = shown.way_back;
    auto const opposite = shown.plan.direction == direction::downgrade ? "upgrading again" : "downgrading";
    switch (way.verdict) {
    case not_tried:
        return {};
    case returns:
        return paint(look, style::green, "way back: ") + opposite + " gives the same schema\n";
    case fails:
        return paint(look, style::red, "way back: ") + opposite + " fails" +
               (way.failure ? " at " + (way.failure->revision.empty() ? "once" : way.failure->revision) + ": " +
                                  way.failure->message
                            : "") +
               '\n';
    case differs:
        break;
    }
    auto text = paint(look, style::red, "way back: ") + opposite + " leaves another schema\n";
    if (way.undone.empty())
        return text + render_changes(way.left_over, look);
    for (auto const& each : way.undone)
        text += "by " + each.revision + ":\n" + render_changes(each.left_over, look);
    return text;
}

} // namespace

std::string render_rehearsal(rehearsal::report const& shown, terminal const& look) {
    auto text = place_text(shown) + '\n';
    if (shown.engine == engine::python)
        text += "Alembic ran it: " + shown.engine_reason + ". Locks and times of its statements are not known\n";
    if (!shown.copy_differs.empty())
        text += paint(look, style::yellow, "the scratch database is not quite like the target:") + '\n' +
                render_changes(shown.copy_differs, look);
    std::size_t number = 0;
    for (auto const& each : shown.steps) {
        auto const what = each.direction == direction::downgrade ? "downgrade of " : "upgrade to ";
        text += std::to_string(++number) + ". " + what + paint(look, style::bold, each.revision) +
                (each.doc.empty() ? "" : ", " + each.doc) + "  " +
                paint(look, style::dim, render_elapsed(each.elapsed)) + '\n';
        for (auto const& statement : each.statements)
            text += statement_text(statement, shown.engine, look);
    }
    if (!shown.failure && shown.plan.steps.empty())
        return text + "nothing to do\n";
    if (!shown.failure)
        text += "schema: " + count_of(shown.changes) + '\n' + way_back_text(shown, look);
    for (auto const& each : shown.sequences_advanced)
        text += "sequence " + name_of(each) + " went on, which rolling back does not undo\n";
    return text;
}

std::string render_rehearsal_line(rehearsal::report const& shown) {
    std::size_t statements = 0;
    std::set<std::string> shut;
    std::set<std::string> rewritten;
    for (auto const& step : shown.steps)
        for (auto const& each : step.statements) {
            ++statements;
            for (auto const& lock : each.locks)
                if (is_worth_telling(lock) && lock.mode == "AccessExclusiveLock")
                    shut.insert(name_of(lock.relation));
            for (auto const& one : each.rewrites)
                if (!one.made_here && one.kind == rehearsal::relation_kind::table)
                    rewritten.insert(name_of(one.relation));
        }
    auto line = "rehearsed " + counted(statements, "statement") + " in " + render_elapsed(shown.elapsed);
    for (auto const& each : shut)
        line += ", shuts " + each;
    for (auto const& each : rewritten)
        line += ", rewrites " + each;
    using enum rehearsal::verdict;
    switch (shown.way_back.verdict) {
    case returns:
        return line + "; the way back gives the same schema";
    case differs:
        return line + "; the way back leaves another schema";
    case fails:
        return line + "; the way back fails";
    case not_tried:
        break;
    }
    return line;
}

void show_rehearsal(console const& shown, rehearsal::report const& found) {
    if (shown.json)
        return shown.print(to_json(found));
    if (!shown.quiet)
        shown.out << render_rehearsal(found, shown.out_look);
    if (found.failure)
        shown.report(*found.failure);
}

} // namespace alembicore::cli
