// The ways into linting: revisions, a plan, an SQL text.
#include "lint/ignore.hpp"
#include "lint/judge.hpp"
#include "lint/revisions.hpp"
#include "lint/view.hpp"

#include <alembicore/lint.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace alembicore::lint {

namespace {

/// What the rules need to know of the database.
void collect_questions(revision_view const& of, live_questions& to) {
    using enum action_kind;
    for (auto const& each : of.actions) {
        if (!each.table.empty())
            to.tables.insert(each.table);
        if (each.kind == add_foreign_key || each.kind == attach_partition)
            to.tables.insert(each.other);
        to.dependants = to.dependants || each.kind == drop_column || each.kind == alter_type || each.kind == drop_table;
        to.replication = to.replication || each.kind == update_rows || each.kind == delete_rows ||
                         each.kind == rewrite_table || each.kind == alter_type;
    }
}

/// Goes through what was read, and gathers what is found.
class inspection_run {
public:
    inspection_run(options const& wanted, transaction_mode transactions, judge::scope what_is_new)
        : wanted_{wanted}, transactions_{transactions}, scope_{what_is_new}, asked_{chosen_rules(wanted)} {}

    void ask(database& live, live_questions const& asked) { live_ = read_live_facts(live, asked, wanted_.stop); }

    judge& judging() {
        if (!judge_) {
            surroundings around;
            around.transactions = transactions_;
            around.live = live_ ? &*live_ : nullptr;
            around.server_version =
                wanted_.server_version != 0 || !live_ ? wanted_.server_version : live_->server_version;
            judge_.emplace(around, asked_, scope_);
        }
        return *judge_;
    }

    void pass_by(read_revision const& of) { judging().pass_by(of.upgrade); }

    void look_at(read_revision const& of, directions which) {
        bool const commented = of.text.find("alembicore: ignore") != std::string::npos;
        auto found = judging().look_at(of.upgrade, &of.downgrade, &of.source);
        // A comment may be about the direction that was not asked for.
        if (which != directions::upgrade || commented)
            for (auto& each : judging().look_back(of.downgrade, of.upgrade))
                found.push_back(std::move(each));
        keep(std::move(found), of, which);
    }

    /// The step of a plan.
    void look_at_step(read_revision const& of, direction kind) {
        bool const up = kind == direction::upgrade;
        auto found = judging().look_at(up ? of.upgrade : of.downgrade, up ? &of.downgrade : &of.upgrade, &of.source);
        keep(std::move(found), of, up ? directions::upgrade : directions::downgrade);
    }

    void look_at_text(revision_view const& of, std::string const& text) {
        keep_all(accept(judging().look_at(of, nullptr, nullptr), text, of.path), {});
        report_.revisions = 0;
    }

    void look_at_history(revision_graph const& graph) {
        for (auto& each : judging().look_at_history(graph))
            add(std::move(each));
    }

    report take() && { return std::move(report_); }

private:
    [[nodiscard]] std::vector<std::string> asked_ids() const {
        std::vector<std::string> ids;
        for (auto const* each : asked_)
            if (!each->needs_database || live_)
                ids.emplace_back(each->id);
        return ids;
    }

    std::vector<finding> accept(std::vector<finding> found, std::string_view text, std::string const& file) {
        auto kept = ignore_accepted(std::move(found), text, file, asked_ids());
        report_.ignored += kept.ignored;
        return std::move(kept.left);
    }

    void keep(std::vector<finding> found, read_revision const& of, directions which) {
        ++report_.revisions;
        auto left = accept(std::move(found), of.text, of.from->path);
        std::erase_if(left, [&](finding const& each) {
            return (which == directions::upgrade && each.direction == direction::downgrade) ||
                   (which == directions::downgrade && each.direction == direction::upgrade);
        });
        keep_all(std::move(left), of.from->id);
    }

    void keep_all(std::vector<finding> found, std::string const& revision) {
        std::ranges::stable_sort(found, {}, [](finding const& each) { return each.place ? each.place->line : 0U; });
        for (auto& each : found) {
            if (each.revision.empty())
                each.revision = revision;
            add(std::move(each));
        }
    }

    void add(finding found) {
        if (std::ranges::binary_search(baseline(), baseline_key(found)))
            ++report_.in_baseline;
        else
            report_.findings.push_back(std::move(found));
    }

    std::vector<std::string> const& baseline() {
        if (baseline_.empty() && !wanted_.baseline.empty()) {
            baseline_ = wanted_.baseline;
            std::ranges::sort(baseline_);
        }
        return baseline_;
    }

    options const& wanted_;
    transaction_mode transactions_;
    judge::scope scope_;
    std::vector<rule const*> asked_;
    std::optional<live_facts> live_;
    std::optional<judge> judge_;
    std::vector<std::string> baseline_;
    report report_;
};

/// All revisions, in an order in which they can run.
std::vector<revision const*> in_order(revision_graph const& graph) {
    std::vector<revision const*> ordered;
    auto ids = graph.history();
    std::ranges::reverse(ids);
    for (auto const& id : ids)
        if (auto const* each = graph.find(id); each != nullptr && !each->ghost)
            ordered.push_back(each);
    return ordered;
}

/// What is read: the wanted ones to be judged, and those before the last of them to know the tables.
std::vector<revision_request>
requests_for(revision_graph const& graph, std::set<std::string> const& judged, std::set<std::string> const& known) {
    std::vector<revision_request> requests;
    for (auto const* each : in_order(graph))
        if (judged.contains(each->id))
            requests.push_back({each, reading::judged});
        else if (known.empty() || known.contains(each->id))
            requests.push_back({each, reading::known});
    while (!requests.empty() && requests.back().how == reading::known && known.empty())
        requests.pop_back();
    return requests;
}

/// Whether a rule asks the revisions before about what the action works on.
bool is_asked_about(action const& of, revision_view const& in) {
    using enum action_kind;
    switch (of.kind) {
    case set_not_null:
    case alter_type:
    case drop_index:
    case reindex:
    case attach_partition:
    case add_foreign_key:
    case drop_constraint:
        return true;
    case add_primary_key:
        return !of.using_index.empty();
    case drop_column: // together with a new one it may be a renaming
        return std::ranges::count(in.actions, add_column, &action::kind) != 0;
    default:
        return false;
    }
}

bool hangs_on_history(std::vector<read_revision> const& read, direction kind) {
    std::set<relation> made;
    for (auto const& each : read) {
        auto const& view = kind == direction::upgrade ? each.upgrade : each.downgrade;
        for (auto const& one : view.actions)
            if (one.kind == action_kind::create_table)
                made.insert(one.table);
            else if (is_asked_about(one, view) && !made.contains(one.table))
                return true;
    }
    return false;
}

live_questions questions_about(std::vector<read_revision> const& read) {
    live_questions asked;
    for (auto const& each : read)
        if (each.how == reading::judged) {
            collect_questions(each.upgrade, asked);
            collect_questions(each.downgrade, asked);
        }
    return asked;
}

/// Only the way that the plan goes.
live_questions questions_about(std::vector<read_revision> const& steps, direction way) {
    live_questions asked;
    for (auto const& each : steps)
        collect_questions(way == direction::downgrade ? each.downgrade : each.upgrade, asked);
    return asked;
}

/// Revisions that a downgrade undoes are both: known before, and judged.
std::vector<revision_request> requests_before(revision_graph const& graph, plan const& decided) {
    auto const applied = graph.applied(decided.from);
    std::set<std::string> const known{applied.begin(), applied.end()};
    std::vector<revision_request> before;
    for (auto const& each : requests_for(graph, {}, known))
        if (known.contains(each.wanted->id))
            before.push_back(each);
    return before;
}

std::set<std::string>
left_to_judge(revision_graph const& graph, std::vector<std::string> const& revisions, std::string const& start_after) {
    std::set<std::string> judged;
    for (auto const& id : revisions) {
        auto const* found = graph.find(id);
        if (found == nullptr || found->ghost)
            throw error{
                errc::unknown_revision,
                "there is no file of revision '" + id + "'",
                "alembicore history lists the revisions"};
        judged.insert(id);
    }
    if (!start_after.empty())
        for (auto const& id : graph.applied(graph.resolve(start_after)))
            judged.erase(id);
    return judged;
}

} // namespace

report lint_revisions(
    project const& opened, std::vector<std::string> const& revisions, options const& wanted, database* live
) {
    auto const& graph = opened.graph();
    inspection_run run{wanted, wanted.transactions.value_or(opened.settings().transactions), judge::scope::revision};
    auto const judged = left_to_judge(graph, revisions, wanted.start_after);
    auto const read = read_revisions(opened, requests_for(graph, judged, {}), wanted);
    if (live != nullptr)
        run.ask(*live, questions_about(read));
    run.look_at_history(graph);
    for (auto const& each : read)
        if (each.how == reading::judged)
            run.look_at(each, wanted.directions);
        else
            run.pass_by(each);
    return std::move(run).take();
}

report lint_plan(project const& opened, plan const& decided, options const& wanted, database* live) {
    auto const& graph = opened.graph();
    inspection_run run{wanted, wanted.transactions.value_or(opened.settings().transactions), judge::scope::plan};
    std::vector<revision_request> steps;
    for (auto const& each : decided.steps)
        if (auto const* found = graph.find(each.revision); found != nullptr && !found->ghost)
            steps.push_back({found, reading::judged});
    auto const read = read_revisions(opened, steps, wanted);
    bool const alone = wanted.history == history::where_it_decides && !hangs_on_history(read, decided.direction);
    auto const passed =
        alone ? std::vector<read_revision>{} : read_revisions(opened, requests_before(graph, decided), wanted);
    if (live != nullptr)
        run.ask(*live, questions_about(read, decided.direction));
    for (auto const& each : passed)
        run.pass_by(each);
    if (decided.direction != direction::stamp)
        for (auto const& each : read)
            run.look_at_step(each, decided.direction);
    return std::move(run).take();
}

report lint_sql(std::string const& text, std::string const& name, options const& wanted, database* live) {
    inspection_run run{wanted, transaction_mode::none, judge::scope::revision};
    auto const view = view_of_text(text, name, wanted);
    if (live != nullptr) {
        live_questions asked;
        collect_questions(view, asked);
        run.ask(*live, asked);
    }
    run.look_at_text(view, text);
    return std::move(run).take();
}

} // namespace alembicore::lint
