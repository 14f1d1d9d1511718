#include "review/reasons.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace alembicore::review {

namespace {

/// Rules about rows, columns and tables that are gone afterwards.
constexpr std::array<std::string_view, 7> rules_of_loss{"A08", "A09", "B01", "B02", "B03", "B09", "B15"};

constexpr std::string_view rule_of_the_unjudged = "B16";

bool is_loss(lint::finding const& found) {
    return std::ranges::find(rules_of_loss, found.rule) != rules_of_loss.end() && found.severity != severity::info;
}

std::string described(lint::finding const& found) {
    return (found.revision.empty() ? "" : "revision " + found.revision + ": ") + found.message + " (" + found.rule +
           ")";
}

std::string described(rehearsal::way_back const& way) {
    if (way.verdict == rehearsal::verdict::fails)
        return "the rehearsal could not go back" + (way.failure ? ": " + way.failure->message : std::string{});
    return "the rehearsal went back, and " + std::to_string(way.left_over.size()) +
           (way.left_over.size() == 1 ? " part" : " parts") + " of the schema were not as before";
}

} // namespace

std::vector<std::string> reasons_in(report const& seen) {
    std::vector<std::string> reasons;
    for (auto const& each : seen.lint.findings)
        if (is_loss(each) || each.severity == severity::error)
            reasons.push_back(described(each));
    using enum rehearsal::verdict;
    if (seen.rehearsal && !seen.rehearsal->failure &&
        (seen.rehearsal->way_back.verdict == fails || seen.rehearsal->way_back.verdict == differs))
        reasons.push_back(described(seen.rehearsal->way_back));
    return reasons;
}

std::vector<std::string> unjudged_in(lint::report const& found) {
    std::vector<std::string> sentences;
    for (auto const& each : found.findings)
        if (each.rule == rule_of_the_unjudged)
            sentences.push_back(described(each));
    return sentences;
}

} // namespace alembicore::review
