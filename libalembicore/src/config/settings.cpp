#include <alembicore/settings.hpp>

#include "base/file.hpp"
#include "config/config_files.hpp"
#include "config/dotenv.hpp"
#include "config/env_py.hpp"
#include "config/locations.hpp"
#include "config/options.hpp"
#include "config/url_choice.hpp"

#include <algorithm>
#include <array>
#include <system_error>
#include <utility>

namespace alembicore {

namespace {

namespace fs = std::filesystem;

constexpr char const* url_key = "sqlalchemy.url";
constexpr char const* url_variable = "DATABASE_URL";

fs::path working_directory(settings_request const& request) {
    fs::path const directory = request.directory.empty() ? fs::current_path() : fs::absolute(request.directory);
    fs::path normal = directory.lexically_normal();
    return normal.has_filename() ? normal : normal.parent_path();
}

bool is_there(fs::path const& path) {
    std::error_code ignored;
    return fs::exists(path, ignored);
}

diagnostic as_finding(error const& failure) {
    auto const& info = failure.info();
    return {
        .severity = severity::warning,
        .code = info.code,
        .message = info.message,
        .remedy = info.remedy,
        .place = info.place,
        .revision = {},
    };
}

std::optional<sqlalchemy_generation> parse_generation(std::string_view text) {
    if (text == "1.4")
        return sqlalchemy_generation::v1_4;
    if (text == "2.0")
        return sqlalchemy_generation::v2_0;
    if (text == "2.1")
        return sqlalchemy_generation::v2_1;
    return std::nullopt;
}

/// Fills a settings value, one group of keys after the other.
class settings_reader {
public:
    explicit settings_reader(settings_request const& request)
        : request_(request), directory_(working_directory(request)),
          files_(config::read_config_files(request, directory_)),
          all_(files_.ini, request.section, files_.pyproject.alembic),
          own_(files_.ini, "alembicore", files_.pyproject.alembicore) {
        search_.directory = directory_;
    }

    [[nodiscard]] settings read() {
        result_.config_file = files_.ini_path;
        result_.pyproject_file = files_.pyproject_path;
        read_sys_path();
        read_script_location();
        read_version_locations();
        read_generation();
        config::env_py const env = read_env_py();
        apply_env_py(env);
        apply_own_settings();
        choose_database_url(env);
        return std::move(result_);
    }

private:
    void read_sys_path() {
        for (auto const& item : config::list_sys_path(all_, result_.diagnostics))
            result_.prepend_sys_path.push_back(absolute(item));
        search_.folders = result_.prepend_sys_path;
        if (auto const python_path = request_.environment.find("PYTHONPATH"); python_path != request_.environment.end())
            for (auto const& item : config::split_legacy(python_path->second, ":"))
                search_.folders.push_back(absolute(item));
    }

    void read_script_location() {
        auto const location = all_.text("script_location");
        if (!location && is_flask_layout()) {
            result_.script_location = files_.ini_path.parent_path();
            note(
                severity::info,
                "no script_location: " + result_.script_location.string() + " is taken, which holds env.py",
                "nothing to do; Flask-Migrate sets it from the application",
                {}
            );
            return;
        }
        if (!location)
            throw no_script_location();
        result_.script_location = resolve("script_location", *location);
        if (!is_there(result_.script_location))
            throw all_.bad_value(
                "script_location",
                "Path doesn't exist: " + result_.script_location.string(),
                "correct script_location, or create the folder with the 'init' command"
            );
    }

    [[nodiscard]] bool is_flask_layout() const {
        return !files_.ini_path.empty() && is_there(files_.ini_path.parent_path() / "env.py");
    }

    [[nodiscard]] error no_script_location() const {
        bool const nothing = files_.ini_path.empty() && !files_.pyproject.has_alembic;
        error_info info;
        info.code = nothing ? errc::not_a_project : errc::bad_configuration;
        info.message = "No 'script_location' key found in configuration.";
        if (nothing)
            info.reason =
                "there is no " + files_.ini_looked_for.string() + ", and no [tool.alembic] in a pyproject.toml";
        else if (!files_.ini_path.empty() && !files_.ini.has_section(request_.section))
            info.reason = files_.ini_path.string() + " has no '[" + request_.section + "]' section";
        info.remedy = nothing ? "run it in the folder of alembic.ini, name the file with -c, or begin with 'init'"
                              : "write script_location = FOLDER, the folder that holds env.py";
        auto const& file = files_.ini_path.empty() ? files_.pyproject_path : files_.ini_path;
        if (!nothing)
            info.place = source_place{.file = file.string(), .line = 0, .column = 0, .excerpt = {}};
        return error{std::move(info)};
    }

    void read_version_locations() {
        for (auto const& item : config::list_version_locations(all_, result_.diagnostics))
            result_.version_locations.push_back(resolve("version_locations", item));
        if (result_.version_locations.empty())
            result_.version_locations.push_back(result_.script_location / "versions");
        result_.recursive_version_locations = all_.strict_flag("recursive_version_locations");
        result_.sourceless = all_.strict_flag("sourceless");
    }

    void read_generation() {
        result_.revision_environment = all_.flag("revision_environment").value_or(false);
        result_.file_template = all_.text("file_template").value_or(result_.file_template);
        result_.timezone = all_.text("timezone").value_or(result_.timezone);
        result_.output_encoding = all_.text("output_encoding").value_or(result_.output_encoding);
        result_.post_write_hooks = all_.post_write_hooks();
        // 0 means the default, as in Alembic.
        if (auto const length = all_.integer("truncate_slug_length").value_or(0); length != 0)
            result_.truncate_slug_length = static_cast<int>(std::clamp(length, -1000L, 1000L));
    }

    config::env_py read_env_py() {
        fs::path const file = result_.script_location / "env.py";
        if (!is_there(file)) {
            result_.env_py_problem = diagnostic{
                .severity = severity::error,
                .code = errc::file_unreadable,
                .message = "there is no env.py in " + result_.script_location.string(),
                .remedy = "bring it back, or correct script_location: what it says decides where and how to run",
                .place = {},
                .revision = {},
            };
            return {};
        }
        config::env_py_inputs const inputs{
            .variable = [this](std::string const& name) { return variable(name); },
            .main_option = [this](std::string const& name) { return main_option(name); },
            .ini_name = files_.ini_path.filename().string(),
            .x_arguments = request_.x_arguments,
        };
        try {
            return config::read_env_py(file.string(), base::read_text_file(file), inputs);
        } catch (error const& failure) {
            diagnostic problem = as_finding(failure);
            problem.message = "env.py cannot be read: " + problem.message;
            result_.diagnostics.push_back(problem);
            result_.env_py_problem = problem;
            config::env_py nothing_known;
            nothing_known.url.problem = std::move(problem);
            return nothing_known;
        }
    }

    /// A value that cannot be interpolated counts as empty here; whoever needs it reports it.
    [[nodiscard]] std::optional<std::string> main_option(std::string const& name) const {
        try {
            return all_.ini_text(name);
        } catch (error const&) {
            return std::string{};
        }
    }

    void apply_env_py(config::env_py const& env) {
        result_.version_table = env.version_table.value_or(result_.version_table);
        result_.version_table_schema = env.version_table_schema.value_or(result_.version_table_schema);
        result_.version_table_pk = env.version_table_pk.value_or(result_.version_table_pk);
        result_.transactions = mode(env.transaction_per_migration, env.transactional_ddl);
        result_.naming_convention = env.naming_convention;
        result_.target_metadata = env.target_metadata;
        result_.offline_percent_doubled = env.offline_percent_doubled;
        if (env.exception)
            result_.diagnostics.push_back(config::describe_exception(*env.exception));
        for (auto const& each : env.undecided)
            if (!is_set_by_hand(each.option))
                result_.diagnostics.push_back(config::describe_undecided(each));
    }

    /// What a person writes in [alembicore] because env.py decides it at run time.
    void apply_own_settings() {
        result_.version_table = own_.text("version_table").value_or(result_.version_table);
        result_.version_table_schema = own_.text("version_table_schema").value_or(result_.version_table_schema);
        result_.version_table_pk = own_.flag("version_table_pk").value_or(result_.version_table_pk);
        auto const per_migration = own_.flag("transaction_per_migration");
        auto const transactional = own_.flag("transactional_ddl");
        if (per_migration || transactional)
            result_.transactions = mode(per_migration, transactional);
        read_sqlalchemy_generation();
        if (has_naming_convention_by_hand()) {
            result_.naming_convention = own_.naming_convention();
            result_.target_metadata.reset();
        }
        read_engine();
        read_lock_wait();
        result_.limits = {
            .lock_timeout = read_duration("lock_timeout"), .statement_timeout = read_duration("statement_timeout")};
        read_on_blocked();
        read_journal();
        read_backup();
    }

    [[nodiscard]] std::optional<std::chrono::milliseconds> read_duration(std::string const& key) const {
        auto const written = own_.text(key);
        if (!written)
            return std::nullopt;
        auto const read = parse_duration(*written);
        if (!read)
            throw own_.bad_value(key, "'" + *written + "' is no duration", "write 500ms, 5s, 2min, 1h, or 0 for none");
        return read;
    }

    void read_on_blocked() {
        auto const written = own_.text("on_blocked");
        if (!written)
            return;
        auto const read = parse_blocker_policy(*written);
        if (!read)
            throw own_.bad_value(
                "on_blocked",
                "'" + *written + "' is nothing that can be done about a blocker",
                "write wait, give-up, retry, cancel or terminate"
            );
        result_.on_blocked = *read;
    }

    void read_journal() {
        auto const on = own_.flag("journal");
        if (on)
            result_.journal = *on ? journal_mode::on : journal_mode::off;
    }

    void read_backup() {
        if (auto const written = own_.text("backup")) {
            auto const policy = parse_backup_policy(*written);
            if (!policy)
                throw own_.bad_value(
                    "backup", "'" + *written + "' is no backup policy", "write auto, full, affected, schema or none"
                );
            result_.backup.policy = *policy;
        }
        result_.backup.directory = read_folder("backup_directory");
        result_.backup.programs = read_folder("backup_programs");
        if (auto const count = read_positive("backup_keep"))
            result_.backup.keep = static_cast<std::size_t>(*count);
        if (auto const days = read_positive("backup_keep_days"); days && *days > 0)
            result_.backup.keep_age = std::chrono::days{*days};
    }

    [[nodiscard]] fs::path read_folder(std::string const& key) const {
        fs::path const folder = own_.text(key).value_or("");
        return folder.empty() ? folder : config_folder() / folder;
    }

    [[nodiscard]] std::optional<long> read_positive(std::string const& key) const {
        auto const number = own_.integer(key);
        if (number && *number < 0)
            throw own_.bad_value(key, "'" + key + "' is below zero", "write a number; 0 is no limit");
        return number;
    }

    void read_lock_wait() {
        auto const seconds = own_.integer("lock_wait");
        if (seconds && *seconds < 0)
            throw own_.bad_value("lock_wait", "'lock_wait' is below zero", "write seconds; 0 does not wait");
        if (seconds)
            result_.lock_wait = std::chrono::seconds{*seconds};
    }

    void read_sqlalchemy_generation() {
        static constexpr std::string_view key = "sqlalchemy_generation";
        static constexpr std::string_view remedy = "write 1.4, 2.0 or 2.1";
        if (request_.sqlalchemy_generation) {
            auto const asked = parse_generation(*request_.sqlalchemy_generation);
            if (!asked)
                throw error{
                    errc::bad_usage,
                    "there is no SQLAlchemy generation '" + *request_.sqlalchemy_generation + "'",
                    std::string{remedy}};
            result_.sqlalchemy_generation = *asked;
        } else if (auto const written = own_.text(std::string{key})) {
            auto const parsed = parse_generation(*written);
            if (!parsed)
                throw own_.bad_value(
                    std::string{key}, "there is no SQLAlchemy generation '" + *written + "'", std::string{remedy}
                );
            result_.sqlalchemy_generation = *parsed;
        }
    }

    [[nodiscard]] bool has_naming_convention_by_hand() const {
        return !own_.naming_convention().empty() || own_.text("naming_convention") == "none";
    }

    void read_engine() {
        constexpr std::array names{
            std::pair{"auto", engine::automatic},
            std::pair{"native", engine::native},
            std::pair{"python", engine::python}};
        if (auto const name = own_.text("engine")) {
            auto const* const known =
                std::ranges::find_if(names, [&](auto const& each) { return *name == each.first; });
            if (known == names.end())
                throw own_.bad_value("engine", "'" + *name + "' is no engine", "write auto, native or python");
            result_.engine = known->second;
        }
        // A name without a folder is looked up on PATH.
        fs::path const python = own_.text("python").value_or("");
        result_.python = python.has_parent_path() ? config_folder() / python : python;
    }

    [[nodiscard]] fs::path config_folder() const {
        return (files_.ini_path.empty() ? files_.pyproject_path : files_.ini_path).parent_path();
    }

    [[nodiscard]] bool is_set_by_hand(std::string const& option) const {
        if (option == "naming_convention")
            return has_naming_convention_by_hand();
        return own_.place_of(option).has_value();
    }

    static transaction_mode mode(std::optional<bool> per_migration, std::optional<bool> transactional) {
        if (!transactional.value_or(true))
            return transaction_mode::none;
        return per_migration.value_or(false) ? transaction_mode::per_migration : transaction_mode::per_run;
    }

    void choose_database_url(config::env_py const& env) {
        if (request_.database_url) {
            result_.database_url = parse_database_url(*request_.database_url, "--database-url");
            return;
        }
        auto [url, missing] = config::read_url(url_candidate(env));
        result_.database_url = std::move(url);
        if (auto const set = request_.environment.find(url_variable);
            result_.database_url && set != request_.environment.end() && set->second.empty())
            note(
                severity::warning,
                std::string{url_variable} + " is set, but empty: the address is that of " +
                    result_.database_url->source,
                "unset it, or see why it has got no value",
                {}
            );
        if (!missing) {
            if (!result_.database_url)
                result_.missing_database_url = placeholder_left();
            return;
        }
        if (std::ranges::find(result_.diagnostics, missing->message, &diagnostic::message) == result_.diagnostics.end())
            result_.diagnostics.push_back(*missing);
        result_.missing_database_url = std::move(missing);
    }

    config::url_candidate url_candidate(config::env_py const& env) {
        for (auto const* const variables : {&request_.environment, &dotenv()})
            if (auto const found = variables->find(url_variable);
                found != variables->end() && !found->second.empty() && !config::is_placeholder(found->second))
                return {
                    .text = found->second,
                    .source =
                        variables == &request_.environment ? url_variable : std::string{url_variable} + " in .env",
                    .problem = {},
                };
        if (env.url.text && !config::is_placeholder(*env.url.text))
            return env.url;
        if (env.url.problem)
            return {.text = {}, .source = {}, .problem = env.url.problem};
        return ini_url();
    }

    config::url_candidate ini_url() {
        try {
            if (auto const text = all_.ini_text(url_key); text && !text->empty() && !config::is_placeholder(*text))
                return {.text = text, .source = files_.ini_path.filename().string(), .problem = {}};
        } catch (error const& failure) {
            return {.text = {}, .source = {}, .problem = as_finding(failure)};
        }
        return several_databases();
    }

    /// A fresh project is no finding; what needs its database tells why there is none.
    [[nodiscard]] std::optional<diagnostic> placeholder_left() {
        auto const text = all_.ini_text(url_key);
        if (!text || !config::is_placeholder(*text))
            return std::nullopt;
        auto const file = files_.ini_path.filename().string();
        return diagnostic{
            .severity = severity::info,
            .code = errc::no_database,
            .message = "no database URL is given: " + file + " still has the placeholder of Alembic's template",
            .remedy = "write the URL of the database over " + *text + ", give --database-url, or set " +
                      std::string{url_variable} + " in the environment or in .env",
            .place = all_.place_of(url_key),
            .revision = {},
        };
    }

    /// The multidb template lists its databases and gives each a section.
    config::url_candidate several_databases() {
        auto const names = all_.ini_text("databases");
        if (!names)
            return {};
        return {
            .text = {},
            .source = {},
            .problem =
                diagnostic{
                    .severity = severity::info,
                    .code = errc::no_database,
                    .message = "env.py migrates several databases: " + *names,
                    .remedy = "name the one to work on with --database-url",
                    .place = all_.place_of("databases"),
                    .revision = {},
                },
        };
    }

    [[nodiscard]] std::optional<std::string> variable(std::string const& name) {
        for (auto const* const variables : {&request_.environment, &dotenv()})
            if (auto const found = variables->find(name); found != variables->end())
                return found->second;
        return std::nullopt;
    }

    /// Read when first asked for: a request that names its database needs no `.env`.
    config::variables const& dotenv() {
        if (dotenv_)
            return *dotenv_;
        config::variables read;
        for (auto const& folder : dotenv_folders())
            if (is_there(folder / ".env")) {
                read = config::parse_dotenv(base::read_text_file(folder / ".env"), request_.environment);
                break;
            }
        dotenv_ = std::move(read);
        return *dotenv_;
    }

    [[nodiscard]] std::vector<fs::path> dotenv_folders() const {
        auto const& file = files_.ini_path.empty() ? files_.pyproject_path : files_.ini_path;
        fs::path const folder = file.parent_path();
        // In Flask-Migrate's layout the ini is among the migrations, the application one folder up.
        return is_flask_layout() ? std::vector{folder, folder.parent_path()} : std::vector{folder};
    }

    [[nodiscard]] fs::path absolute(std::string const& path) const {
        fs::path const normal = (directory_ / path).lexically_normal();
        return normal.has_filename() ? normal : normal.parent_path();
    }

    [[nodiscard]] fs::path resolve(std::string const& key, std::string const& location) const {
        if (auto path = config::resolve_location(location, search_))
            return *std::move(path);
        throw all_.bad_value(
            key,
            "the package of " + key + " '" + location + "' is in no folder that is searched",
            "name its folder instead, for example %(here)s/migrations, or add the package's parent folder to "
            "prepend_sys_path"
        );
    }

    void note(severity how_bad, std::string message, std::string remedy, std::optional<source_place> place) {
        result_.diagnostics.push_back({
            .severity = how_bad,
            .code = errc::bad_configuration,
            .message = std::move(message),
            .remedy = std::move(remedy),
            .place = std::move(place),
            .revision = {},
        });
    }

    settings_request const& request_;
    fs::path directory_;
    config::config_files files_;
    config::options all_;
    config::options own_;
    config::search_path search_;
    std::optional<config::variables> dotenv_;
    settings result_;
};

} // namespace

settings load_settings(settings_request const& request) {
    return settings_reader{request}.read();
}

database_url load_database_url(settings_request const& request) {
    if (request.database_url)
        return parse_database_url(*request.database_url, "--database-url");
    try {
        return require_database_url(load_settings(request));
    } catch (error const& failure) {
        auto const set = request.environment.find(url_variable);
        if (failure.code() != errc::not_a_project || set == request.environment.end() || set->second.empty())
            throw;
        return parse_database_url(set->second, url_variable);
    }
}

} // namespace alembicore
