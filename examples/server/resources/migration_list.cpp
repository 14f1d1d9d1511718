#include "resources/migration_list.hpp"

#include "resources/answers.hpp"

#include <alembicore/json.hpp>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace alembicore::server::resources {

namespace {

namespace json = boost::json;

/// One, several, or none, as Alembic has it: a text, a list, or null.
json::value as_alembic_has_it(std::vector<std::string> const& ids) {
    if (ids.empty())
        return nullptr;
    if (ids.size() == 1)
        return json::value(ids.front());
    return array_of(ids);
}

json::value unless_unknown(known_history const& known, bool answer) {
    return known.has_database() ? json::value(answer) : json::value();
}

/// The person on whose behalf a service did it, else who ran it where.
std::string person_of(journal::author const& by) {
    return by.authenticated_user.empty() ? by.os_user + '@' + by.host : by.authenticated_user;
}

void add_journal(json::object& to, known_history const& known, std::string const& id) {
    to["applied_date"] = nullptr;
    to["applied_by"] = nullptr;
    to["edited_after_apply"] = nullptr;
    if (!known.journal)
        return;
    auto const found = known.journal->applied.find(id);
    if (found == known.journal->applied.end() || !known.is_applied(id))
        return;
    to["applied_date"] = found->second.at;
    to["applied_by"] = person_of(found->second.by);
    to["edited_after_apply"] = known.journal->edited.contains(id);
}

void add_insight(json::object& to, known_history const& known, std::string const& id) {
    to["engine"] = nullptr;
    to["lint"] = nullptr;
    if (!known.insight)
        return;
    auto const found = known.insight->find(id);
    if (found == known.insight->end())
        return;
    to["engine"] = name_of(found->second.upgrade);
    if (auto const& counts = found->second.lint)
        to["lint"] = json::object{{"errors", counts->errors}, {"warnings", counts->warnings}, {"infos", counts->infos}};
}

json::value git_of(known_history const& known, std::string const& id) {
    if (!known.git)
        return nullptr;
    auto const found = known.git->find(id);
    if (found == known.git->end())
        return nullptr;
    auto const& [commit, author, date] = found->second;
    return json::object{{"commit", commit}, {"author", author}, {"date", date}};
}

/// Newest first; ghosts, which have no place in the order, at the end.
std::vector<std::string> order_of(revision_graph const& graph) {
    std::vector<std::string> order;
    try {
        order = graph.history();
    } catch (error const&) {
        for (auto const& each : graph.revisions())
            order.push_back(each.id);
        std::ranges::reverse(order);
    }
    std::set<std::string> const listed{order.begin(), order.end()};
    for (auto const& each : graph.revisions())
        if (!listed.contains(each.id))
            order.push_back(each.id);
    return order;
}

json::object describe_history(known_history const& known) {
    auto const& graph = known.graph();
    json::array migrations;
    for (auto const& id : order_of(graph))
        migrations.push_back(summary(known, *graph.find(id)));
    json::array problems;
    for (auto const& problem : known.loaded->project.diagnostics())
        problems.push_back(to_json(problem));
    json::array unknown;
    for (auto const& row : known.rows)
        if (graph.find(row) == nullptr)
            unknown.emplace_back(row);
    return {
        {"migrations", std::move(migrations)},
        {"heads", array_of(graph.heads())},
        {"current", known.has_database() ? json::value(array_of(known.rows)) : json::value()},
        {"unknown_in_database", std::move(unknown)},
        {"database_error", known.failure},
        {"problems", std::move(problems)},
    };
}

} // namespace

json::object summary(known_history const& known, revision const& of) {
    auto const described = to_json(known.graph(), of.id);
    json::object made{
        {"revision", of.id},
        {"down_revision", as_alembic_has_it(of.down_revisions)},
        {"branch_labels", described.at("branch_labels")},
        {"labels", described.at("labels")},
        {"depends_on", described.at("depends_on")},
        {"doc", described.at("message")},
        {"date", described.at("create_date")},
        {"module_path", of.path.empty() ? json::value() : json::value(of.path)},
        {"is_head", described.at("head")},
        {"is_branch_point", described.at("branch_point")},
        {"is_merge_point", described.at("merge_point")},
        {"is_missing", of.ghost},
        {"is_current", unless_unknown(known, std::ranges::find(known.rows, of.id) != known.rows.end())},
        {"is_applied", unless_unknown(known, known.is_applied(of.id))},
        {"findings", described.at("diagnostics")},
        {"git", git_of(known, of.id)},
    };
    add_journal(made, known, of.id);
    add_insight(made, known, of.id);
    return made;
}

history_source::history_source(workspace& served)
    : served_(served), journal_(served), insights_([&served](project const& of, std::stop_token const& stop) {
          return look_into(of, served.request(), stop);
      }),
      origins_([](project const& of, std::stop_token const&) { return revision_origins(of); }) {}

bool known_history::same_as(known_history const& other) const {
    return loaded == other.loaded && rows == other.rows && failure == other.failure && journal == other.journal &&
           insight == other.insight && git == other.git;
}

/// Rows change seldom, and what is applied by them is half the work of a request.
std::shared_ptr<id_set const> history_source::applied_by(known_history const& known) {
    {
        std::scoped_lock const lock{mutex_};
        if (listed_.applied && listed_.loaded == known.loaded && listed_.rows == known.rows)
            return listed_.applied;
    }
    auto const ids = known.graph().applied(known.rows);
    return std::make_shared<id_set const>(ids.begin(), ids.end());
}

known_history history_source::look() {
    known_history known;
    known.loaded = served_.project();
    known.insight = insights_.find(known.loaded);
    known.git = origins_.find(known.loaded);
    try {
        known.rows = served_.current();
        known.applied = applied_by(known);
        known.journal = journal_.find(*known.loaded, known.rows);
    } catch (error const& failure) {
        known.failure = to_json(failure.info());
    }
    return known;
}

std::shared_ptr<http::content const> history_source::list() {
    auto known = look();
    std::scoped_lock const lock{mutex_};
    if (!made_ || !known.same_as(listed_)) {
        made_ = json_response(describe_history(known)).body;
        listed_ = std::move(known);
    }
    return made_;
}

} // namespace alembicore::server::resources
