#include "lint/judge.hpp"

#include "lint/weight.hpp"

#include <algorithm>
#include <utility>

namespace alembicore::lint {

namespace {

using enum action_kind;

void forget_transaction(course& of, std::size_t next) {
    of.transaction = next;
    of.held.clear();
    of.new_enum_values.clear();
    of.new_constraints.clear();
}

/// What an action makes new; tables that replace others under their name are.
void note_new(course& to, action const& done) {
    switch (done.kind) {
    case create_table:
    case create_view:
        to.new_tables.insert(done.table);
        break;
    case rename_table:
        if (to.new_tables.erase(done.table) != 0)
            to.new_tables.insert({done.table.schema, done.new_name});
        break;
    case drop_table:
        to.new_tables.erase(done.table);
        break;
    case create_enum:
    case create_domain:
        to.new_types.insert(done.table);
        break;
    default:
        break;
    }
}

} // namespace

void judge::begin(revision_view const& of) {
    if (scope_ == scope::plan && around_.transactions == transaction_mode::per_run &&
        of.direction != direction::stamp) {
        for (auto& each : course_.held)
            each.at = no_statement; // of a revision before
        return;
    }
    forget_transaction(course_, 0);
    if (scope_ == scope::revision) {
        course_.new_tables.clear();
        course_.new_types.clear();
        course_.variables.clear();
    }
}

void judge::advance(action const& done, moment const& now) {
    for (auto const& lock : locks_of(done))
        if (now.in_transaction() && now.in_use(lock.table))
            course_.held.push_back({lock, done.statement});
    // Nobody waits for a table that is gone, and one that is renamed is waited for under its name to come.
    if (done.kind == drop_table)
        std::erase_if(course_.held, [&](held_lock const& each) { return each.lock.table == done.table; });
    if (done.kind == rename_table)
        for (auto& each : course_.held)
            if (each.lock.table == done.table)
                each.lock.table.name = done.new_name;
    if (done.kind == add_enum_value && now.in_transaction() && !course_.new_types.contains(done.table))
        course_.new_enum_values[done.table].insert(done.object);
    if (done.not_valid && now.in_transaction() && done.kind != create_domain)
        course_.new_constraints[done.table].insert(done.object);
    if (done.kind == set_variable)
        course_.variables[done.object] = done.new_name;
    note_new(course_, done);
    course_.known.apply(done);
}

void judge::pass_by(revision_view const& of) {
    for (auto const& each : of.actions)
        course_.known.apply(each);
}

void judge::note_down(
    rule const& by, notes& made, revision_view const& of, std::size_t statement, std::vector<finding>& to
) const {
    for (auto& each : made.made()) {
        finding next;
        next.rule = by.id;
        next.severity = each.weight.value_or(by.severity);
        next.message = std::move(each.message);
        next.why = by.why;
        next.safer = by.safer;
        next.revision = of.id;
        next.direction = of.direction;
        next.subject = std::move(each.subject);
        if (each.of_action) {
            auto const& where = of.statements[statement == no_statement ? each.statement : statement];
            next.place = where.place;
            next.statement = where.text;
        }
        if (each.place)
            next.place = std::move(each.place);
        if (!next.place && !of.path.empty())
            next.place = source_place{.file = of.path, .line = 0, .column = 0, .excerpt = {}};
        weigh(next, by, around_.live, each.table);
        to.push_back(std::move(next));
    }
    made.made().clear();
}

std::vector<finding>
judge::look_at(revision_view const& of, revision_view const* opposite, source_facts const* source) {
    begin(of);
    auto const before = course_;
    std::vector<finding> found;
    notes made;
    for (std::size_t i = 0; i < of.actions.size(); ++i) {
        auto const& done = of.actions[i];
        if (auto const transaction = of.statements[done.statement].transaction; transaction != course_.transaction)
            forget_transaction(course_, transaction);
        moment const now{around_, course_, of, i};
        for (auto const* each : asked_)
            if (each->at_action != nullptr) {
                each->at_action(done, now, made);
                for (auto& note : made.made())
                    note.of_action = true;
                note_down(*each, made, of, done.statement, found);
            }
        advance(done, now);
    }
    whole const all{around_, before, course_, of, opposite, source};
    for (auto const* each : asked_)
        if (each->at_end != nullptr) {
            each->at_end(all, made);
            note_down(*each, made, of, no_statement, found);
        }
    return found;
}

std::vector<finding> judge::look_back(revision_view const& of, revision_view const& opposite) {
    judge back{*this};
    return back.look_at(of, &opposite, nullptr);
}

std::vector<finding> judge::look_at_history(revision_graph const& graph) {
    std::vector<finding> found;
    notes made;
    for (auto const* each : asked_)
        if (each->at_project != nullptr) {
            each->at_project(graph, made);
            note_down(*each, made, {}, no_statement, found);
        }
    return found;
}

} // namespace alembicore::lint
