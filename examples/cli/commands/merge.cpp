#include "commands/commands.hpp"

#include "generated_file.hpp"
#include "interrupt.hpp"
#include "invocation.hpp"
#include "listing.hpp"
#include "schema_listing.hpp"

#include <alembicore/json.hpp>
#include <alembicore/merge_rehearsal.hpp>

namespace alembicore::cli {

namespace {

std::vector<std::string> resolved(revision_graph const& graph, std::vector<std::string> const& words) {
    std::vector<std::string> heads;
    for (auto const& each : words)
        for (auto& id : graph.resolve(each))
            heads.push_back(std::move(id));
    return heads;
}

std::string sentence_of(rehearsal::commutation const& tried) {
    for (auto const& each : tried.orders)
        if (each.failure)
            return "conflicts: in the order " + join(each.heads) + ", revision " + each.failure->revision +
                   " fails: " + each.failure->message;
    if (tried.commutes)
        return "commutes: both orders give the same schema";
    return tried.tables.empty() ? "conflicts outside of tables" : "conflicts on table " + join(tried.tables);
}

/// Whether the merge is to be written.
bool is_proven(invocation& call, project const& opened) {
    interrupt const stop;
    auto like = database::connect(opened.database_url());
    auto const heads = resolved(opened.graph(), call.given.arguments());
    auto const tried = rehearsal::rehearse_merge(opened, like, heads, stop.token());
    call.status = tried.commutes ? 0 : 1;
    if (call.shown.json && !tried.commutes)
        call.shown.print(to_json(tried));
    call.shown.say(sentence_of(tried));
    if (!call.shown.quiet)
        call.shown.out << render_changes(tried.changes, call.shown.out_look);
    return tried.commutes;
}

void run(invocation& call) {
    new_revision wanted;
    wanted.message = call.given.value_or("message", "");
    wanted.id = call.given.value_or("rev-id", "");
    wanted.splice = call.given.has("splice");
    wanted.branch_labels = call.given.values("branch-label");
    auto const opened = open_project(call);
    if (call.given.has("rehearse") && !is_proven(call, opened))
        return;
    say_generated(call, opened.merge(call.given.arguments(), wanted));
}

} // namespace

command merge_command() {
    using enum option_kind;
    return {
        .name = "merge",
        .group = command_group::write,
        .summary = "write a revision that joins several heads",
        .details = "Writes a revision that has several heads as its parents, so that there is one head again. With "
                   "--rehearse it is only written where the branches give the same schema in both orders, which is "
                   "tried in scratch databases; else it exits with 1.",
        .arguments = {{"REVISION", arity::at_least_one, "the revisions to join, or heads for all heads", {}}},
        .options =
            {
                {"message", 'm', value, "TEXT", "what the revision does"},
                {"branch-label", '\0', value, "LABEL", "label of the branch that begins here"},
                {"rev-id", '\0', value, "ID", "the id, instead of a random one"},
                {"rehearse", '\0', flag, "", "replay the branches in both orders before"},
                {"splice", '\0', flag, "", "allow revisions that are not heads"},
            },
        .examples = {{"merge heads -m 'join the heads'", "after two branches were merged in git"}},
        .run = run,
    };
}

} // namespace alembicore::cli
