#include "generated_file.hpp"

#include <alembicore/json.hpp>

#include <boost/json/object.hpp>

namespace alembicore::cli {

namespace {

boost::json::value revision_in(project const& reread, created_revision const& made) {
    for (auto const& one : reread.graph().revisions())
        if (one.path == made.path.string())
            return to_json(reread.graph(), one.id);
    return nullptr;
}

void say_hook(console const& shown, hook_report const& hook) {
    shown.say("Running post write hook '" + hook.name + "' ...");
    if (!hook.output.empty())
        shown.say(hook.output);
    if (!hook.problem.empty())
        shown.say("  " + hook.problem);
    else
        shown.say(hook.exit_status == 0 ? "  done" : "  exit status " + std::to_string(*hook.exit_status));
}

} // namespace

void say_done(console const& shown, std::string const& what) {
    shown.say((shown.out_look.interactive ? "  " : "") + what + " ...  done");
}

void say_generated(invocation const& call, created_revision const& made) {
    if (call.shown.json) {
        auto const reread = project::open(request_of(call));
        call.shown.print(boost::json::object{{"path", made.path.string()}, {"revision", revision_in(reread, made)}});
        return;
    }
    say_done(call.shown, "Generating " + made.path.string());
    for (auto const& hook : made.hooks)
        say_hook(call.shown, hook);
}

} // namespace alembicore::cli
