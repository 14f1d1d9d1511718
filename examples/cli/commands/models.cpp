#include "commands/commands.hpp"

#include "interrupt.hpp"
#include "invocation.hpp"
#include "migration.hpp"
#include "models_listing.hpp"

#include <alembicore/json.hpp>
#include <alembicore/models.hpp>

#include <algorithm>
#include <ostream>

namespace alembicore::cli {

namespace {

struct form {
    std::string_view name;
    std::string (*render)(models::collection const&, terminal const&);
};

constexpr form forms[] = {
    {"text", render_models},
    {"dot", [](auto const& shown, auto const&) { return diagram::dot(models::drawing_of(shown)); }},
    {"mermaid", [](auto const& shown, auto const&) { return diagram::mermaid(models::drawing_of(shown)); }},
    {"dbml", [](auto const& shown, auto const&) { return diagram::dbml(models::drawing_of(shown)); }},
    {"svg", [](auto const& shown, auto const&) { return diagram::svg(models::drawing_of(shown)); }},
};

form const& chosen_form(std::string const& name) {
    auto const found = std::ranges::find(forms, name, &form::name);
    if (found == std::end(forms))
        throw error{errc::bad_usage, "--format " + name + " is not known", "choose text, dot, mermaid, dbml or svg"};
    return *found;
}

/// A drawing or JSON is on standard output, so what the project prints while it is imported is not.
event_sink show_words(console const& shown) {
    return [&shown](event const& happened) {
        auto const* said = std::get_if<log_received>(&happened);
        if (said == nullptr || shown.quiet)
            return;
        if (said->level.empty())
            shown.err << said->message << '\n' << std::flush;
        else if (said->level != "DEBUG" && said->level != "INFO")
            shown.log(said->level, said->logger, said->message);
    };
}

models::read_options reading_of(invocation& call, interrupt const& stop) {
    return {
        .engine = chosen_engine(call).value_or(engine::native),
        .python = call.given.value_or("python", ""),
        .events = show_words(call.shown),
        .stop = stop.token()};
}

void compare(invocation& call) {
    if (!call.given.arguments().empty())
        throw error{errc::bad_usage, "--against compares all models", "leave the names out"};
    auto connected = open_connected(call);
    interrupt const stop;
    auto const found = models::compare(connected.opened, connected.target, reading_of(call, stop));
    if (call.shown.json)
        return call.shown.print(to_json(found));
    call.shown.out << render_differences(found, call.shown.out_look);
}

void run(invocation& call) {
    if (call.given.has("against"))
        return compare(call);
    auto const& chosen = chosen_form(call.given.value_or("format", "text"));
    interrupt const stop;
    auto shown = models::read(open_project(call), reading_of(call, stop));
    if (!call.given.arguments().empty())
        shown = models::choose(shown, call.given.arguments());
    if (call.shown.json)
        return call.shown.print(to_json(shown));
    call.shown.out << chosen.render(shown, call.shown.out_look);
}

} // namespace

command models_command() {
    using enum option_kind;
    return {
        .name = "models",
        .group = command_group::look,
        .summary = "show the SQLAlchemy models: columns, keys, relationships, cascades",
        .details = "Reads the models of the project without running it, and without a database: those of "
                   "SQLALCHEMY_BASE=package.module:Base in the environment, else of the target_metadata of env.py, "
                   "else those that a search of the project's files finds. What only running Python could know is "
                   "said with the attribute that it concerns. --engine python asks the mapper instead: the project's "
                   "own interpreter imports the same modules. --against compares them with the project's database: the "
                   "server makes their tables in schemas of their own, within a transaction that is rolled back, so "
                   "that types and expressions are equal when PostgreSQL takes them for equal.",
        .arguments = {{"NAME", arity::any, "only this class or table", {}}},
        .options =
            {
                {"format", 'f', value, "FORM", "text, dot, mermaid, dbml or svg"},
                {"engine",
                 '\0',
                 value,
                 "ENGINE",
                 "native (default), or python: the mapper in the project's own Python"},
                {"python", '\0', value, "PATH", "the interpreter to use for --engine python"},
                {"against", '\0', flag, "", "compare the models with the database"},
            },
        .examples =
            {
                {"models", "everything"},
                {"models User Post --json", "two classes, for a program"},
                {"models --format svg > models.svg", "a drawing"},
                {"models --engine python", "what SQLAlchemy itself says"},
                {"models --against", "what the models and the database do not share"},
            },
        .run = run,
    };
}

} // namespace alembicore::cli
