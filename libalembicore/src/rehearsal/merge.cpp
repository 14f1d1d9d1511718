// Branches in both orders.
#include <alembicore/merge_rehearsal.hpp>

#include "catalog/part_names.hpp"
#include "project/decided.hpp"
#include "rehearsal/replay.hpp"
#include "rehearsal/scratch_copy.hpp"

#include <algorithm>
#include <set>

namespace alembicore::rehearsal {

namespace {

struct outcome {
    replayed_order order;
    catalog::snapshot schema;
};

bool is_of_order(errc code) noexcept {
    return code == errc::statement_failed || code == errc::python_exception;
}

outcome try_order(project const& of, database& like, std::vector<std::string> heads, std::stop_token const& stop) {
    auto const held = make_scratch(like.connection(), std::nullopt, stop);
    auto in = database::connect(held.url());
    outcome made;
    made.order.heads = std::move(heads);
    try {
        replay(of, in, made.order.heads, stop);
        made.schema = own_schema(of, in, stop);
        made.order.fingerprint = catalog::fingerprint(made.schema);
    } catch (error const& failure) {
        if (!is_of_order(failure.code()))
            throw;
        made.order.failure = failure.info();
    }
    return made;
}

std::vector<std::string> tables_of(std::vector<catalog::change> const& changes) {
    std::set<std::string> names;
    for (auto const& each : changes)
        if (auto name = catalog::table_of_part(each.part); !name.empty())
            names.insert(std::move(name));
    return {names.begin(), names.end()};
}

} // namespace

commutation
rehearse_merge(project const& of, database& like, std::vector<std::string> const& heads, std::stop_token const& stop) {
    if (heads.size() < 2)
        throw error{errc::bad_usage, "one revision has no order", "give two or more"};
    require_decided_run(of.settings());
    auto first = try_order(of, like, heads, stop);
    auto second = try_order(of, like, {heads.rbegin(), heads.rend()}, stop);
    commutation made;
    if (!first.order.failure && !second.order.failure)
        made.changes = catalog::difference(first.schema, second.schema);
    made.commutes = !first.order.failure && !second.order.failure && made.changes.empty();
    made.tables = tables_of(made.changes);
    made.orders = {std::move(first.order), std::move(second.order)};
    return made;
}

} // namespace alembicore::rehearsal
