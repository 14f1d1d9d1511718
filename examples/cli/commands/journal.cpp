#include "commands/commands.hpp"

#include "invocation.hpp"
#include "journal_listing.hpp"
#include "table.hpp"

#include <alembicore/applied_files.hpp>
#include <alembicore/journal.hpp>
#include <alembicore/json.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <charconv>

namespace alembicore::cli {

namespace {

std::int64_t parse_run(std::string const& text) {
    std::int64_t number = 0;
    auto const [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failure != std::errc{} || end != text.data() + text.size() || number < 1)
        throw error{errc::bad_usage, "'" + text + "' is no run", "give a number of: alembicore journal list"};
    return number;
}

void require_words(invocation const& call, std::size_t most) {
    if (call.given.arguments().size() > most)
        throw error{errc::bad_usage, "too many arguments for journal " + call.given.arguments().front(), "--help"};
}

void print_list(invocation const& call) {
    require_words(call, 1);
    auto target = database::connect(database_address(call));
    journal::page wanted;
    if (auto const most = call.given.value("limit"))
        wanted.most = parse_count(*most, "--limit");
    if (auto const before = call.given.value("before"))
        wanted.before = parse_run(*before);
    auto const runs = journal::list(target, wanted);
    if (call.shown.json) {
        boost::json::array all;
        for (auto const& each : runs)
            all.emplace_back(to_json(each));
        return call.shown.print(boost::json::object{{"runs", std::move(all)}});
    }
    for (auto const& each : runs)
        call.shown.say(render_run_line(each));
    if (runs.empty())
        call.shown.say("nothing is recorded in this database");
}

void print_run(invocation const& call) {
    require_words(call, 2);
    if (call.given.arguments().size() != 2)
        throw error{errc::bad_usage, "which run?", "give a number of: alembicore journal list"};
    auto target = database::connect(database_address(call));
    auto const number = parse_run(call.given.arguments()[1]);
    auto const run = journal::find(target, number);
    if (!run)
        throw error{
            errc::bad_usage,
            "the journal has no run " + std::to_string(number),
            "give a number of: alembicore journal list"};
    if (call.shown.json)
        return call.shown.print(to_json(*run));
    call.shown.say(render_run(*run));
}

error altered(journal::verification const& seen) {
    error_info info;
    info.code = errc::journal_altered;
    if (!seen.broken.empty()) {
        info.message = "the journal is not as it was written: entry " + std::to_string(seen.broken.front().entry);
        info.reason = seen.broken.front().problem;
        if (seen.broken.size() > 1)
            info.reason += "; and " + std::to_string(seen.broken.size() - 1) + " more";
    } else {
        info.message = "the journal has no entry with the hash that was asked for";
        info.reason = "entries were cut off at its end, or it is another database's";
    }
    info.remedy = "compare it with a backup; who may write to the schema alembicore can have done it";
    return error{std::move(info)};
}

bool is_whole(journal::verification const& seen) {
    return seen.broken.empty() && seen.holds_expected.value_or(true);
}

/// Without a project there are no files to compare with.
std::vector<edited_revision> edited_in(invocation const& call, database& target) {
    try {
        return edited_revisions(open_project(call), target);
    } catch (error const& failure) {
        if (failure.code() != errc::not_a_project)
            throw;
        return {};
    }
}

void verify(invocation const& call) {
    require_words(call, 1);
    auto target = database::connect(database_address(call));
    auto const seen = journal::verify(target, call.given.value("expect"));
    auto const edited = edited_in(call, target);
    if (call.shown.json) {
        auto document = to_json(seen).as_object();
        boost::json::array files;
        for (auto const& each : edited)
            files.emplace_back(to_json(each));
        document["edited"] = std::move(files);
        call.shown.print(document);
    } else
        call.shown.say(render_verification(seen, edited));
    if (!is_whole(seen))
        throw altered(seen);
}

void run(invocation& call) {
    auto const& action = call.given.arguments().front();
    if (action == "list")
        return print_list(call);
    if (action == "show")
        return print_run(call);
    if (action == "verify")
        return verify(call);
    throw error{errc::bad_usage, "there is no 'journal " + action + "'", "give list, show or verify"};
}

} // namespace

command journal_command() {
    using enum option_kind;
    return {
        .name = "journal",
        .group = command_group::look,
        .summary = "show what was done to the database, when and by whom",
        .details =
            "Runs of alembicore record themselves in the schema alembicore of the database. 'list' shows them, newest "
            "first; 'show RUN' one with its steps, statements and notices. 'verify' checks that no entry was changed "
            "or "
            "removed, and says which revisions were edited after they were applied.",
        .arguments = {{"ACTION", arity::at_least_one, "list, show RUN, or verify", {}}},
        .options =
            {
                {"limit", '\0', value, "COUNT", "list: at most so many runs (50)"},
                {"before", '\0', value, "RUN", "list: runs older than this one"},
                {"expect", '\0', value, "HASH", "verify: fail unless this last hash of earlier is in the journal"},
            },
        .examples =
            {
                {"journal list", "what happened here?"},
                {"journal show 12", "one run in full"},
                {"journal verify", "is the record as it was written, and are the files as they were applied?"},
            },
        .run = run,
    };
}

} // namespace alembicore::cli
