#include "generated_file.hpp"

#include <alembicore/json.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <ostream>
#include <utility>

namespace alembicore::cli {

namespace {

boost::json::value json_of(hook_report const& hook) {
    return {
        {"name", hook.name},
        {"exit_status", hook.exit_status ? boost::json::value(*hook.exit_status) : boost::json::value{}},
        {"output", hook.output},
        {"problem", hook.problem},
    };
}

boost::json::value json_of(invocation const& call, created_revision const& made) {
    auto const reread = project::open(request_of(call));
    boost::json::array hooks;
    for (auto const& hook : made.hooks)
        hooks.push_back(json_of(hook));
    return {{"path", made.path.string()}, {"revision", to_json(reread.graph(), made.id)}, {"hooks", std::move(hooks)}};
}

} // namespace

void say_done(console const& shown, std::string const& what) {
    shown.say((shown.out_look.interactive ? "  " : "") + what + " ...  done");
}

void say_hook(console const& shown, hook_report const& hook) {
    if (!hook.exit_status) {
        shown.err << "warning: the post-write hook '" << hook.name << "' did not run: " << hook.problem << '\n';
        return;
    }
    say_done(shown, "Running post write hook '" + hook.name + "'");
    shown.err << hook.output;
    if (*hook.exit_status != 0)
        shown.err << "warning: the post-write hook '" << hook.name << "' exited with " << *hook.exit_status << '\n';
}

void say_generated(invocation const& call, created_revision const& made) {
    if (call.shown.json)
        return call.shown.print(json_of(call, made));
    say_done(call.shown, "Generating " + made.path.string());
    for (auto const& hook : made.hooks)
        say_hook(call.shown, hook);
}

} // namespace alembicore::cli
