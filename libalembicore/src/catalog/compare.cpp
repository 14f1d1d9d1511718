// What makes a schema what it is, part by part, and how two of them differ.
#include "base/digest.hpp"
#include "base/hexadecimal.hpp"
#include "catalog/definition.hpp"
#include "catalog/settled.hpp"

#include <algorithm>
#include <utility>

namespace alembicore::catalog {

namespace {

/// Takes a schema apart. A part's key is its kind and its name within the parts around it.
class dismantling {
public:
    std::map<std::string, std::string> run(snapshot const& whole) {
        for (auto const& each : whole.schemas)
            add("schema " + quoted(each.name), "", each.comment);
        for (auto const& each : whole.extensions)
            add("extension " + quoted(each.name), "SCHEMA " + quoted(each.schema), {});
        for (auto const& each : whole.servers) {
            add("server " + quoted(each.name), each.definition, {});
            if (!each.wrapper_definition.empty())
                add("foreign data wrapper " + quoted(each.wrapper), each.wrapper_definition, {});
        }
        for (auto const& each : whole.enumerations)
            add("type " + quoted(each.name), "ENUM " + labels_of(each), each.comment);
        for (auto const& each : whole.domains)
            add_domain(each);
        for (auto const& each : whole.composites)
            add("type " + quoted(each.name), attributes_of(each), each.comment);
        for (auto const& each : whole.sequences)
            add_sequence(each);
        for (auto const& each : whole.tables)
            add_table(each);
        for (auto const& each : whole.views)
            add_view(each);
        for (auto const& each : whole.routines)
            add_routine(each);
        return std::move(parts_);
    }

private:
    void add(std::string const& key, std::string text, std::optional<std::string> const& comment) {
        if (comment)
            parts_.insert_or_assign("comment on " + key, *comment);
        parts_.insert_or_assign(key, std::move(text));
    }

    void add_domain(domain const& each) {
        auto const name = quoted(each.name);
        add("domain " + name, definition_of(each), each.comment);
        for (auto const& check : each.checks)
            add("constraint " + name + '.' + quoted(check.name), settled(check.definition), {});
    }

    void add_sequence(sequence const& each) {
        auto text = each.type + ' ' + series_of(each);
        if (each.owning_table)
            text += (each.of_identity ? " IDENTITY OF " : " OWNED BY ") + quoted(*each.owning_table) + '.' +
                    quoted(each.owning_column);
        add("sequence " + quoted(each.name), std::move(text), each.comment);
    }

    void add_column(std::string const& owner, column const& each) {
        auto text = settled(definition_of(each));
        if (!each.identity.empty())
            text += " IDENTITY " + each.identity;
        if (!each.storage.empty())
            text += " STORAGE " + each.storage;
        if (each.statistics)
            text += " STATISTICS " + std::to_string(*each.statistics);
        if (each.inherited)
            text += " INHERITED";
        add("column " + owner + '.' + quoted(each.name), std::move(text), each.comment);
    }

    void add_constraint(std::string const& owner, constraint const& each) {
        auto const text = settled(each.definition);
        add("constraint " + owner + '.' + quoted(each.name), each.inherited ? text + " INHERITED" : text, each.comment);
    }

    /// The index of a constraint is said by the constraint.
    void add_index(std::string const& owner, index const& each) {
        if (!each.constraint.empty())
            return;
        auto text = settled(each.definition);
        if (each.parent)
            text += " PART OF " + quoted(*each.parent);
        if (!each.valid)
            text += " INVALID";
        add("index " + owner + '.' + quoted(each.name), std::move(text), each.comment);
    }

    void add_trigger(std::string const& owner, trigger const& each) {
        auto text = settled(each.definition);
        if (each.enabled != "origin")
            text += " ENABLED " + each.enabled;
        add("trigger " + owner + '.' + quoted(each.name), std::move(text), each.comment);
    }

    void add_table(table const& each) {
        auto const name = quoted(each.name);
        std::string text = each.unlogged ? "UNLOGGED" : "";
        text += clauses_of(each);
        if (!each.partition_bound.empty())
            text += " PARTITION OF " + quoted(each.parents) + ' ' + each.partition_bound;
        if (each.kind == table_kind::foreign)
            text += foreign_clauses_of(each);
        if (each.row_security)
            text += each.row_security_forced ? " ROW SECURITY FORCED" : " ROW SECURITY";
        add("table " + name, std::move(text), each.comment);
        for (auto const& part : each.columns)
            add_column(name, part);
        for (auto const& part : each.constraints)
            add_constraint(name, part);
        for (auto const& part : each.indexes)
            add_index(name, part);
        for (auto const& part : each.triggers)
            add_trigger(name, part);
        for (auto const& part : each.policies)
            add("policy " + name + '.' + quoted(part.name), settled(definition_of(part)), {});
    }

    void add_view(view const& each) {
        auto const name = quoted(each.name);
        add((each.materialized ? "materialized view " : "view ") + name, settled(definition_of(each)), each.comment);
        for (auto const& part : each.columns)
            if (part.comment)
                add_column(name, part);
        for (auto const& part : each.indexes)
            add_index(name, part);
        for (auto const& part : each.triggers)
            add_trigger(name, part);
    }

    void add_routine(routine const& each) {
        add("routine " + quoted(each.name) + '(' + each.arguments + ')', each.definition, each.comment);
    }

    std::map<std::string, std::string> parts_;
};

/// Told apart by their lengths, so that no two maps are written alike.
void append(std::string& to, std::string const& text) {
    to += std::to_string(text.size()) + ':' + text;
}

} // namespace

std::map<std::string, std::string> parts(snapshot const& of) {
    return dismantling{}.run(of);
}

std::string fingerprint(snapshot const& of) {
    std::string whole;
    for (auto const& [key, text] : parts(of)) {
        append(whole, key);
        append(whole, text);
    }
    return base::hexadecimal(base::digest_of(base::hash_algorithm::sha256, whole));
}

std::vector<change> difference(snapshot const& before, snapshot const& after) {
    std::vector<change> changes;
    auto old_parts = parts(before);
    for (auto& [key, text] : parts(after)) {
        auto const old = old_parts.extract(key);
        if (old.empty())
            changes.push_back({.kind = change_kind::added, .part = key, .before = {}, .after = text});
        else if (old.mapped() != text)
            changes.push_back({.kind = change_kind::changed, .part = key, .before = old.mapped(), .after = text});
    }
    for (auto& [key, text] : old_parts)
        changes.push_back({.kind = change_kind::removed, .part = key, .before = text, .after = {}});
    std::ranges::sort(changes, {}, &change::part);
    return changes;
}

} // namespace alembicore::catalog
