#include "history/errors.hpp"

#include "base/closest_names.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace alembicore::history {

namespace {

std::string quoted(std::string_view text) {
    return '\'' + std::string{text} + '\'';
}

error make(errc code, std::string message, std::string reason, std::string remedy) {
    error_info info;
    info.code = code;
    info.message = std::move(message);
    info.reason = std::move(reason);
    info.remedy = std::move(remedy);
    return error{std::move(info)};
}

diagnostic finding_about(revision const& file, errc code, std::string message, std::string remedy) {
    diagnostic finding;
    finding.code = code;
    finding.message = std::move(message);
    finding.remedy = std::move(remedy);
    finding.revision = file.id;
    if (!file.path.empty())
        finding.place = source_place{.file = file.path, .line = 0, .column = 0, .excerpt = {}};
    return finding;
}

diagnostic const* first_error(revision const& checked) {
    auto const found = std::ranges::find(checked.diagnostics, severity::error, &diagnostic::severity);
    return found == checked.diagnostics.end() ? nullptr : &*found;
}

} // namespace

std::string joined(std::vector<std::string> const& texts) {
    std::string line;
    for (std::string const& text : texts)
        line += (line.empty() ? "" : ", ") + text;
    return line;
}

diagnostic duplicate_found(revision const& earlier, revision const& later) {
    diagnostic finding = finding_about(
        later,
        errc::duplicate_revision,
        "Revision " + later.id + " is present more than once: " + earlier.path + " and " + later.path +
            "; the last one counts",
        "give one of the two files another id, or remove it"
    );
    finding.severity = severity::warning;
    return finding;
}

diagnostic contested_label(std::string const& label, revision const& claimant, revision const& owner) {
    return finding_about(
        claimant,
        errc::duplicate_label,
        "Branch name '" + label + "' in revision " + claimant.id + " already used by revision " + owner.id +
            (owner.path.empty() ? "" : " (" + owner.path + ")"),
        "remove it from branch_labels of one of the two, or rename it"
    );
}

diagnostic
missing_parent(graph const& made, revision const& child, std::string const& parent, std::string_view attribute) {
    bool const is_label = made.names.find_label(parent).has_value();
    std::string remedy;
    if (is_label)
        remedy = "'" + parent + "' is a branch label; name the id of its revision, " +
                 quoted(made.id(*made.names.find_label(parent)));
    else {
        auto const suggestion = base::suggest(made.names.names(), parent);
        remedy = "restore the file of revision " + parent + ", or correct " + std::string{attribute} +
                 (suggestion.empty() ? "" : ": " + suggestion);
    }
    return finding_about(
        child,
        errc::unknown_parent,
        "Revision " + parent + " referenced from " + child.id + " (" + std::string{attribute} + ") is not present",
        std::move(remedy)
    );
}

diagnostic cycle_found(graph const& made, std::vector<node> const& cycle, cycle_kind kind) {
    bool const alone = cycle.size() == 1;
    bool const by_parents = kind == cycle_kind::parents;
    std::string const name =
        alone ? (by_parents ? "Self-loop" : "Dependency self-loop") : (by_parents ? "Cycle" : "Dependency cycle");
    std::vector<std::string> ids = made.ids(cycle);
    std::ranges::sort(ids);
    std::string const attribute = by_parents ? "down_revision" : "down_revision or depends_on";
    return finding_about(
        made.revisions[cycle.front()],
        errc::cycle,
        name + " is detected in revisions (" + joined(ids) + ")",
        alone ? "a revision cannot need itself: correct its " + attribute
              : "correct " + attribute + " of one of them, so that none is its own ancestor"
    );
}

error cannot_locate(graph const& searched, std::string_view identifier, std::string reason) {
    std::vector<std::string> names = searched.names.names();
    names.insert(names.end(), {"head", "heads", "base"});
    std::string remedy = base::suggest(names, identifier);
    if (remedy.empty())
        remedy = "alembicore history lists all revisions; head, heads and base are known, too";
    return make(
        errc::unknown_revision,
        "Can't locate revision identified by " + quoted(identifier),
        std::move(reason),
        std::move(remedy)
    );
}

error several_match(std::string_view identifier, std::vector<name_index::named> const& matches) {
    std::string shown;
    for (std::size_t at = 0; at < std::min<std::size_t>(matches.size(), 3); ++at)
        shown += (at == 0 ? "" : ", ") + quoted(matches[at].name);
    if (matches.size() > 3)
        shown += ", …";
    return make(
        errc::ambiguous_revision,
        "Can't locate revision identified by " + quoted(identifier),
        "Multiple revisions start with " + quoted(identifier) + ": " + shown,
        "give more characters of the one that is meant"
    );
}

error label_is_contested(graph const& searched, std::string_view label) {
    for (diagnostic const& finding : searched.diagnostics)
        if (finding.code == errc::duplicate_label && finding.message.starts_with("Branch name " + quoted(label)))
            return to_error(finding);
    return make(errc::duplicate_label, "Branch name " + quoted(label) + " is used more than once", {}, {});
}

std::string multiple_heads_message(std::string_view argument) {
    std::string const head{argument};
    return "Multiple head revisions are present for given argument '" + head +
           "'; please specify a specific target revision, '<branchname>@" + head +
           "' to narrow to a specific head, or 'heads' for all heads";
}

error multiple_heads(graph const& searched, std::string_view argument, std::vector<std::string> const& heads) {
    std::vector<std::string> missing;
    for (auto const& each : searched.revisions)
        if (each.ghost)
            missing.push_back(each.id);
    return make(
        errc::multiple_heads,
        multiple_heads_message(argument),
        "the heads are " + joined(heads) +
            (missing.empty() ? "" : "; there is no file of " + joined(missing) + ", which others build upon"),
        missing.empty() ? "name one of them, use 'heads', or merge them"
                        : "bring back the file of " + joined(missing) + ", which may join them"
    );
}

error ambiguous_walk(std::string reason, std::string remedy) {
    return make(
        errc::bad_target,
        "Ambiguous walk",
        std::move(reason),
        "name the revision to go to instead of counting" + (remedy.empty() ? remedy : "; " + remedy)
    );
}

error too_few_migrations(std::string_view offset, long steps) {
    return make(
        errc::bad_target,
        "Relative revision " + std::string{offset} + " didn't produce " + std::to_string(std::labs(steps)) +
            " migrations",
        {},
        "count fewer steps, or name the revision to go to"
    );
}

error unknown_row(graph const& searched, std::string const& row) {
    std::string remedy = base::suggest(searched.names.names(), row);
    if (remedy.empty())
        remedy = "check out the code that this database was migrated with; or, where the database is known to be at a "
                 "revision "
                 "of this project, write that down: alembicore stamp --purge REVISION";
    return make(
        errc::unknown_database_revision,
        "Can't locate revision identified by " + quoted(row),
        "the version table of the database holds it, but no revision file of this project declares it",
        std::move(remedy)
    );
}

error range_not_allowed(std::string_view target) {
    return make(
        errc::bad_range,
        "Range revision not allowed",
        quoted(target) + " is a range, and the database says where to start",
        "give the part after the colon alone; ranges are for offline SQL and for the history"
    );
}

void require_sound(graph const& checked, node needed) {
    if (checked.is_sound(needed))
        return;
    if (diagnostic const* finding = first_error(checked.revisions[needed]))
        throw to_error(*finding);
}

void require_sound(graph const& checked, node_set const& needed) {
    for (auto at = needed.find_first(); at != node_set::npos; at = needed.find_next(at))
        require_sound(checked, static_cast<node>(at));
}

void require_certain_heads(graph const& checked) {
    for (node at = 0; at < checked.size(); ++at)
        if (checked.conditions[at] == condition::broken || checked.conditions[at] == condition::cyclic)
            require_sound(checked, at);
}

} // namespace alembicore::history
