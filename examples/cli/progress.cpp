#include "progress.hpp"

#include "backup_report.hpp"
#include "counted.hpp"
#include "listing.hpp"

#include <iomanip>
#include <memory>
#include <ostream>
#include <sstream>

namespace alembicore::cli {

namespace {

constexpr std::size_t statement_room = 200;

std::string render_notice(server_message const& notice) {
    return notice.severity + ": " + notice.message + (notice.detail.empty() ? "" : " (" + notice.detail + ")");
}

std::string_view name_of(engine chosen) {
    return chosen == engine::python ? "python" : "native";
}

/// Alembic's own lines about the steps are said here already, from the events.
bool is_worth_showing(log_received const& record) {
    bool const low = record.level == "DEBUG" || record.level == "NOTSET";
    bool const known = record.level == "INFO" && record.logger == "alembic.runtime.migration";
    return !low && !known;
}

/// What Python writes to its standard output is the project's, and goes where it would have gone.
void show_log(console const& shown, log_received const& received) {
    if (!received.level.empty()) {
        if (is_worth_showing(received))
            shown.log(received.level, received.logger, received.message);
    } else if (received.logger == "stdout" && !shown.json)
        shown.out << received.message << '\n' << std::flush;
    else
        shown.err << received.message << '\n' << std::flush;
}

std::string render_backup_choice(backup_chosen const& chosen) {
    return "backup " + std::string{name_of(chosen.policy)} + ": " + chosen.reason;
}

std::string render_backup_made(backup_made const& made) {
    return "backup " + made.id + ", " + render_bytes(made.size) + " in " + render_elapsed(made.elapsed);
}

class log_lines {
public:
    explicit log_lines(console const& shown) : shown_(shown) {}

    void operator()(plan_made const& made) const {
        for (auto const& warning : made.plan.warnings)
            shown_.log("WARNING", "alembicore.plan", warning);
    }

    void operator()(engine_chosen const& chosen) const {
        shown_.log("INFO", "alembicore.engine", render_choice(chosen));
    }

    void operator()(lock_awaited const& waiting) const {
        shown_.log("INFO", "alembicore.lock", render_waiting(waiting));
    }

    void operator()(backup_chosen const& chosen) const {
        if (chosen.policy != backup_policy::none)
            shown_.log("INFO", "alembicore.backup", render_backup_choice(chosen));
    }

    void operator()(backup_made const& made) const {
        shown_.log("INFO", "alembicore.backup", render_backup_made(made));
    }

    void operator()(blocked const& waiting) const { shown_.log("WARNING", "alembicore.lock", render_blocked(waiting)); }

    void operator()(retry_awaited const& waiting) const {
        shown_.log("WARNING", "alembicore.lock", render_retry(waiting));
    }

    void operator()(finding_made const& made) const {
        shown_.log("WARNING", "alembicore", render_finding(made.finding));
    }

    void operator()(step_started const& begun) const { shown_.log_info(render_running(begun.step)); }

    void operator()(log_received const& received) const { show_log(shown_, received); }

    void operator()(notice_received const& received) const {
        if (!shown_.quiet)
            shown_.err << render_notice(received.notice) << '\n' << std::flush;
    }

    template <typename Other>
    void operator()(Other const&) const {}

private:
    console const& shown_;
};

class live_lines {
public:
    explicit live_lines(console const& shown) : shown_(shown) {}

    live_lines(live_lines const&) = delete;
    live_lines& operator=(live_lines const&) = delete;

    /// A step that was not done has failed: its line is finished before the error is told.
    ~live_lines() {
        if (!line_.empty())
            redraw(paint(shown_.err_look, style::red, shown_.err_look.unicode ? "✗" : "!"), "\n");
    }

    void operator()(plan_made const& made) {
        for (auto const& warning : made.plan.warnings)
            shown_.err << paint(shown_.err_look, style::yellow, "warning: ") << warning << '\n';
    }

    void operator()(engine_chosen const& chosen) {
        if (!line_.empty()) // a step was refused half-way
            redraw(paint(shown_.err_look, style::red, shown_.err_look.unicode ? "✗" : "!"), "\n");
        line_.clear();
        shown_.err << paint(shown_.err_look, style::dim, "engine: " + render_choice(chosen)) << '\n' << std::flush;
    }

    void operator()(lock_awaited const& waiting) {
        shown_.err << paint(shown_.err_look, style::dim, render_waiting(waiting)) << '\n' << std::flush;
    }

    void operator()(backup_chosen const& chosen) {
        if (chosen.policy != backup_policy::none)
            shown_.err << paint(shown_.err_look, style::dim, render_backup_choice(chosen)) << '\n' << std::flush;
    }

    void operator()(backup_progress const& now) { backup_.draw(now); }

    void operator()(backup_made const& made) {
        backup_.clear();
        shown_.err << render_backup_made(made) << '\n' << std::flush;
    }

    void operator()(log_received const& received) {
        shown_.err << "\r\x1b[K" << std::flush;
        show_log(shown_, received);
        if (!line_.empty())
            redraw_running();
    }

    void operator()(blocked const& waiting) { interject(render_blocked(waiting)); }

    void operator()(retry_awaited const& waiting) {
        if (!line_.empty())
            redraw(paint(shown_.err_look, style::red, shown_.err_look.unicode ? "✗" : "!"), "\n");
        line_.clear();
        interject(render_retry(waiting));
    }

    void operator()(finding_made const& made) { interject(render_finding(made.finding)); }

    void operator()(step_started const& begun) {
        line_ = describe(begun.step);
        redraw_running();
    }

    void operator()(step_done const& done) {
        redraw(
            paint(shown_.err_look, style::green, shown_.err_look.unicode ? "●" : "x"),
            "  " + paint(shown_.err_look, style::dim, render_elapsed(done.elapsed)) + "\n"
        );
        line_.clear();
    }

    void operator()(notice_received const& received) {
        shown_.err << "\r\x1b[K  " << paint(shown_.err_look, style::dim, render_notice(received.notice)) << '\n';
        if (!line_.empty())
            redraw_running();
    }

    void operator()(run_done const& done) {
        shown_.err << (done.steps == 0 ? std::string{"nothing to do"}
                                       : counted(done.steps, "step") + " in " + render_elapsed(done.elapsed))
                   << '\n';
    }

    template <typename Other>
    void operator()(Other const&) {}

private:
    [[nodiscard]] std::string describe(step const& one) const {
        std::size_t const room = shown_.err_look.width > 30 ? shown_.err_look.width - 14 : 16;
        return clip(render_step(one), room, shown_.err_look.unicode);
    }

    /// A line between those of the steps.
    void interject(std::string const& text) {
        shown_.err << "\r\x1b[K" << paint(shown_.err_look, style::yellow, text) << '\n' << std::flush;
        if (!line_.empty())
            redraw_running();
    }

    void redraw_running() { redraw(paint(shown_.err_look, style::yellow, shown_.err_look.unicode ? "○" : "o"), ""); }

    void redraw(std::string const& symbol, std::string const& end) {
        shown_.err << "\r\x1b[K" << symbol << " " << line_ << end << std::flush;
    }

    console const& shown_;
    backup_line backup_{shown_};
    std::string line_; ///< of the step that runs
};

} // namespace

std::string render_step(step const& shown) {
    std::string line = render_move(shown);
    if (shown.kind != direction::stamp && !shown.doc.empty())
        line += ", " + shown.doc;
    return line;
}

std::string render_running(step const& begun) {
    return "Running " + render_step(begun);
}

std::string render_waiting(lock_awaited const& waiting) {
    auto const patience = std::chrono::duration_cast<std::chrono::seconds>(waiting.patience);
    return "another run works on this database (session " + std::to_string(waiting.holder.pid) +
           (waiting.holder.user.empty() ? "" : " of " + waiting.holder.user) + "); waiting for it, at most " +
           std::to_string(patience.count()) + " s";
}

namespace {

std::string render_party(lock_party const& one) {
    std::string text = one.pid == 0 ? "a session" : "session " + std::to_string(one.pid);
    if (!one.user.empty())
        text += " of " + one.user;
    if (!one.application.empty())
        text += " (" + one.application + ")";
    if (!one.state.empty())
        text += ", " + one.state + " for " + render_elapsed(one.in_transaction);
    return one.statement.empty() ? text : text + ": " + clip(one.statement, statement_room, false);
}

std::string_view name_of(blocker_policy policy) {
    switch (policy) {
    case blocker_policy::wait:
        return "waiting";
    case blocker_policy::give_up:
        return "giving up";
    case blocker_policy::retry:
        return "rolling back, to try again";
    case blocker_policy::cancel:
        return "cancelling what they run";
    case blocker_policy::terminate:
        break;
    }
    return "ending their sessions";
}

} // namespace

std::string render_blocked(blocked const& waiting) {
    std::string text = "waiting for " + (waiting.mode.empty() ? "a lock" : waiting.mode);
    if (!waiting.relation.empty())
        text += " on " + waiting.relation;
    text += " since " + render_elapsed(waiting.waited);
    for (auto const& each : waiting.blockers)
        text += "\n  held by " + render_party(each);
    for (auto const& each : waiting.queue)
        text += "\n  behind us: " + render_party(each);
    return text.append("\n  ").append(name_of(waiting.policy));
}

std::string render_retry(retry_awaited const& waiting) {
    return waiting.reason + "\n  attempt " + std::to_string(waiting.attempt) + " of " + std::to_string(waiting.most) +
           " in " + render_elapsed(waiting.pause);
}

std::string render_finding(diagnostic const& finding) {
    return finding.remedy.empty() ? finding.message : finding.message + "; " + finding.remedy;
}

std::string render_choice(engine_chosen const& chosen) {
    std::string line{name_of(chosen.engine)};
    line += ": ";
    if (!chosen.revision.empty())
        line += "revision " + chosen.revision + " needs it: ";
    line += chosen.reason;
    if (!chosen.construct)
        return line;
    line += " (" + chosen.construct->file;
    if (chosen.construct->line != 0)
        line += ":" + std::to_string(chosen.construct->line);
    return line + ")";
}

std::string render_elapsed(std::chrono::microseconds elapsed) {
    auto const count = elapsed.count();
    std::ostringstream text;
    if (count < 1000)
        text << count << " µs";
    else if (count < 1'000'000)
        text << count / 1000 << " ms";
    else if (count < 60'000'000)
        text << std::fixed << std::setprecision(1) << static_cast<double>(count) / 1e6 << " s";
    else
        text << count / 60'000'000 << " min " << count / 1'000'000 % 60 << " s";
    return text.str();
}

event_sink show_progress(console const& shown) {
    if (shown.err_look.interactive && !shown.quiet)
        return [lines = std::make_shared<live_lines>(shown)](event const& happened) { std::visit(*lines, happened); };
    return [lines = log_lines{shown}](event const& happened) { std::visit(lines, happened); };
}

} // namespace alembicore::cli
