// One revision in a database that has what comes before it.
#include <alembicore/revision_effect.hpp>

#include "project/decided.hpp"
#include "rehearsal/replay.hpp"
#include "rehearsal/scratch_copy.hpp"

namespace alembicore::rehearsal {

namespace {

std::vector<std::string> revisions_before(revision_graph const& graph, std::string_view revision) {
    auto before = graph.parents(revision);
    for (auto& each : graph.dependencies(revision))
        before.push_back(std::move(each));
    return before;
}

} // namespace

revision_effect effect_of(project const& of, database& like, std::string_view revision, std::stop_token const& stop) {
    require_decided_run(of.settings());
    revision_effect seen{.revision = std::string{revision}, .after = revisions_before(of.graph(), revision)};
    auto const held = make_scratch(like.connection(), std::nullopt, stop);
    auto in = database::connect(held.url());
    replay(of, in, seen.after, stop);
    auto const before = own_schema(of, in, stop);
    replay(of, in, {seen.revision}, stop);
    seen.changes = catalog::difference(before, own_schema(of, in, stop));
    return seen;
}

} // namespace alembicore::rehearsal
