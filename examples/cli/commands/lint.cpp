#include "commands/commands.hpp"

#include "counted.hpp"
#include "interrupt.hpp"
#include "invocation.hpp"
#include "lint_output.hpp"

#include <alembicore/lint.hpp>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace alembicore::cli {

namespace {

bool names_sql(std::string const& word) {
    return word.ends_with(".sql") && std::filesystem::is_regular_file(word);
}

std::string text_of(std::string const& file) {
    std::ifstream in{file, std::ios::binary};
    std::ostringstream text;
    text << in.rdbuf();
    if (!in)
        throw error{errc::file_unreadable, "cannot read " + file, "check the path and its permissions"};
    return std::move(text).str();
}

std::vector<std::string> words_of(std::vector<std::string> const& given) {
    std::vector<std::string> words;
    for (auto const& each : given) {
        std::istringstream parts{each};
        for (std::string word; std::getline(parts, word, ',');)
            if (!word.empty())
                words.push_back(word);
    }
    return words;
}

lint::directions directions_of(std::string const& word) {
    if (word == "upgrade")
        return lint::directions::upgrade;
    if (word == "downgrade")
        return lint::directions::downgrade;
    if (word == "both")
        return lint::directions::both;
    throw error{errc::bad_usage, "--direction " + word + " is not known", "choose upgrade, downgrade or both"};
}

/// `15`, `9.6` or `150004`.
int version_of(std::string const& word) {
    int number = 0;
    auto const [end, failed] = std::from_chars(word.data(), word.data() + word.size(), number);
    if (failed != std::errc{} || number <= 0)
        throw error{errc::bad_usage, "--server-version " + word + " is no version", "write 15, or 15.4"};
    if (number >= 1000)
        return number;
    int minor = 0;
    if (end != word.data() + word.size() && *end == '.')
        std::from_chars(end + 1, word.data() + word.size(), minor);
    return number * 10'000 + minor;
}

lint::options options_of(invocation const& call, lint::options of_project) {
    auto const& given = call.given;
    if (given.has("only"))
        of_project.only = words_of(given.values("only"));
    for (auto const& each : words_of(given.values("also")))
        of_project.also.push_back(each);
    for (auto const& each : words_of(given.values("without")))
        of_project.without.push_back(each);
    if (auto const which = given.value("direction"))
        of_project.directions = directions_of(*which);
    if (auto const after = given.value("start-after"))
        of_project.start_after = *after;
    if (auto const file = given.value("baseline"))
        of_project.baseline = lint::read_baseline(*file);
    if (given.has("write-baseline"))
        of_project.baseline.clear();
    if (auto const version = given.value("server-version"))
        of_project.server_version = version_of(*version);
    of_project.in_transaction = given.has("in-transaction");
    return of_project;
}

lint::report lint_files(invocation const& call, lint::options const& wanted) {
    std::optional<database> live;
    if (call.given.has("database"))
        live.emplace(database::connect(database_address(call)));
    lint::report all;
    for (auto const& file : call.given.arguments()) {
        auto made = lint::lint_sql(text_of(file), file, wanted, live ? &*live : nullptr);
        for (auto& each : made.findings)
            all.findings.push_back(std::move(each));
        all.ignored += made.ignored;
        all.in_baseline += made.in_baseline;
    }
    return all;
}

lint::report lint_pending(invocation const& call, lint::options const& wanted) {
    auto connected = open_connected(call, wanted.stop);
    auto const rows = read_current(connected);
    return lint::lint_plan(
        connected.opened,
        plan_upgrade(connected.opened.graph(), "heads", rows),
        wanted,
        call.given.has("database") ? &connected.target : nullptr
    );
}

std::vector<std::string> named_revisions(project const& opened, std::vector<std::string> const& words) {
    std::vector<std::string> ids;
    for (auto const& word : words) {
        if (word.find(':') != std::string::npos)
            throw error{
                errc::bad_usage,
                "lint takes revisions, and '" + word + "' is a range",
                "without REV it looks at all revisions; --start-after REV leaves out that one and those before it, and "
                "--pending takes what the database does not have yet"};
        for (auto const& id : opened.graph().resolve(word))
            ids.push_back(id);
    }
    if (words.empty())
        for (auto const& each : opened.graph().revisions())
            if (!each.ghost)
                ids.push_back(each.id);
    return ids;
}

lint::report lint_named(invocation const& call, lint::options const& wanted) {
    auto const opened = open_project(call);
    auto const ids = named_revisions(opened, call.given.arguments());
    if (!call.given.has("database"))
        return lint::lint_revisions(opened, ids, wanted);
    auto live = database::connect(opened.database_url());
    return lint::lint_revisions(opened, ids, wanted, &live);
}

lint::report find(invocation const& call, std::stop_token const& stop) {
    auto const& words = call.given.arguments();
    if (!words.empty() && std::ranges::all_of(words, names_sql)) {
        auto wanted = options_of(call, {});
        wanted.stop = stop;
        return lint_files(call, wanted);
    }
    auto wanted = options_of(call, lint::load_options(request_of(call)));
    wanted.stop = stop;
    if (call.given.has("pending") && (!words.empty() || call.given.has("all")))
        throw error{errc::bad_usage, "--pending and revisions exclude each other", "give one of them"};
    return call.given.has("pending") ? lint_pending(call, wanted) : lint_named(call, wanted);
}

bool fails(lint::report const& made, std::string const& from) {
    if (from == "never")
        return false;
    if (from != "error" && from != "warning" && from != "info")
        throw error{errc::bad_usage, "--fail-on " + from + " is not known", "choose error, warning, info or never"};
    auto const least = from == "error" ? severity::error : from == "warning" ? severity::warning : severity::info;
    return std::ranges::any_of(made.findings, [&](auto const& each) { return each.severity >= least; });
}

void show(invocation const& call, lint::report const& made, std::string const& form) {
    if (call.shown.json)
        call.shown.print(to_json(made));
    else if (form == "github")
        call.shown.out << render_github(made, std::filesystem::current_path());
    else if (form == "gitlab")
        call.shown.out << render_gitlab(made, std::filesystem::current_path());
    else if (!call.shown.quiet)
        call.shown.out << render_findings(made, call.shown.out_look);
}

void run(invocation& call) {
    if (call.given.has("rules")) {
        auto const all = lint::rules();
        if (call.shown.json)
            return call.shown.print(to_json(all));
        call.shown.out << render_rules(all, call.shown.out_look);
        return;
    }
    auto const form = call.given.value_or("format", "text");
    if (form != "text" && form != "github" && form != "gitlab")
        throw error{errc::bad_usage, "--format " + form + " is not known", "choose text, github or gitlab"};
    auto const from = call.given.value_or("fail-on", "error");
    interrupt const stop;
    auto const made = find(call, stop.token());
    if (auto const file = call.given.value("write-baseline")) {
        lint::write_baseline(*file, made);
        return call.shown.say(counted(made.findings.size(), "finding") + " written to " + *file);
    }
    show(call, made, form);
    call.status = fails(made, from) ? 1 : 0;
}

} // namespace

command lint_command() {
    using enum option_kind;
    return {
        .name = "lint",
        .group = command_group::migrate,
        .summary = "tell what is dangerous about revisions before they run",
        .details =
            "Looks at what revisions do: locks and rewrites, code that breaks, data that is lost, mistakes with "
            "transactions, and design that is regretted. Without --pending and REV it looks at all of them. No "
            "database is needed; with --database the size and traffic of the tables say how much a finding matters. A "
            "comment in the revision accepts a finding: '# alembicore: ignore L01 the reason'. A page for each rule is "
            "in docs/reference/rules. It exits with 1 when there is an error among the findings.",
        .arguments = {{"REV", arity::any, "a revision, head, heads, or a file of SQL (.sql)", {}}},
        .options =
            {
                {"pending", '\0', flag, "", "what upgrade heads would run on the database, as one plan"},
                {"all", '\0', flag, "", "all revisions, as without REV"},
                {"database", '\0', flag, "", "ask the database about the tables"},
                {"only", '\0', list, "RULE,...", "only these rules, or families by their letter; repeatable"},
                {"also", '\0', list, "RULE,...", "also these, which are off by default"},
                {"without", '\0', list, "RULE,...", "not these"},
                {"direction", '\0', value, "WHICH", "upgrade (default), downgrade or both"},
                {"start-after", '\0', value, "REV", "not this revision and those before it"},
                {"baseline", '\0', value, "FILE", "leave out the findings that this file knows"},
                {"write-baseline", '\0', value, "FILE", "write the findings to a baseline, and tell nothing"},
                {"server-version", '\0', value, "VERSION", "the PostgreSQL that it will run on, as 15 or 14.3"},
                {"in-transaction", '\0', flag, "", "files of SQL are run within a transaction"},
                {"format", 'f', value, "FORM", "text, github (annotations) or gitlab (code quality report)"},
                {"fail-on", '\0', value, "SEVERITY", "exit with 1 from this on: error (default), warning, info, never"},
                {"rules", '\0', flag, "", "list the rules"},
            },
        .examples =
            {
                {"lint --pending --database", "before a deployment"},
                {"lint head", "the newest revision"},
                {"lint --write-baseline lint.txt", "accept what is there"},
                {"lint --baseline lint.txt --format github", "in CI: only what is new"},
            },
        .run = run,
    };
}

} // namespace alembicore::cli
