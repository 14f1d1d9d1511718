#include "schema_listing.hpp"

#include "column_lines.hpp"
#include "counted.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace alembicore::cli {

namespace {

std::string spelled(catalog::name const& of) {
    return of.schema == "public" ? of.object : of.schema + '.' + of.object;
}

std::string details_of(catalog::column const& each) {
    std::string text = each.nullable ? "" : "not null";
    if (!each.identity.empty())
        add_detail(text, "identity " + each.identity);
    if (each.generated)
        add_detail(text, "generated: " + *each.generated);
    if (each.default_value)
        add_detail(text, "default " + *each.default_value);
    if (each.comment)
        add_detail(text, "-- " + *each.comment);
    return text;
}

std::string columns_of(std::vector<catalog::column> const& columns, terminal const& look) {
    std::vector<column_line> lines;
    for (auto const& each : columns)
        lines.push_back({each.name, each.type, details_of(each)});
    return render_columns(lines, look);
}

std::string indexes_of(std::vector<catalog::index> const& indexes) {
    std::string text;
    for (auto const& each : indexes)
        if (each.constraint.empty()) {
            auto const position = each.definition.find(" USING ");
            text += std::string{each.unique ? "  unique index " : "  index "} + each.name +
                    each.definition.substr(std::min(position, each.definition.size())) +
                    (each.valid ? "" : "  (invalid)") + '\n';
        }
    return text;
}

std::string rows_of(std::int64_t estimate) {
    return estimate < 0 ? "never analysed" : "about " + counted(static_cast<std::size_t>(estimate), "row");
}

std::string heading(std::string_view kind, catalog::name const& name, std::string const& remark, terminal const& look) {
    return std::string{kind} + ' ' + paint(look, style::bold, spelled(name)) +
           (remark.empty() ? "" : paint(look, style::dim, "  " + remark)) + '\n';
}

std::string comment_of(std::optional<std::string> const& comment, terminal const& look) {
    return comment ? "  " + paint(look, style::dim, "-- " + *comment) + '\n' : "";
}

std::string table_text(catalog::table const& each, terminal const& look) {
    auto text = heading(
        "table", each.name, rows_of(each.statistics.rows) + ", " + render_bytes(each.statistics.total_size), look
    );
    text += comment_of(each.comment, look);
    if (!each.partition_bound.empty())
        text += "  partition of " + spelled(each.parents.front()) + ' ' + each.partition_bound + '\n';
    if (!each.partition_key.empty())
        text += "  partitioned by " + each.partition_key + '\n';
    text += columns_of(each.columns, look);
    for (auto const& constraint : each.constraints)
        text += "  " + constraint.name + "  " + constraint.definition + '\n';
    text += indexes_of(each.indexes);
    for (auto const& trigger : each.triggers)
        text += "  trigger " + trigger.name + (trigger.enabled == "disabled" ? "  (disabled)" : "") + '\n';
    for (auto const& policy : each.policies)
        text += "  policy " + policy.name + " for " + policy.command + '\n';
    return text + '\n';
}

std::string view_text(catalog::view const& each, terminal const& look) {
    std::string reads;
    for (auto const& source : each.reads)
        reads += (reads.empty() ? "reads " : ", ") + spelled(source);
    auto text = heading(each.materialized ? "materialized view" : "view", each.name, reads, look);
    return text + comment_of(each.comment, look) + columns_of(each.columns, look) + indexes_of(each.indexes) + '\n';
}

std::string labels_of(catalog::enumeration const& each) {
    std::string text;
    for (auto const& label : each.labels)
        text += (text.empty() ? "" : ", ") + label;
    return text;
}

std::string others_text(catalog::snapshot const& shown, terminal const& look) {
    std::string text;
    for (auto const& each : shown.enumerations)
        text += heading("enum", each.name, labels_of(each), look);
    for (auto const& each : shown.domains)
        text += heading("domain", each.name, each.type, look);
    for (auto const& each : shown.composites)
        text += heading("type", each.name, {}, look);
    for (auto const& each : shown.sequences)
        if (!each.owning_table)
            text += heading("sequence", each.name, each.type, look);
    for (auto const& each : shown.routines)
        text += heading(
            each.kind == catalog::routine_kind::procedure ? "procedure" : "function",
            {each.name.schema, each.name.object + '(' + each.arguments + ')'},
            each.result.empty() ? "" : "returns " + each.result,
            look
        );
    for (auto const& each : shown.extensions)
        text += "extension " + paint(look, style::bold, each.name) + "  " + each.version + '\n';
    return text;
}

} // namespace

std::string render_bytes(std::int64_t count) {
    static constexpr std::array units{"bytes", "kB", "MB", "GB", "TB"};
    auto size = static_cast<double>(count);
    std::size_t unit = 0;
    for (; size >= 1024 && unit + 1 < units.size(); ++unit)
        size /= 1024;
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), unit == 0 || size >= 100 ? "%.0f %s" : "%.1f %s", size, units.at(unit));
    return text.data();
}

std::string render_schema(catalog::snapshot const& shown, terminal const& look) {
    std::string text;
    for (auto const& each : shown.tables)
        text += table_text(each, look);
    for (auto const& each : shown.views)
        text += view_text(each, look);
    return text + others_text(shown, look);
}

std::string render_changes(std::vector<catalog::change> const& changes, terminal const& look) {
    std::string text;
    for (auto const& [kind, part, before, after] : changes) {
        if (kind == catalog::change_kind::added)
            text += paint(look, style::green, "+ " + part) + (after.empty() ? "" : "  " + after) + '\n';
        else if (kind == catalog::change_kind::removed)
            text += paint(look, style::red, "- " + part) + (before.empty() ? "" : "  " + before) + '\n';
        else
            text += paint(look, style::yellow, "~ " + part) + "\n    " + before + "\n    " + after + '\n';
    }
    return text;
}

} // namespace alembicore::cli
