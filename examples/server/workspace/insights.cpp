#include "workspace/insights.hpp"

#include <alembicore/lint.hpp>

#include <sys/resource.h>
#include <unistd.h>

namespace alembicore::server {

namespace {

/// Requests go first.
void step_back() noexcept {
    constexpr int politely = 10;
    ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), politely);
}

void count_findings(project const& of, settings_request const& request, insights& in, std::stop_token const& stop) try {
    auto wanted = lint::load_options(request);
    wanted.stop = stop;
    std::vector<std::string> ids;
    for (auto const& [id, ignored] : in)
        ids.push_back(id);
    auto const found = lint::lint_revisions(of, ids, wanted);
    for (auto& [id, insight] : in)
        insight.lint.emplace();
    for (auto const& each : found.findings) {
        auto const place = in.find(each.revision);
        if (place == in.end())
            continue;
        auto& counts = *place->second.lint;
        ++(each.severity == severity::error     ? counts.errors
           : each.severity == severity::warning ? counts.warnings
                                                : counts.infos);
    }

} catch (error const&) {

    // GET /api/alembic/lint says why.
}

} // namespace

std::string_view name_of(evaluation_kind kind) noexcept {
    switch (kind) {
    case evaluation_kind::native:
        return "native";
    case evaluation_kind::live:
        return "live";
    case evaluation_kind::python:
        break;
    }
    return "python";
}

insights look_into(project const& of, settings_request const& request, std::stop_token const& stop) {
    step_back();
    insights found;
    for (auto const& each : of.graph().revisions()) {
        if (stop.stop_requested())
            return found;
        if (each.ghost)
            continue;
        try {
            auto const seen = of.inspect(each.id);
            found[each.id] = {seen.upgrade.evaluation, seen.downgrade.evaluation, {}};
        } catch (error const&) {
            // Its diagnostics say what is the matter with it.
        }
    }
    count_findings(of, request, found, stop);
    return found;
}

} // namespace alembicore::server
