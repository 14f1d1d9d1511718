#include "journal_listing.hpp"

#include "counted.hpp"
#include "listing.hpp"
#include "progress.hpp"

#include <string_view>

namespace alembicore::cli {

namespace {

std::string_view name_of(direction kind) {
    return kind == direction::upgrade ? "upgrade" : kind == direction::downgrade ? "downgrade" : "stamp";
}

std::string_view name_of(journal::outcome how) {
    switch (how) {
    case journal::outcome::done:
        return "done";
    case journal::outcome::failed:
        return "FAILED";
    case journal::outcome::cancelled:
        return "cancelled";
    case journal::outcome::unfinished:
        break;
    }
    return "UNFINISHED";
}

std::string rows(std::vector<std::string> const& ids) {
    return ids.empty() ? "base" : join(ids);
}

/// `2026-11-26T10:36:25.123456Z` to the second.
std::string moment(std::string const& at) {
    auto text = at.substr(0, at.find('.'));
    if (auto const separator = text.find('T'); separator != std::string::npos)
        text[separator] = ' ';
    return text + " UTC";
}

std::string who(journal::author const& by) {
    auto text = by.os_user + "@" + by.host + " as " + by.database_user;
    return by.authenticated_user.empty() ? text : text + " for " + by.authenticated_user;
}

std::string move_of(journal::recorded_run const& run) {
    if (run.kind == journal::run_kind::sql_file)
        return "sql " + run.target + " at " + rows(run.from);
    if (run.kind == journal::run_kind::undoing)
        return "undo of the half of " + run.target + " at " + rows(run.from);
    return std::string{name_of(run.direction)} + " " + rows(run.from) + " -> " + rows(run.to);
}

class lines {
public:
    void add(std::string_view name, std::string const& value) {
        if (!value.empty())
            text_.append("  ").append(name).append(value).append("\n");
    }

    void add(std::string_view line) { text_.append(line).append("\n"); }

    [[nodiscard]] std::string take() {
        if (text_.ends_with('\n'))
            text_.pop_back();
        return std::move(text_);
    }

private:
    std::string text_;
};

void add_failure(lines& to, journal::recorded_failure const& failure) {
    to.add("failure:    ", failure.message + (failure.sqlstate.empty() ? "" : " (" + failure.sqlstate + ")"));
    to.add("revision:   ", failure.revision);
    to.add("statement:  ", failure.statement);
    to.add("afterwards: ", failure.database_state);
}

void add_step(lines& to, journal::recorded_step const& step) {
    auto line = std::string{name_of(step.kind)} + " " + (step.revision.empty() ? "base" : step.revision);
    line += step.finished ? "  " + render_elapsed(step.elapsed) : std::string{"  NOT COMPLETED"};
    line += "  " + counted(step.statement_count, "statement");
    if (!step.in_transaction)
        line += ", partly outside a transaction";
    to.add(line);
    to.add("file:       ", step.file.empty() ? "" : step.file + "  " + step.file_sha256);
    for (auto const& each : step.statements)
        to.add(each.finished ? "done:       " : "BEGUN:      ", each.sql);
    for (auto const& each : step.notices)
        to.add("notice:     ", each);
}

} // namespace

std::string render_run_line(journal::recorded_run const& run) {
    auto line = std::to_string(run.number) + "  " + moment(run.began) + "  " + move_of(run) + "  ";
    line += name_of(run.outcome);
    line += "  " + counted(run.planned_steps, "step");
    if (run.outcome != journal::outcome::unfinished)
        line += "  " + render_elapsed(run.elapsed);
    return line + "  " + who(run.by);
}

std::string render_run(journal::recorded_run const& run) {
    lines shown;
    shown.add("run " + std::to_string(run.number) + ": " + move_of(run) + ", " + std::string{name_of(run.outcome)});
    shown.add("began:      ", moment(run.began));
    if (run.outcome != journal::outcome::unfinished)
        shown.add("took:       ", render_elapsed(run.elapsed));
    shown.add("by:         ", who(run.by));
    shown.add(
        "engine:     ", std::string{run.engine == engine::python ? "python" : "native"} + ", alembicore " + run.version
    );
    shown.add("backup:     ", run.backup);
    if (run.failure)
        add_failure(shown, *run.failure);
    for (auto const& each : run.steps)
        add_step(shown, each);
    return shown.take();
}

std::string render_verification(journal::verification const& seen, std::vector<edited_revision> const& edited) {
    lines shown;
    for (auto const& each : seen.broken)
        shown.add("entry " + std::to_string(each.entry) + ": " + each.problem);
    if (seen.entries == 0)
        shown.add("nothing is recorded in this database");
    else if (seen.broken.empty())
        shown.add(std::to_string(seen.entries) + " entries, as they were written; the last hash is " + seen.last_hash);
    for (auto const& each : edited)
        shown.add(
            "revision " + each.revision + " was edited after it was applied (" + moment(each.applied_at) +
            "): " + each.file
        );
    return shown.take();
}

} // namespace alembicore::cli
