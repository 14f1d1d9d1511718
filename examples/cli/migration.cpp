#include "migration.hpp"

#include "interrupt.hpp"
#include "progress.hpp"
#include "reviewed.hpp"
#include "table.hpp"

#include <alembicore/json.hpp>

#include <boost/json/object.hpp>

#include <ostream>
#include <sstream>

namespace alembicore::cli {

std::vector<option> with_engine_options(std::vector<option> options) {
    using enum option_kind;
    options.push_back(
        {"engine", '\0', value, "ENGINE", "auto (default), native, or python: Alembic in the project's Python"}
    );
    options.push_back({"python", '\0', value, "PATH", "the interpreter to use where Python is needed"});
    return with_limit_options(std::move(options));
}

std::vector<option> with_backup_options(std::vector<option> options) {
    using enum option_kind;
    options.push_back(
        {"backup", '\0', value, "POLICY", "before the run: auto (default), full, affected, schema or none"}
    );
    options.push_back({"backup-directory", '\0', value, "DIR", "where the backup goes"});
    return options;
}

option lock_wait_option() {
    return {"lock-wait", '\0', option_kind::value, "SECONDS", "wait at most so long for another run to end (300)"};
}

std::vector<option> with_limit_options(std::vector<option> options) {
    using enum option_kind;
    options.push_back(lock_wait_option());
    options.push_back({"lock-timeout", '\0', value, "TIME", "wait at most so long for a lock: 500ms, 5s; 0: for ever"});
    options.push_back({"statement-timeout", '\0', value, "TIME", "let a statement take at most so long"});
    options.push_back(
        {"on-blocked", '\0', value, "POLICY", "when others hold a lock: wait, give-up, retry, cancel, terminate"}
    );
    options.push_back({"no-journal", '\0', flag, "", "do not record this run in the database"});
    return options;
}

std::optional<engine> chosen_engine(invocation const& call) {
    auto const name = call.given.value("engine");
    if (!name)
        return std::nullopt;
    if (*name == "auto")
        return engine::automatic;
    if (*name == "native")
        return engine::native;
    if (*name == "python")
        return engine::python;
    throw error{errc::bad_usage, "there is no engine '" + *name + "'", "give auto, native or python"};
}

namespace {

std::optional<backup_policy> chosen_backup(invocation const& call) {
    auto const name = call.given.value("backup");
    if (!name)
        return std::nullopt;
    auto const policy = parse_backup_policy(*name);
    if (!policy)
        throw error{
            errc::bad_usage, "there is no backup policy '" + *name + "'", "give auto, full, affected, schema or none"};
    return policy;
}

std::optional<std::chrono::milliseconds> chosen_duration(invocation const& call, std::string const& option) {
    auto const text = call.given.value(option);
    if (!text)
        return std::nullopt;
    auto const read = parse_duration(*text);
    if (!read)
        throw error{
            errc::bad_usage,
            "--" + option + ": '" + *text + "' is no duration",
            "give 500ms, 5s, 2min, 1h, or 0 for no limit"};
    return read;
}

std::optional<blocker_policy> chosen_policy(invocation const& call) {
    auto const text = call.given.value("on-blocked");
    if (!text)
        return std::nullopt;
    auto const read = parse_blocker_policy(*text);
    if (!read)
        throw error{
            errc::bad_usage,
            "--on-blocked: there is no '" + *text + "'",
            "give wait, give-up, retry, cancel or terminate"};
    return read;
}

} // namespace

void add_limits(invocation const& call, run_options& to) {
    if (auto const seconds = call.given.value("lock-wait"))
        to.lock_wait = std::chrono::seconds{parse_count(*seconds, "--lock-wait")};
    to.limits.lock_timeout = chosen_duration(call, "lock-timeout");
    to.limits.statement_timeout = chosen_duration(call, "statement-timeout");
    to.on_blocked = chosen_policy(call);
    if (call.given.has("no-journal"))
        to.journal = journal_mode::off;
}

run_options run_options_of(invocation const& call, std::stop_token stop) {
    run_options options;
    options.stop = std::move(stop);
    options.engine = chosen_engine(call);
    options.python = call.given.value_or("python", "");
    options.tag = call.given.value_or("tag", "");
    add_limits(call, options);
    options.backup = chosen_backup(call);
    options.backup_directory = call.given.value_or("backup-directory", "");
    return options;
}

namespace {

void say_context(console const& shown) {
    if (shown.err_look.interactive)
        return;
    shown.log_info("Context impl PostgresqlImpl.");
    shown.log_info("Will assume transactional DDL.");
}

} // namespace

void run_reviewed(invocation& call, direction way) {
    interrupt const stop;
    auto [opened, on] = open_to_migrate(call, stop.token());
    say_context(call.shown);
    auto const options = run_options_of(call, stop.token());
    auto const& target = call.given.arguments().front();
    auto const seen = look_first(call, stop.token(), [&, &of = opened, &in = on](review::options const& how) {
        return review::look_at_move(of, in, way, target, how);
    });
    if (call.status != 0)
        return;
    auto progress = show_progress(call.shown);
    migrator runner{opened, on, seen ? review::only_what_was_seen(*seen, std::move(progress)) : std::move(progress)};
    auto const report = way == direction::upgrade ? runner.upgrade(target, options) : runner.downgrade(target, options);
    print_with_review(call, to_json(report), seen);
}

void run_online(invocation const& call, std::function<run_report(migrator&, run_options const&)> const& run) {
    interrupt const stop;
    auto [opened, target] = open_to_migrate(call, stop.token());
    migrator runner{opened, target, show_progress(call.shown)};
    say_context(call.shown);
    auto const report = run(runner, run_options_of(call, stop.token()));
    if (call.shown.json)
        call.shown.print(to_json(report));
}

void print_script(invocation const& call, project const& opened, plan const& decided) {
    interrupt const stop;
    script_options options;
    options.engine = chosen_engine(call);
    options.python = call.given.value_or("python", "");
    options.tag = call.given.value_or("tag", "");
    options.events = show_progress(call.shown);
    options.stop = stop.token();
    if (call.shown.json) {
        std::ostringstream script;
        opened.render_script(decided, script, options);
        call.shown.print(boost::json::object{{"plan", to_json(decided)}, {"sql", script.str()}});
        return;
    }
    call.shown.log_info("Context impl PostgresqlImpl.");
    call.shown.log_info("Generating static SQL");
    call.shown.log_info("Will assume transactional DDL.");
    for (auto const& each : decided.steps)
        call.shown.log_info(render_running(each));
    opened.render_script(decided, call.shown.out, options);
}

} // namespace alembicore::cli
