#include "project/revision_context.hpp"

#include "base/file.hpp"
#include "python/syntax.hpp"

#include <optional>
#include <system_error>
#include <utility>

namespace alembicore::project_body {

namespace {

namespace fs = std::filesystem;

constexpr char const* default_ini = "alembic.ini";
constexpr char const* pyproject = "pyproject.toml";

/// The name of the ini as Alembic's command line would have it, which need not exist.
std::optional<std::string> config_file_name(settings const& of, settings_request const& request) {
    for (auto const& file : request.config_files)
        if (file.filename() != pyproject)
            return file.string();
    if (auto const found = request.environment.find("ALEMBIC_CONFIG"); found != request.environment.end())
        if (!found->second.empty() && fs::path{found->second}.filename() != pyproject)
            return found->second;
    // Flask-Migrate's own command, which looks elsewhere, has its own way to name it.
    if (!of.config_file.empty() && of.config_file != request.directory / default_ini)
        return std::nullopt;
    return default_ini;
}

bool is_given_by_hand(std::optional<database_url> const& url) {
    return url && (url->source.empty() || url->source == "--database-url" || url->source.starts_with("DATABASE_URL"));
}

void add_imported_modules(python::syntax::statement const& node, std::vector<std::string>& names) {
    using python::syntax::statement_kind;
    if (node.kind == statement_kind::import) {
        for (auto const& each : python::as<python::syntax::import_statement>(node).names)
            names.emplace_back(each.dotted);
    } else if (node.kind == statement_kind::import_from) {
        auto const& from = python::as<python::syntax::import_from>(node);
        if (from.level != 0)
            return;
        names.emplace_back(from.module);
        for (auto const& each : from.names)
            names.push_back(std::string{from.module} + '.' + std::string{each.dotted});
    }
}

/// The modules that stand in import statements at the top of a file.
std::vector<std::string> imported_modules(python::source_module const& module) {
    std::vector<std::string> names;
    for (auto const* statement : module.body())
        add_imported_modules(*statement, names);
    return names;
}

class revision_context final : public sqlalchemy::project_context {
public:
    revision_context(settings const& of, settings_request const& request, project_files::access& modules)
        : section_{request.section}, line_{config_file_name(of, request), request.x_arguments}, ini_{of.config_file},
          script_location_{of.script_location}, has_toml_{!of.pyproject_file.empty()},
          other_database_{is_given_by_hand(of.database_url)}, modules_{modules} {}

    [[nodiscard]] config::revision_config const& config() override {
        if (!config_)
            config_ = read();
        return *config_;
    }

    [[nodiscard]] std::shared_ptr<python::source_module const> const& env_py() override {
        if (!std::exchange(env_py_is_read_, true))
            env_py_ = read_env_py();
        return env_py_;
    }

private:
    [[nodiscard]] config::revision_config read() {
        config::revision_config config{
            .ini = config::ini_document{},
            .section = section_,
            .line = line_,
            .has_toml = has_toml_,
            .changes = {},
            .other_database = other_database_};
        if (!ini_.empty())
            config.ini = config::parse_ini(
                ini_.string(), base::read_text_file(ini_), {{"here", ini_.parent_path().generic_string()}}
            );
        // Flask-Migrate sets it.
        if (!config.ini.find(config.section, "script_location"))
            config.changes.names.insert("script_location");
        add_changes_of_env_py(config.changes);
        return config;
    }

    [[nodiscard]] fs::path env_py_file() const { return script_location_ / "env.py"; }

    [[nodiscard]] std::shared_ptr<python::source_module const> read_env_py() const try {
        auto const file = env_py_file();
        std::error_code unknown;
        return fs::exists(file, unknown) ? python::parse_module(file.string(), base::read_text_file(file)) : nullptr;

    } catch (error const&) {

        return nullptr;
    }

    void add_changes_of_env_py(config::option_changes& changes) {
        std::error_code unknown;
        if (!fs::exists(env_py_file(), unknown))
            return;
        if (!env_py()) {
            changes.any = true;
            changes.attributes = true;
            return;
        }
        config::add_option_changes(env_py()->text(), changes);
        for (auto const& imported : imported_modules(*env_py()))
            if (auto const module = modules_.find_module(imported))
                config::add_option_changes(module->text(), changes);
    }

    std::string section_;
    config::command_line line_;
    fs::path ini_;
    fs::path script_location_;
    bool has_toml_;
    bool other_database_;
    project_files::access& modules_;
    std::optional<config::revision_config> config_;
    std::shared_ptr<python::source_module const> env_py_;
    bool env_py_is_read_ = false;
};

} // namespace

std::shared_ptr<sqlalchemy::project_context>
make_revision_context(settings const& of, settings_request const& request, project_files::access& modules) {
    if (of.script_location.empty())
        return nullptr;
    return std::make_shared<revision_context>(of, request, modules);
}

} // namespace alembicore::project_body
