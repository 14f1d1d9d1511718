#include "commands/commands.hpp"

#include "invocation.hpp"

#include <alembicore/json.hpp>

#include <initializer_list>

namespace alembicore::cli {

namespace {

bool names_a_file(std::string const& word) {
    return word.ends_with(".py") && std::filesystem::is_regular_file(word);
}

/// A file alone needs no project around it.
inspection inspect_named_file(std::string const& word) {
    auto const file = std::filesystem::absolute(word);
    return project::open_versions({file.parent_path()}, process_environment()).inspect_file(file);
}

inspection inspect_revision(invocation const& call, std::string const& word) {
    auto const opened = open_project(call);
    auto const id = opened.graph().resolve_one(word);
    if (!id)
        throw error{errc::bad_target, "base is no revision", "name a revision or a file"};
    return opened.inspect(*id);
}

std::string_view name_of(evaluation_kind kind) {
    switch (kind) {
    case evaluation_kind::native:
        return "native";
    case evaluation_kind::live:
        return "native, with live questions";
    case evaluation_kind::python:
        break;
    }
    return "needs Python";
}

/// The text at the end of a path through objects; empty where there is none.
std::string text_at(boost::json::object const& from, std::initializer_list<std::string_view> path) {
    boost::json::value const* here = nullptr;
    for (auto const step : path) {
        auto const* const object = here == nullptr ? &from : here->if_object();
        here = object == nullptr ? nullptr : object->if_contains(step);
        if (here == nullptr)
            return {};
    }
    auto const* const text = here == nullptr ? nullptr : here->if_string();
    return text == nullptr ? std::string{} : std::string{*text};
}

std::string joined(std::string const& schema, std::string const& name) {
    return schema.empty() || name.empty() ? name : schema + '.' + name;
}

/// A name with its schema, where that is said: `"t"`, `{"name": "t"}`, or a thing that has such a name.
std::string name_at(boost::json::object const& from, std::string_view holder) {
    if (auto name = text_at(from, {holder}); !name.empty())
        return name;
    if (auto const name = text_at(from, {holder, "name"}); !name.empty())
        return joined(text_at(from, {holder, "schema"}), name);
    return joined(text_at(from, {holder, "name", "schema"}), text_at(from, {holder, "name", "name"}));
}

/// What an operation is about: `orders.total`, `ix_orders_day on orders`.
std::string subject_of(boost::json::object const& operation) {
    auto const table = name_at(operation, "table");
    if (auto const column = name_at(operation, "column"); !column.empty())
        return table + '.' + column;
    for (auto const holder : {"name", "constraint", "index", "sequence"}) {
        auto const name = name_at(operation, holder);
        if (name.empty())
            continue;
        auto const on = table.empty() ? text_at(operation, {holder, "table", "name"}) : table;
        return on.empty() ? name : name + " on " + on;
    }
    if (!table.empty())
        return table;
    auto const type = text_at(operation, {"type", "enumeration", "name", "name"});
    return type.empty() ? text_at(operation, {"schema"}) : type;
}

/// The call in the revision; what exactly it does, the SQL below says.
std::string operation_line(boost::json::value const& shown) {
    auto const& operation = shown.as_object();
    auto line = text_at(operation, {"op"});
    if (auto const subject = subject_of(operation); !subject.empty())
        line += ' ' + subject;
    auto const* const place = operation.if_contains("place");
    return place == nullptr ? line : line + "  (line " + std::to_string(place->at("line").to_number<int>()) + ')';
}

void say_direction(console const& shown, std::string_view name, inspected_direction const& one) {
    shown.say(paint(shown.out_look, style::bold, name) + "  " + std::string{name_of(one.evaluation)});
    if (one.refusal) {
        auto const look = one.evaluation == evaluation_kind::live ? style::yellow : style::red;
        shown.say(
            "  " + paint(shown.out_look, look, std::string{name_of(one.refusal->code)} + ": ") + describe(*one.refusal)
        );
        return;
    }
    for (auto const& operation : one.operations)
        shown.say("  " + paint(shown.out_look, style::dim, operation_line(operation)));
    for (auto const& statement : one.sql)
        shown.say(statement + ";");
    if (one.operations.empty() && one.sql.empty())
        shown.say("  does nothing");
}

void run(invocation& call) {
    auto const& word = call.given.arguments().front();
    auto const seen = names_a_file(word) ? inspect_named_file(word) : inspect_revision(call, word);
    if (call.shown.json)
        return call.shown.print(to_json(seen));
    call.shown.say(paint(call.shown.out_look, style::bold, seen.revision) + "  " + seen.path);
    say_direction(call.shown, "upgrade", seen.upgrade);
    say_direction(call.shown, "downgrade", seen.downgrade);
}

} // namespace

command inspect_command() {
    return {
        .name = "inspect",
        .group = command_group::more,
        .summary = "show a revision's operations and SQL, both ways",
        .details = "Shows the operations of a revision as the evaluator sees them, and their SQL, both ways; or where "
                   "and why it cannot be evaluated. Each direction is native, native with live questions (it asks the "
                   "database while it runs), or needs Python. No database is needed.",
        .arguments = {{"REVISION", arity::one, "a revision, head, or the path of a revision file", {}}},
        .options = {},
        .examples = {{"inspect head", "before applying it"}, {"inspect versions/ae10_add_users.py", "a file"}},
        .run = run,
    };
}

} // namespace alembicore::cli
