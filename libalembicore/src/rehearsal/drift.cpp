// Drift from end to end.
#include <alembicore/drift.hpp>

#include "project/decided.hpp"
#include "rehearsal/remedies.hpp"
#include "rehearsal/replay.hpp"
#include "rehearsal/scratch_copy.hpp"
#include "rehearsal/three_sides.hpp"

#include <alembicore/error.hpp>
#include <alembicore/migrator.hpp>

#include <algorithm>

namespace alembicore::rehearsal {

namespace {

void require_known(revision_graph const& graph, std::vector<std::string> const& rows) {
    for (auto const& each : rows)
        if (graph.find(each) == nullptr)
            throw error{
                errc::unknown_database_revision,
                "the database is at revision '" + each + "', which this project does not have",
                "check out the code that the database was migrated with"};
}

std::vector<models::unknown> without_repetition(std::vector<models::unknown> some, std::vector<models::unknown> more) {
    for (auto& each : more) {
        auto const is_same = [&](auto const& other) {
            return other.attribute == each.attribute && other.reason == each.reason;
        };
        if (std::ranges::none_of(some, is_same))
            some.push_back(std::move(each));
    }
    return some;
}

void add_models(
    project const& of,
    database& history,
    database& copy,
    drift::report& made,
    pairs_of_sides& pairs,
    std::stop_token const& stop
) {
    auto with_history = models::compare(of, history, stop);
    auto with_database = models::compare(of, copy, stop);
    pairs.models_and_history = std::move(with_history.differences);
    pairs.models_and_database = std::move(with_database.differences);
    made.unknowns = without_repetition(std::move(with_history.unknowns), std::move(with_database.unknowns));
}

bool is_odd(std::vector<drift::difference> const& differences, drift::odd_side side) {
    return std::ranges::find(differences, side, &drift::difference::odd) != differences.end();
}

} // namespace

} // namespace alembicore::rehearsal

namespace alembicore::drift {

report compare(project const& of, database& with, options const& how) {
    using namespace alembicore::rehearsal;
    if (with.connection().in_transaction())
        throw error{errc::bad_usage, "drift is looked for in transactions of their own, and one is open already"};
    require_decided_run(of.settings());
    report made;
    made.revisions = migrator{of, with}.current();
    std::ranges::sort(made.revisions);
    require_known(of.graph(), made.revisions);
    auto const held = make_scratch(with.connection(), how.scratch_server, how.stop);
    auto history = database::connect(held.url());
    replay(of, history, made.revisions, how.stop);
    pairs_of_sides pairs;
    auto const there = own_schema(of, with, how.stop);
    auto const replayed = own_schema(of, history, how.stop);
    pairs.history_to_database = catalog::difference(replayed, there);
    made.has_models = !models::read(of).tables.empty();
    if (made.has_models) {
        auto const held_copy = make_scratch(with.connection(), how.scratch_server, how.stop);
        auto copy = database::connect(held_copy.url());
        build_schema(copy.connection(), there, how.stop);
        add_models(of, history, copy, made, pairs, how.stop);
    }
    made.differences = odd_ones(pairs);
    auto const schema = default_schema(with);
    auto const add_remedy = [&](sides_apart const& sides, database& scratch) {
        if (auto found = find_remedy(of, sides, scratch, how.stop))
            made.remedies.push_back(*std::move(found));
    };
    if (is_odd(made.differences, odd_side::database)) {
        auto const held_copy = make_scratch(with.connection(), how.scratch_server, how.stop);
        auto copy = database::connect(held_copy.url());
        build_schema(copy.connection(), there, how.stop);
        add_remedy({odd_side::database, there, replayed, made.differences, schema}, copy);
    }
    add_remedy({odd_side::history, replayed, there, made.differences, schema}, history);
    return made;
}

} // namespace alembicore::drift
