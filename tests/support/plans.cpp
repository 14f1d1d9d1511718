#include "support/plans.hpp"

namespace alembicore::test {

namespace {

using ids = std::vector<std::string>;

row_change change_between(ids const& from, ids const& to) {
    if (from.empty())
        return {row_change_kind::insert_row, {}, to.front()};
    if (to.empty())
        return {row_change_kind::delete_row, from.front(), {}};
    return {row_change_kind::update_row, from.front(), to.front()};
}

step make_step(direction kind, std::string revision, ids from, ids to) {
    step made;
    made.kind = kind;
    made.path = revision + ".py";
    made.doc = "about " + revision;
    made.revision = std::move(revision);
    made.version_rows = {change_between(from, to)};
    made.from = std::move(from);
    made.to = std::move(to);
    return made;
}

sql::statement statement_of(std::string text) {
    if (text == "<")
        return {sql::statement_kind::leave_transaction, {}, {}, {}};
    if (text == ">")
        return {sql::statement_kind::enter_transaction, {}, {}, {}};
    return {sql::statement_kind::sql, std::move(text), {}, {}};
}

} // namespace

plan linear_plan(ids from, ids const& revisions) {
    plan decided;
    decided.direction = direction::upgrade;
    decided.from = from;
    for (auto const& revision : revisions) {
        decided.steps.push_back(make_step(direction::upgrade, revision, from, {revision}));
        from = {revision};
    }
    decided.heads_after = from;
    return decided;
}

plan linear_downgrade(ids const& revisions, ids const& to) {
    plan decided;
    decided.direction = direction::downgrade;
    decided.from = {revisions.front()};
    for (std::size_t i = 0; i < revisions.size(); ++i)
        decided.steps.push_back(make_step(
            direction::downgrade, revisions[i], {revisions[i]}, i + 1 < revisions.size() ? ids{revisions[i + 1]} : to
        ));
    decided.heads_after = to;
    return decided;
}

migrate::step_source source_of(revision_sql statements) {
    return [statements = std::move(statements)](step const& wanted) {
        std::vector<sql::statement> made;
        if (auto const found = statements.find(wanted.revision); found != statements.end())
            for (auto const& text : found->second)
                made.push_back(statement_of(text));
        return migrate::body_of(std::move(made));
    };
}

} // namespace alembicore::test
