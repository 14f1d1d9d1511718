#include "backup_report.hpp"

#include "counted.hpp"
#include "listing.hpp"
#include "progress.hpp"
#include "table.hpp"

#include <array>
#include <iomanip>
#include <memory>
#include <ostream>
#include <sstream>

namespace alembicore::cli {

namespace {

std::string what_for(backup_manifest const& made) {
    if (!made.occasion)
        return made.reason;
    return std::string{made.occasion->direction == direction::upgrade ? "before upgrade " : "before downgrade "} +
           made.occasion->target;
}

std::string rows_text(backup_manifest const& made) {
    std::size_t tables = 0;
    std::int64_t rows = 0;
    bool exact = true;
    for (auto const& each : made.tables) {
        tables += each.data ? 1U : 0U;
        rows += each.data ? each.rows.value_or(0) : 0;
        exact = exact && (!each.data || each.exact);
    }
    return std::to_string(tables) + " of " + counted(made.tables.size(), "table") + " with their rows, " +
           (exact ? "" : "about ") + std::to_string(rows) + (rows == 1 ? " row" : " rows");
}

} // namespace

void backup_line::draw(backup_progress const& now) {
    std::string line = now.activity;
    if (now.count != 0)
        line += " " + std::to_string(now.done) + "/" + std::to_string(now.count);
    if (now.bytes != 0)
        line += ", " + render_bytes(now.bytes);
    if (!now.subject.empty())
        line += ", " + now.subject;
    std::size_t const room = shown_.err_look.width > 30 ? shown_.err_look.width - 2 : 28;
    shown_.err << "\r\x1b[K" << paint(shown_.err_look, style::dim, clip(line, room, shown_.err_look.unicode))
               << std::flush;
    drawn_ = true;
}

void backup_line::clear() {
    if (drawn_)
        shown_.err << "\r\x1b[K" << std::flush;
    drawn_ = false;
}

std::string render_bytes(std::uint64_t bytes) {
    constexpr std::array units{"bytes", "kB", "MB", "GB", "TB"};
    constexpr double step = 1000;
    auto amount = static_cast<double>(bytes);
    std::size_t unit = 0;
    for (; amount >= step && unit + 1 < units.size(); ++unit)
        amount /= step;
    std::ostringstream text;
    text << std::fixed << std::setprecision(unit == 0 ? 0 : 1) << amount << ' ' << units[unit];
    return text.str();
}

std::string render_backups(backup_listing const& listing, terminal const& look) {
    std::string text;
    if (!listing.backups.empty()) {
        table lines{look, {"id", "policy", "size", "at revision", "why"}};
        for (auto const& each : listing.backups)
            lines.add(
                {each.id,
                 std::string{name_of(each.policy)},
                 render_bytes(each.size),
                 each.revisions.empty() ? "-" : join(each.revisions),
                 what_for(each)}
            );
        text += lines.render();
    }
    for (auto const& each : listing.in_progress)
        text += each + " is being made now\n";
    for (auto const& each : listing.abandoned)
        text += each + " was not finished; the next backup, or 'backup prune', removes it\n";
    for (auto const& each : listing.damaged)
        text += each.message + "\n";
    return text;
}

std::string render_backup(backup_manifest const& made) {
    std::string text = made.id + "\n";
    auto const add = [&](std::string_view name, std::string const& value) {
        text.append("  ").append(name).append(value).append("\n");
    };
    add("database:  ", made.database + " (PostgreSQL " + made.server_version + ")");
    add("revision:  ", made.revisions.empty() ? "none" : join(made.revisions));
    add("policy:    ", std::string{name_of(made.policy)} + ": " + made.reason);
    add("contents:  ", rows_text(made));
    add("size:      ", render_bytes(made.size) + " in " + render_elapsed(made.elapsed));
    add("SHA-256:   ", made.sha256);
    add("folder:    ", made.folder.string());
    text.pop_back();
    return text;
}

backup_progress_sink show_backup_progress(console const& shown) {
    if (shown.quiet)
        return {};
    if (shown.err_look.interactive)
        return [line = std::make_shared<backup_line>(shown)](backup_progress const& now) { line->draw(now); };
    return [&shown, last = std::make_shared<std::string>()](backup_progress const& now) {
        if (now.activity == *last)
            return;
        *last = now.activity;
        shown.log("INFO", "alembicore.backup", now.activity + (now.subject.empty() ? "" : " " + now.subject));
    };
}

} // namespace alembicore::cli
