#include "requests.hpp"

#include "options.hpp"

#include <utility>

namespace alembicore::bindings {

namespace {

std::optional<transaction_mode> read_transactions(options& given) {
    using enum transaction_mode;
    return given.choice<transaction_mode>(
        "transactions", {{"per_run", per_run}, {"per_migration", per_migration}, {"none", none}}
    );
}

std::optional<engine> read_engine(options& given) {
    return given.choice<engine>(
        "engine",
        {{"auto", engine::automatic},
         {"automatic", engine::automatic},
         {"native", engine::native},
         {"python", engine::python}}
    );
}

std::optional<std::chrono::milliseconds> read_duration(options& given, std::string_view name) {
    auto const text = given.text(name);
    if (!text)
        return std::nullopt;
    auto const read = parse_duration(*text);
    if (!read)
        options::refuse(name, "'" + *text + "' is no duration", "give 500ms, 5s, 2min, 1h, or 0 for no limit");
    return read;
}

std::optional<std::chrono::seconds> read_seconds(options& given, std::string_view name) {
    auto const count = given.count(name);
    return count ? std::optional{std::chrono::seconds{*count}} : std::nullopt;
}

std::optional<blocker_policy> read_blocker_policy(options& given) {
    auto const text = given.text("on_blocked");
    if (!text)
        return std::nullopt;
    auto const read = parse_blocker_policy(*text);
    if (!read)
        options::refuse("on_blocked", "'" + *text + "' is not known", "give wait, give-up, retry, cancel or terminate");
    return read;
}

std::optional<backup_policy> read_backup_policy(options& given, std::string_view name) {
    auto const text = given.text(name);
    if (!text)
        return std::nullopt;
    auto const read = parse_backup_policy(*text);
    if (!read)
        options::refuse(name, "'" + *text + "' is not known", "give auto, full, affected, schema or none");
    return read;
}

std::optional<database_url> read_scratch_server(options& given) {
    auto const text = given.text("scratch_server");
    return text ? std::optional{parse_database_url(*text, "scratch_server")} : std::nullopt;
}

run_options read_run_members(options& given, control const& how) {
    run_options read;
    read.stop = how.stop;
    read.transactions = read_transactions(given);
    read.engine = read_engine(given);
    read.python = given.text("python").value_or("");
    read.tag = given.text("tag").value_or("");
    read.lock_wait = read_seconds(given, "lock_wait");
    read.limits = {read_duration(given, "lock_timeout"), read_duration(given, "statement_timeout")};
    read.on_blocked = read_blocker_policy(given);
    read.journal = given.choice<journal_mode>("journal", {{"on", journal_mode::on}, {"off", journal_mode::off}});
    read.backup = read_backup_policy(given, "backup");
    read.backup_directory = given.text("backup_directory").value_or("");
    read.authenticated_user = given.text("authenticated_user").value_or("");
    return read;
}

/// A name without a schema is looked for along the search path.
catalog::name parse_table(std::string const& word) {
    auto const dot = word.find('.');
    if (dot == std::string::npos)
        return {"", word};
    return {word.substr(0, dot), word.substr(dot + 1)};
}

backup_search read_search_members(options& given, project const* of) {
    backup_search read;
    if (of != nullptr)
        read = {of->settings().backup.directory, of->settings().backup.programs};
    if (auto const directory = given.text("directory"))
        read.directory = *directory;
    if (auto const programs = given.text("programs"))
        read.programs = *programs;
    if (read.directory.empty())
        read.directory = default_backup_directory();
    return read;
}

backup_progress_sink progress_of(control const& how) {
    if (!how.events)
        return {};
    return [events = how.events](backup_progress const& made) { events(event{made}); };
}

void replace(std::vector<std::string>& known, std::vector<std::string> given) {
    if (!given.empty())
        known = std::move(given);
}

} // namespace

settings_request read_settings_request(std::string_view directory, std::string_view text) {
    options given{text};
    settings_request read;
    read.directory = directory;
    for (auto& each : given.texts("config_files"))
        read.config_files.emplace_back(std::move(each));
    if (auto section = given.text("section"))
        read.section = std::move(*section);
    read.database_url = given.text("database_url");
    auto environment = given.text_map("environment");
    read.environment = environment ? std::move(*environment) : process_environment();
    read.x_arguments = given.texts("x_arguments");
    read.sqlalchemy_generation = given.text("sqlalchemy_generation");
    given.refuse_others();
    return read;
}

run_options read_run_options(std::string_view text, control const& how) {
    options given{text};
    auto read = read_run_members(given, how);
    given.refuse_others();
    return read;
}

stamp_request read_stamp_request(std::string_view text, control const& how) {
    options given{text};
    stamp_request read;
    read.options = read_run_members(given, how);
    if (given.flag("purge"))
        read.mode = migrator::stamp_mode::purge;
    given.refuse_others();
    return read;
}

script_options read_script_options(std::string_view text, control const& how) {
    options given{text};
    script_options read;
    read.engine = read_engine(given);
    read.python = given.text("python").value_or("");
    read.tag = given.text("tag").value_or("");
    read.events = how.events;
    read.stop = how.stop;
    given.refuse_others();
    return read;
}

lint::options read_lint_options(std::string_view text, lint::options of_project, control const& how) {
    options given{text};
    auto read = std::move(of_project);
    replace(read.only, given.texts("only"));
    replace(read.also, given.texts("also"));
    replace(read.without, given.texts("without"));
    using enum lint::directions;
    if (auto const chosen = given.choice<lint::directions>(
            "directions", {{"upgrade", upgrade}, {"downgrade", downgrade}, {"both", both}}
        ))
        read.directions = *chosen;
    if (auto after = given.text("start_after"))
        read.start_after = std::move(*after);
    replace(read.baseline, given.texts("baseline"));
    if (auto const version = given.count("server_version"))
        read.server_version = static_cast<int>(*version);
    if (auto const mode = read_transactions(given))
        read.transactions = mode;
    read.in_transaction = given.flag("in_transaction");
    read.stop = how.stop;
    given.refuse_others();
    return read;
}

rehearsal::options read_rehearsal_options(std::string_view text, control const& how) {
    options given{text};
    using rehearsal::place;
    using rehearsal::rows_kept;
    rehearsal::options read;
    if (auto const chosen = given.choice<place>("place", {{"scratch", place::scratch}, {"target", place::target}}))
        read.place = *chosen;
    if (auto const chosen = given.choice<rows_kept>(
            "rows", {{"none", rows_kept::none}, {"sample", rows_kept::sample}, {"all", rows_kept::all}}
        ))
        read.rows = *chosen;
    if (auto const size = given.count("sample_size"))
        read.sample_size = *size;
    read.scratch_server = read_scratch_server(given);
    read.transactions = read_transactions(given);
    if (auto const limit = read_duration(given, "lock_timeout"))
        read.lock_timeout = *limit;
    read.stop = how.stop;
    read.events = how.events;
    given.refuse_others();
    return read;
}

backup_request read_backup_request(std::string_view text, project const* of, control const& how) {
    options given{text};
    auto const search = read_search_members(given, of);
    backup_request read;
    read.directory = search.directory;
    read.programs = search.programs;
    for (auto const& each : given.texts("tables"))
        read.tables.push_back(parse_table(each));
    using enum backup_policy;
    read.policy = given.choice<backup_policy>(
                           "policy", {{"full", full}, {"affected", affected}, {"schema", schema}}
    ).value_or(read.tables.empty() ? full : affected);
    if ((read.policy == affected) == read.tables.empty())
        options::refuse(
            "tables", "these are the tables whose rows are kept under the policy 'affected'", "give both, or neither"
        );
    read.format = given.choice<backup_format>(
        "format", {{"custom", backup_format::custom}, {"directory", backup_format::directory}}
    );
    read.jobs = static_cast<unsigned>(given.count("jobs").value_or(0));
    if (auto const limit = read_seconds(given, "lock_wait"))
        read.lock_wait = *limit;
    read.version_table = of == nullptr
                             ? catalog::name{"", "alembic_version"}
                             : catalog::name{of->settings().version_table_schema, of->settings().version_table};
    read.progress = progress_of(how);
    read.stop = how.stop;
    given.refuse_others();
    return read;
}

backup_search read_backup_search(std::string_view text, project const* of) {
    options given{text};
    auto read = read_search_members(given, of);
    given.refuse_others();
    return read;
}

catalog::filter read_schema_filter(std::string_view text) {
    options given{text};
    catalog::filter read{.schemas = given.texts("schemas"), .names = given.texts("names")};
    given.refuse_others();
    return read;
}

models_request read_models_request(std::string_view text, control const& how) {
    options given{text};
    models_request read;
    read.options.engine = read_engine(given).value_or(engine::native);
    read.options.python = given.text("python").value_or("");
    read.options.events = how.events;
    read.options.stop = how.stop;
    read.names = given.texts("names");
    given.refuse_others();
    return read;
}

drift::options read_drift_options(std::string_view text, control const& how) {
    options given{text};
    drift::options read{.scratch_server = read_scratch_server(given), .stop = how.stop};
    given.refuse_others();
    return read;
}

} // namespace alembicore::bindings
