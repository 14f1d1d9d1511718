#include "commands/commands.hpp"

#include "invocation.hpp"
#include "schema_listing.hpp"

#include <alembicore/catalog.hpp>
#include <alembicore/json.hpp>

#include <algorithm>

namespace alembicore::cli {

namespace {

struct form {
    std::string_view name;
    std::string (*render)(catalog::snapshot const&, terminal const&);
};

std::string statements_of(catalog::snapshot const& shown, terminal const&) {
    std::string text;
    for (auto const& each : catalog::ddl(shown))
        text += each + ";\n";
    return text;
}

constexpr form forms[] = {
    {"text", render_schema},
    {"sql", statements_of},
    {"fingerprint", [](auto const& shown, auto const&) { return catalog::fingerprint(shown) + '\n'; }},
    {"dot", [](auto const& shown, auto const&) { return diagram::dot(catalog::drawing_of(shown)); }},
    {"mermaid", [](auto const& shown, auto const&) { return diagram::mermaid(catalog::drawing_of(shown)); }},
    {"dbml", [](auto const& shown, auto const&) { return diagram::dbml(catalog::drawing_of(shown)); }},
    {"svg", [](auto const& shown, auto const&) { return diagram::svg(catalog::drawing_of(shown)); }},
};

form const& chosen_form(std::string const& name) {
    auto const found = std::ranges::find(forms, name, &form::name);
    if (found == std::end(forms))
        throw error{
            errc::bad_usage,
            "--format " + name + " is not known",
            "choose text, sql, fingerprint, dot, mermaid, dbml or svg"};
    return *found;
}

void compare(invocation const& call, catalog::snapshot const& shown, catalog::filter const& wanted) {
    auto other = database::connect(parse_database_url(*call.given.value("against"), "--against"));
    auto const changes = catalog::difference(catalog::read(other, wanted), shown);
    if (call.shown.json)
        return call.shown.print(to_json(changes));
    call.shown.out << render_changes(changes, call.shown.out_look);
}

void run(invocation& call) {
    auto const& chosen = chosen_form(call.given.value_or("format", "text"));
    auto target = database::connect(database_address(call));
    catalog::filter const wanted{.schemas = call.given.values("schema"), .names = call.given.arguments()};
    auto const shown = catalog::read(target, wanted);
    if (call.given.has("against"))
        return compare(call, shown, wanted);
    if (call.shown.json)
        return call.shown.print(to_json(shown));
    call.shown.out << chosen.render(shown, call.shown.out_look);
}

} // namespace

command schema_command() {
    using enum option_kind;
    return {
        .name = "schema",
        .group = command_group::look,
        .summary = "show what is in the database: tables, keys, indexes, views, types",
        .details = "Shows what the database holds, read in one moment. Nothing is written. With --database-url no "
                   "project is needed. 'sql' prints statements that make the same schema in an empty database; "
                   "'fingerprint' is equal exactly when two schemas are; dot, mermaid, dbml and svg draw the tables "
                   "and their foreign keys (svg by Graphviz). --against tells what turns the other database's schema "
                   "into this one.",
        .arguments = {{"NAME", arity::any, "only what is called so; % stands for any characters", {}}},
        .options =
            {
                {"schema", 's', list, "SCHEMA", "only this schema; repeatable"},
                {"format", 'f', value, "FORM", "text, sql, fingerprint, dot, mermaid, dbml or svg"},
                {"against", '\0', value, "URL", "another database: print the differences"},
            },
        .examples =
            {
                {"schema", "everything"},
                {"schema users 'user_%' --json", "some tables, for a program"},
                {"schema --format svg > schema.svg", "a drawing"},
                {"schema --against \"$STAGING_URL\"", "what is here and not there"},
            },
        .run = run,
    };
}

} // namespace alembicore::cli
