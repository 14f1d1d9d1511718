#include "differential/history/answers.hpp"

#include <alembicore/plan.hpp>

#include <boost/json/value_from.hpp>

#include <algorithm>
#include <array>

namespace alembicore::test {

namespace json = boost::json;

namespace {

constexpr std::array kind_names{"upgrade", "downgrade", "stamp", "history", "resolve", "resolve_one", "current"};

std::string joined(std::vector<std::string> const& texts) {
    std::string line;
    for (std::string const& text : texts)
        line += (line.empty() ? "" : ", ") + text;
    return line;
}

std::vector<std::string> sorted(std::vector<std::string> texts) {
    std::ranges::sort(texts);
    return texts;
}

json::object describe(plan const& decided) {
    json::array steps;
    std::vector<std::string> rows = decided.from;
    for (step const& each : decided.steps) {
        rows = rows_after(each.version_rows, std::move(rows));
        json::value const revision = each.kind == direction::stamp ? json::value{} : json::value_from(each.revision);
        steps.push_back(json::object{
            {"revision", revision},
            {"from", joined(each.from)},
            {"to", joined(each.to)},
            {"rows", json::value_from(sorted(rows))}});
    }
    return {{"steps", std::move(steps)}};
}

json::object ask(revision_graph const& graph, question const& asked) {
    auto const revisions = [](std::vector<std::string> const& found) {
        return json::object{{"revisions", json::value_from(found)}};
    };
    switch (asked.ask) {
    case question::kind::upgrade:
        return describe(plan_upgrade(graph, asked.target, asked.rows));
    case question::kind::downgrade:
        return describe(plan_downgrade(graph, asked.target, asked.rows));
    case question::kind::stamp:
        return describe(plan_stamp(graph, asked.targets, asked.rows));
    case question::kind::history:
        return revisions(graph.history({asked.target, asked.upper}, asked.rows));
    case question::kind::resolve:
        return revisions(graph.resolve(asked.target));
    case question::kind::resolve_one: {
        auto const found = graph.resolve_one(asked.target);
        return revisions(found ? std::vector{*found} : std::vector<std::string>{});
    }
    case question::kind::current:
        return revisions(sorted(graph.current_tips(asked.rows)));
    }
    return {};
}

template <typename Question>
json::object for_each(revision_graph const& graph, Question const& about) {
    json::object all;
    for (revision const& each : graph.revisions())
        all[each.id] = json::value_from(sorted(about(each.id)));
    return all;
}

} // namespace

json::object describe(revision const& described) {
    return {
        {"id", described.id},
        {"down_revisions", json::value_from(described.down_revisions)},
        {"depends_on", json::value_from(described.depends_on)},
        {"branch_labels", json::value_from(described.branch_labels)}};
}

json::object describe(question const& asked) {
    json::object described{{"ask", kind_names[static_cast<std::size_t>(asked.ask)]}};
    described["rows"] = json::value_from(asked.rows);
    if (asked.ask == question::kind::stamp) {
        described["targets"] = json::value_from(asked.targets);
    } else if (asked.ask == question::kind::history) {
        described["lower"] = asked.target;
        described["upper"] = asked.upper;
    } else {
        described["target"] = asked.target;
        described["identifier"] = asked.target;
    }
    return described;
}

json::object facts(revision_graph const& graph) {
    return {
        {"heads", json::value_from(graph.heads())},
        {"real_heads", json::value_from(graph.real_heads())},
        {"bases", json::value_from(graph.bases())},
        {"labels", for_each(graph, [&](std::string const& id) { return graph.labels(id); })},
        {"children", for_each(graph, [&](std::string const& id) { return graph.children(id); })},
        {"dependencies", for_each(graph, [&](std::string const& id) { return graph.dependencies(id); })}};
}

json::object answer(revision_graph const& graph, question const& asked) {
    try {
        return ask(graph, asked);
    } catch (error const& thrown) {
        return {{"error", std::string{name_of(thrown.code())} + ": " + thrown.what()}};
    }
}

} // namespace alembicore::test
