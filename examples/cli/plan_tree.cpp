#include "plan_tree.hpp"

#include <array>
#include <cstdio>

namespace alembicore::cli {

namespace {

std::string decimal(double number, int digits) {
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%.*f", digits, number);
    return text.data();
}

std::string title(data::plan_node const& node, terminal const& look) {
    std::string text = paint(look, style::bold, node.kind);
    if (!node.index.empty())
        text += " using " + node.index;
    if (!node.relation.empty())
        text += " on " + node.relation;
    if (!node.alias.empty() && !node.relation.ends_with(node.alias))
        text += ' ' + node.alias;
    text += "  cost " + decimal(node.startup_cost, 2) + ".." + decimal(node.total_cost, 2) + ", rows " +
            decimal(node.rows, 0);
    if (!node.measured)
        return text;
    if (node.measured->loops == 0)
        return text + "; never run";
    text += "; " + decimal(node.measured->startup_ms, 3) + ".." + decimal(node.measured->total_ms, 3) + " ms, rows " +
            decimal(node.measured->rows, 0);
    return node.measured->loops == 1 ? text : text + ", loops " + decimal(node.measured->loops, 0);
}

std::string blocks(data::plan_buffers const& read) {
    std::string text;
    auto const add = [&](char const* name, std::int64_t count) {
        if (count != 0)
            text += (text.empty() ? "" : ", ") + std::string{name} + ' ' + std::to_string(count);
    };
    add("hit", read.shared_hit);
    add("read", read.shared_read);
    add("dirtied", read.shared_dirtied);
    add("written", read.shared_written);
    add("temporary read", read.temporary_read);
    add("temporary written", read.temporary_written);
    return text;
}

void add_node(std::string& text, data::plan_node const& node, std::string const& indent, terminal const& look) {
    text += indent + (indent.empty() ? "" : "-> ") + title(node, look) + '\n';
    auto const below = indent + (indent.empty() ? "  " : "     ");
    for (auto const& [name, said] : node.details)
        text += below + paint(look, style::dim, name + ": ") + said + '\n';
    if (auto const read = node.buffers ? blocks(*node.buffers) : std::string{}; !read.empty())
        text += below + paint(look, style::dim, "Blocks: ") + read + '\n';
    for (auto const& input : node.inputs)
        add_node(text, input, below, look);
}

} // namespace

std::string render_plan(data::explanation const& plan, terminal const& look) {
    std::string text;
    add_node(text, plan.root, "", look);
    for (auto const& trigger : plan.triggers)
        text += "trigger " + trigger.name + ": " + decimal(trigger.total_ms, 3) + " ms, calls " +
                decimal(trigger.calls, 0) + '\n';
    if (plan.planning_ms)
        text += "planned in " + decimal(*plan.planning_ms, 3) + " ms\n";
    if (plan.execution_ms)
        text += "ran in " + decimal(*plan.execution_ms, 3) + " ms\n";
    return text;
}

} // namespace alembicore::cli
