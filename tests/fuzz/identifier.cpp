// Targets such as `label@head-1` on a small graph.
#include "input.hpp"

#include <alembicore/plan.hpp>

namespace {

alembicore::revision made(std::string id, std::vector<std::string> down, std::vector<std::string> labels = {}) {
    alembicore::revision one;
    one.id = std::move(id);
    one.down_revisions = std::move(down);
    one.branch_labels = std::move(labels);
    return one;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace alembicore;
    static revision_graph const graph{
        {made("a1", {}), made("b2", {"a1"}, {"left"}), made("c3", {"a1"}), made("d4", {"b2", "c3"}), made("e5", {})}};
    auto const target = fuzz::text_of(data, size);
    fuzz::read([&] { static_cast<void>(graph.resolve(target)); });
    fuzz::read([&] { static_cast<void>(plan_upgrade(graph, target, {"a1"})); });
    fuzz::read([&] { static_cast<void>(plan_downgrade(graph, target, {"d4"})); });
    return fuzz::read([&] { static_cast<void>(plan_stamp(graph, {target}, {"b2"})); });
}
