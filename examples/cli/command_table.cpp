#include "command_table.hpp"

#include "commands/commands.hpp"

#include <algorithm>
#include <string>

namespace alembicore::cli {

std::vector<command> const& all_commands() {
    static std::vector<command> const commands{
        history_command(), heads_command(),          branches_command(), show_command(),           current_command(),
        models_command(),  schema_command(),         rows_command(),     export_command(),         query_command(),
        plan_command(),    rehearse_command(),       check_command(),    lint_command(),           drift_command(),
        upgrade_command(), downgrade_command(),      stamp_command(),    ensure_version_command(), sql_command(),
        import_command(),  lock_command(),           journal_command(),  resume_command(),         backup_command(),
        init_command(),    list_templates_command(), revision_command(), merge_command(),          baseline_command(),
        rebase_command(),  squash_command(),         edit_command(),     inspect_command(),        render_command(),
        db_command(),      completion_command(),
    };
    return commands;
}

std::vector<option> const& global_options() {
    using enum option_kind;
    static std::vector<option> const options{
        {"config", 'c', list, "FILE", "alembic.ini or pyproject.toml; may be given once for each of the two"},
        {"name", 'n', value, "SECTION", "section of the ini file (default: alembic)"},
        {"x", '\0', list, "KEY=VALUE", "argument for env.py; repeatable"},
        {"database-url", '\0', value, "URL", "the database, instead of DATABASE_URL and sqlalchemy.url"},
        {"sqlalchemy-generation", '\0', value, "1.4|2.0|2.1", "whose text a script is to be equal with; default 2.0"},
        {"json", '\0', flag, "", "print one JSON document instead of text"},
        {"color", '\0', value, "WHEN", "auto, always or never (NO_COLOR is honoured)"},
        {"quiet", 'q', flag, "", "print no text and no progress, only errors"},
        {"raiseerr", '\0', flag, "", "show every detail of an error"},
        {"version", '\0', flag, "", "print the version"},
        {"help", 'h', flag, "", "print this help, or a command's"},
    };
    return options;
}

command const* find_command(std::string_view name) {
    std::string wanted{name};
    std::ranges::replace(wanted, '-', '_');
    auto const found = std::ranges::find(all_commands(), wanted, &command::name);
    return found == all_commands().end() ? nullptr : &*found;
}

} // namespace alembicore::cli
