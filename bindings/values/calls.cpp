#include "calls.hpp"

#include <alembicore/applied_files.hpp>
#include <alembicore/journal.hpp>
#include <alembicore/json.hpp>
#include <alembicore/run_lock.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <sstream>
#include <utility>

namespace alembicore::bindings {

namespace {

namespace json = boost::json;

json::array texts(std::vector<std::string> const& words) {
    return json::array(words.begin(), words.end());
}

template <typename Value>
json::array each_to_json(std::vector<Value> const& values) {
    json::array all;
    for (auto const& each : values)
        all.push_back(to_json(each));
    return all;
}

json::value text_or_null(std::optional<std::string> const& text) {
    return text ? json::value(*text) : json::value();
}

json::value error_or_null(std::optional<error_info> const& refused) {
    return refused ? to_json(*refused) : json::value();
}

std::vector<std::string> require_rows(project const& of, database* asked) {
    if (asked == nullptr)
        throw error{errc::no_database, "'current' is what a database holds", "give a database, or name a revision"};
    return read_rows(of, *asked);
}

std::vector<std::string> named_revisions(revision_graph const& graph, std::vector<std::string> const& identifiers) {
    std::vector<std::string> ids;
    for (auto const& each : identifiers)
        for (auto& id : graph.resolve(each))
            ids.push_back(std::move(id));
    if (identifiers.empty())
        for (auto const& each : graph.revisions())
            if (!each.ghost)
                ids.push_back(each.id);
    return ids;
}

/// The whole text of what it is that a run refuses, with what git knows about an unknown revision.
template <typename Work>
auto explained(project const& of, Work const& work) {
    try {
        return work();
    } catch (error const& failure) {
        throw error{of.explained(failure.info())};
    }
}

} // namespace

opened_project open_project(std::string_view directory, std::string_view options) {
    auto request = read_settings_request(directory, options);
    auto opened = project::open(request);
    return {std::move(opened), std::move(request)};
}

opened_project open_versions(std::vector<std::string> const& folders) {
    settings_request request;
    request.environment = process_environment();
    return {project::open_versions({folders.begin(), folders.end()}, request.environment), request};
}

json::value diagnostics_of(project const& of) {
    return each_to_json(of.diagnostics());
}

json::value describe_revisions(
    project const& of, std::vector<std::string> const& ids, std::optional<std::vector<std::string>> const& current
) {
    json::array revisions;
    for (auto const& id : ids)
        revisions.push_back(to_json(of.graph(), id));
    return json::object{
        {"revisions", std::move(revisions)},
        {"current", current ? json::value(texts(*current)) : json::value()},
        {"diagnostics", diagnostics_of(of)},
    };
}

json::value history(project const& of, std::string_view range, database* asked) {
    auto const parsed = parse_range(range.empty() ? ":" : range);
    std::optional<std::vector<std::string>> rows;
    if (asked != nullptr || parsed.lower == "current" || parsed.upper == "current")
        rows = require_rows(of, asked);
    return describe_revisions(of, of.graph().history(parsed, rows.value_or(std::vector<std::string>{})), rows);
}

json::value branches(project const& of) {
    std::vector<std::string> points;
    for (auto& id : of.graph().history())
        if (of.graph().is_branch_point(id))
            points.push_back(std::move(id));
    return describe_revisions(of, points);
}

json::value show(project const& of, std::string const& identifier, database* asked) {
    if (identifier != "current")
        return describe_revisions(of, of.graph().resolve(identifier));
    auto const rows = require_rows(of, asked);
    return explained(of, [&] {
        static_cast<void>(of.graph().applied(rows));
        return describe_revisions(of, rows, rows);
    });
}

json::value current(project const& of, database& in) {
    auto const rows = read_rows(of, in);
    return explained(of, [&] { return describe_revisions(of, of.graph().current_tips(rows), rows); });
}

json::value version_rows(project const& of, database& in) {
    return texts(read_rows(of, in));
}

json::value inspect(project const& of, std::string const& identifier) {
    auto const id = of.graph().resolve_one(identifier);
    if (!id)
        throw error{errc::bad_target, "base is no revision", "name a revision"};
    return to_json(of.inspect(*id));
}

json::value inspect_file(project const& of, std::string const& file) {
    return to_json(of.inspect_file(file));
}

json::value render_all(project const& of) {
    json::object all;
    for (auto const& each : of.render_all())
        all[each.revision] = json::object{
            {"file", each.file},
            {"up", text_or_null(each.up)},
            {"up_error", error_or_null(each.up_error)},
            {"down", text_or_null(each.down)},
            {"down_error", error_or_null(each.down_error)},
        };
    return all;
}

plan decide(
    revision_graph const& graph,
    direction action,
    std::vector<std::string> const& targets,
    std::vector<std::string> const& rows
) {
    if (action == direction::stamp)
        return plan_stamp(graph, targets, rows);
    if (targets.size() != 1)
        throw error{errc::bad_usage, "an upgrade or downgrade has one target", "use 'heads' for all of them"};
    return action == direction::upgrade ? plan_upgrade(graph, targets.front(), rows)
                                        : plan_downgrade(graph, targets.front(), rows);
}

plan decide_for(project const& of, database& in, direction action, std::vector<std::string> const& targets) {
    return explained(of, [&] { return decide(of.graph(), action, targets, read_rows(of, in)); });
}

std::vector<std::string> rows_named(revision_graph const& graph, std::string_view text) {
    std::vector<std::string> rows;
    std::istringstream words{std::string{text}};
    for (std::string word; std::getline(words, word, ',');)
        for (auto& id : graph.resolve(word))
            rows.push_back(std::move(id));
    return rows;
}

std::vector<std::string> read_rows(project const& of, database& in) {
    return migrator{of, in}.current();
}

std::string render_script(project const& of, plan const& decided, std::string_view options, control const& how) {
    std::ostringstream script;
    of.render_script(decided, script, read_script_options(options, how));
    return std::move(script).str();
}

json::value
run_plan(project const& of, database& in, plan const& decided, std::string_view options, control const& how) {
    auto const wanted = read_run_options(options, how);
    return explained(of, [&] { return to_json(migrator{of, in, how.events}.run(decided, wanted)); });
}

json::value
upgrade(project const& of, database& in, std::string_view target, std::string_view options, control const& how) {
    auto const wanted = read_run_options(options, how);
    return explained(of, [&] { return to_json(migrator{of, in, how.events}.upgrade(target, wanted)); });
}

json::value
downgrade(project const& of, database& in, std::string_view target, std::string_view options, control const& how) {
    auto const wanted = read_run_options(options, how);
    return explained(of, [&] { return to_json(migrator{of, in, how.events}.downgrade(target, wanted)); });
}

json::value stamp(
    project const& of,
    database& in,
    std::vector<std::string> const& targets,
    std::string_view options,
    control const& how
) {
    auto const wanted = read_stamp_request(options, how);
    return explained(of, [&] {
        return to_json(migrator{of, in, how.events}.stamp(targets, wanted.mode, wanted.options));
    });
}

json::value lint_revisions(
    opened_project const& of,
    std::vector<std::string> const& identifiers,
    database* live,
    std::string_view options,
    control const& how
) {
    auto const wanted = read_lint_options(options, lint::load_options(of.request), how);
    return to_json(lint::lint_revisions(of.opened, named_revisions(of.opened.graph(), identifiers), wanted, live));
}

json::value
lint_plan(opened_project const& of, plan const& decided, database* live, std::string_view options, control const& how) {
    auto const wanted = read_lint_options(options, lint::load_options(of.request), how);
    return to_json(lint::lint_plan(of.opened, decided, wanted, live));
}

json::value lint_sql(
    std::string const& text, std::string const& name, database* live, std::string_view options, control const& how
) {
    return to_json(lint::lint_sql(text, name, read_lint_options(options, {}, how), live));
}

json::value lint_rules() {
    return to_json(lint::rules());
}

json::value
rehearse(project const& of, database& target, plan const& decided, std::string_view options, control const& how) {
    return to_json(rehearsal::rehearse(of, target, decided, read_rehearsal_options(options, how)));
}

json::value backup_create(project const* of, database& from, std::string_view options, control const& how) {
    return to_json(create_backup(from, read_backup_request(options, of, how)));
}

json::value backup_list(project const* of, std::string_view options) {
    return to_json(list_backups(read_backup_search(options, of).directory));
}

json::value backup_verify(
    project const* of, std::string_view id, database* on_server_of, std::string_view options, control const& how
) {
    auto const search = read_backup_search(options, of);
    backup_check_options wanted;
    wanted.programs = search.programs;
    wanted.stop = how.stop;
    if (how.events)
        wanted.progress = [&](backup_progress const& made) { how.events(event{made}); };
    auto const found = find_backup(search.directory, id);
    return to_json(
        on_server_of == nullptr ? verify_backup(found, wanted) : verify_backup(found, *on_server_of, wanted)
    );
}

json::value schema(database& of, std::string_view options, control const& how) {
    return to_json(catalog::read(of, read_schema_filter(options), how.stop));
}

std::string schema_sql(database& of, std::string_view options, control const& how) {
    std::string text;
    for (auto const& each : catalog::ddl(catalog::read(of, read_schema_filter(options), how.stop)))
        text += each + ";\n";
    return text;
}

json::value schema_difference(database& before, database& after, std::string_view options, control const& how) {
    auto const wanted = read_schema_filter(options);
    return to_json(catalog::difference(catalog::read(before, wanted, how.stop), catalog::read(after, wanted, how.stop))
    );
}

json::value models_of(project const& of, std::string_view options, control const& how) {
    auto const wanted = read_models_request(options, how);
    auto const all = models::read(of, wanted.options);
    return to_json(wanted.names.empty() ? all : models::choose(all, wanted.names));
}

json::value models_against(project const& of, database& with, control const& how) {
    return to_json(models::compare(of, with, how.stop));
}

json::value drift_of(project const& of, database& with, std::string_view options, control const& how) {
    return to_json(drift::compare(of, with, read_drift_options(options, how)));
}

json::value journal_list(database& of, std::size_t most, std::optional<std::int64_t> before) {
    return json::object{{"runs", each_to_json(journal::list(of, {.most = most, .before = before}))}};
}

json::value journal_show(database& of, std::int64_t run) {
    auto const found = journal::find(of, run);
    if (!found)
        throw error{
            errc::bad_usage, "the journal has no run " + std::to_string(run), "give a number of the list of runs"};
    return to_json(*found);
}

json::value journal_verify(project const* of, database& in, std::optional<std::string> const& expected) {
    auto made = to_json(journal::verify(in, expected));
    made.as_object()["edited"] = of == nullptr ? json::value() : json::value(each_to_json(edited_revisions(*of, in)));
    return made;
}

json::value lock_holder_of(database& of) {
    auto const holder = run_lock_holder(of);
    return json::object{{"holder", holder ? to_json(*holder) : json::value()}};
}

} // namespace alembicore::bindings
