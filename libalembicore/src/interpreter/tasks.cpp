#include "interpreter/tasks.hpp"

#include "interpreter/failure.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace alembicore::interpreter {

namespace {

boost::json::array texts(std::vector<std::string> const& values) {
    boost::json::array array;
    for (auto const& value : values)
        array.emplace_back(value);
    return array;
}

/// What configure() gets in place of env.py's arguments.
boost::json::value overrides(std::optional<transaction_mode> transactions) {
    if (!transactions)
        return boost::json::object{};
    return boost::json::object{
        {"transaction_per_migration", *transactions == transaction_mode::per_migration},
        {"transactional_ddl", *transactions != transaction_mode::none}};
}

/// Whether the URL is the user's word against what the project's files say.
bool is_given(database_url const& url) {
    constexpr std::array sources{"", "--database-url", "DATABASE_URL", "DATABASE_URL in .env", "private cluster"};
    return std::ranges::find(sources, url.source) != sources.end();
}

void add_project(boost::json::object& work, project_description const& project) {
    auto const ini = project.config_file.empty() ? project.directory / "alembic.ini" : project.config_file;
    work["config_file"] = ini.string();
    work["pyproject_file"] = project.pyproject_file.string();
    work["script_location"] = project.script_location.string();
    boost::json::array folders;
    for (auto const& folder : project.version_locations)
        folders.emplace_back(folder.string());
    work["version_locations"] = std::move(folders);
    work["section"] = project.section;
    work["x_arguments"] = texts(project.x_arguments);
    work["tag"] = project.tag;
    work["configure"] = overrides(project.transactions);
}

void add_connection(boost::json::object& work, postgres::connection& own) {
    auto const session = backend_of(own);
    work["backend"] = session.process;
    work["backend_start"] = session.begun;
    work["database"] = own.execute("SELECT pg_catalog.current_database()").first_column().front();
    work["address"] = own.masked_address();
}

std::string reason_of(child_end const& end) {
    if (end.outcome == child_outcome::unusable)
        return text_of(end.told, "reason");
    auto const last = end.last_words.rfind('\n');
    auto const words = last == std::string::npos ? end.last_words : end.last_words.substr(last + 1);
    return "it does not run the program: " + end.how + (words.empty() ? "" : " (" + words + ")");
}

} // namespace

boost::json::object describe_plan(plan const& decided) {
    boost::json::object work;
    work["action"] = decided.direction == direction::upgrade ? "upgrade" : "downgrade";
    work["target"] = decided.target;
    work["command_target"] = decided.target;
    work["rows"] = texts(decided.from);
    boost::json::array steps;
    for (auto const& each : decided.steps)
        steps.emplace_back(each.revision);
    work["steps"] = std::move(steps);
    work["sql"] = false;
    work["starting_rev"] = nullptr;
    return work;
}

child_end run_task(
    task const& wanted,
    boost::json::object work,
    postgres::connection* own,
    std::ostream* output,
    message_sink const& messages
) {
    auto const url = own != nullptr ? std::optional{own->url()} : wanted.project.url;
    add_project(work, wanted.project);
    child_request request{
        .python = {},
        .program = wanted.program,
        .work = {},
        .environment = wanted.project.environment,
        .directory = wanted.project.directory,
        .hidden = secrets{url.value_or(database_url{})},
        .events = wanted.events,
        .stop = wanted.stop,
        .cancels = own,
        .silence = wanted.silence,
        .output = output,
    };
    if (own != nullptr)
        add_connection(work, *own);
    bool const given = url && is_given(*url);
    work["url_given"] = given;
    if (given)
        request.environment["DATABASE_URL"] = sqlalchemy_url(*url);
    request.work = std::move(work);
    search places{wanted.places};
    while (auto found = places.next()) {
        if (wanted.stop.stop_requested())
            throw error{errc::cancelled, "stopped by request"};
        request.python = *std::move(found);
        try {
            auto end = run_child(request, messages);
            bool const runs = end.outcome != child_outcome::unusable && end.started;
            if (runs || wanted.stop.stop_requested())
                return end;
            places.reject(reason_of(end));
        } catch (error const& failure) {
            if (failure.code() != errc::child_process_failed)
                throw;
            places.reject(failure.info().reason);
        }
    }
    throw no_python(places.tried(), wanted.need);
}

version_rows read_rows(postgres::connection& own, task const& wanted) {
    plan const nothing;
    auto work = describe_plan(nothing);
    work["action"] = "current";
    version_rows found;
    auto const end = run_task(wanted, std::move(work), &own, nullptr, [&](boost::json::object const& message) {
        if (text_of(message, "event") == "connected")
            found = version_rows_of(message);
    });
    if (end.outcome == child_outcome::done)
        return found;
    auto info = failure_of(end, nothing, {});
    if (wanted.stop.stop_requested())
        make_cancelled(info);
    throw error{std::move(info)};
}

version_rows version_rows_of(boost::json::object const& connected) {
    version_rows found;
    found.table.name.name.text = text_of(connected, "version_table");
    if (auto schema = text_of(connected, "version_table_schema"); !schema.empty())
        found.table.name.schema = {.text = std::move(schema), .quote = {}};
    if (auto const* const rows = connected.if_contains("rows"); rows != nullptr && rows->is_array())
        for (auto const& row : rows->as_array())
            if (row.is_string())
                found.rows.emplace_back(row.as_string());
    return found;
}

void write_script(plan const& decided, task const& wanted, std::ostream& out) {
    auto work = describe_plan(decided);
    work["sql"] = true;
    if (!decided.from.empty()) {
        // A command line has one of them; for several, Alembic takes a list as well.
        if (decided.from.size() == 1)
            work["starting_rev"] = decided.from.front();
        else
            work["starting_rev"] = texts(decided.from);
        work["command_target"] = decided.from.front() + ":" + decided.target;
    }
    auto const end = run_task(wanted, std::move(work), nullptr, &out, [](boost::json::object const&) {});
    if (end.outcome == child_outcome::done)
        return;
    auto info = failure_of(end, decided, {});
    if (wanted.stop.stop_requested())
        make_cancelled(info);
    throw error{std::move(info)};
}

} // namespace alembicore::interpreter
