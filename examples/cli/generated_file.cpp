#include "generated_file.hpp"

#include <alembicore/json.hpp>

#include <boost/json/object.hpp>

namespace alembicore::cli {

namespace {

boost::json::value revision_in(project const& reread, std::filesystem::path const& file) {
    for (auto const& one : reread.graph().revisions())
        if (one.path == file.string())
            return to_json(reread.graph(), one.id);
    return nullptr;
}

} // namespace

void say_done(console const& shown, std::string const& what) {
    shown.say((shown.out_look.interactive ? "  " : "") + what + " ...  done");
}

void say_generated(invocation const& call, project const& opened, std::filesystem::path const& file) {
    if (call.shown.json) {
        auto const reread = project::open(request_of(call));
        call.shown.print(boost::json::object{{"path", file.string()}, {"revision", revision_in(reread, file)}});
        return;
    }
    say_done(call.shown, "Generating " + file.string());
    for (auto const& hook : opened.settings().post_write_hooks)
        say_done(call.shown, "Running post write hook '" + hook.name + "'");
}

} // namespace alembicore::cli
