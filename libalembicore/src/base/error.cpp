#include <alembicore/error.hpp>

#include <array>
#include <utility>

namespace alembicore {

namespace {

constexpr std::array code_names{
    "not_a_project",
    "file_unreadable",
    "file_too_large",
    "file_exists",
    "file_unwritable",
    "invalid_encoding",
    "bad_configuration",
    "bad_database_url",
    "no_database",
    "decided_at_run_time",
    "syntax_error",
    "bad_revision_file",
    "unknown_parent",
    "cycle",
    "duplicate_revision",
    "duplicate_label",
    "unknown_revision",
    "ambiguous_revision",
    "multiple_heads",
    "bad_target",
    "bad_range",
    "bad_revision_id",
    "needs_database",
    "not_evaluable",
    "evaluation_limit",
    "python_exception",
    "connection_failed",
    "authentication_failed",
    "connection_lost",
    "statement_failed",
    "read_only_database",
    "version_mismatch",
    "unknown_database_revision",
    "commit_in_doubt",
    "run_locked",
    "lock_not_granted",
    "journal_altered",
    "cancelled",
    "unknown_backup",
    "damaged_backup",
    "client_too_old",
    "no_space",
    "database_in_use",
    "bad_usage",
    "not_available",
    "child_process_failed",
    "python_unavailable",
    "internal",
};
static_assert(code_names.size() == static_cast<std::size_t>(errc::internal) + 1);

void append_place(std::string& text, source_place const& place) {
    text += "\n  at " + place.file;
    if (place.line != 0)
        text += ':' + std::to_string(place.line);
    if (place.column != 0)
        text += ':' + std::to_string(place.column);
    if (place.excerpt.empty())
        return;
    text += "\n    " + place.excerpt;
    if (place.column == 0)
        return;
    // Tabs before the place are repeated, so that the caret stands under it whatever their width.
    text += "\n    ";
    unsigned column = 1;
    for (char const c : place.excerpt) {
        if (column == place.column)
            break;
        bool const continues_a_character = (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
        if (continues_a_character)
            continue;
        text += c == '\t' ? '\t' : ' ';
        ++column;
    }
    text += '^';
}

void append_field(std::string& text, std::string_view name, std::string_view value) {
    if (value.empty())
        return;
    text += "\n  ";
    text += name;
    text += ": ";
    for (char const c : value) {
        text += c;
        if (c == '\n')
            text += "    ";
    }
}

void append_server_message(std::string& text, server_message const& server) {
    append_field(text, "server", server.severity + " " + server.sqlstate + ": " + server.message);
    append_field(text, "detail", server.detail);
    append_field(text, "hint", server.hint);
    append_field(text, "context", server.context);
    if (server.position != 0)
        append_field(text, "position", "character " + std::to_string(server.position) + " of the statement");
}

} // namespace

std::string_view name_of(errc code) noexcept {
    return code_names.at(static_cast<std::size_t>(code));
}

error::error(error_info info) : info_(std::move(info)) {}

error::error(errc code, std::string message, std::string remedy) {
    info_.code = code;
    info_.message = std::move(message);
    info_.remedy = std::move(remedy);
}

std::string describe(error_info const& info) {
    std::string text = info.message;
    append_field(text, "revision", info.revision);
    if (info.place)
        append_place(text, *info.place);
    append_field(text, "why", info.reason);
    append_field(text, "statement", info.statement);
    if (info.server)
        append_server_message(text, *info.server);
    append_field(text, "database", info.database_state);
    append_field(text, "fix", info.remedy);
    return text;
}

error to_error(diagnostic const& finding) {
    error_info info;
    info.code = finding.code;
    info.message = finding.message;
    info.remedy = finding.remedy;
    info.place = finding.place;
    info.revision = finding.revision;
    return error{std::move(info)};
}

} // namespace alembicore
