#include "review_output.hpp"

#include "counted.hpp"
#include "lint_output.hpp"
#include "progress.hpp"
#include "rehearsal_listing.hpp"

#include <algorithm>
#include <ostream>
#include <string>

namespace alembicore::cli {

namespace {

constexpr std::size_t most_steps = 20;

bool is_worth_telling(lint::finding const& found) {
    return found.severity != severity::info;
}

lint::report worth_telling(lint::report found) {
    std::erase_if(found.findings, [](auto const& each) { return !is_worth_telling(each); });
    return found;
}

std::string render_plan(plan const& decided, terminal const& look) {
    auto const count = decided.steps.size();
    auto text = paint(look, style::bold, counted(count, "step")) + "\n";
    for (std::size_t i = 0; i < std::min(count, most_steps); ++i)
        text += "  " + std::to_string(i + 1) + ". " + render_step(decided.steps[i]) + "\n";
    if (count > most_steps)
        text += "  and " + std::to_string(count - most_steps) + " more\n";
    return text;
}

void show_to_person(console const& shown, review::report const& seen) {
    auto const& look = shown.err_look;
    if (seen.plan)
        shown.err << render_plan(*seen.plan, look);
    if (auto const findings = worth_telling(seen.lint); !findings.findings.empty())
        shown.err << render_findings(findings, look);
    for (auto const& each : seen.unknown)
        shown.err << paint(look, style::yellow, "not judged: ") << each << '\n';
    if (seen.rehearsal)
        shown.err << render_rehearsal(*seen.rehearsal, look);
    shown.err << std::flush;
}

void log(console const& shown, review::report const& seen) {
    for (auto const& each : seen.lint.findings)
        if (is_worth_telling(each))
            shown.log("WARNING", "alembicore.lint", render_finding_line(each));
    if (seen.rehearsal && !seen.rehearsal->failure)
        shown.log("INFO", "alembicore.rehearsal", render_rehearsal_line(*seen.rehearsal));
}

} // namespace

void show_review(console const& shown, review::report const& seen) {
    bool const has_work = !seen.plan || !seen.plan->steps.empty();
    if (shown.err_look.interactive && !shown.quiet && has_work)
        show_to_person(shown, seen);
    else
        log(shown, seen);
}

} // namespace alembicore::cli
