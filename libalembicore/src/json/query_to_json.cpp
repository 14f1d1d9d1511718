#include <alembicore/json.hpp>

#include "json/describe_value.hpp"
#include "json/descriptions.hpp"
#include "json/shown_value.hpp"

#include <boost/json/parse.hpp>

namespace alembicore::data {

BOOST_DESCRIBE_STRUCT(query_column, (), (name, type))
BOOST_DESCRIBE_STRUCT(
    plan_buffers, (), (shared_hit, shared_read, shared_dirtied, shared_written, temporary_read, temporary_written)
)
BOOST_DESCRIBE_STRUCT(plan_measure, (), (startup_ms, total_ms, rows, loops))
BOOST_DESCRIBE_STRUCT(plan_trigger, (), (name, relation, total_ms, calls))

} // namespace alembicore::data

namespace alembicore {

namespace {

boost::json::value shown_result(data::query_result const& ended) {
    boost::json::array rows;
    for (auto const& row : ended.rows) {
        boost::json::array values;
        for (auto const& each : row)
            values.push_back(json::shown_value(each));
        rows.push_back(std::move(values));
    }
    return boost::json::object{
        {"text", ended.text},
        {"line", ended.line},
        {"columns", json::describe_value(ended.columns)},
        {"rows", std::move(rows)},
        {"more", ended.more},
        {"command", ended.command},
        {"counted", json::describe_value(ended.counted)},
        {"notices", json::describe_value(ended.notices)},
        {"elapsed_us", json::describe_value(ended.elapsed)},
    };
}

boost::json::value shown_node(data::plan_node const& node) {
    boost::json::object details;
    for (auto const& [name, text] : node.details)
        details.emplace(name, text);
    boost::json::array inputs;
    for (auto const& input : node.inputs)
        inputs.push_back(shown_node(input));
    return boost::json::object{
        {"kind", node.kind},
        {"relationship", node.relationship},
        {"relation", node.relation},
        {"alias", node.alias},
        {"index", node.index},
        {"startup_cost", node.startup_cost},
        {"total_cost", node.total_cost},
        {"rows", node.rows},
        {"width", node.width},
        {"measured", json::describe_value(node.measured)},
        {"buffers", json::describe_value(node.buffers)},
        {"details", std::move(details)},
        {"inputs", std::move(inputs)},
    };
}

} // namespace

boost::json::value to_json(std::vector<data::query_result> const& results) {
    boost::json::array all;
    for (auto const& each : results)
        all.push_back(shown_result(each));
    return all;
}

boost::json::value to_json(data::explanation const& plan) {
    return boost::json::object{
        {"root", shown_node(plan.root)},
        {"planning_ms", json::describe_value(plan.planning_ms)},
        {"execution_ms", json::describe_value(plan.execution_ms)},
        {"triggers", json::describe_value(plan.triggers)},
        {"rolled_back", plan.rolled_back},
        {"document", boost::json::parse(plan.document)},
    };
}

} // namespace alembicore
