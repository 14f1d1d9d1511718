#include <alembicore/json.hpp>

#include "json/describe_value.hpp"
#include "json/descriptions.hpp"

namespace alembicore {

namespace json {

namespace {

boost::json::value text_or_null(std::string const& text) {
    return text.empty() ? boost::json::value{} : describe_value(text);
}

boost::json::string name_of(row_change_kind kind) {
    switch (kind) {
    case row_change_kind::insert_row:
        return "insert";
    case row_change_kind::update_row:
        return "update";
    case row_change_kind::delete_row:
        break;
    }
    return "delete";
}

/// What the docstring says behind `Create Date:`, as the templates of Alembic write it; null = nothing.
boost::json::value create_date(revision const& of) {
    constexpr std::string_view heading = "Create Date: ";
    auto const found = of.doc.find(heading);
    if (found == std::string::npos)
        return nullptr;
    auto const begin = found + heading.size();
    return text_or_null(of.doc.substr(begin, of.doc.find('\n', begin) - begin));
}

char const* name_of(event const& happened) {
    constexpr char const* names[] = {
        "plan_made",
        "engine_chosen",
        "python_started",
        "lock_awaited",
        "blocked",
        "retry_awaited",
        "finding_made",
        "backup_chosen",
        "backup_progress",
        "backup_made",
        "step_started",
        "statement_started",
        "notice_received",
        "log_received",
        "step_done",
        "run_done",
    };
    static_assert(std::size(names) == std::variant_size_v<event>);
    return names[happened.index()];
}

} // namespace

// Written out because its enumerators carry `_row` only for C++'s sake (`delete` is a keyword).
boost::json::value describe_value(row_change const& change) {
    return boost::json::object{
        {"kind", name_of(change.kind)}, {"from", text_or_null(change.from)}, {"to", text_or_null(change.to)}};
}

// Written out because `auto` is a keyword, too.
boost::json::value describe_value(engine chosen) {
    switch (chosen) {
    case engine::automatic:
        return "auto";
    case engine::native:
        return "native";
    case engine::python:
        break;
    }
    return "python";
}

boost::json::value describe_value(backup_policy policy) {
    auto const name = alembicore::name_of(policy);
    return boost::json::string{boost::json::string_view{name.data(), name.size()}};
}

} // namespace json

boost::json::value to_json(error_info const& info) {
    return json::describe_value(info);
}

boost::json::value to_json(diagnostic const& finding) {
    return json::describe_value(finding);
}

boost::json::value to_json(revision const& described) {
    return json::describe_value(described);
}

boost::json::value to_json(revision_graph const& graph, std::string_view id) {
    revision const* const found = graph.find(id);
    if (found == nullptr)
        throw error{errc::unknown_revision, "there is no revision '" + std::string{id} + "'"};
    boost::json::object object = json::describe_value(*found).as_object();
    object["message"] = found->message();
    object["create_date"] = json::create_date(*found);
    object["children"] = json::describe_value(graph.children(id));
    object["dependencies"] = json::describe_value(graph.dependencies(id));
    object["labels"] = json::describe_value(graph.labels(id));
    object["head"] = graph.is_head(id);
    object["effective_head"] = graph.is_effective_head(id);
    object["branch_point"] = graph.is_branch_point(id);
    object["merge_point"] = graph.is_merge_point(id);
    return object;
}

boost::json::value to_json(plan const& decided) {
    return json::describe_value(decided);
}

boost::json::value to_json(event const& happened) {
    boost::json::object object{{"event", json::name_of(happened)}};
    auto members = std::visit([](auto const& one) { return json::describe_value(one); }, happened);
    for (auto& member : members.as_object())
        object.emplace(member.key(), std::move(member.value()));
    return object;
}

boost::json::value to_json(inspection const& seen) {
    return json::describe_value(seen);
}

boost::json::value to_json(cluster_status const& status) {
    return json::describe_value(status);
}

boost::json::value to_json(run_report const& report) {
    return json::describe_value(report);
}

boost::json::value to_json(lock_holder const& holder) {
    return json::describe_value(holder);
}

} // namespace alembicore
